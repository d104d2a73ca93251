// The formulas, written as in the papers.
#include "sim/bench/statistics.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace isinglass {

double t_95(std::int64_t degrees) {
  return boost::math::quantile(boost::math::students_t(static_cast<double>(degrees)), 0.975);
}

Interval wilson_interval(std::int64_t successes, std::int64_t trials, double z) {
  const auto n = static_cast<double>(trials);
  const double p = static_cast<double>(successes) / n;
  const double z2 = z * z;
  const double centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
  const double half = z / (1.0 + z2 / n) * std::sqrt(p * (1.0 - p) / n + z2 / (4.0 * n * n));
  // At the ends the formula gives 0 and 1 exactly; rounding must not move them.
  return {.low = successes == 0 ? 0.0 : std::max(0.0, centre - half),
          .high = successes == trials ? 1.0 : std::min(1.0, centre + half)};
}

double tts99(double read_time_s, double p) {
  if (p <= 0.0) return std::numeric_limits<double>::infinity();
  if (p >= 0.99) return read_time_s;
  return read_time_s * std::max(1.0, std::log(0.01) / std::log1p(-p));
}

TimeToSolution time_to_solution(double read_time_s, std::int64_t successes, std::int64_t trials) {
  const Interval p = wilson_interval(successes, trials);
  return {.seconds = tts99(read_time_s, static_cast<double>(successes) / static_cast<double>(trials)),
          .interval = {.low = tts99(read_time_s, p.high), .high = tts99(read_time_s, p.low)}};
}

double quantile(std::vector<double> values, double level) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(values.begin(), values.end());
  const double position = level * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  const double share = position - static_cast<double>(below);
  return share == 0.0 ? values[below] : values[below] + share * (values[above] - values[below]);
}

}  // namespace isinglass
