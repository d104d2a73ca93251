#!/bin/sh
# A picture of 256 pixels from 96 numbers, each of which mixes all pixels at random.
# usage: run.sh [path of the program]
set -eu
data=$(cd "$(dirname "$0")" && pwd)
isinglass=${1:-isinglass}
"$isinglass" reconstruct --dictionary "$data/dictionary.npy" --signal "$data/signal.npy" --lambda 1 --box 0:1 --json |
  awk '/"x":/ {
    gsub(/[^-+.0-9eE,]/, "")
    count = split($0, x, ",")
    for (i = 1; i <= 256; ++i) {
      row = row (x[i] > 0.5 ? "#" : ".")
      near = x[i] > 0.5 ? 1 - x[i] : x[i]
      if (near > worst) worst = near
      if (i % 16 == 0) { print row; row = "" }
    }
    printf "largest distance of a pixel from 0 and 1: %.3f\n", worst
  }'
