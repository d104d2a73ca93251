// What a batch of reads proves: success probability and time to solution with their intervals, quantiles. Pure
// arithmetic.
#pragma once

#include <cstdint>
#include <vector>

namespace isinglass {

/// A confidence interval; `high` may be infinite.
struct Interval {
  double low = 0.0;
  double high = 0.0;
};

/// Standard normal quantile of a two-sided 95 % interval.
inline constexpr double z_95 = 1.959963984540054;

/// Student's quantile of a two-sided 95 % interval: of a mean of `degrees` + 1 values, in standard errors. `degrees`
/// ≥ 1.
double t_95(std::int64_t degrees);

/// Wilson's score interval of a binomial probability (Wilson, J. Am. Stat. Assoc. 22, 209, 1927), 95 % unless told.
/// `trials` ≥ 1 and 0 ≤ `successes` ≤ `trials`. Never empty and never outside [0, 1], even at 0 or all successes.
Interval wilson_interval(std::int64_t successes, std::int64_t trials, double z = z_95);

/// Time after which the target has been met with probability 0.99 by independent reads of `read_time_s` each that
/// succeed with probability `p`: t · max(1, ln 0.01 / ln(1 − p)). Infinite for p = 0, one read for p ≥ 0.99.
double tts99(double read_time_s, double p);

/// Time to solution as estimated from counts.
struct TimeToSolution {
  double seconds = 0.0;  ///< infinite when no read succeeded
  Interval interval;     ///< the ends of the Wilson interval carried over; when no read succeeded only `low` is finite,
                         ///< to be shown as "≥ low"
};

/// TTS99 of `successes` in `trials` reads. The interval covers the uncertainty of p, not that of the time of one read.
TimeToSolution time_to_solution(double read_time_s, std::int64_t successes, std::int64_t trials);

/// Quantile with linear interpolation between order statistics (Hyndman and Fan 1996, type 7), 0 ≤ level ≤ 1. The
/// values need not be sorted; not a number when there are none.
double quantile(std::vector<double> values, double level);

}  // namespace isinglass
