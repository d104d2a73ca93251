// The bitstream itself: the shipped file is unpacked, turned back into Verilog and programmed over its serial pins with
// a real problem; it must give the twin's answer, and a bitstream with one bit flipped must not.
#include <catch2/catch.hpp>
#include <cmath>

#include "hw/flow/checksum.hpp"
#include "sim/io/problem_load.hpp"
#include "testbench/bitstream/unpacked_board.hpp"

using namespace isinglass;
using namespace isinglass::testbench;

namespace {

// The finished build of the board whose bitstream survives unpacking whole (no PLL, no SPRAM, no multiplier).
struct Shipped {
  Shipped() : build("hx8k-evn"), report(build_ice40(build.context, build.request)) {
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

// How many of `count` bitstreams, each with another table bit flipped, answer differently from the twin; stops at the
// first when `until_caught`.
int caught_flips(const Shipped& shipped, const BoardRead& read, int count, bool until_caught) {
  const std::string asc = shipped.placed();
  const auto bits = table_bits(asc);
  REQUIRE(bits.size() > 1000);
  int caught = 0;
  for (int k = 0; k < count && !(until_caught && caught > 0); ++k) {
    // Spread over the device by the golden ratio: the k-th bit is the same in every run.
    const double place = std::fmod(0.5 + k * 0.6180339887498949, 1.0);
    const auto bit = bits[static_cast<std::size_t>(place * static_cast<double>(bits.size()))];
    pack_flipped(shipped.build, asc, bit, "flipped.bin");
    const std::string difference = readback_difference(shipped.build, "flipped.bin", read, "flipped");
    WARN("flipped bit at line " << bit.line << ", column " << bit.column << ": "
                                << (difference.empty() ? "no difference" : difference));
    if (!difference.empty()) ++caught;
  }
  return caught;
}

}  // namespace

TEST_CASE("the hx8k-evn bitstream, unpacked again, solves a graph over its serial pins like the twin") {
  const Shipped shipped;
  const BoardRead read(shipped.build, load_problem("regular:16:4:1"), 12);
  CHECK(readback_difference(shipped.build, shipped.bitstream, read, "readback") == "");
}

TEST_CASE("a flipped bit in the bitstream changes the answer") {
  // A single bit may sit in a corner of a table that this problem never reaches, so up to four are tried.
  const Shipped shipped;
  const BoardRead read(shipped.build, load_problem("regular:16:4:1"), 12);
  CHECK(caught_flips(shipped, read, 4, true) == 1);
}

TEST_CASE("the hx8k-evn bitstream, unpacked again, solves a 200-vertex graph like the twin", "[.campaign]") {
  const Shipped shipped;
  const BoardRead read(shipped.build, load_problem("regular:200:8:1"), 100);
  CHECK(readback_difference(shipped.build, shipped.bitstream, read, "readback") == "");
}

TEST_CASE("most of forty single flipped bits change the answer of a larger problem", "[.campaign]") {
  const Shipped shipped;
  const BoardRead read(shipped.build, load_problem("regular:40:5:1"), 30);
  CHECK(caught_flips(shipped, read, 40, false) >= 20);
}
