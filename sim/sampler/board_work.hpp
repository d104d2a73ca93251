// Work shared by boards: each on a serial port or Verilated behind a pseudo-terminal, all driven at once.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "hw/flow/configurations.hpp"
#include "hw/host/anneal_session.hpp"
#include "hw/host/link_transport.hpp"
#include "hw/host/serial_stream.hpp"
#include "sim/sampler/run_control.hpp"

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
  bool baked = false;                 ///< it holds the problem, which is only checked
};

/// A board with the problem in it.
using BoardSession = AnnealSession<LinkTransport<SerialStream>>;

/// Reads or recalls, numbered from 0, and what each board is loaded with for them.
struct BoardWork {
  AnnealLoad load;
  std::int64_t count = 0;
  /// Does one and keeps its answer, which counts only once the board's memories have been read back: it may be asked
  /// for again. Returns the energy that it ended with. Called from several threads at once.
  std::function<double(BoardSession& board, std::int64_t number)> item;
};

struct BoardOutcome {
  std::int64_t done = 0;    ///< the numbers below were done
  double loading_s = 0.0;   ///< on the slowest board
  std::int64_t doubts = 0;  ///< contradictions, found and mended
  std::int64_t retries = 0;
};

/// Shares the work out: whoever is free takes the next number. Those not begun when `control` says stop are left out.
/// Throws UsageError for a port that cannot be opened, HardwareError when a board is another one than the configuration
/// says, or fails; the first failure ends the run.
BoardOutcome work_on_boards(const BoardWork& work, const BoardPorts& boards, RunControl& control,
                            const BoardWatcher& watcher);

}  // namespace isinglass
