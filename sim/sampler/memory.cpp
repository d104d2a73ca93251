// Analog machines as memories.
#include "sim/sampler/memory.hpp"

#include "sim/sampler/device_flaws.hpp"

namespace isinglass {

std::string Memory::flaws(const Settings& /*settings*/) const { return no_flaws_text; }

std::string AnalogMemory::flaws(const Settings& settings) const { return flaws_text(device_flaws(settings)); }

Recollection AnalogMemory::recall(const PatternSet& patterns, const Settings& settings, const RunOptions& options,
                                  std::span<const Spin> cues, RunControl& control) const {
  const Ensemble<double> start = model_->states_of(patterns, settings, cues);
  SettledEnsemble settled = model_->settle(patterns, settings, options, start, control);
  return {std::move(settled.spins),     std::move(settled.energy), std::move(settled.late_change),
          std::move(settled.undecided), settled.duration_s,        settled.interrupted};
}

}  // namespace isinglass
