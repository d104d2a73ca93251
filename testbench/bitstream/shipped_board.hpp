// The finished build of a board whose bitstream survives unpacking whole.
#pragma once

#include <string>

#include "hw/flow/checksum.hpp"
#include "testbench/gate/board_build.hpp"

namespace isinglass::testbench {

/// No PLL, no SPRAM, no multiplier.
struct Shipped {
  explicit Shipped(const BoardBuild& made = BoardBuild("hx8k-evn", "pbit_sparse", false))
      : build(made), report(flow::build(build.context, build.request)) {
    for (const auto& [what, name] : report.files) {
      if (what == "bitstream") bitstream = name;
    }
  }
  [[nodiscard]] std::string placed() const {
    return flow::read_text(build.context.directory /
                           ("place-and-route-" + std::to_string(report.shipped_seed) + ".asc"));
  }
  BoardBuild build;
  flow::BuildReport report;
  std::string bitstream;
};

}  // namespace isinglass::testbench
