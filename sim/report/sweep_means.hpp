// A sweep over several problems: how far the reads stay from the target, in per cent of it, over the problems, and what
// a value costs beside the sampler that has no such parameter and beside the last value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/report/sweep_sheet.hpp"

namespace isinglass {

/// A mean over problems with its 95 % interval (Student's, the problems as independent draws; both ends of one problem
/// are infinite).
struct MeanOverProblems {
  double mean = 0.0;
  Interval interval;
};
MeanOverProblems mean_over_problems(const std::vector<double>& values);

/// One point of the grid under one sampler, over all problems on which it ran.
struct SweepMean {
  std::string sampler;
  std::vector<std::string> values;  ///< one for each axis; none of a level
  std::int64_t problems = 0;
  std::optional<MeanOverProblems> gap = {};       ///< of the mean of the reads to the target, % of the target
  std::optional<MeanOverProblems> best_gap = {};  ///< of the best read
  std::optional<MeanOverProblems> success = {};   ///< share of reads at the target
  /// The gap less that of the level, and less that of the sampler's own point at the last value of the first axis:
  /// differences problem by problem, so that what the problems have in common drops out.
  std::optional<MeanOverProblems> over_level = {}, over_last = {};
};

/// Where a problem has no target, the best read of its whole sweep stands in. Outcomes are worked out anew.
void settle_sweep_target(SweepRecord& record);

/// The points in their order. `records` are of one grid, one for each problem, with targets.
std::vector<SweepMean> sweep_means(const std::vector<SweepRecord>& records);
/// The sampler that differences are taken from: the first without the parameters; or "".
std::string level_of(const std::vector<SweepMean>& means);

/// "The smallest mean gap is 0.31 %, with bifurcation-row, weight_bits = 8."
std::string sweep_means_headline(const std::vector<SweepRecord>& records);
std::vector<Diagnostic> diagnose_sweep_means(const std::vector<SweepRecord>& records);
/// The table that terminal and page share: a heading and a row for each point.
std::vector<std::vector<std::string>> sweep_means_table(const std::vector<SweepRecord>& records);
/// The sections of the report; provenance, command and answer are the caller's.
Sheet sweep_means_sheet(const std::vector<SweepRecord>& records);

}  // namespace isinglass
