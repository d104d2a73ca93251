#!/bin/sh
# 64 neurons filled further and further: F(x) = x^2 is the Hopfield network, the others hold far more.
# usage: run.sh [path of the program]
set -eu
isinglass=${1:-isinglass}
load=4,8,16,32,64,128,256

fill() { # TITLE, parameters …
  echo "$1"
  shift
  "$isinglass" recall --patterns random:64:256:1 --flip 0.1 --load $load -p tau_h=0 "$@" | sed -n '/^ *patterns  *load/,/^$/p'
}
fill "F(x) = x^2 (Hopfield)" -p model=A -p function=polynomial -p order=2
fill "F(x) = x^3 for x > 0" -p model=A -p function=rectified -p order=3
fill "F(x) = x^4" -p model=A -p function=polynomial -p order=4
fill "softmax"
