// What an associative memory is asked: M patterns of N spins, stored together, one of which is to be recalled from a
// cue; and the two classical ways of storing them in pairwise couplings, Hebb's rule and the projection rule.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/problem/problem.hpp"

namespace isinglass {

/// Plain data.
struct PatternSet {
  std::string name;
  std::int32_t size = 0;     ///< N
  std::vector<Spin> values;  ///< M x N, row-major, every value -1 or +1

  [[nodiscard]] std::int32_t count() const {
    return size == 0 ? 0 : static_cast<std::int32_t>(values.size() / static_cast<std::size_t>(size));
  }
  /// Pattern `m`, N values.
  [[nodiscard]] std::span<const Spin> pattern(std::int32_t m) const {
    const auto n = static_cast<std::size_t>(size);
    return std::span<const Spin>(values).subspan(static_cast<std::size_t>(m) * n, n);
  }
};

/// InputError unless there is a pattern, they are all as long as `size`, and every value is -1 or +1.
void check_patterns(const PatternSet& patterns);

/// M x N, one pattern a row.
Eigen::MatrixXd pattern_matrix(const PatternSet& patterns);

/// `count` patterns of `size` independent fair spins each: pattern m, spin i is a function of (seed, m, i) alone, so
/// that a larger set begins with the smaller one.
PatternSet random_patterns(std::int32_t size, std::int32_t count, std::uint64_t seed);

/// m . xi / N with its sign; both have the same length, at least 1.
double overlap(std::span<const Spin> state, std::span<const Spin> pattern);

/// In how many spins two states of the same length differ.
std::int32_t differing_spins(std::span<const Spin> a, std::span<const Spin> b);

/// `pattern` with `flips` different spins turned round, chosen by (seed, read) alone. UsageError unless
/// 0 <= flips <= N.
std::vector<Spin> flipped(std::span<const Spin> pattern, std::int32_t flips, std::uint64_t seed, std::uint32_t read);

/// Hebb's rule, T = (1/N) sum_mu xi^mu xi^mu^T with zero diagonal (Hopfield 1982, PNAS 79, 2554), as a problem: J = -T,
/// in the project's sign. Random patterns are recalled with few errors up to about 0.138 N of them (Amit, Gutfreund and
/// Sompolinsky 1985, PRL 55, 1530). Pairs with T = 0 are left out. Throws as check_patterns.
Problem hebbian_problem(const PatternSet& patterns);

/// The projection (pseudo-inverse) rule, T = the orthogonal projector onto the span of the patterns, with zero diagonal
/// (Personnaz, Guyon and Dreyfus 1985, J. Physique Lett. 46, L359; without the diagonal: Kanter and Sompolinsky 1987,
/// PRA 35, 380), as a problem: J = -T. Every pattern is a fixed point while M < N, dependent patterns included. Throws
/// as check_patterns.
Problem projection_problem(const PatternSet& patterns);

}  // namespace isinglass
