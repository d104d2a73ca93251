#!/bin/sh
# The same letters, the same damaged cues, three memories: first four letters, then eight.
# usage: run.sh [path of the program]
set -eu
isinglass=${1:-isinglass}
memories=hopfield,oscillator-memory,dense-memory
"$isinglass" recall --patterns glyphs:AOTX --flip 0.15 --seed 1 --sampler $memories --show 4
"$isinglass" recall --patterns glyphs:AEHMOTXZ --flip 0.15 --seed 1 --sampler $memories --show 3
