#!/bin/sh
# One graph of the G-set on four analog machines: oscillators, simulated bifurcation, a coherent Ising machine, bistable nodes.
# usage: run.sh [PROGRAM [FOLDER]]     the report goes into FOLDER
# The kernel is pinned, so that the answers are the same on every processor.
set -eu
isinglass=${1:-build/default/isinglass}
folder=${2:-gset-four-machines}
"$isinglass" compare G43 --sampler oscillator,bifurcation,coherent,bistable --reads 16 --kernel generic -q --json -o "$folder" |
  awk -F '[:,]' '/"target": / && !target { target = $2; printf "G43, best known %d\n", target }
                 /"sampler": / { name = $2; gsub(/[" ]/, "", name) }
                 /"best": / { best = $2 }
                 /"mean": / { printf "%-12s best %d  mean %.1f  %.2f %% of the best known\n", name, best, $2, 100 * $2 / target }'
