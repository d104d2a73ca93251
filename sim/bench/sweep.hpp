// A sweep answers one problem with the parameters of samplers varied over a grid: the values of the grid, and what the
// reads of one point prove.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/problem/problem.hpp"
#include "models/sample_set.hpp"
#include "sim/bench/statistics.hpp"
#include "sim/sampler/parameter.hpp"

namespace isinglass {

/// One varied parameter with its values as a person would write them.
struct SweepAxis {
  std::string key;
  std::vector<std::string> values;
  bool geometric = false;  ///< the values are spaced by a constant ratio
  /// The values as numbers; empty when one of them is a word.
  [[nodiscard]] std::vector<double> numbers() const;
};

/// "KEY=A,B,C" (any values), "KEY=FROM:TO:COUNT" (evenly spaced, both ends included) or "KEY=FROM:TO:COUNT:log" (by a
/// constant ratio). UsageError for anything else, and for no values or over 10,000.
SweepAxis parse_sweep_axis(const std::string& text);

/// All points of the grid as KEY=VALUE pairs, the last axis varying fastest. UsageError for a key that is varied twice.
std::vector<WrittenSettings> sweep_grid(const std::vector<SweepAxis>& axes);

/// What the reads of one point came to, in the problem's own terms.
struct SweepOutcome {
  std::int64_t reads = 0;
  double best = 0.0, mean = 0.0;
  Interval mean_interval;        ///< 95 %: mean +- 1.96 standard errors, itself for a single read
  double low = 0.0, high = 0.0;  ///< 10 % and 90 % quantiles of the reads
  std::int64_t successes = 0;    ///< reads that reach the target
  std::optional<double> p;       ///< success probability; empty without a target
  std::optional<Interval> p_interval;
  double read_time_s = 0.0;  ///< on the machine's own clock where it has one, else wall time of the batch / reads
  bool hardware_clock = false;
  std::optional<TimeToSolution> tts;
  double wall_s = 0.0;
};

/// `set` must have reads.
SweepOutcome sweep_outcome(const Problem& problem, const SampleSet& set, std::optional<double> target);

}  // namespace isinglass
