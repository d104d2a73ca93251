#!/bin/sh
# Shows that every cover statement of a Verilog design can be reached within STEPS clocks.
#   cover.sh z3|sat TOP "FILES" "PARAMETER=VALUE ..." STEPS [YOSYS_COMMAND]
# All that stand in FILES are wanted, but for those that YOSYS_COMMAND takes out (z3 alone).
# z3: by yosys-smtbmc. sat: by yosys' own solver, which knows no covers: each in turn becomes the assertion that it is never
# reached, and a counterexample is demanded; for designs on which z3 takes too long.
set -eu
solver=$1; top=$2; files=$3; parameters=$4; steps=$5; extra=${6:+$6; setundef -undriven -anyseq;}  # as in prove.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

chparam=
for p in $parameters; do chparam="$chparam -chparam ${p%%=*} ${p#*=}"; done
chparam="hierarchy -top $top $chparam; ${BEFORE:-}"  # BEFORE: for the design while it has modules
wanted=$(cat $files | grep -c '^ *cover (') || { echo "cover.sh: $top has no cover statement"; exit 1; }

if [ "$solver" = z3 ]; then
  yosys -q -l "$work/log" -p "read_verilog -sv -formal -defer $files; $chparam prep -flatten -nordff -top $top; $extra \
    chformal -assert -remove; async2sync; memory_map; opt -full; dffunmap; clean; tee -q -o $work/left select -count t:\$cover; \
    write_smt2 -wires $work/model.smt2" >/dev/null 2>&1 ||
    { tail -20 "$work/log"; echo "cover.sh: $top could not be prepared"; exit 1; }
  case $extra in *"chformal -cover -remove"*) wanted=$(sed -n 's/^\([1-9][0-9]*\) objects.*/\1/p' "$work/left") ;; esac
  [ "$wanted" ] || { echo "cover.sh: no cover of $top is left"; exit 1; }
  yosys-smtbmc -s z3 -c -t "$steps" --noprogress "$work/model.smt2" >"$work/covers" 2>&1 || true
  reached=$(grep -c 'Reached cover statement' "$work/covers") || true
else
  : >"$work/covers"
  reached=0
  for number in $(seq "$wanted"); do
    mkdir "$work/$number"
    # Assertions of the design are taken out, as they would be proved for every clock of the search.
    for f in $files; do case $f in *.vh) cp "$f" "$work/$number" ;; esac; done
    cat $(echo $files | tr ' ' '\n' | grep -v '\.vh$') | awk -v wanted="$number" '
      /^ *cover \(/ { if (++seen == wanted) { sub(/cover \(/, "assert (!("); sub(/\);/, "));") } else next; print; next }
      { gsub(/assert \(/, "if (0) assert ("); print }' >"$work/$number/design.v"
    yosys -q -l "$work/$number/log" -p "read_verilog -sv -formal -defer $work/$number/design.v; $chparam prep -flatten -nordff -top $top; $extra \
      async2sync; dffunmap; memory_map; opt -full; sat -verify -prove-asserts -set-assumes -tempinduct -tempinduct-baseonly \
      -maxsteps $steps $top" >/dev/null 2>&1 || true
    if grep -q 'model found for base case: FAIL' "$work/$number/log"; then
      reached=$((reached + 1))
    else
      tail -3 "$work/$number/log" >>"$work/covers"
    fi
  done
fi
[ "$reached" = "$wanted" ] || { tail -20 "$work/covers"; echo "cover.sh: $reached of $wanted covers of $top reached"; exit 1; }
echo "$top: $reached covers reached within $steps clocks"
