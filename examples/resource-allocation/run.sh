#!/bin/sh
# A budget of 100 shared among six projects with falling returns.
# usage: run.sh [path of the program]
set -eu
data=$(cd "$(dirname "$0")" && pwd)
isinglass=${1:-isinglass}
# The residual is rounding, and differs from one processor to another.
"$isinglass" reconstruct --quadratic "$data/quadratic.npy" --linear "$data/linear.npy" --simplex 100 |
  sed "s|$data/||" | grep -v -e 'KKT residual' -e 'settled'
