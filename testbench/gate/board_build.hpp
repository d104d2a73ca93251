// A board's configuration and its build directory, as the tests on netlists and bitstreams share them. Every step is
// skipped when up to date, so that a test run by hand is as good as one that ctest's fixture has prepared.
#pragma once

#include "hw/flow/build.hpp"
#include "models/problem/patterns.hpp"
#include "sim/sampler/anneal_core.hpp"
#include "testbench/gate/board_script.hpp"

namespace isinglass::testbench {

/// A configuration in BINARY_DIR/hw/BOARD-CORE-SPINSxWEIGHT_BITS, with -no-pll behind it where the PLL is left out:
/// those are to be read back, and their memories are marked where they can be baked.
struct BoardBuild {
  BoardBuild(const flow::Configuration& configuration, bool with_pll);
  /// The first configuration of `core` on `board`.
  BoardBuild(const std::string& board, const std::string& core, bool with_pll);
  /// The core's own graph, where it is made for one.
  void set_graph(const Problem& problem);
  flow::BuildRequest request;
  flow::StepContext context;
  [[nodiscard]] const flow::Configuration& configuration() const { return request.configuration; }
  [[nodiscard]] int clocks_per_bit() const;

 private:
  void mark();
};

/// One read of one problem: what the twin answers, and the frames.
struct BoardRead {
  BoardRead(const BoardBuild& build, BoardQuestion asked);
  /// An anneal of `sweeps` sweeps with the sampler's own temperatures.
  BoardRead(const BoardBuild& build, const Problem& problem, std::uint32_t sweeps);
  /// The same on a board that the problem is baked into.
  [[nodiscard]] BoardRead baked(const BoardBuild& build) const;
  BoardQuestion question;
  std::vector<Exchange> script;
};

/// The command that makes the program FOLDER/PROGRAM of a netlist: Verilator with the top module `top` as class PREFIX,
/// and `sources` (further options, Verilog, the player in C++). Warnings are off, as tools wrote the Verilog; compiling
/// takes longer than running, so that the compiler does little.
std::vector<std::string> verilated_player(const std::string& prefix, const std::string& folder,
                                          const std::string& program, const std::vector<std::string>& sources);

/// A recall of a damaged pattern on memory_match.
BoardRead recall_read(const BoardBuild& build, const PatternSet& patterns, std::uint32_t steps);

}  // namespace isinglass::testbench
