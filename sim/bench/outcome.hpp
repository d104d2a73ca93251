// What a batch of reads came to, in the problem's own terms: its numbers, and what they prove. The one place where
// reads become success probabilities and times to solution.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/problem/problem.hpp"
#include "models/sample_set.hpp"
#include "sim/bench/statistics.hpp"

namespace isinglass {

/// The reads of one run, or of several runs that differ in their seeds only.
struct ReadBatch {
  std::vector<double> objectives;         ///< one per read
  double wall_s = 0.0;                    ///< spent sampling on this computer
  std::optional<double> hardware_time_s;  ///< of one read on the machine's own clock, mean; empty for software
  bool exact = false;     ///< every state was looked at: the best is proved, and the time is that of the enumeration
  std::int64_t runs = 1;  ///< how many runs it holds
  std::optional<double> programming_s = {};  ///< that loading the problem takes, once; empty where nothing is loaded

  [[nodiscard]] std::int64_t reads() const { return static_cast<std::int64_t>(objectives.size()); }
};

/// Samples with the figure "ground_states" come from a full enumeration.
ReadBatch read_batch(const Problem& problem, const SampleSet& set);

/// Several runs of one sampler on one problem as one batch, in their order. At least one; all exact or none.
ReadBatch pooled(const std::vector<ReadBatch>& runs);

struct Outcome {
  std::int64_t reads = 0;
  double best = 0.0, mean = 0.0, worst = 0.0;
  double standard_deviation = 0.0;  ///< of the reads; 0 for a single one
  Interval mean_interval;           ///< 95 %, Student's: mean +- t standard errors; itself for a single read
  double low = 0.0, high = 0.0;     ///< 10 % and 90 % quantiles of the reads
  double read_time_s = 0.0;  ///< on the machine's own clock where it has one, else wall time / reads; of an enumeration
                             ///< its whole wall time
  bool hardware_clock = false;
  double wall_s = 0.0;
  bool exact = false;
  std::int64_t successes = 0;  ///< reads that reach the target
  std::optional<double> p;     ///< success probability; empty without a target; 0 or 1 of an enumeration
  std::optional<Interval> p_interval;
  std::optional<TimeToSolution> tts;  ///< empty without a target, and for an enumeration that proves it out of reach
  std::optional<double> programming_s = {};  ///< once for all reads, and no part of the time to solution
};

/// `batch` must have reads; `target` is in the problem's own terms.
Outcome outcome_of(const ReadBatch& batch, const Objective& objective, std::optional<double> target);

}  // namespace isinglass
