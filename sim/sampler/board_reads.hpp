// The reads of a run on boards.
#pragma once

#include "sim/sampler/anneal_core.hpp"
#include "sim/sampler/board_work.hpp"

namespace isinglass {

/// Shares the reads out. Read r is the same on every board, and the same as the twin's. `planned_s` is what planning
/// has taken. Throws what work_on_boards throws.
SampleSet sample_on_boards(const Problem& problem, const AnnealTask& task, const BoardPorts& boards,
                           const RunOptions& options, RunControl& control, const BoardWatcher& watcher,
                           double planned_s);

}  // namespace isinglass
