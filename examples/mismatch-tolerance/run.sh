#!/bin/sh
# How far the frequencies of an oscillator machine's parts may lie apart: five devices at each spread, 32 reads each.
# usage: run.sh [path of the program]
# The kernel is pinned, so that the answers are the same on every processor.
set -eu
"${1:-isinglass}" sweep regular:100:3:1 --sampler oscillator --vary mismatch=0,300,1000,3000,10000,30000 \
  --vary device_seed=1,2,3,4,5 --reads 32 --kernel generic -p length=500 -q
