// Rewrites tables and calls Verilator.
#include "testbench/bitstream/faulty_board.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "hw/flow/checksum.hpp"
#include "hw/flow/process.hpp"

namespace isinglass::testbench {
namespace {

namespace fs = std::filesystem;

using Place = std::array<int, 3>;  // tile and cell

Place key(const CellPlace& place) { return {place.x, place.y, place.cell}; }

constexpr const char* low = "1'b0";

struct Table {
  std::array<std::string, 4> pins = {low, low, low, low};   // nets; what is not connected is low
  std::vector<std::pair<std::size_t, std::size_t>> faults;  // number and entry
};

// Fills the nets at the pins of `tables`: a net's declaration is followed by comments that name its places.
void find_pins(const std::string& verilog, std::map<Place, Table>& tables) {
  std::istringstream stream(verilog);
  std::string net;
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind("wire ", 0) == 0 || line.rfind("reg ", 0) == 0) {
      const auto begin = line.find(' ') + 1;
      net = line.substr(begin, line.find_first_of(" ;", begin) - begin);
      continue;
    }
    int x = 0, y = 0, cell = 0, pin = 0;
    if (std::sscanf(line.c_str(), "// (%d, %d, 'lutff_%d/in_%d')", &x, &y, &cell, &pin) != 4) continue;
    const auto found = tables.find({x, y, cell});
    if (found != tables.end()) found->second.pins.at(static_cast<std::size_t>(pin)) = net;
  }
}

std::string table_line(const std::string& net, const Place& place, const Table& table, std::uint16_t entries) {
  const std::string name = fmt::format("table_{}_{}_{}", place[0], place[1], place[2]);
  std::string flips = "16'd0", seen;
  for (const auto& [number, entry] : table.faults) {
    flips = fmt::format("fault_i == 16'd{} ? 16'd{} : ({})", number, 1U << entry, flips);
    seen +=
        fmt::format("always @(posedge clk_pin_i) if ({}_pins == 4'd{}) seen_o[{}] <= 1'b1;\n", name, entry, number - 1);
  }
  return fmt::format(
             "wire [3:0] {0}_pins = {{{4}, {5}, {6}, {7}}};\nwire [15:0] {0} = 16'd{1} ^ ({2});\nassign {3} = "
             "{0}[{0}_pins];\n",
             name, entries, flips, net, table.pins[3], table.pins[2], table.pins[1], table.pins[0]) +
         seen;
}

// Verilator wants ports that are declared again below in the old style.
std::string old_header(const std::string& ansi) {
  static const std::regex port(R"((input|output) (\w+))");
  std::string names = "fault_i, seen_o", kinds = "input [15:0] fault_i;\noutput reg [1023:0] seen_o = 0;\n";
  for (std::sregex_iterator at(ansi.begin(), ansi.end(), port), end; at != end; ++at) {
    names += ", " + at->str(2);
    kinds += at->str() + ";\n";
  }
  return "module top (" + names + ");\n" + kinds;
}

}  // namespace

std::vector<TableBit> reachable(const std::string& verilog, const std::vector<TableBit>& bits) {
  std::map<Place, Table> tables;
  for (const TableBit& bit : bits) tables[key(bit.place)];
  find_pins(verilog, tables);
  std::vector<TableBit> kept;
  for (const TableBit& bit : bits) {
    const auto& pins = tables[key(bit.place)].pins;
    bool can = true;
    for (std::size_t pin = 0; pin < 4; ++pin) can = can && ((bit.entry >> pin & 1U) == 0 || pins[pin] != low);
    if (can) kept.push_back(bit);
  }
  return kept;
}

std::string with_faults(const std::string& verilog, const std::string& asc, const std::vector<TableBit>& bits) {
  std::map<Place, Table> tables;
  for (std::size_t k = 0; k < bits.size(); ++k) tables[key(bits[k].place)].faults.emplace_back(k + 1, bits[k].entry);
  find_pins(verilog, tables);
  std::istringstream stream(verilog);
  std::string made;
  std::size_t rewritten = 0;
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind("//", 0) == 0) continue;
    if (line.rfind("module top", 0) == 0) {
      made += old_header(line);
      continue;
    }
    Place place{};
    std::array<char, 32> net{};
    if (std::sscanf(line.c_str(), "assign %31s = /* LUT %d %d %d", net.data(), &place[0], &place[1], &place[2]) == 4) {
      const auto found = tables.find(place);
      if (found != tables.end()) {
        made += table_line(net.data(), place, found->second, table_of(asc, {place[0], place[1], place[2]}));
        ++rewritten;
        continue;
      }
    }
    made += line + "\n";
  }
  if (rewritten != tables.size()) throw std::runtime_error("a table of the bitstream has no line in its Verilog");
  return made;
}

FaultyAnswers play_faults(const BoardBuild& build, const std::string& verilog, std::size_t faults,
                          const std::string& script) {
  const fs::path& directory = build.context.directory;
  const fs::path player = fs::path(ISINGLASS_SOURCE_DIR) / "testbench/bitstream/play_faults.cpp";
  flow::write_text(directory / "faults.v", verilog);
  flow::write_text(directory / "faults-script.txt", script);
  const auto call = [&](const std::vector<std::string>& command) {
    const auto result = flow::run_process(command, directory, directory / "faults.log", nullptr);
    if (!result.succeeded()) {
      throw std::runtime_error(command.front() + " ended with " + result.text() + ": " +
                               flow::last_error_line(flow::read_text(directory / "faults.log")));
    }
  };
  call(verilated_player("Vfaults", "faults_model", "play_faults",
                        {"-DNO_ICE40_DEFAULT_ASSIGNMENTS", "faults.v", "-v", ISINGLASS_YOSYS_CELLS, player.string()}));
  call({"faults_model/play_faults", "faults-script.txt", "faults-sound.txt", "faults-answers.txt",
        std::to_string(build.clocks_per_bit()), std::to_string(faults)});
  FaultyAnswers answers{flow::read_text(directory / "faults-sound.txt"), {}, {}};
  std::istringstream stream(flow::read_text(directory / "faults-answers.txt"));
  for (std::string line; std::getline(stream, line);) {
    answers.came_up.push_back(line.rfind("seen", 0) == 0);
    answers.faults.push_back(line.size() > 5 ? line.substr(5) : "");  // behind "seen " or "none "
  }
  if (answers.faults.size() != faults) throw std::runtime_error("not every fault was played");
  return answers;
}

}  // namespace isinglass::testbench
