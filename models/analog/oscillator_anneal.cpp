// From pure numbers to an oscillator design in SI units.
#include "models/analog/oscillator_anneal.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isinglass {
OscillatorDesign design_oscillator(const Problem& problem, const OscillatorAnneal& anneal) {
  const auto scale = coupling_scale(problem);
  const double angular = 2.0 * std::numbers::pi * anneal.frequency_hz;
  const double coupling = anneal.coupling * angular / scale.largest_row;
  const double torque = coupling * scale.root_mean_square_row;
  OscillatorDesign design;
  design.frequency_hz = anneal.frequency_hz;
  design.duration_s = anneal.periods ? *anneal.periods / anneal.frequency_hz : anneal.length / torque;
  design.coupling = schedule_of(anneal.coupling_ramp, coupling, design.duration_s);
  design.second_harmonic = schedule_of(anneal.second_harmonic, torque, design.duration_s);
  design.noise = schedule_of(amplitude_ramp(anneal.noise), std::sqrt(2.0 * torque), design.duration_s);
  design.mismatch_ppm = anneal.mismatch_ppm;
  design.device_seed = anneal.device_seed;
  design.function = anneal.function;
  design.step_s = automatic_step_s(problem, design);
  return design;
}

double automatic_step_s(const Problem& problem, const OscillatorDesign& design) {
  constexpr double kLargestTurn = 1.0;    // rad
  constexpr double kNaturalShare = 0.2;   // of 1/(K J_rms)
  constexpr double kLeastSteps = 1000.0;  // of a machine without any torque
  const auto scale = coupling_scale(problem);
  const double coupling = design.coupling.largest() * std::max(1.0, design.function.steepest());
  const double fastest = coupling * scale.expected_torque + 2.0 * design.second_harmonic.largest();
  if (!(fastest > 0.0) || !(coupling > 0.0)) return design.duration_s / kLeastSteps;
  return std::min(kLargestTurn / fastest, kNaturalShare / (coupling * scale.root_mean_square_row));
}

}  // namespace isinglass
