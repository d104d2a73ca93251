// Recalls on memory_match behind serial ports.
#include "sim/sampler/board_memory.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "hw/host/memory_match_load.hpp"
#include "models/error.hpp"

namespace isinglass {
namespace {

// A bitstream has the widths that it was built with.
void refuse_other_widths(const flow::Configuration& asked, const flow::Configuration& built) {
  if (built.weight_bits == asked.weight_bits && built.field_bits == asked.field_bits) return;
  throw UsageError(fmt::format("memory_match on {} has forces of {} bits and sums of {}, not {} and {}", asked.board,
                               built.weight_bits, built.field_bits, asked.weight_bits, asked.field_bits),
                   "leave weight_bits and field_bits out, or recall without --port");
}

}  // namespace

BoardMemory::BoardMemory(std::vector<std::string> ports, BoardWatcher watcher, bool baked)
    : ports_(std::move(ports)), watcher_(std::move(watcher)), baked_(baked) {
  info_ = {"memory-match", SamplerKind::digital, fmt::format("memory_match on {}", fmt::join(ports_, ", ")),
           memory_match_parameters()};
}

Recollection BoardMemory::recall(const PatternSet& patterns, const Settings& settings, const RunOptions&,
                                 std::span<const Spin> cues, RunControl& control) const {
  const MemoryMatchTask task = plan_recall(patterns, settings);
  refuse_other_widths(task.board, built_memory(settings));
  const auto n = static_cast<std::size_t>(patterns.size);
  const std::int64_t count = std::ssize(cues) / patterns.size;
  std::vector<MemoryMatchResult> results(static_cast<std::size_t>(count));
  const auto recall_one = [&](BoardSession& board, std::int64_t number) {
    const auto k = static_cast<std::size_t>(number);
    results[k] = recall_in(board, *task.image, cues.subspan(k * n, n), task.steps);
    return recalled_energy(task, results[k]);
  };
  const BoardOutcome outcome = work_on_boards({load_of(*task.image), count, recall_one},
                                              {ports_, task.board, core_memory_match, baked_}, control, watcher_);
  results.resize(static_cast<std::size_t>(outcome.done));
  return recollection_of(task, results, count);
}

}  // namespace isinglass
