// A sweep answers one problem with the parameters of samplers varied over a grid: the values of the grid.
#pragma once

#include <string>
#include <vector>

#include "sim/sampler/parameter.hpp"

namespace isinglass {

/// One varied parameter with its values as a person would write them.
struct SweepAxis {
  std::string key;
  std::vector<std::string> values;
  bool geometric = false;  ///< the values are spaced by a constant ratio
  bool computed = false;   ///< from a range, so that they may be rounded to what the parameter takes
  /// The values as numbers; empty when one of them is a word.
  [[nodiscard]] std::vector<double> numbers() const;
};

/// "KEY=A,B,C" (any values), "KEY=FROM:TO:COUNT" (evenly spaced, both ends included) or "KEY=FROM:TO:COUNT:log" (by a
/// constant ratio). UsageError for anything else, and for no values or over 10,000.
SweepAxis parse_sweep_axis(const std::string& text);

/// Rounds computed values to whole numbers where the parameter takes no others, leaving out what is then there twice.
void fit_axis(const ParameterTable& table, SweepAxis& axis);

inline constexpr std::size_t kMostSweepPoints = 10000;
/// All points of the grid as KEY=VALUE pairs, the last axis varying fastest. UsageError for a key that is varied
/// twice and for over kMostSweepPoints points.
std::vector<WrittenSettings> sweep_grid(const std::vector<SweepAxis>& axes);

}  // namespace isinglass
