// Random patterns and damaged cues that the tests of associative memories share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "models/problem/patterns.hpp"
#include "models/random.hpp"

namespace isinglass::testing {

/// `count` patterns of `size` independent fair signs.
inline PatternSet random_patterns(std::int32_t size, std::int32_t count, std::uint64_t seed) {
  PatternSet set{"random", size, {}};
  RandomStream random(seed, 0, 21);
  for (std::int64_t k = 0; k < std::int64_t{size} * count; ++k) {
    set.values.push_back(random.below(2) == 0 ? Spin{1} : Spin{-1});
  }
  return set;
}

/// `pattern` with exactly `flips` spins turned over.
inline std::vector<Spin> damaged(std::span<const Spin> pattern, std::int32_t flips, std::uint64_t seed) {
  std::vector<Spin> cue(pattern.begin(), pattern.end());
  std::vector<std::size_t> order(cue.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  RandomStream random(seed, 0, 22);
  for (std::int32_t k = 0; k < flips; ++k) {
    const auto at = static_cast<std::size_t>(k);
    std::swap(order[at], order[at + random.below(static_cast<std::uint32_t>(order.size() - at))]);
    cue[order[at]] = static_cast<Spin>(-cue[order[at]]);
  }
  return cue;
}

}  // namespace isinglass::testing
