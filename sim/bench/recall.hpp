// Associative recall: cues are shown to a memory, it settles, and what it ends in is compared with the pattern that was
// meant.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/problem/patterns.hpp"
#include "sim/bench/statistics.hpp"
#include "sim/sampler/memory.hpp"

namespace isinglass {

/// K cues of N spins each, and which pattern each one is meant to recall.
struct CueSet {
  std::vector<Spin> spins;           ///< K x N
  std::vector<std::int32_t> wanted;  ///< K indices of patterns
  [[nodiscard]] std::size_t count() const { return wanted.size(); }
  /// Cue `k` of patterns of `size` spins.
  [[nodiscard]] std::span<const Spin> cue(std::size_t k, std::int32_t size) const {
    return std::span<const Spin>(spins).subspan(k * static_cast<std::size_t>(size), static_cast<std::size_t>(size));
  }
};

/// Share of the spins that cues have turned round unless somebody says otherwise.
inline constexpr double kUsualFlip = 0.2;

/// The pattern with the largest overlap with `state`; the first of equals.
std::int32_t nearest_pattern(const PatternSet& patterns, std::span<const Spin> state);

/// `per_pattern` cues of each pattern, each with `flips` different spins turned round: cue k of pattern m is a function
/// of (seed, k M + m) alone. Pattern 0's cues come first.
CueSet flipped_cues(const PatternSet& patterns, std::int32_t flips, std::int32_t per_pattern, std::uint64_t seed);

/// Cues that were given: each is meant for the stored pattern that it is nearest to.
CueSet given_cues(const PatternSet& patterns, std::vector<Spin> spins);

/// What a memory made of a set of cues; one value per cue.
struct RecallOutcome {
  std::vector<double> cue_overlap;          ///< of the cue with the pattern that is meant
  std::vector<double> overlap;              ///< of what was recalled with it, -1 ... 1
  std::vector<std::int32_t> nearest;        ///< the pattern nearest to what was recalled
  std::vector<std::vector<Spin>> recalled;  ///< what was read out
  std::vector<double> energy;               ///< where the machine ended, in its own units
  std::int64_t unsettled = 0;               ///< recalls in which a variable still moved at the end
  std::int64_t undecided = 0;               ///< recalls with over 1 % of the spins too near the comparator's threshold
  std::int64_t successes = 0;               ///< cues whose overlap reaches the threshold
  Interval interval;                        ///< Wilson's, of the success rate
  double hardware_time_s = 0.0;             ///< of one recall
  bool interrupted = false;                 ///< true: cues not reached are missing

  [[nodiscard]] std::size_t count() const { return overlap.size(); }
  [[nodiscard]] double success_rate() const {
    return overlap.empty() ? 0.0 : static_cast<double>(successes) / static_cast<double>(overlap.size());
  }
  [[nodiscard]] double mean_overlap() const;
};

/// A recall is unsettled when a variable changed by more than this share of the largest one in the last 5 % of the run.
inline constexpr double kSettledShare = 0.01;

/// Shows every cue to `memory` and lets it settle. A cue succeeds when the overlap with its pattern is at least
/// `threshold`. The sign counts, unless the memory cannot tell a pattern from its inverse: then what it recalled is
/// turned the way that fits the pattern better. Throws Error.
RecallOutcome run_recall(const Memory& memory, const Settings& settings, const RunOptions& options,
                         const PatternSet& patterns, const CueSet& cues, double threshold, RunControl& control);
/// The same with an analog machine.
RecallOutcome run_recall(const AnalogModel& model, const Settings& settings, const RunOptions& options,
                         const PatternSet& patterns, const CueSet& cues, double threshold, RunControl& control);

}  // namespace isinglass
