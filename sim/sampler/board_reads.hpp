// The reads of a run on boards: each on a serial port or Verilated behind a pseudo-terminal, driven at once.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/sampler/anneal_core.hpp"

namespace isinglass {

/// What a watcher is told of a board. Called from several threads at once.
struct BoardWatcher {
  /// Words of the problem written and read back so far, and in all.
  std::function<void(std::size_t board, std::size_t done, std::size_t total)> loading;
  /// The problem is there: how long that took, and the bytes each way that it took.
  std::function<void(std::size_t board, double seconds, std::int64_t sent, std::int64_t received)> loaded;
};

/// Boards with their ports: "/dev/ttyUSB1", or "sim" for a Verilated one.
struct BoardPorts {
  std::vector<std::string> ports;
  flow::Configuration configuration;  ///< of the bitstream that they hold
  std::uint32_t core = 0;             ///< its number
};

/// Shares the reads out: whoever is free takes the next. Read r is the same on every board, and the same as the twin's.
/// Reads not begun when `control` says stop are left out. A read counts only once the board's memories have been read
/// back after it. Throws UsageError for a port that cannot be opened, HardwareError when a board is another one than
/// the configuration says, or fails; the first failure ends the run.
SampleSet sample_on_boards(const Problem& problem, const AnnealTask& task, const BoardPorts& boards,
                           const RunOptions& options, RunControl& control, const BoardWatcher& watcher,
                           double planned_s);

}  // namespace isinglass
