// Runs the tools that turn bitstreams into Verilog and back.
#include "testbench/bitstream/unpacked_board.hpp"

#include <array>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "hw/flow/checksum.hpp"
#include "hw/flow/process.hpp"

namespace isinglass::testbench {
namespace fs = std::filesystem;

void call(const BoardBuild& build, const std::vector<std::string>& command, const std::string& log) {
  const fs::path& directory = build.context.directory;
  const auto result = flow::run_process(command, directory, directory / log, nullptr);
  if (result.succeeded()) return;
  throw std::runtime_error(command.front() + " ended with " + result.text() + ": " +
                           flow::last_error_line(flow::read_text(directory / log)));
}

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Where entry k of a truth table lies: bits 0 to 9 are columns 36 to 45 of the cell's first row, 10 to 19 of its
// second.
TableBit entry_place(std::size_t tile, CellPlace place, std::size_t entry) {
  constexpr std::array<std::size_t, 16> bit_of_entry = {4, 14, 15, 5, 6, 16, 17, 7, 3, 13, 12, 2, 1, 11, 10, 0};
  const std::size_t bit = bit_of_entry[entry];
  return {place, tile + 1 + 2 * static_cast<std::size_t>(place.cell) + bit / 10, 36 + bit % 10, entry};
}

void add_table_bits(const std::vector<std::string>& lines, std::size_t tile, CellPlace place,
                    std::vector<TableBit>& bits) {
  std::array<bool, 16> table{};
  for (std::size_t entry = 0; entry < 16; ++entry) {
    const auto bit = entry_place(tile, place, entry);
    table[entry] = lines[bit.line][bit.column] == '1';
  }
  std::size_t ignored = 0;  // inputs on which no entry depends
  for (std::size_t input = 1; input < 16; input *= 2) {
    bool matters = false;
    for (std::size_t entry = 0; entry < 16; ++entry) matters = matters || table[entry] != table[entry ^ input];
    if (!matters) ignored |= input;
  }
  if (ignored == 15) return;  // constant
  for (std::size_t entry = 0; entry < 16; ++entry) {
    if ((entry & ignored) == 0) bits.push_back(entry_place(tile, place, entry));
  }
}

}  // namespace

void unpack(const BoardBuild& build, const std::string& bitstream, const std::string& name) {
  const auto pins = (build.request.sources / build.request.board.pins).string();
  call(build, {"iceunpack", bitstream, name + ".asc"}, name + ".log");
  call(build, {"icebox_vlog", "-n", "top", "-p", pins, name + ".asc"}, name + ".v");  // its output is the Verilog
}

std::string readback_difference(const BoardBuild& build, const std::string& bitstream, const BoardRead& read,
                                const std::string& name) {
  const fs::path& directory = build.context.directory;
  const fs::path player = fs::path(ISINGLASS_SOURCE_DIR) / "testbench/bitstream/play_bitstream.v";
  unpack(build, bitstream, name);
  call(build,
       {"iverilog", "-g2012", "-DNO_ICE40_DEFAULT_ASSIGNMENTS", "-s", "play_bitstream",
        "-Pplay_bitstream.CLOCKS_PER_BIT=" + std::to_string(build.clocks_per_bit()), "-o", name + ".vvp",
        player.string(), name + ".v", ISINGLASS_YOSYS_CELLS},
       name + ".log");
  flow::write_text(directory / (name + "-script.txt"), script_text(read.script));
  call(build, {"vvp", "-n", name + ".vvp", "+script=" + name + "-script.txt", "+received=" + name + "-received.txt"},
       name + ".log");
  return first_difference(flow::read_text(directory / (name + "-received.txt")), read.script, build.configuration(),
                          read.question);
}

std::vector<TableBit> table_bits(const std::string& asc) {
  const auto lines = lines_of(asc);
  std::vector<TableBit> bits;
  for (std::size_t tile = 0; tile + 16 < lines.size(); ++tile) {
    std::istringstream header(lines[tile]);
    CellPlace place;
    std::string kind;
    if (!(header >> kind >> place.x >> place.y) || kind != ".logic_tile") continue;
    for (place.cell = 0; place.cell < 8; ++place.cell) add_table_bits(lines, tile, place, bits);
  }
  return bits;
}

std::uint16_t table_of(const std::string& asc, CellPlace place) {
  const auto lines = lines_of(asc);
  for (std::size_t tile = 0; tile + 16 < lines.size(); ++tile) {
    if (lines[tile] != ".logic_tile " + std::to_string(place.x) + " " + std::to_string(place.y)) continue;
    unsigned entries = 0;
    for (std::size_t entry = 0; entry < 16; ++entry) {
      const auto bit = entry_place(tile, place, entry);
      if (lines[bit.line][bit.column] == '1') entries |= 1U << entry;
    }
    return static_cast<std::uint16_t>(entries);
  }
  throw std::runtime_error("the bitstream has no such tile");
}

CellPlace register_of_pin(const std::string& verilog, const std::string& name) {
  const std::regex line(R"(/\* FF +(\d+) +(\d+) +(\d+) \*/ [^\n]*\b)" + name + " <=");
  std::smatch found;
  if (!std::regex_search(verilog, found, line)) throw std::runtime_error("no flip-flop drives " + name);
  return {std::stoi(found[1]), std::stoi(found[2]), std::stoi(found[3])};
}

void pack(const BoardBuild& build, const std::string& asc, const std::string& bitstream) {
  call(build, {"icepack", asc, bitstream}, bitstream + ".log");
}

void pack_flipped(const BoardBuild& build, std::string asc, TableBit bit, const std::string& bitstream) {
  std::size_t position = 0;
  for (std::size_t line = 0; line < bit.line; ++line) position = asc.find('\n', position) + 1;
  char& value = asc[position + bit.column];
  value = value == '0' ? '1' : '0';
  const std::string name = bitstream + ".asc";
  flow::write_text(build.context.directory / name, asc);
  pack(build, name, bitstream);
}

}  // namespace isinglass::testbench
