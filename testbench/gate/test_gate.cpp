// Gate level: the netlist that yosys makes for a board, with yosys' own models of the iCE40 cells, is programmed over
// its serial pins with a real problem and must give the twin's answer: energy, spins, best spins, flips and clock
// count.
#include <catch2/catch.hpp>
#include <filesystem>

#include "hw/flow/checksum.hpp"
#include "hw/flow/process.hpp"
#include "sim/io/problem_load.hpp"
#include "testbench/gate/board_build.hpp"
#include "testbench/ladder/ladder_task.hpp"
#include "testbench/rtl/colour_graphs.hpp"

using namespace isinglass;
using namespace isinglass::testbench;
namespace fs = std::filesystem;

namespace {

const fs::path source_root = ISINGLASS_SOURCE_DIR;

// The synthesised configuration and the program that plays scripts on it; both are skipped when up to date.
class GateModel {
 public:
  explicit GateModel(const BoardBuild& build) : build_(build) {
    flow::synthesise(build_.context, build_.request);
    flow::run_step(build_.context, player_step());
  }

  // Plays one read of `problem` and compares it with the twin: "" or what differs.
  [[nodiscard]] std::string difference(const Problem& problem, std::uint32_t sweeps) const {
    return difference(BoardRead(build_, problem, sweeps));
  }
  [[nodiscard]] std::string difference(const BoardRead& read) const {
    const fs::path& directory = build_.context.directory;
    flow::write_text(directory / "gate-script.txt", script_text(read.script));
    flow::run_process(
        {"gate_model/play_netlist", "gate-script.txt", "gate-received.txt", std::to_string(build_.clocks_per_bit())},
        directory, directory / "gate-play.log", nullptr);
    return first_difference(flow::read_text(directory / "gate-received.txt"), read.script, build_.configuration(),
                            read.question);
  }

 private:
  [[nodiscard]] static flow::Step player_step() {
    const fs::path here = source_root / "testbench/gate";
    const fs::path cells = ISINGLASS_YOSYS_CELLS;
    flow::Step step;
    step.name = "gate-model";
    step.command = verilated_player("Vnetlist", "gate_model", "play_netlist",
                                    {"-DNO_ICE40_DEFAULT_ASSIGNMENTS", (here / "pll_bypass.v").string(), "netlist.v",
                                     "-v", cells.string(), (here / "play_netlist.cpp").string()});
    step.inputs = {"netlist.v", cells, here / "pll_bypass.v", here / "play_netlist.cpp"};
    step.outputs = {"gate_model/play_netlist"};
    return step;
  }

  BoardBuild build_;
};

}  // namespace

TEST_CASE("the netlist of the icebreaker board solves a 60-vertex graph over its serial pins like the twin") {
  const GateModel model(BoardBuild("icebreaker", "pbit_sparse", true));
  const auto problem = load_problem("regular:60:5:1");
  CHECK(model.difference(problem, 20) == "");
}

TEST_CASE("the netlist of the icebreaker board solves G1 over its serial pins like the twin", "[.campaign]") {
  const GateModel model(BoardBuild("icebreaker", "pbit_sparse", true));
  const auto problem = load_problem("G1");
  CHECK(model.difference(problem, 200) == "");
}

TEST_CASE("the netlists of all iCE40 configurations solve a small problem over their serial pins like the twins",
          "[.campaign]") {
  for (const auto& configuration : annealing_configurations()) {
    const BoardBuild build(configuration, true);
    if (build.request.board.device.rfind("iCE40", 0) != 0) continue;
    DYNAMIC_SECTION(to_string(configuration)) {
      const GateModel model(build);
      CHECK(model.difference(load_problem("regular:24:4:1"), 30) == "");
      CHECK(model.difference(load_problem("regular:60:5:1"), 20) == "");
    }
  }
}

TEST_CASE("the netlists of chromatic annealers solve a problem on their graph over their serial pins like the twins",
          "[.campaign]") {
  const auto [board, side] = GENERATE(table<std::string, std::int32_t>({{"hx8k-evn", 16}, {"icebreaker", 12}}));
  DYNAMIC_SECTION(board) {
    Problem problem = torus_problem(side, false);
    for (std::size_t k = 0; k < problem.couplings.size(); k += 3) problem.couplings[k].value = -1.0;
    BoardBuild build(board, "pbit_colour", true);
    build.set_graph(problem);
    CHECK(GateModel(build).difference(problem, 30) == "");
  }
}

TEST_CASE("the netlists of associative memories recall over their serial pins like the twins", "[.campaign]") {
  const auto [board, size, count] =
      GENERATE(table<std::string, std::int32_t, std::int32_t>({{"hx8k-evn", 256, 100}, {"icebreaker", 128, 768}}));
  DYNAMIC_SECTION(board) {
    const BoardBuild build(board, "memory_match", true);
    const GateModel model(build);
    CHECK(model.difference(recall_read(build, random_patterns(100, 20, 3), 3)) == "");
    CHECK(model.difference(recall_read(build, random_patterns(size, count, 4), 2)) == "");
  }
}
