#!/bin/sh
# Six measurements explained by two causes through three hidden values; the network's state beside the exact posterior mean.
# usage: run.sh [path of the program]; exit status 77: Python is not installed
set -eu
here=$(cd "$(dirname "$0")" && pwd)
isinglass=${1:-isinglass}
command -v python3 >/dev/null || { echo "skipped: python3 is not installed" >&2; exit 77; }
"$isinglass" simulate --model "$here/model.npz" --tolerance 1e-12 -q --json | python3 "$here/posterior.py" "$here/model.npz"
