#!/bin/sh
# Signal offsets of a street grid, found by oscillators with phase lags and found again when the flows turn round.
# usage: run.sh [path of the program isinglass, beside which examples/traffic_signals was built]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
isinglass=${1:-build/default/isinglass}
"$(dirname "$isinglass")/examples/traffic_signals" "$here/streets.txt"
