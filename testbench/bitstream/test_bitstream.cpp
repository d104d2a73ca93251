// The bitstream itself: the shipped file is unpacked, turned back into Verilog and programmed over its serial pins with
// a real problem; it must give the twin's answer, and a bitstream with one bit flipped must not.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "hw/flow/checksum.hpp"
#include "sim/io/problem_load.hpp"
#include "testbench/bitstream/board_examination.hpp"
#include "testbench/bitstream/faulty_board.hpp"
#include "testbench/bitstream/shipped_board.hpp"
#include "testbench/bitstream/table_names.hpp"
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

TEST_CASE("an examination of the whole board is answered like the twin, and of single flipped bits it notices a share",
          "[.campaign]") {
  const char* asked = std::getenv("ISINGLASS_FLIPS");
  const std::size_t flips = asked == nullptr ? 100 : std::stoul(asked);
  const Shipped shipped;
  const BoardExamination examination(shipped.build, load_problem("regular:6:3:1"), load_problem("regular:240:8:1"), 20);
  unpack(shipped.build, shipped.bitstream, "faults-board");
  const auto directory = shipped.build.context.directory;
  const std::string asc = flow::read_text(directory / "faults-board.asc");
  const std::string sound = flow::read_text(directory / "faults-board.v");
  const auto tables = table_bits(asc);
  const auto all = reachable(sound, tables);
  REQUIRE(all.size() > 5000);
  std::vector<TableBit> bits;
  for (std::size_t k = 0; k < flips; ++k) {
    // Spread over the device by the golden ratio: the k-th bit is the same in every run.
    const double place = std::fmod(0.5 + static_cast<double>(k) * 0.6180339887498949, 1.0);
    bits.push_back(all[static_cast<std::size_t>(place * static_cast<double>(all.size()))]);
  }
  // What is flipped below in a running program is what is flipped in the file.
  pack_flipped(shipped.build, asc, bits[0], "flipped.bin");
  unpack(shipped.build, "flipped.bin", "flipped");
  const std::string flipped = flow::read_text(directory / "flipped.asc");
  REQUIRE(flipped.size() == asc.size());
  int changed = 0;
  for (std::size_t k = 0; k < asc.size(); ++k) changed += flipped[k] != asc[k] ? 1 : 0;
  CHECK(changed == 1);
  CHECK((table_of(flipped, bits[0].place) ^ table_of(asc, bits[0].place)) == 1 << bits[0].entry);

  const std::string verilog = with_faults(sound, asc, bits);
  const FaultyAnswers answers = play_faults(shipped.build, verilog, bits.size(), examination.text());
  REQUIRE(examination.difference(answers.sound) == "");
  std::printf("%zu of %zu bits of tables can be asked for; the sound board answers with %zu bytes\n", all.size(),
              tables.size(), static_cast<std::size_t>(std::count(answers.sound.begin(), answers.sound.end(), '\n')));
  const TableNames names(shipped.build, shipped.placed());
  std::size_t caught = 0, came_up = 0;
  for (std::size_t k = 0; k < flips; ++k) {
    if (!answers.faults[k].empty()) ++caught;
    if (answers.came_up[k]) ++came_up;
    const auto& [x, y, cell] = bits[k].place;
    std::printf("table %d %d %d, entry %zu: %s: %s\n", x, y, cell, bits[k].entry,
                !answers.faults[k].empty() ? answers.faults[k].c_str()
                : answers.came_up[k]       ? "came up and made no difference"
                                           : "never came up",
                names.text(bits[k]).c_str());
  }
  std::printf("%zu of %zu flipped bits were caught, of the %zu that came up\n", caught, flips, came_up);
  CHECK(static_cast<double>(caught) >= 0.8 * static_cast<double>(came_up));
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
