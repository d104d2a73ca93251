// An oscillator machine described by pure numbers that suit any problem, turned into a design in SI units.
//
// With the problem's scale J_rms (coupling_scale.hpp), K J_rms is the typical torque on an oscillator among unordered
// neighbours. The natural unit of time is 1/(K J_rms), that of the locking strength K J_rms, and the temperature of the
// noise, measured on the problem's energy, is T = K_n^2 / (2 K) in units of J_rms.
#pragma once

#include <optional>

#include "models/analog/coupling_scale.hpp"
#include "models/analog/oscillator.hpp"
#include "models/analog/ramp.hpp"

namespace isinglass {

/// Defaults: see docs/machines/oscillator.md for the experiments behind them.
struct OscillatorAnneal {
  double frequency_hz = 1e6;  ///< the breadboard oscillators of the paper; chips run from 100 MHz on
  double coupling = 0.1;      ///< K max_i (sum_j |J_ij| + |h_i|) / w0: how far averaging is stretched
  Ramp coupling_ramp{Schedule::Shape::linear, 1.0, 1.0, 1};    ///< of K, relative to `coupling`
  Ramp second_harmonic{Schedule::Shape::linear, 0.0, 0.5, 1};  ///< K_s / (K J_rms)
  Ramp noise{Schedule::Shape::linear, 0.4, 0.03, 1};           ///< T / J_rms
  double length = 2000.0;                                      ///< duration in units of 1/(K J_rms)
  std::optional<double> periods;                               ///< duration in oscillator periods instead
  double mismatch_ppm = 0.0;
  std::uint64_t device_seed = 0;
  CouplingFunction function = CouplingFunction::sine();  ///< of peak 1, as the sine, for `coupling` to mean the same
};

OscillatorDesign design_oscillator(const Problem& problem, const OscillatorAnneal& anneal);

/// The step that the batched engine takes unless told: the shorter of 0.2/(K J_rms) and 1/F, where F is the fastest
/// torque to be expected, K max|c'| max_i min(sum_j |J_ij|, 4 sqrt(sum_j J_ij^2)) + 2 K_s. (Four standard deviations of
/// random neighbours: the largest sum, which only aligned neighbours reach, would make dense problems needlessly slow.)
double automatic_step_s(const Problem& problem, const OscillatorDesign& design);

}  // namespace isinglass
