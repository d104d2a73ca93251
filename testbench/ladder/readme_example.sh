#!/bin/sh
# Runs the whole example of rtl/README.md as a reader would: its Verilog in a file of its own, beside a copy of the sources,
# and the command that the page gives; what is printed must be what the page says it is. Skipped (77) without Icarus.
#   readme_example.sh FOLDER_OF_THE_VERILOG
set -eu
rtl=$(realpath "$1")
command -v iverilog >/dev/null && command -v vvp >/dev/null || { echo "skipped: no iverilog"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp -r "$rtl/common" "$rtl/core" "$rtl"/*.core "$scratch"
cd "$scratch"

awk '/^```verilog$/ { if (++blocks == 1) { inside = 1; next } } /^```$/ { inside = 0 } inside' "$rtl/README.md" >example.v
command=$(sed -n 's/^    \(iverilog .*\)$/\1/p' "$rtl/README.md")
promised=$(sed -n 's/.*(it prints `\([^`]*\)` and `\([^`]*\)`).*/\1\n\2/p' "$rtl/README.md")
grep -q '^module example;$' example.v || { echo "the first block of Verilog in the README is not the example"; exit 1; }
[ "$promised" = "lowest energy -1
its spins 01" ] || { echo "the README promises: $promised"; exit 1; }

eval "$command" >printed || { cat printed; echo "failed: $command"; exit 1; }
grep -v '\$finish called' printed >lines || true  # Icarus says so, in some versions
[ "$(cat lines)" = "$promised" ] || { cat printed; echo "the README promises: $promised"; exit 1; }
echo "rtl/README.md: its example prints what it says"
