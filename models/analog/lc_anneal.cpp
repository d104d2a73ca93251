// From pure numbers to the circuit values of a machine of LC oscillators.
#include "models/analog/lc_anneal.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/error.hpp"

namespace isinglass {
namespace {

/// i_s that locks like a conductance of 1 S pumped at 2 w: K_s = g2 |V2| / (2C) with |V2| = i_s / (1.5 w0 C).
double current_per_siemens(const LcOscillatorDesign& design) {
  if (design.even_s_per_v == 0.0) {
    throw UsageError("an additive SYNC does not lock oscillators whose current is an odd function of the voltage",
                     "give them an even term, inject SYNC multiplicatively, or set its current outright");
  }
  return 0.75 * design.resonance() * design.capacitance_f / std::abs(design.even_s_per_v);
}

void add_sync(const LcAnneal& anneal, double torque, LcOscillatorDesign& design) {
  design.sync_kind = anneal.sync_kind;
  const bool additive = anneal.sync_kind == LcSync::additive;
  // The phase at which an additive current locks to 0 and 180 degrees.
  if (additive) design.sync_phase_rad = std::copysign(0.5 * std::numbers::pi, -design.even_s_per_v);
  if (anneal.sync) {
    design.sync = Schedule::constant(*anneal.sync);
    return;
  }
  const bool off = anneal.second_harmonic.start == 0.0 && anneal.second_harmonic.end == 0.0;
  const double siemens = 4.0 * design.capacitance_f * torque;
  design.sync = schedule_of(anneal.second_harmonic, additive && !off ? siemens * current_per_siemens(design) : siemens,
                            design.duration_s);
}

}  // namespace

LcOscillatorDesign design_lc_oscillator(const Problem& problem, const LcAnneal& anneal) {
  const CouplingScale scale = coupling_scale(problem);
  const double angular = 2.0 * std::numbers::pi * anneal.frequency_hz;
  LcOscillatorDesign design;
  design.capacitance_f = anneal.capacitance_f;
  design.inductance_h = 1.0 / (angular * angular * anneal.capacitance_f);
  design.gain_s = anneal.gain_s;
  design.even_s_per_v = anneal.even_s_per_v;
  design.cubic_s_per_v2 = 4.0 * anneal.gain_s / (3.0 * anneal.amplitude_v * anneal.amplitude_v);
  design.reference_hz = anneal.reference_hz;
  design.model = anneal.model;
  design.mismatch_ppm = anneal.mismatch_ppm;
  design.device_seed = anneal.device_seed;
  const double conductance = anneal.coupling_s.value_or(anneal.coupling * anneal.gain_s / scale.largest_row);
  const double torque = conductance * scale.root_mean_square_row / (2.0 * anneal.capacitance_f);  // K J_rms
  design.coupling = Schedule::constant(conductance);
  design.duration_s = anneal.periods ? *anneal.periods / anneal.frequency_hz : anneal.length / torque;
  add_sync(anneal, torque, design);
  const Ramp root = amplitude_ramp(anneal.noise);
  design.noise =
      schedule_of(root, std::numbers::sqrt2 * anneal.capacitance_f * anneal.amplitude_v * std::sqrt(2.0 * torque),
                  design.duration_s);
  design.step_s = automatic_step_s(problem, design);
  return design;
}

double automatic_step_s(const Problem& problem, const LcOscillatorDesign& design) {
  constexpr double kShareOfTimeConstant = 0.5;
  constexpr double kShareOfPeriod = 0.02;
  if (design.model == LcModel::circuit) return kShareOfPeriod / design.free_running_hz();
  const double load = design.coupling.largest() * coupling_scale(problem).largest_row;
  const double pump = design.sync_kind == LcSync::multiplicative ? design.sync.largest() : 0.0;
  return kShareOfTimeConstant * 2.0 * design.capacitance_f / (2.0 * design.gain_s + load + 0.5 * pump);
}

}  // namespace isinglass
