// A machine of LC oscillators described by pure numbers that suit any problem, turned into circuit values.
//
// The scale of a problem is that of coupling_scale.hpp: J_rms = sqrt(mean_i (sum_j J_ij^2 + h_i^2)), time in units
// of 1/(K J_rms), locking in units of K J_rms, temperature K_n^2/(2K) in units of J_rms, with K = g_c/(2C), K_s =
// g_s/(4C) and K_n = sigma/(sqrt 2 C A). What is new is that couplings load the tanks: g_c is given by how much of the
// gain g1 the heaviest node's couplings can take away.
#pragma once

#include <optional>

#include "models/analog/coupling_scale.hpp"
#include "models/analog/lc_oscillator.hpp"
#include "models/analog/ramp.hpp"

namespace isinglass {

/// Defaults: see docs/machines/lc_oscillator.md for the experiments behind them.
struct LcAnneal {
  double frequency_hz = 1e6;  ///< resonance of the tanks, 1/(2 pi sqrt(LC))
  double capacitance_f = 1e-9;
  double gain_s = 3e-4;              ///< g1
  double even_s_per_v = 0.0;         ///< g2
  double amplitude_v = 1.0;          ///< A: g3 = 4 g1 / (3 A^2)
  double coupling = 1.0;             ///< g_c max_i (sum_j |J_ij| + |h_i|) / g1
  std::optional<double> coupling_s;  ///< g_c itself, S per unit of J, instead
  LcSync sync_kind = LcSync::multiplicative;
  Ramp second_harmonic{Schedule::Shape::linear, 0.0, 0.5, 1};  ///< K_s / (K J_rms)
  std::optional<double> sync;  ///< constant g_s in S (multiplicative) or i_s in A (additive) instead
  double reference_hz = 0.0;   ///< 0: where the free oscillator runs
  Ramp noise{Schedule::Shape::linear, 0.2, 0.0, 1};  ///< T / J_rms
  double length = 500.0;                             ///< duration in units of 1/(K J_rms)
  std::optional<double> periods;                     ///< duration in periods instead
  double mismatch_ppm = 0.0;
  std::uint64_t device_seed = 0;
  LcModel model = LcModel::averaged;
};

/// Circuit values. UsageError when an additive SYNC is to follow from K_s although g2 = 0: such an oscillator does not
/// lock.
LcOscillatorDesign design_lc_oscillator(const Problem& problem, const LcAnneal& anneal);

/// The step that the batched engine takes unless told: half the shortest time constant of the averaged model, 1/50 of a
/// period for the circuit.
double automatic_step_s(const Problem& problem, const LcOscillatorDesign& design);

}  // namespace isinglass
