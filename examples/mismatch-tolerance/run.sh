#!/bin/sh
# How far the frequencies of an oscillator machine's parts may lie apart: five devices at each spread, 32 reads each.
# usage: run.sh [path of the program]
set -eu
isinglass=${1:-isinglass}
echo "max-cut of regular:100:3:1, coupling K = 33,333 ppm of the frequency"
echo "mismatch (ppm)  best cut  mean cut, worst to best of five devices"
for mismatch in 0 300 1000 3000 10000 30000; do
  for device in 1 2 3 4 5; do
    "$isinglass" solve regular:100:3:1 --sampler oscillator --reads 32 --kernel generic \
      -p length=500 -p mismatch=$mismatch -p device_seed=$device
  done | awk -v ppm=$mismatch '
    $1 == "best" { if ($2 + 0 > best) best = $2 + 0 }
    $1 == "mean" { sum = $2 + 0; if (!n++ || sum < low) low = sum; if (sum > high) high = sum }
    END { printf "%14s  %8d  %.1f to %.1f\n", ppm, best, low, high }'
done
