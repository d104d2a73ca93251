#!/bin/sh
# The demo: G1 answered by an oscillator machine, a digital annealer and simulated annealing, beside the bitstream of that annealer.
# usage: run.sh [PROGRAM]                  64 reads and the bitstream, below build/
#        run.sh --quick PROGRAM FOLDER     4 reads, no bitstream, the report into FOLDER
set -eu
if [ "${1:-}" = --quick ]; then
  exec "$2" compare G1 --sampler oscillator,pbit-sparse,anneal --reads 4 -q -o "$3"
fi
cd "$(dirname "$0")/../.."
isinglass=${1:-build/default/isinglass}
"$isinglass" hw build --board icebreaker -o build/hw/icebreaker-pbit_sparse
"$isinglass" compare G1 --sampler oscillator,pbit-sparse,anneal --reads 64 --target best-known \
  --hw-report build/hw/icebreaker-pbit_sparse/report.json -o build/demo
