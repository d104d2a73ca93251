// What a host loads into the memory_match core: patterns as bits and the table of forces (docs/cores/memory_match.md),
// with every limit of the core checked here.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/analog/dense_interaction.hpp"
#include "models/problem/patterns.hpp"

namespace isinglass {

/// Capacity and widths of one configuration of the core, as its registers report them.
struct MemoryMatchSize {
  std::int32_t spins = 256;
  std::int32_t patterns = 448;
  int force_bits = 12;  ///< of F', signed
  int sum_bits = 13;    ///< the magnitudes of the forces of all patterns must add up to less than 2^sum_bits
  int groups = 2;       ///< the spins' sums are made in so many passes over the patterns
  [[nodiscard]] std::int32_t largest_force() const { return (1 << (force_bits - 1)) - 1; }
  [[nodiscard]] std::int64_t force_limit() const { return (std::int64_t{1} << sum_bits) - 1; }
};

/// The largest memory that a core can hold, in one sentence.
std::string to_string(const MemoryMatchSize& size);

/// F, and from which overlap on its slope stays the same.
struct MemoryMatchFunction {
  DenseInteraction interaction{DenseFunction::polynomial, 3, 1.0};
  double reach = 1.0;  ///< share of N, 0 < reach <= 1; F' of larger overlaps (and of smaller than -reach) is that at it
};

/// The numbers that the core computes with.
struct MemoryMatchImage {
  MemoryMatchSize size;
  PatternSet patterns;
  /// F' by the number of spins in which a pattern differs from the state, whole numbers; overlap N - 2 distance.
  std::vector<std::int32_t> forces;
  /// F in the same units: F(m + 2) - F(m) = F'(m) + F'(m + 2), and 0 at the smallest overlap that is not negative. So
  /// F stays convex where F' does not fall, and then no step of the machine raises the energy.
  std::vector<std::int32_t> values;
  double force_unit = 1.0;     ///< force = F'(m) / F'(reach N) in these units, up to rounding
  double rounding_loss = 0.0;  ///< root mean square error of the forces over that of the exact ones
};

/// Builds the image. The unit of the forces is the largest with which forces fit their width and the sum of their
/// magnitudes stays below 3/4 of the limit in every stored pattern and in the state of random patterns that has most of
/// it (of a linear F'; where it is more after all, the core says so). With the quadratic F it is a unit that needs no
/// rounding. Throws InputError when the patterns do not fit, UsageError for a function that no table can hold (softmax,
/// whose rule is the exponential's).
MemoryMatchImage memory_match_image(const PatternSet& patterns, const MemoryMatchSize& size,
                                    const MemoryMatchFunction& function);

/// Memory 3 (patterns), memory 4 (table) and memory 2 (a cue of N spins) as 32-bit words.
std::vector<std::uint32_t> pattern_words(const MemoryMatchImage& image);
std::vector<std::uint32_t> table_words(const MemoryMatchImage& image);
std::vector<std::uint32_t> cue_words(const MemoryMatchImage& image, std::span<const Spin> cue);

}  // namespace isinglass
