// The catalogue of boards, cores and configurations, and what is said elsewhere about them; the clocks that PLLs make.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "hw/flow/board_header.hpp"
#include "hw/flow/checksum.hpp"
#include "hw/flow/configurations.hpp"
#include "hw/flow/families/family.hpp"
#include "hw/flow/families/plls.hpp"
#include "hw/flow/pll.hpp"
#include "models/error.hpp"

using namespace isinglass;
using namespace isinglass::flow;
namespace fs = std::filesystem;

namespace {

const fs::path root = ISINGLASS_SOURCE_DIR;

// NAME=DEFAULT of the parameters of a Verilog module that a user sets: not those that a header of the graph does, by a
// macro.
std::vector<std::string> verilog_parameters(const std::string& module) {
  std::vector<std::string> found;
  std::istringstream lines(read_text(root / "rtl/core" / (module + ".v")));
  const std::regex parameter(R"(^    parameter +([A-Z0-9_]+) *= *([^ ,/]+).*)");
  bool inside = false;
  std::smatch match;
  for (std::string line; std::getline(lines, line);) {
    if (line == "module " + module + " #(") inside = true;
    if (inside && line == ") (") break;
    if (!inside || !std::regex_match(line, match, parameter) || match[2].str()[0] == '`') continue;
    found.push_back(match[1].str() + "=" + match[2].str());
  }
  return found;
}

}  // namespace

TEST_CASE("the catalogue in the program is the file, and every file it names exists") {
  const auto catalogue = parse_catalogue(read_text(root / "hw/boards/configurations.json"));
  CHECK(built_in_catalogue().configurations.size() == catalogue.configurations.size());
  for (const auto& board : catalogue.boards) {
    INFO(board.name);
    CHECK(fs::exists(root / board.pins));
    for (const auto& file : board.sources) CHECK(fs::exists(root / file));
  }
  for (const auto& core : catalogue.cores) {
    for (const auto& file : core.sources) {
      INFO(file);
      CHECK(fs::exists(root / file));
    }
  }
  for (const auto& configuration : catalogue.configurations) {
    const auto* board = find_board(catalogue, configuration.board);
    CHECK_NOTHROW(board_header(*board, *find_core(catalogue, configuration.core), configuration));
  }
}

TEST_CASE("the icebreaker configuration holds every graph from G1 to G54 at 60 MHz or more") {
  const auto catalogue = built_in_catalogue();
  const auto* configuration = find_configuration(catalogue, "icebreaker", "pbit_sparse");
  REQUIRE(configuration != nullptr);
  CHECK(configuration->spins >= 3000);
  CHECK(configuration->entries >= 39980);
  CHECK(configuration->clock_mhz >= 60.0);
  CHECK(configuration->seeds >= 3);
}

TEST_CASE(
    "the Tang Nano 20K's configuration holds every graph from G1 to G54 at 140 MHz or more, slowest of five seeds") {
  const auto catalogue = built_in_catalogue();
  const auto* configuration = find_configuration(catalogue, "tangnano20k", "pbit_sparse");
  REQUIRE(configuration != nullptr);
  CHECK(configuration->spins >= 3000);
  CHECK(configuration->entries >= 3 * 15313);  // rows of the largest (docs/cores/pbit_sparse.md)
  CHECK(configuration->field_bits >= 10);      // a spin of G36 has 326 neighbours
  CHECK(configuration->clock_mhz >= 140.0);
  CHECK(configuration->seeds == 5);
}

TEST_CASE("a configuration says what stands beside its spins") {
  const auto catalogue = built_in_catalogue();
  const auto couplings = [&](const char* board, const char* core) {
    return find_configuration(catalogue, board, core)->couplings();
  };
  CHECK(couplings("icebreaker", "pbit_sparse") == "49152 directed entries");
  CHECK(couplings("icebreaker", "pbit_lane") == "all to all");
  CHECK(couplings("icebreaker", "memory_match") == "768 patterns");
  CHECK(couplings("icebreaker", "pbit_colour") == "a graph of degree 5");
}

TEST_CASE("the page on boards tells every configuration as it is") {
  const auto catalogue = built_in_catalogue();
  const std::string page = read_text(root / "docs/boards.md");
  for (const auto& c : catalogue.configurations) {
    const auto* board = find_board(catalogue, c.board);
    const std::string row =
        fmt::format("| `{}` | {}-{} | `{}` | {} | {} | {} bits | {} MHz | {} baud |", c.board, board->device,
                    board->package, c.core, c.spins, c.entries, c.weight_bits, c.clock_mhz, c.baud);
    INFO(row);
    CHECK(page.find(row) != std::string::npos);
  }
}

TEST_CASE("the README's table has a row with the clock of every configuration that open tools build, and no other") {
  const auto catalogue = built_in_catalogue();
  std::multiset<std::string> wanted, found;
  for (const auto& c : catalogue.configurations) {
    if (family_of(*find_board(catalogue, c.board)).write_scripts != nullptr) continue;
    wanted.insert(fmt::format("`{}` `{}` {} MHz", c.board, c.core, c.clock_mhz));
  }
  std::istringstream lines(read_text(root / "README.md"));
  const std::regex row(R"(\| (`[^|]*`) \| [^|]* \| (`[^|]*`) \|.*\| ([0-9.]+ MHz) \|)");
  for (std::string line; std::getline(lines, line);) {
    std::smatch cells;
    if (std::regex_match(line, cells, row)) found.insert(cells[1].str() + " " + cells[2].str() + " " + cells[3].str());
  }
  CHECK(found == wanted);
}

TEST_CASE(
    "every core has a FuseSoC file with just its sources and parameters, and a row in the README of the Verilog") {
  const auto catalogue = built_in_catalogue();
  const std::string page = read_text(root / "rtl/README.md");
  for (const auto& core : catalogue.cores) {
    INFO(core.name);
    const std::string text = read_text(root / "rtl" / (core.name + ".core"));
    CHECK(text.rfind("CAPI=2:\nname: isinglass:core:" + core.name + ":", 0) == 0);
    CHECK(text.find("    toplevel: " + core.name + "\n") != std::string::npos);
    std::set<std::string> listed;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (line.rfind("      - ", 0) == 0) listed.insert("rtl/" + line.substr(8));
    }
    CHECK(listed == std::set<std::string>(core.sources.begin(), core.sources.end()));
    CHECK(page.find("| [`" + core.name + "`](../docs/cores/" + core.name + ".md) |") != std::string::npos);

    // Parameters: those that the target takes, and what each is declared as, are the module's, in its order.
    const auto parameters = verilog_parameters(core.name);
    CHECK(parameters.size() > 2);
    std::string names, declared;
    for (const auto& parameter : parameters) {
      const auto equal = parameter.find('=');
      names += (names.empty() ? "" : ", ") + parameter.substr(0, equal);
      declared += fmt::format("  {}:\n    datatype: int\n    default: {}\n    paramtype: vlogparam\n",
                              parameter.substr(0, equal), parameter.substr(equal + 1));
    }
    CHECK(text.find("    parameters: [" + names + "]\n") != std::string::npos);
    CHECK(text.substr(text.rfind("\nparameters:\n")) == "\nparameters:\n" + declared);
  }
}

TEST_CASE("for every board a program is named that writes to it") {
  for (const Board& board : built_in_catalogue().boards) {
    INFO(board.name);
    REQUIRE_FALSE(board.programmers.empty());
    CHECK(board.programmers.front().front() == "openFPGALoader");
  }
}

TEST_CASE("a catalogue with a missing key, an unknown board or an impossible clock is refused") {
  CHECK_THROWS_AS(parse_catalogue("{"), InputError);
  CHECK_THROWS_AS(parse_catalogue("{}"), InputError);
  auto text = read_text(root / "hw/boards/configurations.json");
  const auto replace = [&](const std::string& old_text, const std::string& new_text) {
    auto changed = text;
    changed.replace(changed.rfind(old_text), old_text.size(), new_text);
    return changed;
  };
  CHECK_THROWS_AS(parse_catalogue(replace("\"board\": \"hx8k-evn\"", "\"board\": \"hx9k\"")), InputError);
  CHECK_THROWS_AS(parse_catalogue(replace("\"pll\": true", "\"pll\": false")), InputError);
  CHECK_THROWS_AS(parse_catalogue(replace("\"family\": \"gowin\"", "\"family\": \"acme\"")), InputError);
}

TEST_CASE("PLL dividers give the clock exactly, within the oscillator's range") {
  for (const double mhz : {48.0, 60.0, 57.75, 16.5}) {
    const auto pll = pll_setting(ice40_pll(12.0), 12.0, mhz);
    CHECK(12.0 * (pll["DIVF"] + 1) / ((pll["DIVR"] + 1) * (1 << pll["DIVQ"])) == mhz);
    CHECK(12.0 * (pll["DIVF"] + 1) >= 533.0);
    CHECK(12.0 * (pll["DIVF"] + 1) <= 1066.0);
  }
  // icepll -i 12 -o 48 gives the same.
  CHECK(pll_setting(ice40_pll(12.0), 12.0, 48.0)["DIVF"] == 63);
  CHECK(pll_setting(ice40_pll(12.0), 12.0, 48.0)["DIVQ"] == 4);
  try {
    pll_setting(ice40_pll(12.0), 12.0, 61.0);
    FAIL("accepted");
  } catch (const UsageError& error) {
    CHECK(error.hint() == "the nearest rate below is 60.75 MHz");
  }
}

TEST_CASE("the PLLs of ECP5, Gowin and Xilinx keep their limits at every rate they offer") {
  for (const auto& pll : ecp5_pll(25.0)) {
    CHECK(pll.output_mhz == 25.0 / pll["CLKI_DIV"] * pll["CLKFB_DIV"]);
    CHECK(pll.oscillator_mhz == pll.output_mhz * pll["CLKOP_DIV"]);
    CHECK((pll.oscillator_mhz >= 400.0 && pll.oscillator_mhz <= 800.0));
  }
  for (const auto& pll : gowin_pll(27.0)) {
    CHECK(pll.output_mhz == 27.0 / (pll["IDIV_SEL"] + 1) * (pll["FBDIV_SEL"] + 1));
    CHECK(pll.oscillator_mhz == pll.output_mhz * pll["ODIV_SEL"]);
    CHECK((pll.oscillator_mhz >= 500.0 && pll.oscillator_mhz <= 1250.0));
  }
  for (const auto& pll : xilinx_pll(100.0)) {
    CHECK(pll.oscillator_mhz == 100.0 / pll["DIVCLK_DIVIDE"] * pll["CLKFBOUT_MULT"]);
    CHECK(pll.output_mhz == pll.oscillator_mhz / pll["CLKOUT0_DIVIDE"]);
    CHECK((pll.oscillator_mhz >= 600.0 && pll.oscillator_mhz <= 1200.0));
  }
  // ecppll -i 25 -o 75 and gowin_pll -i 27 -o 140.4 give the same.
  const auto ecp5 = pll_setting(ecp5_pll(25.0), 25.0, 75.0);
  CHECK((ecp5["CLKI_DIV"] == 1 && ecp5["CLKFB_DIV"] == 3 && ecp5["CLKOP_DIV"] == 8));
  const auto gowin = pll_setting(gowin_pll(27.0), 27.0, 140.4);
  CHECK((gowin["IDIV_SEL"] == 4 && gowin["FBDIV_SEL"] == 25 && gowin["ODIV_SEL"] == 4));
  CHECK(pll_macros(ecp5) == "`define PLL_CLKI_DIV 1\n`define PLL_CLKFB_DIV 3\n`define PLL_CLKOP_DIV 8\n");
  CHECK_THROWS_AS(pll_setting(gowin_pll(27.0), 27.0, 140.0), UsageError);
}
