// Reads of a problem on boards, and what the line to them was like.
#include "sim/sampler/board_reads.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/sampler/anneal_history.hpp"

namespace isinglass {

SampleSet sample_on_boards(const Problem& problem, const AnnealTask& task, const BoardPorts& boards,
                           const RunOptions& options, RunControl& control, const BoardWatcher& watcher,
                           double planned_s) {
  std::vector<AnnealAnswer> answers(static_cast<std::size_t>(options.reads));
  const auto do_read = [&](BoardSession& board, std::int64_t read) {
    AnnealAnswer& answer = answers[static_cast<std::size_t>(read)];
    answer.result = board.run(anneal_read(task.plan, options.seed, read));
    answer.energy = anneal_energy(problem, task.plan, answer.result);
    return answer.energy;
  };
  const BoardOutcome outcome = work_on_boards({task.load, options.reads, do_read}, boards, control, watcher);
  answers.resize(static_cast<std::size_t>(outcome.done));
  // No port of a board shows the flips: there is nothing to trace.
  SampleSet set = gather_anneal(problem, task.plan, answers, 0);
  set.info["port"] = fmt::format("{}", fmt::join(boards.ports, ", "));
  set.figures["loading_s"] = outcome.loading_s;
  if (outcome.retries + outcome.doubts > 0) {
    set.diagnostics.push_back(
        {fmt::format(
             "The line to the board is not clean: {} requests were repeated, {} contradictions found and mended.",
             outcome.retries, outcome.doubts),
         "The answers were checked and stand; look at the cable, the USB hub and the baud rate."});
  }
  set.timing.preprocessing_ns = static_cast<std::int64_t>(1e9 * planned_s);
  return set;
}

}  // namespace isinglass
