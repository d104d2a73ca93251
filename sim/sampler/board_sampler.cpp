// Boards as a sampler, and which of them hold a problem.
#include "sim/sampler/board_sampler.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/error.hpp"

namespace isinglass {
namespace {

/// "pbit_sparse on icebreaker" for each configuration that takes the problem as it is.
std::vector<std::string> who_holds(const Problem& problem) {
  std::vector<std::string> found;
  for (const flow::Configuration& candidate : flow::built_in_catalogue().configurations) {
    const AnnealCore* core = find_anneal_core(candidate.core);
    if (core == nullptr) continue;
    try {
      const Settings settings(core->names.sampler, core->parameters(),
                              {{"board", candidate.board}, {"weight_bits", fmt::format("{}", candidate.weight_bits)}});
      found.push_back(
          fmt::format("{} on {} ({})", candidate.core, candidate.board, core->plan(problem, settings).plan.holds));
    } catch (const Error&) {
      continue;  // too small, or not on the core's list of boards
    }
  }
  return found;
}

}  // namespace

AnnealTask plan_or_advise(const AnnealCore& core, const Problem& problem, const Settings& settings) {
  try {
    return core.plan(problem, settings);
  } catch (const InputError& error) {
    const std::vector<std::string> holders = who_holds(problem);
    const std::string advice = holders.empty() ? "no supported configuration of any board holds it as it is"
                                               : fmt::format("it fits {}", fmt::join(holders, "; "));
    throw InputError(error.what(), error.hint().empty() ? advice : error.hint() + "; " + advice);
  }
}

BoardSampler::BoardSampler(const AnnealCore& core, std::vector<std::string> ports, BoardWatcher watcher)
    : core_(&core), ports_(std::move(ports)), watcher_(std::move(watcher)) {
  info_.name = core.names.sampler;
  info_.kind = SamplerKind::digital;
  info_.sentence = fmt::format("{} on {}", core.names.core, fmt::join(ports_, ", "));
  info_.parameters = core.parameters();
}

SampleSet BoardSampler::sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                               RunControl& control) const {
  const double start_s = control.elapsed_s();
  const AnnealTask task = plan_or_advise(*core_, problem, settings);
  const BoardPorts boards{ports_, configuration_of(core_->names, settings), task.load.core};
  return sample_on_boards(problem, task, boards, options, control, watcher_, control.elapsed_s() - start_s);
}

}  // namespace isinglass
