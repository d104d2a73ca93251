// Runs the tools that turn bitstreams into Verilog and back.
#include "testbench/bitstream/unpacked_board.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "hw/flow/checksum.hpp"
#include "hw/flow/process.hpp"

namespace isinglass::testbench {
namespace {

namespace fs = std::filesystem;

void call(const BoardBuild& build, const std::vector<std::string>& command, const std::string& log) {
  const fs::path& directory = build.context.directory;
  const auto result = flow::run_process(command, directory, directory / log, nullptr);
  if (result.succeeded()) return;
  throw std::runtime_error(command.front() + " ended with " + result.text() + ": " +
                           flow::last_error_line(flow::read_text(directory / log)));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

std::string readback_difference(const BoardBuild& build, const std::string& bitstream, const BoardRead& read,
                                const std::string& name) {
  const fs::path& directory = build.context.directory;
  const fs::path player = fs::path(ISINGLASS_SOURCE_DIR) / "testbench/bitstream/play_bitstream.v";
  const auto pins = (build.request.sources / build.request.board.pins).string();
  call(build, {"iceunpack", bitstream, name + ".asc"}, name + ".log");
  call(build, {"icebox_vlog", "-n", "top", "-p", pins, name + ".asc"}, name + ".v");  // its output is the Verilog
  call(build,
       {"iverilog", "-g2012", "-DNO_ICE40_DEFAULT_ASSIGNMENTS", "-s", "play_bitstream",
        "-Pplay_bitstream.CLOCKS_PER_BIT=" + std::to_string(build.clocks_per_bit()), "-o", name + ".vvp",
        player.string(), name + ".v", ISINGLASS_YOSYS_CELLS},
       name + ".log");
  flow::write_text(directory / (name + "-script.txt"), script_text(read.script));
  call(build, {"vvp", "-n", name + ".vvp", "+script=" + name + "-script.txt", "+received=" + name + "-received.txt"},
       name + ".log");
  return first_difference(flow::read_text(directory / (name + "-received.txt")), read.script, build.configuration(),
                          *read.image, read.twin);
}

std::vector<TableBit> table_bits(const std::string& asc) {
  constexpr std::size_t first_column = 36, columns = 8, rows = 16;
  const auto lines = lines_of(asc);
  std::vector<TableBit> bits;
  for (std::size_t tile = 0; tile + rows < lines.size(); ++tile) {
    if (lines[tile].rfind(".logic_tile", 0) != 0) continue;
    for (std::size_t row = tile + 1; row < tile + rows; row += 2) {
      const std::string table = lines[row].substr(first_column, columns) + lines[row + 1].substr(first_column, columns);
      const auto ones = std::count(table.begin(), table.end(), '1');
      if (ones < 4 || ones > 12) continue;
      for (std::size_t k = 0; k < 2 * columns; ++k) bits.push_back({row + k / columns, first_column + k % columns});
    }
  }
  return bits;
}

void pack_flipped(const BoardBuild& build, std::string asc, TableBit bit, const std::string& bitstream) {
  std::size_t position = 0;
  for (std::size_t line = 0; line < bit.line; ++line) position = asc.find('\n', position) + 1;
  char& value = asc[position + bit.column];
  value = value == '0' ? '1' : '0';
  const std::string name = bitstream + ".asc";
  flow::write_text(build.context.directory / name, asc);
  call(build, {"icepack", name, bitstream}, bitstream + ".log");
}

}  // namespace isinglass::testbench
