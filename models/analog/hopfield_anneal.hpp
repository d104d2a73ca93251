// A Hopfield circuit described by pure numbers that suit any problem or memory, turned into a design in SI units.
//
// The unit of time is R C. The synapses are chosen so that the typical drive of an amplifier by unordered saturated
// neighbours, g R V_s J_rms (coupling_scale.hpp has J_rms), equals V_s: inputs are then about a volt per volt of
// output, and gains beta V_s are measured against the problem. A memory has the scale 1: the drive on a recalled
// pattern.
#pragma once

#include "models/analog/coupling_scale.hpp"
#include "models/analog/hopfield.hpp"
#include "models/analog/ramp.hpp"

namespace isinglass {

/// Defaults: see docs/machines/hopfield.md for the experiments behind them.
struct HopfieldAnneal {
  double capacitance_f = 1e-9;
  double resistance_ohm = 1e3;
  double output_v = 1.0;
  Amplifier amplifier = Amplifier::tanh;
  Ramp gain{Schedule::Shape::linear, 1.0, 10.0, 1};  ///< beta V_s of tanh amplifiers (twice that for logistic ones)
  Ramp noise{Schedule::Shape::linear, 1.0, 0.0, 1};  ///< root-mean-square input of an undriven amplifier, in V_s
  double length = 2000.0;                            ///< duration in units of R C
  double step = 0.25;                                ///< in units of R C
};

/// For an Ising problem.
HopfieldDesign design_hopfield(const Problem& problem, const HopfieldAnneal& anneal);

/// For a memory whose patterns are fixed points with a drive of about V_s: constant `gain` (beta V_s of tanh
/// amplifiers), no noise, `length` and `step` of `anneal`.
HopfieldDesign design_hopfield_memory(const HopfieldAnneal& anneal, double gain);

}  // namespace isinglass
