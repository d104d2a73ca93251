#!/bin/sh
# Tones and clicks told apart: a signal as a sum of few columns of a dictionary twice as wide as the signal is long.
# usage: run.sh [path of the program]
set -eu
data=$(cd "$(dirname "$0")" && pwd)
isinglass=${1:-isinglass}
# The residual is rounding, and differs from one processor to another.
"$isinglass" reconstruct --dictionary "$data/dictionary.npy" --signal "$data/signal.npy" --lambda 0.1 |
  sed "s|$data/||" | grep -v -e 'KKT residual' -e 'settled'
