// Reads on boards as a sampler.
#include "sim/sampler/board_sampler.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace isinglass {
BoardSampler::BoardSampler(const AnnealCore& core, std::vector<std::string> ports, BoardWatcher watcher, bool baked)
    : core_(&core), ports_(std::move(ports)), watcher_(std::move(watcher)), baked_(baked) {
  info_.name = core.names.sampler;
  info_.kind = SamplerKind::digital;
  info_.sentence = fmt::format("{} on {}", core.names.core, fmt::join(ports_, ", "));
  info_.parameters = core.parameters();
}

SampleSet BoardSampler::sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                               RunControl& control) const {
  const double start_s = control.elapsed_s();
  if (std::find(ports_.begin(), ports_.end(), "sim") != ports_.end()) refuse_unnamed_sizes(core_->names, settings);
  refuse_twin_widths(core_->names, settings, "the bitstream");
  const AnnealTask task = plan_or_advise(*core_, problem, settings);
  const BoardPorts boards{ports_, configuration_of(core_->names, settings), task.load.core, baked_};
  return sample_on_boards(problem, task, boards, options, control, watcher_, control.elapsed_s() - start_s);
}

}  // namespace isinglass
