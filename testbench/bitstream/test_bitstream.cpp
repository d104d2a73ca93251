// The bitstream itself: the shipped file is unpacked, turned back into Verilog and programmed over its serial pins with
// a real problem; it must give the twin's answer, and a bitstream with one bit flipped must not.
#include <catch2/catch.hpp>
#include <cmath>

#include "hw/flow/checksum.hpp"
#include "sim/io/problem_load.hpp"
#include "testbench/bitstream/shipped_board.hpp"
#include "testbench/bitstream/unpacked_board.hpp"
#include "testbench/ladder/ladder_task.hpp"

using namespace isinglass;
using namespace isinglass::testbench;

namespace {

// Whether the bitstream with this bit flipped answers differently from the twin.
bool is_caught(const Shipped& shipped, const BoardRead& read, const TableBit& bit) {
  pack_flipped(shipped.build, shipped.placed(), bit, "flipped.bin");
  const std::string difference = readback_difference(shipped.build, "flipped.bin", read, "flipped");
  WARN("table of cell " << bit.place.x << " " << bit.place.y << " " << bit.place.cell << ", line " << bit.line
                        << ", column " << bit.column << ": " << (difference.empty() ? "no difference" : difference));
  return !difference.empty();
}

}  // namespace

TEST_CASE("the hx8k-evn bitstream, unpacked again, solves a graph like the twin, and a flipped bit is caught") {
  const Shipped shipped;
  const BoardRead read(shipped.build, load_problem("regular:16:4:1"), 12);
  REQUIRE(readback_difference(shipped.build, shipped.bitstream, read, "readback") == "");
  // One bit of the table before the transmitter's last register. An entry may be one that never comes up: try the next.
  const auto place = register_of_pin(flow::read_text(shipped.build.context.directory / "readback.v"), "uart_tx_o");
  bool caught = false;
  for (const auto& bit : table_bits(shipped.placed())) {
    if (caught || !(bit.place == place)) continue;
    caught = is_caught(shipped, read, bit);
  }
  CHECK(caught);
}

TEST_CASE("the hx8k-evn bitstream, unpacked again, solves a 200-vertex graph like the twin", "[.campaign]") {
  const Shipped shipped;
  const BoardRead read(shipped.build, load_problem("regular:200:8:1"), 100);
  CHECK(readback_difference(shipped.build, shipped.bitstream, read, "readback") == "");
}

// Most table entries never come up in one read of one small graph (upper bits of counters, refusals, errors of the
// link), so the share is reported: 5 of 20 when last run.
TEST_CASE("of single flipped bits all over the device one problem notices some, and the share is told", "[.campaign]") {
  const Shipped shipped;
  const BoardRead read(shipped.build, load_problem("regular:40:5:1"), 30);
  const auto bits = table_bits(shipped.placed());
  REQUIRE(bits.size() > 5000);
  const int flips = 20;
  int caught = 0;
  for (int k = 0; k < flips; ++k) {
    // Spread over the device by the golden ratio: the k-th bit is the same in every run.
    const double place = std::fmod(0.5 + k * 0.6180339887498949, 1.0);
    if (is_caught(shipped, read, bits[static_cast<std::size_t>(place * static_cast<double>(bits.size()))])) ++caught;
  }
  WARN(caught << " of " << flips << " flipped bits were caught");
  CHECK(caught >= 2);
}

TEST_CASE("the bitstreams of all hx8k-evn configurations, unpacked again, solve a small problem like the twins",
          "[.campaign]") {
  for (const auto& configuration : annealing_configurations()) {
    if (configuration.board != "hx8k-evn") continue;
    DYNAMIC_SECTION(to_string(configuration)) {
      const Shipped shipped(BoardBuild(configuration, false));
      const BoardRead read(shipped.build, load_problem("regular:24:4:1"), 12);
      CHECK(readback_difference(shipped.build, shipped.bitstream, read, "readback") == "");
    }
  }
}
