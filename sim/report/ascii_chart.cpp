// Draws curves with characters.
#include "sim/report/ascii_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace isinglass {

std::string ascii_chart(std::span<const double> x, std::span<const double> y, const std::string& x_label,
                        const std::string& y_label, int columns, int rows) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const double value : y) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (!(low <= high)) return {};
  const double span = high > low ? high - low : 1.0;
  const double width = x.back() > x.front() ? x.back() - x.front() : 1.0;
  std::vector<std::string> grid(static_cast<std::size_t>(rows), std::string(static_cast<std::size_t>(columns), ' '));
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (!std::isfinite(y[k])) continue;
    const auto column = std::lround((x[k] - x.front()) / width * (columns - 1));
    const auto row = std::lround((high - y[k]) / span * (rows - 1));
    grid[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] = '*';
  }
  std::string text = y_label + "\n";
  for (int row = 0; row < rows; ++row) {
    const std::string end = row == 0 ? fmt::format("{:.5g}", high) : row == rows - 1 ? fmt::format("{:.5g}", low) : "";
    std::string line = fmt::format("{:>12} |{}", end, grid[static_cast<std::size_t>(row)]);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  const std::string first = fmt::format("{:.3g}", x.front());
  const std::string last = fmt::format("{:.3g} {}", x.back(), x_label);
  text += fmt::format("{:>12} +{}\n{:>13} {}{:>{}}\n", "", std::string(static_cast<std::size_t>(columns), '-'), "",
                      first, last, columns - static_cast<int>(first.size()));
  return text;
}

}  // namespace isinglass
