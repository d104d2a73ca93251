// Small problems and machines that the physics tests share.
#pragma once

#include "models/analog/oscillator.hpp"
#include "models/random.hpp"

namespace isinglass::testing {

/// A problem of `n` spins with fields in [-1/2, 1/2), every pair coupled with probability `density`: +-1 or, when
/// `real`, uniform in [-1, 1).
inline Problem random_problem(std::int32_t n, double density, std::uint32_t seed, bool real = false) {
  RandomStream random(seed, 0, 1);
  Problem problem;
  problem.fields.resize(static_cast<std::size_t>(n));
  for (auto& h : problem.fields) h = random.uniform() - 0.5;
  for (std::int32_t i = 0; i < n; ++i) {
    for (std::int32_t j = i + 1; j < n; ++j) {
      const double sign = random.below(2) == 0 ? 1.0 : -1.0;
      const double value = real ? 2.0 * random.uniform() - 1.0 : sign;
      if (random.uniform() < density) problem.couplings.push_back({i, j, value});
    }
  }
  return problem;
}

/// A machine with constant K, K_s, K_n (rad/s, rad/sqrt(s)) that runs for one second.
inline OscillatorMachine frozen_machine(const Problem& problem, double coupling, double second_harmonic, double noise,
                                        double mismatch_ppm = 0.0, KernelKind kernel = available_kernels().back()) {
  OscillatorDesign design;
  design.frequency_hz = 1e5;
  design.duration_s = 1.0;
  design.coupling = Schedule::constant(coupling);
  design.second_harmonic = Schedule::constant(second_harmonic);
  design.noise = Schedule::constant(noise);
  design.mismatch_ppm = mismatch_ppm;
  design.device_seed = 17;
  return {problem, design, CouplingStorage::automatic, kernel};
}

}  // namespace isinglass::testing
