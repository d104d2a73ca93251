// Analog machines as memories.
#include "sim/sampler/memory.hpp"

namespace isinglass {

Recollection AnalogMemory::recall(const PatternSet& patterns, const Settings& settings, const RunOptions& options,
                                  std::span<const Spin> cues, RunControl& control) const {
  const Ensemble<double> start = model_->states_of(patterns, settings, cues);
  SettledEnsemble settled = model_->settle(patterns, settings, options, start, control);
  return {std::move(settled.spins),     std::move(settled.energy), std::move(settled.late_change),
          std::move(settled.undecided), settled.duration_s,        settled.interrupted};
}

}  // namespace isinglass
