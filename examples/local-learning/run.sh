#!/bin/sh
# Two machines that learn by rules of which every part sees its own two ends alone.
# usage: run.sh [path of the program isinglass, beside which examples/local_learning was built]
set -eu
isinglass=${1:-build/default/isinglass}
"$(dirname "$isinglass")/examples/local_learning"
