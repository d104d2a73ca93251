// A board's configuration and its build directory, as the tests on netlists and bitstreams share them. Every step is
// skipped when up to date, so that a test run by hand is as good as one that ctest's fixture has prepared.
#pragma once

#include <memory>

#include "hw/flow/ice40_build.hpp"
#include "models/digital/pbit_sparse.hpp"
#include "testbench/gate/board_script.hpp"

namespace isinglass::testbench {

/// pbit_sparse on `board` in BINARY_DIR/hw/BOARD-pbit_sparse.
struct BoardBuild {
  explicit BoardBuild(const std::string& board);
  flow::BuildRequest request;
  flow::StepContext context;
  [[nodiscard]] const flow::Configuration& configuration() const { return request.configuration; }
  [[nodiscard]] int clocks_per_bit() const;
};

/// One read of one problem: what is loaded, what the twin answers, and the frames.
struct BoardRead {
  /// An anneal of `sweeps` sweeps from T = 3 to 0.
  BoardRead(const BoardBuild& build, const Problem& problem, std::uint32_t sweeps);
  std::shared_ptr<const PbitSparseImage> image;
  AnnealResult twin;
  std::vector<Exchange> script;
};

}  // namespace isinglass::testbench
