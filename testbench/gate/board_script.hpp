// One solved problem as a host sees it over the serial line of a board: the frames that identify the core, load a
// graph, anneal and read the answer back. Played on a gate-level netlist or on an unpacked bitstream, and compared with
// the twin.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hw/flow/configurations.hpp"
#include "hw/host/anneal_load.hpp"
#include "hw/host/frame.hpp"
#include "models/digital/anneal_run.hpp"

namespace isinglass::testbench {

/// One request, and how long to wait after its response before the next one.
struct Exchange {
  LinkRequest request;
  std::uint64_t wait_clocks = 0;
  std::vector<std::uint32_t> memory = {};  ///< what a read of the problem's memories must bring
};

/// One run of one problem, and what the twin makes of it.
struct BoardQuestion {
  AnnealLoad load;
  bool baked = false;                   ///< the board holds the problem: its memories are read, not written
  std::vector<MemoryWords> shown = {};  ///< what a run begins with besides, such as a cue
  AnnealRun run;
  AnnealResult twin;
};

/// The words in which a board shows `spins`: bit k of them, or where the problem says that spin k stands.
std::vector<std::uint32_t> packed_spins(const std::vector<Spin>& spins, const AnnealLoad& load);

/// The frames of the question; `words_per_write` is what one frame may carry.
std::vector<Exchange> board_script(const BoardQuestion& question, std::size_t words_per_write);

/// The script as text for a player: "S hh" send a byte, "R n" wait for n bytes, "W n" wait n clocks, "E" end.
std::string script_text(const std::vector<Exchange>& script);

/// Compares what came back (bytes as two hexadecimal digits, separated by blanks) with the twin's result, the
/// configuration and the protocol. Answers "" or a sentence about the first difference.
std::string first_difference(const std::string& received, const std::vector<Exchange>& script,
                             const flow::Configuration& configuration, const BoardQuestion& question);

}  // namespace isinglass::testbench
