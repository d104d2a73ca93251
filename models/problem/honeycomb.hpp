// Honeycomb networks: m cycles of n_c oscillators in a chain, neighbouring cycles sharing one oscillator, all couplings
// attractive. Their stable phase-locked states are the memories, told apart by winding numbers.
//
//   N = m (n_c - 1) + 1 oscillators store exactly (2 ceil(n_c / 4) - 1)^m phase-locked patterns, none spurious
//
// (Guo, Ogranovich, Venkatakrishnan, Shapiro, Bullo and Pasqualetti, arXiv 2504.03102; Ogranovich et al., arXiv
// 2604.01469; abstracts read.) Round one cycle the phases advance by 2 pi q / n_c from each oscillator to the next;
// that is stable where the step is shorter than a quarter turn, |q| < n_c / 4. Cycles that share one oscillator do not
// constrain each other, so that the counts multiply. The dynamics are those of the oscillator machine with J = 1 and no
// locking.
//
// Deviation: which oscillator two cycles share is not said in the abstracts; here it lies half way round.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/problem/problem.hpp"

namespace isinglass {

struct Honeycomb {
  std::int32_t cycles = 1;  ///< m >= 1
  std::int32_t length = 5;  ///< n_c >= 3

  [[nodiscard]] std::int32_t size() const { return cycles * (length - 1) + 1; }
  /// 2 ceil(n_c / 4) - 1: the stable winding numbers of one cycle.
  [[nodiscard]] std::int32_t windings() const { return 2 * ((length + 3) / 4) - 1; }
  /// windings()^m.
  [[nodiscard]] std::int64_t patterns() const;
};

/// The oscillators of cycle `k`, in order round it: n_c of them. The first is shared with the cycle before.
std::vector<std::int32_t> cycle_of(const Honeycomb& honeycomb, std::int32_t k);

/// J = -1 (the project's sign) on every edge, named "honeycomb:M:N". InputError when m < 1 or n_c < 3.
Problem honeycomb_problem(const Honeycomb& honeycomb);

/// The phases of the memory with these winding numbers, one for each cycle; oscillator 0 at phase 0.
std::vector<double> phases_of(const Honeycomb& honeycomb, std::span<const std::int32_t> windings);

/// The winding number of each cycle: turns that the phases make on the way round, every step taken the short way.
std::vector<std::int32_t> windings_of(const Honeycomb& honeycomb, std::span<const double> phases);

}  // namespace isinglass
