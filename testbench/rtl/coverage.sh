#!/bin/sh
# Measures how much of the Verilog the tests of continuous integration reach: builds the Verilated tests of testbench/rtl and
# testbench/link with counters, runs them, and prints lines and toggles that were reached, file by file, and with -v the lines
# that were not.
#   coverage.sh [-v] [BUILD_FOLDER]
set -eu
verbose=
if [ "${1:-}" = -v ]; then verbose=1; shift; fi
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$root/build/coverage}
tests="rtl_pbit_sparse rtl_pbit_ring rtl_pbit_lane rtl_bifurcation_row rtl_oscillator_hybrid rtl_memory_match rtl_pbit_colour rtl_ram link_rtl"
mkdir -p "$(dirname "$build")"
(cd "$root" && cmake --preset default -B "$build" -DISINGLASS_RTL_COVERAGE=ON) >"$build.log" 2>&1 || { tail "$build.log"; exit 1; }
# shellcheck disable=SC2086
cmake --build "$build" --target $tests >>"$build.log" 2>&1 || { tail "$build.log"; exit 1; }
data=$build/rtl-coverage
rm -rf "$data" && mkdir -p "$data"
for test in $tests; do
  folder=rtl && [ "$test" = link_rtl ] && folder=link
  mkdir "$data/$test"
  (cd "$data" && ISINGLASS_COVERAGE_DATA=$data/$test "$build/testbench/$folder/$test" >"$test.log") || { tail "$data/$test.log"; exit 1; }
  verilator_coverage --write "$data/$test.dat" "$data/$test"/*.dat
  rm -r "${data:?}/$test"
done
"$(dirname "$0")/coverage_table.py" ${verbose:+-v} "$root" "$data"/*.dat
