#!/bin/sh
# Three graphs of the G-set on four analog machines: oscillators, simulated bifurcation, a coherent Ising machine, bistable nodes.
# usage: run.sh [PROGRAM [FOLDER]]     the reports go into FOLDER, one folder for each graph
# The kernel is pinned, so that the answers are the same on every processor.
set -eu
isinglass=${1:-build/default/isinglass}
folder=${2:-gset-four-machines}

answer() { # GRAPH
  "$isinglass" compare "$1" --sampler oscillator,bifurcation,coherent,bistable --reads 16 --kernel generic -q --json -o "$folder/$1" |
    awk -F '[:,]' -v graph="$1" '/"target": / && !target { target = $2; printf "%s, best known %d\n", graph, target }
                   /"sampler": / { name = $2; gsub(/[" ]/, "", name) }
                   /"best": / { best = $2 }
                   /"mean": / { printf "%-12s best %d  mean %.1f  %.2f %% of the best known\n", name, best, $2, 100 * $2 / target }'
}
answer G43
answer G14
answer G11
