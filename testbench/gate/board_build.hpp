// A board's configuration and its build directory, as the tests on netlists and bitstreams share them. Every step is
// skipped when up to date, so that a test run by hand is as good as one that ctest's fixture has prepared.
#pragma once

#include "hw/flow/build.hpp"
#include "sim/sampler/anneal_core.hpp"
#include "testbench/gate/board_script.hpp"

namespace isinglass::testbench {

/// A configuration in BINARY_DIR/hw/BOARD-CORE-SPINSxWEIGHT_BITS, with -no-pll behind it where the PLL is left out.
struct BoardBuild {
  BoardBuild(const flow::Configuration& configuration, bool with_pll);
  /// The first configuration of `core` on `board`.
  BoardBuild(const std::string& board, const std::string& core, bool with_pll);
  flow::BuildRequest request;
  flow::StepContext context;
  [[nodiscard]] const flow::Configuration& configuration() const { return request.configuration; }
  [[nodiscard]] int clocks_per_bit() const;
};

/// One read of one problem: what the twin answers, and the frames.
struct BoardRead {
  /// An anneal of `sweeps` sweeps with the sampler's own temperatures.
  BoardRead(const BoardBuild& build, const Problem& problem, std::uint32_t sweeps);
  AnnealResult twin;
  std::vector<Exchange> script;
};

}  // namespace isinglass::testbench
