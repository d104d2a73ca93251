// Gate level: the netlist that yosys makes for a board, with yosys' own models of the iCE40 cells, is programmed over
// its serial pins with a real problem and must give the twin's answer: energy, spins, best spins, flips and clock
// count.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "hw/flow/checksum.hpp"
#include "hw/flow/ice40_build.hpp"
#include "hw/flow/process.hpp"
#include "models/error.hpp"
#include "sim/io/problem_load.hpp"
#include "testbench/gate/board_script.hpp"

using namespace isinglass;
using namespace isinglass::testbench;
namespace fs = std::filesystem;

namespace {

const fs::path source_root = ISINGLASS_SOURCE_DIR;

// The synthesised configuration and the program that plays scripts on it; both are skipped when up to date.
class GateModel {
 public:
  explicit GateModel(const std::string& board_name) {
    const auto catalogue = flow::built_in_catalogue();
    request_.sources = source_root;
    request_.board = *flow::find_board(catalogue, board_name);
    request_.core = *flow::find_core(catalogue, "pbit_sparse");
    request_.configuration = *flow::find_configuration(catalogue, board_name, "pbit_sparse");
    context_.directory = fs::path(ISINGLASS_BINARY_DIR) / "hw" / (board_name + "-pbit_sparse");
    flow::synthesise_ice40(context_, request_);
    flow::run_step(context_, player_step());
  }

  // Plays one read of `problem` and compares it with the twin: "" or what differs.
  [[nodiscard]] std::string difference(const Problem& problem, const PbitSparseRun& run) const {
    const auto& configuration = request_.configuration;
    const PbitSparseSize size{static_cast<std::int32_t>(configuration.spins),
                              static_cast<std::int32_t>(configuration.entries),
                              static_cast<int>(configuration.weight_bits), static_cast<int>(configuration.field_bits)};
    const auto image = std::make_shared<const PbitSparseImage>(pbit_sparse_image(problem, size));
    const auto expected = PbitSparse(image).run(run);
    const auto script = board_script(*image, run, expected.cycles + 64);
    const fs::path script_file = context_.directory / "gate-script.txt";
    const fs::path received_file = context_.directory / "gate-received.txt";
    flow::write_text(script_file, script_text(script));
    const auto clocks_per_bit =
        static_cast<int>(configuration.clock_mhz * 1e6 / static_cast<double>(configuration.baud) + 0.5);
    flow::run_process(
        {"gate_model/play_netlist", script_file.string(), received_file.string(), std::to_string(clocks_per_bit)},
        context_.directory, context_.directory / "gate-play.log", nullptr);
    return first_difference(flow::read_text(received_file), script, configuration, *image, expected);
  }

 private:
  [[nodiscard]] static flow::Step player_step() {
    const fs::path here = source_root / "testbench/gate";
    const fs::path cells = ISINGLASS_YOSYS_CELLS;
    flow::Step step;
    step.name = "gate-model";
    step.command = {"verilator",
                    "--cc",
                    "--exe",
                    "--build",
                    "-O3",
                    "--top-module",
                    "top",
                    "--prefix",
                    "Vnetlist",
                    "--Mdir",
                    "gate_model",
                    "-o",
                    "play_netlist",
                    "--x-initial",
                    "fast",
                    "-Wno-fatal",
                    "-Wno-lint",
                    "-Wno-style",
                    "-DNO_ICE40_DEFAULT_ASSIGNMENTS",
                    "-MAKEFLAGS",
                    "OPT_FAST=-O1 OPT_SLOW=-O0 OPT_GLOBAL=-O0",  // compiling takes longer than running
                    (here / "pll_bypass.v").string(),
                    "netlist.v",
                    "-v",
                    cells.string(),
                    (here / "play_netlist.cpp").string()};
    step.inputs = {"netlist.v", cells, here / "pll_bypass.v", here / "play_netlist.cpp"};
    step.outputs = {"gate_model/play_netlist"};
    return step;
  }

  flow::BuildRequest request_;
  flow::StepContext context_;
};

PbitSparseRun anneal(std::uint32_t sweeps) {
  PbitSparseRun run;
  run.seed = 0x1234567890abcdefULL;
  run.sweeps = sweeps;
  run.temperature = pbit_sparse_temperature(3.0);
  run.temperature_step = run.temperature / sweeps;
  return run;
}

}  // namespace

TEST_CASE("the netlist of the icebreaker board solves a 60-vertex graph over its serial pins like the twin") {
  const GateModel model("icebreaker");
  const auto problem = load_problem("regular:60:5:1");
  CHECK(model.difference(problem, anneal(20)) == "");
}

TEST_CASE("the netlist of the icebreaker board solves G1 over its serial pins like the twin", "[.campaign]") {
  const GateModel model("icebreaker");
  const auto problem = load_problem("G1");
  CHECK(model.difference(problem, anneal(200)) == "");
}
