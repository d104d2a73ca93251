// The flow from Verilog to a bitstream, with made-up tools in the places of yosys, nextpnr and icestorm: what it says
// and leaves behind when a tool fails, dies, is missing, misses the clock or loses logic, and what it skips.
#include <fmt/format.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "hw/flow/board_header.hpp"
#include "hw/flow/build_report.hpp"
#include "hw/flow/checksum.hpp"
#include "hw/flow/configurations.hpp"
#include "hw/flow/ice40_build.hpp"
#include "hw/flow/pll.hpp"
#include "hw/flow/process.hpp"
#include "hw/flow/tool_reports.hpp"
#include "models/error.hpp"

using namespace isinglass;
using namespace isinglass::flow;
namespace fs = std::filesystem;

namespace {

const fs::path root = ISINGLASS_SOURCE_DIR;

// A folder of its own for each test, with made-up tools in it; PATH leads there and nowhere else until the end.
class Workshop {
 public:
  Workshop() : folder_(fs::temp_directory_path() / ("isinglass-flow-" + std::to_string(getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "bin");
    fs::create_directories(folder_ / "sources");
    path_ = std::getenv("PATH");
    setenv("PATH", (folder_ / "bin").c_str(), 1);
    tool("yosys", "echo 'Yosys 0.0'\necho n > netlist.json\necho v > netlist.v\necho " + cells(1200, 15));
    tool("nextpnr-ice40", nextpnr(61.5));
    tool("icetime", "echo 'Total path delay: 16.50 ns (60.61 MHz)'");
    tool("icepack", "echo bits > \"$2\"");
    for (const char* name : {"core.v", "top.v", "pins.pcf"}) write_text(folder_ / "sources" / name, name);
  }
  ~Workshop() {
    setenv("PATH", path_.c_str(), 1);
    fs::remove_all(folder_);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  void tool(const std::string& name, const std::string& body) const {
    const fs::path file = folder_ / "bin" / name;
    write_text(file, "#!/bin/sh\n" + body + "\n");
    fs::permissions(file, fs::perms::owner_all);
  }
  void remove_tool(const std::string& name) const { fs::remove(folder_ / "bin" / name); }

  static std::string cells(int tables, int rams) {
    return R"('{"design": {"num_cells_by_type": {"SB_LUT4": )" + std::to_string(tables) + R"(, "SB_RAM40_4K": )" +
           std::to_string(rams) + "}}}' > cells.json";
  }
  // Writes a design like the real one does even when it missed the clock; seed 2 is 3 MHz slower than the others.
  static std::string nextpnr(double fmax) {
    const auto report = [](double mhz) {
      return R"('{"fmax": {"clk": {"achieved": )" + std::to_string(mhz) +
             R"(}}, "utilization": {"ICESTORM_LC": {"used": 1300}, "ICESTORM_RAM": {"used": 15}}}')";
    };
    return "[ \"$1\" = --version ] && { echo 'nextpnr 0.0'; exit 0; }\n"
           "while [ $# -gt 0 ]; do case $1 in --asc) asc=$2;; --report) report=$2;; --seed) seed=$2;; esac; shift; "
           "done\n"
           "echo placed > \"$asc\"\n[ \"$seed\" = 2 ] && { echo " +
           report(fmax - 3.0) + " > \"$report\"; exit 0; }\necho " + report(fmax) + " > \"$report\"";
  }

  [[nodiscard]] BuildRequest request() const {
    BuildRequest request;
    request.sources = folder_ / "sources";
    request.board.name = "board";
    request.board.pll = true;
    request.board.input_mhz = 12.0;
    request.board.sources = {"top.v"};
    request.board.pins = "pins.pcf";
    request.board.capacity = {5280, 30, 4, 8};
    request.core = {"core", 1, "a core", {"core.v"}};
    request.configuration.spins = 4096;
    request.configuration.clock_mhz = 48.0;
    request.configuration.seeds = 3;
    request.configuration.floors = {1000, 14, 0, 0};
    return request;
  }
  [[nodiscard]] fs::path build() const { return folder_ / "build"; }
  [[nodiscard]] fs::path source(const char* name) const { return folder_ / "sources" / name; }

  // Builds; afterwards `ran` says of each step whether the tool was called.
  BuildReport run(const BuildRequest& request) {
    ran.clear();
    StepContext context;
    context.directory = build();
    context.watcher = [this](const StepEvent& event) {
      if (event.kind != StepEvent::Kind::begun) ran[event.step] = event.kind == StepEvent::Kind::done;
    };
    return build_ice40(context, request);
  }
  // The failure of a build that must fail, and its answers, which must not be there.
  Error failure(const BuildRequest& request) {
    try {
      run(request);
    } catch (const Error& error) {
      CHECK_FALSE(fs::exists(build() / "report.json"));
      CHECK_FALSE(fs::exists(build() / "core-board.bin"));
      return error;
    }
    FAIL("the build succeeded");
    throw 0;
  }

  std::map<std::string, bool> ran;

 private:
  fs::path folder_;
  std::string path_;
};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

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

TEST_CASE("the icebreaker configuration holds every graph from G1 to G54 at 48 MHz or more") {
  const auto catalogue = built_in_catalogue();
  const auto* configuration = find_configuration(catalogue, "icebreaker", "pbit_sparse");
  REQUIRE(configuration != nullptr);
  CHECK(configuration->spins >= 3000);
  CHECK(configuration->entries >= 39980);
  CHECK(configuration->clock_mhz >= 48.0);
  CHECK(configuration->seeds >= 3);
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
}

TEST_CASE("PLL dividers give the clock exactly, within the oscillator's range") {
  for (const double mhz : {48.0, 60.0, 57.75, 16.5}) {
    const auto dividers = pll_dividers(12.0, mhz);
    CHECK(pll_output_mhz(12.0, dividers) == mhz);
    CHECK(12.0 * (dividers.divf + 1) >= 533.0);
    CHECK(12.0 * (dividers.divf + 1) <= 1066.0);
  }
  // icepll -i 12 -o 48 gives the same.
  CHECK(pll_dividers(12.0, 48.0).divf == 63);
  CHECK(pll_dividers(12.0, 48.0).divq == 4);
  try {
    pll_dividers(12.0, 61.0);
    FAIL("accepted");
  } catch (const UsageError& error) {
    CHECK(error.hint() == "the nearest rate below is 60.75 MHz");
  }
}

TEST_CASE("the line that says why a tool failed is found") {
  CHECK(last_error_line("a\nERROR: no such module\n\n0 warnings, 1 error\n") == "ERROR: no such module");
  CHECK(last_error_line("one\ntwo \n\n") == "two");
  CHECK(last_error_line("").empty());
}

TEST_CASE("a build reports the slowest seed, ships the fastest, and its report reads back the same") {
  Workshop workshop;
  const auto report = workshop.run(workshop.request());
  CHECK(report.fmax_mhz() == 58.5);
  CHECK(report.fmax_mhz_seeds == std::vector<double>{61.5, 58.5, 61.5});
  CHECK(report.shipped_seed == 1);
  CHECK(report.used.logic_cells == 1300);
  CHECK(report.icetime_mhz == 60.61);
  const auto json = to_json(report, workshop.build());
  for (const char* key : {"board", "core", "device", "spins", "entries", "weight_bits", "logic_cells", "ram_blocks",
                          "spram_blocks", "dsp", "fmax_mhz", "fmax_mhz_seeds", "clock_mhz", "files"}) {
    INFO(key);
    CHECK(json.contains(key));
  }
  CHECK(fs::exists(json["files"]["bitstream"].get<std::string>()));
  CHECK(to_json(read_report(workshop.build()), workshop.build()) == json);
  for (const char* step : {"synth", "place-and-route-1", "place-and-route-3", "timing", "pack"}) {
    CHECK(fs::exists(workshop.build() / (std::string(step) + ".json")));
  }
}

TEST_CASE("a second build runs nothing, and a change runs what depends on it") {
  Workshop workshop;
  workshop.run(workshop.request());
  workshop.run(workshop.request());
  for (const auto& [step, ran] : workshop.ran) {
    INFO(step);
    CHECK_FALSE(ran);
  }
  SECTION("a source that changes without a change of the netlist runs the synthesis alone") {
    write_text(workshop.source("core.v"), "changed");
    workshop.run(workshop.request());
    CHECK(workshop.ran.at("synth"));
    CHECK_FALSE(workshop.ran.at("place-and-route-1"));
  }
  SECTION("another clock runs everything before timing again") {
    auto request = workshop.request();
    request.configuration.clock_mhz = 54.0;
    workshop.run(request);
    CHECK(workshop.ran.at("synth"));
    CHECK(workshop.ran.at("place-and-route-2"));
  }
  SECTION("more seeds run only the new ones") {
    auto request = workshop.request();
    request.seeds = 4;
    workshop.run(request);
    CHECK_FALSE(workshop.ran.at("place-and-route-3"));
    CHECK(workshop.ran.at("place-and-route-4"));
  }
  SECTION("an output that was lost or changed is made again") {
    fs::remove(workshop.build() / "core-board.bin");
    write_text(workshop.build() / "place-and-route-2.asc", "changed");
    workshop.run(workshop.request());
    CHECK(workshop.ran.at("pack"));
    CHECK(workshop.ran.at("place-and-route-2"));
    CHECK_FALSE(workshop.ran.at("place-and-route-1"));
  }
}

TEST_CASE("missing tools are named with their packages") {
  Workshop workshop;
  workshop.remove_tool("yosys");
  workshop.remove_tool("icepack");
  const auto error = workshop.failure(workshop.request());
  CHECK(error.code() == ExitCode::usage);
  CHECK(std::string(error.what()) == "hw build needs yosys and icepack, which are not installed");
  CHECK(error.hint() == "apt-get install yosys fpga-icestorm");
}

TEST_CASE("a failing tool is told with its last error line and its log, and no earlier answer stays") {
  Workshop workshop;
  workshop.run(workshop.request());
  write_text(workshop.source("core.v"), "changed");
  workshop.tool("yosys",
                "[ \"$1\" = -V ] && { echo 'Yosys 0.0'; exit 0; }\necho 'ERROR: bad module'\necho bye\nexit 1");
  const auto error = workshop.failure(workshop.request());
  CHECK(error.code() == ExitCode::hardware);
  CHECK(std::string(error.what()) == "step synth failed: yosys ended with exit status 1: ERROR: bad module");
  CHECK(contains(error.hint(), "synth.log"));
}

TEST_CASE("a tool that dies or leaves its output out is a failure too") {
  Workshop workshop;
  SECTION("a signal") {
    workshop.tool("icepack", "kill -SEGV $$");
    const auto error = workshop.failure(workshop.request());
    CHECK(contains(error.what(), "step pack failed: icepack ended with signal 11"));
  }
  SECTION("no output") {
    workshop.tool("icepack", "exit 0");
    const auto error = workshop.failure(workshop.request());
    CHECK(contains(error.what(), "icepack did not write core-board.bin"));
  }
}

TEST_CASE("a missed clock fails although place and route wrote a design") {
  Workshop workshop;
  SECTION("by place and route, on the slowest seed") {
    workshop.tool("nextpnr-ice40", Workshop::nextpnr(50.0));
    const auto error = workshop.failure(workshop.request());
    CHECK(error.code() == ExitCode::hardware);
    CHECK(std::string(error.what()) == "step place-and-route-2 missed timing: 47.00 MHz reached, 48 MHz asked for");
    CHECK(fs::exists(workshop.build() / "place-and-route-2.asc"));
  }
  SECTION("by icetime") {
    workshop.tool("icetime", "echo 'Total path delay: 21.50 ns (46.51 MHz)'");
    const auto error = workshop.failure(workshop.request());
    CHECK(std::string(error.what()) == "step timing missed timing: 46.51 MHz reached, 48 MHz asked for");
  }
}

TEST_CASE("a mapping with too few cells or RAMs fails, also when it is up to date") {
  Workshop workshop;
  workshop.tool("yosys", "echo n > netlist.json\necho v > netlist.v\necho " + Workshop::cells(1200, 13));
  for (int k = 0; k < 2; ++k) {
    const auto error = workshop.failure(workshop.request());
    CHECK(error.code() == ExitCode::hardware);
    CHECK(std::string(error.what()) ==
          "step synth lost logic on the way: 13 RAM blocks where at least 14 are expected");
  }
  workshop.tool("yosys", "echo n > netlist.json\necho v > netlist.v\necho " + Workshop::cells(12, 15));
  CHECK(contains(workshop.failure(workshop.request()).what(), "12 logic cells where at least 1000"));
}

TEST_CASE("icetime without its device data is a missing package") {
  Workshop workshop;
  workshop.tool("icetime", "echo \"Can't find chipdb file for device 5k\"\nexit 1");
  const auto error = workshop.failure(workshop.request());
  CHECK(error.code() == ExitCode::usage);
  CHECK(error.hint() == "apt-get install fpga-icestorm-chipdb");
}

TEST_CASE("a report that is not there or not one is told apart") {
  Workshop workshop;
  CHECK_THROWS_AS(read_report(workshop.build()), UsageError);
  fs::create_directories(workshop.build());
  write_text(workshop.build() / "report.json", "{\"board\": 1}");
  CHECK_THROWS_AS(read_report(workshop.build()), InputError);
}
