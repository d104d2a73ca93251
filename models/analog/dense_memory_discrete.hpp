// The discrete dense associative memory, the reference of the machine in dense_memory.hpp: spins are updated one by one
// by the difference of the energy E = -sum_mu F(xi_mu . s) (Krotov and Hopfield 2016, arXiv 1606.01164, equation 3):
//
//   s_i <- sign sum_mu [ F(+xi_mu,i + rest_mu) - F(-xi_mu,i + rest_mu) ],   rest_mu = sum_{j != i} xi_mu,j s_j
//
// Deviations: F is divided by F'(N), as in the machine; softmax stands for F's logarithm of the sum, E = -ln sum_mu
// exp(beta xi_mu . s) / beta, whose differences have the signs of the exponential's and which cannot overflow: both use
// the same rule. A spin whose two energies are equal stays.
#pragma once

#include <span>
#include <vector>

#include "models/analog/dense_interaction.hpp"
#include "models/problem/patterns.hpp"

namespace isinglass {

class DiscreteDenseMemory {
 public:
  /// The patterns must outlive the memory.
  DiscreteDenseMemory(const PatternSet& patterns, const DenseInteraction& interaction);

  /// E of `spins` (N of them), in the units of DenseMemoryMachine with H = N.
  [[nodiscard]] double energy(std::span<const Spin> spins) const;

  /// The spin that the rule puts at `i`; `overlaps` are xi_mu . s of `spins`.
  [[nodiscard]] Spin choose(std::span<const Spin> spins, std::span<const std::int32_t> overlaps, std::int32_t i) const;

  /// xi_mu . s for every pattern.
  [[nodiscard]] std::vector<std::int32_t> overlaps(std::span<const Spin> spins) const;

  /// One update of every spin in ascending order; how many flipped.
  std::int32_t sweep(std::span<Spin> spins) const;
  /// Sweeps until nothing flips or `most_sweeps` are done; how many were.
  int recall(std::span<Spin> spins, int most_sweeps) const;
  /// All spins at once by the machine's own rule, s_i <- sign sum_mu xi_mu,i F'(xi_mu . s): what the machine does where
  /// tau_h = 0 and an Euler step is tau_v long. A spin without a force stays.
  void step_together(std::span<Spin> spins) const;

 private:
  [[nodiscard]] double difference(std::span<const Spin> spins, std::span<const std::int32_t> overlaps,
                                  std::int32_t i) const;

  const PatternSet* patterns_;
  DenseInteraction interaction_;
  std::vector<double> table_;  ///< F(h) for h = -N-1 … N+1, where F is a polynomial
};

}  // namespace isinglass
