// Netlists of the analog machines that are circuits: the same values, the same schedules, the same start, and nothing
// taken from the machine's own arithmetic.
#pragma once

#include "models/analog/bistable.hpp"
#include "models/analog/hopfield.hpp"
#include "models/analog/lc_oscillator.hpp"
#include "sim/io/spice_netlist.hpp"

namespace isinglass {

/// Tanks n1 … nN with their inductor currents: probes v(n1) … v(nN), i(l1) … i(lN). `initial` holds the 2N amplitudes
/// at time 0. tmax is 1/400 of a period: trapezoidal steps h lower the frequency by (wh)^2/12, here 21 ppm.
/// UsageError where the machine has noise.
SpiceNetlist lc_netlist(const Problem& problem, const LcOscillatorDesign& design, std::span<const double> initial,
                        const SpiceAccuracy& accuracy);

/// Inputs u1 … uN and amplifiers' outputs v1 … vN: probes v(u1) … v(uN). Synapses are transconductances from the
/// outputs. tmax is RC/100, RC/400 where `accuracy` is tight. UsageError where
/// the machine has noise.
SpiceNetlist hopfield_netlist(const Problem& problem, const HopfieldDesign& design, std::span<const double> initial,
                              const SpiceAccuracy& accuracy);

/// Nodes n1 … nN: probes v(n1) … v(nN). tmax is a fiftieth of the shortest time constant, a quarter of that where
/// `accuracy` is tight. UsageError where the machine has noise, random flips or clipping.
SpiceNetlist bistable_netlist(const Problem& problem, const BistableDesign& design, std::span<const double> initial,
                              const SpiceAccuracy& accuracy);

}  // namespace isinglass
