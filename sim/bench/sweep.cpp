// Grids of a sweep.
#include "sim/bench/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "models/error.hpp"
#include "models/text.hpp"

namespace isinglass {
namespace {

constexpr std::size_t kMostValues = kMostSweepPoints;

std::optional<double> as_number(const std::string& text) {
  const auto value = parse_number<double>(text);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
  throw UsageError(fmt::format("--vary {}: {}", text, why),
                   "write KEY=A,B,C or KEY=FROM:TO:COUNT, with :log behind it for a constant ratio");
}

/// FROM:TO:COUNT[:log].
void fill_range(const std::string& text, const std::vector<std::string>& words, SweepAxis& axis) {
  axis.geometric = words.size() == 4 && words[3] == "log";
  const auto from = as_number(words[0]);
  const auto to = as_number(words[1]);
  const auto count = as_number(words[2]);
  if (words.size() > 4 || (words.size() == 4 && !axis.geometric) || !from || !to || !count) {
    refuse(text, "is no range");
  }
  if (*count < 2 || *count > static_cast<double>(kMostValues) || *count != std::floor(*count)) {
    refuse(text, fmt::format("the number of values must be whole, from 2 to {}", kMostValues));
  }
  if (axis.geometric && !(*from > 0.0 && *to > 0.0)) refuse(text, "a constant ratio needs ends above zero");
  for (int k = 0; k < static_cast<int>(*count); ++k) {
    const double share = k / (*count - 1.0);
    const double value = axis.geometric ? *from * std::pow(*to / *from, share) : *from + share * (*to - *from);
    axis.values.push_back(fmt::format("{:.12g}", value));
  }
}

}  // namespace

std::vector<double> SweepAxis::numbers() const {
  std::vector<double> all;
  for (const auto& value : values) {
    const auto number = as_number(value);
    if (!number) return {};
    all.push_back(*number);
  }
  return all;
}

SweepAxis parse_sweep_axis(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == 0) refuse(text, "names no parameter");
  if (equals == std::string::npos || equals + 1 == text.size()) refuse(text, "names no values");
  SweepAxis axis{text.substr(0, equals), {}};
  const std::string values = text.substr(equals + 1);
  const auto range = split(values, ':');
  if (range.size() >= 3) {
    axis.computed = true;
    fill_range(text, range, axis);
  } else {
    axis.values = split(values, ',');
  }
  if (std::any_of(axis.values.begin(), axis.values.end(), [](const auto& v) { return v.empty(); })) {
    refuse(text, "a value is empty");
  }
  if (axis.values.size() > kMostValues) refuse(text, fmt::format("over {} values", kMostValues));
  return axis;
}

void fit_axis(const ParameterTable& table, SweepAxis& axis) {
  const auto row = std::find_if(table.begin(), table.end(), [&](const Parameter& p) { return p.name == axis.key; });
  if (!axis.computed || row == table.end() || !is_whole(*row)) return;
  for (auto& value : axis.values) value = fmt::format("{:.0f}", std::nearbyint(*as_number(value)));
  axis.values.erase(std::unique(axis.values.begin(), axis.values.end()), axis.values.end());
}

std::vector<WrittenSettings> sweep_grid(const std::vector<SweepAxis>& axes) {
  double size = 1.0;
  for (const auto& axis : axes) size *= static_cast<double>(axis.values.size());
  if (size > static_cast<double>(kMostSweepPoints)) {
    throw UsageError(fmt::format("the grid has {:.0f} points, more than {}", size, kMostSweepPoints),
                     "vary fewer values; several smaller sweeps can be laid side by side");
  }
  std::set<std::string> keys;
  std::vector<WrittenSettings> points{{}};
  for (const auto& axis : axes) {
    if (!keys.insert(axis.key).second) {
      throw UsageError(fmt::format("'{}' is varied twice", axis.key), "give all its values in one --vary");
    }
    std::vector<WrittenSettings> longer;
    for (const auto& point : points) {
      for (const auto& value : axis.values) {
        longer.push_back(point);
        longer.back().emplace_back(axis.key, value);
      }
    }
    points = std::move(longer);
  }
  return points;
}

}  // namespace isinglass
