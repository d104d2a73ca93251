#!/bin/sh
# Three circuits that compute, each integrated as an ODE and simulated by ngspice from its netlist, compared at every time point.
# usage: run.sh [path of the program]; exit status 77: ngspice is not installed
set -eu
isinglass=${1:-isinglass}
command -v ngspice >/dev/null || { echo "skipped: ngspice is not installed" >&2; exit 77; }
ring=$(dirname "$0")/ring.rud
# Four oscillators of 1 MHz in a ring, neighbours opposed: the averaged model against the circuit.
"$isinglass" cosim "$ring" --against ngspice --sampler lc-oscillator -p gain=3e-4 -p coupling_conductance=30e-6 \
  -p sync_level=60e-6 -p reference=1e6 -p periods=200
# The design that is taken without further words, SYNC ramped up.
"$isinglass" cosim "$ring" --against ngspice --sampler lc-oscillator -p periods=200
# The same ring of Hopfield amplifiers, with ngspice's own tolerances and with tight ones.
"$isinglass" cosim "$ring" --against ngspice --sampler hopfield -p length=20
"$isinglass" cosim "$ring" --against ngspice --sampler hopfield -p length=20 --accuracy tight
# And as bistable nodes.
"$isinglass" cosim "$ring" --against ngspice --sampler bistable -p length=20
