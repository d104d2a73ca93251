#!/bin/sh
# Shows that nothing from before a reset is seen after it: two copies of a module start in any two states and get the same
# inputs; after RESET_CLOCKS clocks of reset what reset/TOP.vh puts into f_same_o must be the same in both for ever, whatever the
# inputs (by induction over at most STEPS clocks; the reset may come again at any time). A module in which it depended on a
# register that the reset forgets (X in simulation) would fail.
# That this is said of something is a cover: two copies that differ before the reset, and f_event_o of both in clock EVENT.
# Then breaks the module with each sed expression given, and demands a counterexample.
#   reset_twice.sh TOP "FILES" "PARAMETER=VALUE ..." RESET_CLOCKS STEPS EVENT YOSYS_COMMAND SED_EXPRESSION ...
set -eu
top=$1; files=$2; parameters=$3; reset=$4; steps=$5; event=$6; extra=${7:+$7; setundef -undriven -anyseq;}  # as in prove.sh
shift 7
here=$(dirname "$0")
[ $# -gt 0 ] || { echo "reset_twice.sh: $top has no mutant"; exit 1; }
[ -f "$here/reset/$top.vh" ] || { echo "reset_twice.sh: there is no reset/$top.vh"; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

chparam=
for p in $parameters; do chparam="$chparam -chparam ${p%%=*} ${p#*=}"; done

# hold LAST: in reset at first, then not until clock LAST
hold() {
  for step in $(seq "$reset"); do printf ' -set-at %s in_rst_ni 0' "$step"; done
  for step in $(seq $((reset + 1)) "$1"); do printf ' -set-at %s in_rst_ni 1' "$step"; done
}

# twice FOLDER COMMAND: the module without its own assertions and with reset/TOP.vh, two copies side by side
twice() {
  mkdir "$1/dressed"
  for f in "$1"/*.v; do sed '/^`ifdef FORMAL/,/^`endif/d' "$f" >"$1/dressed/$(basename "$f")"; done
  sed -i '/^endmodule/d; 0,/^    output logic/s//    output logic [1023:0] f_same_o,\n    output logic f_event_o,\n&/' "$1/dressed/$top.v"
  { cat "$here/reset/$top.vh"; echo endmodule; } >>"$1/dressed/$top.v"
  yosys -q -l "$1/log" -p "read_verilog -sv -formal -defer $1/dressed/*.v; hierarchy -top $top $chparam; prep -flatten -nordff -top $top; \
    delete -port o:* o:f_same_o %d $3; $extra async2sync; dffunmap; memory_map; opt -full; setattr -unset init; rename $top first; \
    copy first second; miter -equiv -make_outputs -flatten first second twice; hierarchy -top twice; $2" >/dev/null 2>&1
  found=$?
  rm -r "$1/dressed"
  return $found
}
same() {  # FOLDER [-tempinduct-baseonly]
  twice "$1" "sat -verify -set-assumes -seq $reset -tempinduct ${2:-} -maxsteps $steps $(hold "$reset") -prove trigger 0 twice" ""
}

mkdir "$work/good" "$work/cover"
for f in $files; do cp "$f" "$work/good"; cp "$f" "$work/cover"; done
if ! same "$work/good"; then
  grep -v '^ *$' "$work/good/log" | tail -60
  echo "reset_twice.sh: after its reset $top depends on its state before"
  exit 1
fi
echo "$top: the same for ever after $reset clocks of reset"

# The copies differ in clock 1: the trigger of the miter, which sees the event too, or f_same_o alone.
if ! twice "$work/cover" "sat -verify -set-assumes -seq $event $(hold "$event") -set-at 1 trigger 1 -set-at $event gold_f_event_o 1 \
    -set-at $event gate_f_event_o 1 twice" "o:f_event_o %d"; then
  tail -20 "$work/cover/log"
  echo "reset_twice.sh: two copies of $top that differ before the reset do not reach their event in clock $event"
  exit 1
fi
echo "$top: two copies that differ before the reset reach their event in clock $event"

number=0
for mutation in "$@"; do
  number=$((number + 1))
  mkdir "$work/$number"
  for f in $files; do sed "$mutation" "$f" >"$work/$number/$(basename "$f")"; done
  ! diff -r -x log "$work/good" "$work/$number" >/dev/null || { echo "reset_twice.sh: mutation $number changes nothing: $mutation"; exit 1; }
  if same "$work/$number" -tempinduct-baseonly || ! grep -q 'model found for base case: FAIL' "$work/$number/log"; then
    tail -5 "$work/$number/log"
    echo "reset_twice.sh: mutant $number of $top was not caught: $mutation"
    exit 1
  fi
  echo "mutant caught: $mutation"
done
