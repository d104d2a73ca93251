// What an associative memory is asked: M patterns of N spins, stored together, one of which is to be recalled from a
// cue.
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

}  // namespace isinglass
