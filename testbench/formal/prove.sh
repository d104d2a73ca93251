#!/bin/sh
# Proves the assertions of one Verilog module with yosys alone, by temporal induction, or with MODE=bounded for STEPS clocks
# from reset. Then breaks the module with each sed expression given and demands a counterexample from reset every time.
#   prove.sh TOP "FILES" "PARAMETER=VALUE ..." STEPS MODE EXTRA_YOSYS_COMMAND [SED_EXPRESSION ...]
# MODE is induction or bounded. Exit code 0: proved, and every mutant was caught.
set -eu
top=$1; files=$2; parameters=$3; steps=$4; mode=$5; extra=${6:+$6; setundef -undriven -anyseq;}  # what a command leaves without a driver may be anything
shift 6
[ $# -gt 0 ] || { echo "prove.sh: $top has no mutant"; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

chparam=
for p in $parameters; do chparam="$chparam -chparam ${p%%=*} ${p#*=}"; done
chparam="hierarchy -top $top $chparam; ${BEFORE:-}"  # BEFORE: for the design while it has modules

# prove FOLDER MODE: leaves yosys's output in FOLDER/log. `-seq` is never used: it exempts the first clocks.
prove() {
  option=
  [ "$2" = induction ] || option=-tempinduct-baseonly
  yosys -q -l "$1/log" -p "read_verilog -sv -formal -defer $1/*.v; $chparam prep -flatten -nordff -top $top; chformal -cover -remove; $extra async2sync; dffunmap; \
    memory_map; opt -full; sat -verify -prove-asserts -set-assumes -tempinduct $option -maxsteps $steps $top" >/dev/null 2>&1
}

mkdir "$work/good"
for f in $files; do cp "$f" "$work/good"; done
if ! prove "$work/good" "$mode"; then
  tail -60 "$work/good/log"
  echo "prove.sh: $top is not proved"
  exit 1
fi
echo "$top: $(grep -c 'Import proof for assert' "$work/good/log") assertions imported, proved ($mode, at most $steps steps)"

number=0
for mutation in "$@"; do
  number=$((number + 1))
  mkdir "$work/$number"
  for f in $files; do sed "$mutation" "$f" >"$work/$number/$(basename "$f")"; done
  if diff -r -x log "$work/good" "$work/$number" >/dev/null; then
    echo "prove.sh: mutation $number changes nothing: $mutation"
    exit 1
  fi
  if prove "$work/$number" bounded || ! grep -q 'model found for base case: FAIL' "$work/$number/log"; then
    tail -5 "$work/$number/log"
    echo "prove.sh: mutant $number of $top was not caught: $mutation"
    exit 1
  fi
  echo "mutant caught: $mutation"
done
