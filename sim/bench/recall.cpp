// Cues, and what became of them.
#include "sim/bench/recall.hpp"

#include <algorithm>
#include <cmath>

#include "sim/sampler/machine_diagnosis.hpp"

namespace isinglass {

std::int32_t nearest_pattern(const PatternSet& patterns, std::span<const Spin> state) {
  std::int32_t nearest = 0;
  double largest = -2.0;
  for (std::int32_t m = 0; m < patterns.count(); ++m) {
    const double value = overlap(state, patterns.pattern(m));
    if (value <= largest) continue;
    largest = value;
    nearest = m;
  }
  return nearest;
}

CueSet flipped_cues(const PatternSet& patterns, std::int32_t flips, std::int32_t per_pattern, std::uint64_t seed) {
  CueSet cues;
  for (std::int32_t m = 0; m < patterns.count(); ++m) {
    for (std::int32_t k = 0; k < per_pattern; ++k) {
      const auto cue = flipped(patterns.pattern(m), flips, seed, static_cast<std::uint32_t>(k * patterns.count() + m));
      cues.spins.insert(cues.spins.end(), cue.begin(), cue.end());
      cues.wanted.push_back(m);
    }
  }
  return cues;
}

CueSet given_cues(const PatternSet& patterns, std::vector<Spin> spins) {
  CueSet cues{std::move(spins), {}};
  const std::size_t count = cues.spins.size() / static_cast<std::size_t>(patterns.size);
  for (std::size_t k = 0; k < count; ++k) cues.wanted.push_back(nearest_pattern(patterns, cues.cue(k, patterns.size)));
  return cues;
}

double RecallOutcome::mean_overlap() const {
  double sum = 0.0;
  for (const double value : overlap) sum += value;
  return overlap.empty() ? 0.0 : sum / static_cast<double>(overlap.size());
}

RecallOutcome run_recall(const AnalogModel& model, const Settings& settings, const RunOptions& options,
                         const PatternSet& patterns, const CueSet& cues, double threshold, RunControl& control) {
  return run_recall(AnalogMemory(model), settings, options, patterns, cues, threshold, control);
}

RecallOutcome run_recall(const Memory& memory, const Settings& settings, const RunOptions& options,
                         const PatternSet& patterns, const CueSet& cues, double threshold, RunControl& control) {
  constexpr double kRounding = 1e-12;
  Recollection settled = memory.recall(patterns, settings, options, cues.spins, control);
  RecallOutcome outcome;
  outcome.recalled = std::move(settled.spins);
  outcome.energy = std::move(settled.energy);
  outcome.hardware_time_s = settled.duration_s;
  outcome.interrupted = settled.interrupted;
  for (std::size_t k = 0; k < outcome.recalled.size(); ++k) {
    const auto wanted = patterns.pattern(cues.wanted[k]);
    auto& spins = outcome.recalled[k];
    if (!memory.tells_inverse() && overlap(spins, wanted) < 0.0) {
      std::transform(spins.begin(), spins.end(), spins.begin(), [](Spin s) { return static_cast<Spin>(-s); });
    }
    outcome.cue_overlap.push_back(overlap(cues.cue(k, patterns.size), wanted));
    outcome.overlap.push_back(overlap(outcome.recalled[k], wanted));
    outcome.nearest.push_back(nearest_pattern(patterns, outcome.recalled[k]));
    outcome.unsettled += settled.late_change[k] > kSettledShare ? 1 : 0;
    outcome.undecided += static_cast<double>(settled.undecided[k]) > kFewSpins * patterns.size ? 1 : 0;
    outcome.successes += outcome.overlap.back() >= threshold - kRounding ? 1 : 0;
  }
  if (outcome.count() > 0) {
    outcome.interval = wilson_interval(outcome.successes, static_cast<std::int64_t>(outcome.count()));
  }
  return outcome;
}

}  // namespace isinglass
