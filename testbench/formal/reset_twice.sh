#!/bin/sh
# Shows that nothing from before a reset is seen after it: two copies of a module start in any two states, get the same inputs,
# and after RESET_CLOCKS clocks of reset must give the same outputs for as long as STEPS clocks, whatever the inputs. A module
# whose outputs depended on a register that the reset forgets (X in simulation) would fail. Then breaks the module with each
# sed expression given, and demands a counterexample.
#   reset_twice.sh TOP "FILES" "PARAMETER=VALUE ..." RESET_CLOCKS STEPS "OUTPUTS, empty for all" [SED_EXPRESSION ...]
set -eu
top=$1; files=$2; parameters=$3; reset=$4; steps=$5; outputs=$6
shift 6
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

chparam=
for p in $parameters; do chparam="$chparam -chparam ${p%%=*} ${p#*=}"; done
chparam="hierarchy -top $top $chparam;"
held=
for step in $(seq "$reset"); do held="$held -set-at $step in_rst_ni 0"; done
for step in $(seq $((reset + 1)) "$steps"); do held="$held -set-at $step in_rst_ni 1"; done
keep=
if [ -n "$outputs" ]; then
  keep="delete -port o:*"
  for o in $outputs; do keep="$keep o:$o %d"; done
  keep="$keep;"
fi

same() {
  yosys -q -l "$1/log" -p "read_verilog -sv -defer $1/*.v; $chparam prep -flatten -nordff -top $top; $keep async2sync; dffunmap; memory_map; \
    opt -full; setattr -unset init; rename $top first; copy first second; miter -equiv -flatten first second twice; hierarchy -top twice; \
    sat -verify -seq $steps -prove-skip $reset $held -prove trigger 0 twice" >/dev/null 2>&1
}

mkdir "$work/good"
for f in $files; do cp "$f" "$work/good"; done
if ! same "$work/good"; then
  grep -v '^ *$' "$work/good/log" | tail -60
  echo "reset_twice.sh: after its reset $top depends on its state before"
  exit 1
fi
echo "$top: the same after $reset clocks of reset, for $((steps - reset)) clocks"
number=0
for mutation in "$@"; do
  number=$((number + 1))
  mkdir "$work/$number"
  for f in $files; do sed "$mutation" "$f" >"$work/$number/$(basename "$f")"; done
  ! diff -r -x log "$work/good" "$work/$number" >/dev/null || { echo "reset_twice.sh: mutation $number changes nothing: $mutation"; exit 1; }
  if same "$work/$number" || ! grep -q 'model found: FAIL' "$work/$number/log"; then
    tail -5 "$work/$number/log"
    echo "reset_twice.sh: mutant $number of $top was not caught: $mutation"
    exit 1
  fi
  echo "mutant caught: $mutation"
done
