// Cores in the shape in which a board has them, too large to be compiled for every test: Verilator makes each at run
// time, and its answers must be the twin's. By hand only.
#include <catch2/catch.hpp>
#include <filesystem>

#include "hw/flow/checksum.hpp"
#include "hw/flow/colour_verilog.hpp"
#include "hw/flow/process.hpp"
#include "sim/io/problem_load.hpp"
#include "sim/sampler/pbit_colour_core.hpp"
#include "testbench/ladder/core_script.hpp"
#include "testbench/ladder/ladder_task.hpp"
#include "testbench/rtl/campaign.hpp"

using namespace isinglass;
using namespace isinglass::testbench;
namespace fs = std::filesystem;

namespace {

flow::Configuration shipped(const std::string& name) {
  for (const auto& configuration : flow::built_in_catalogue().configurations)
    if (to_string(configuration) == name) return configuration;
  throw std::runtime_error("the catalogue has no " + name);
}

/// A configuration of the catalogue under Verilator, made anew; one for a graph is made for that of `graph`.
class ShippedCore {
 public:
  ShippedCore(const flow::Configuration& configuration, const Problem& graph)
      : folder_(fs::path(ISINGLASS_BINARY_DIR) / "testbench/ladder/shipped" /
                (configuration.board + "-" + configuration.core)) {
    const fs::path root = ISINGLASS_SOURCE_DIR;
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    std::map<std::string, std::int64_t> parameters = configuration.parameters;
    parameters["SPINS"] = configuration.spins;
    parameters["WEIGHT_BITS"] = configuration.weight_bits;
    parameters["FIELD_BITS"] = configuration.field_bits;
    std::vector<std::string> command = {"verilator", "--cc", "--exe", "--build", "-O3", "-Wall", "--assert"};
    command.insert(command.end(), {"--x-initial", "unique", "--top-module", configuration.core, "--prefix", "Vcore"});
    command.insert(command.end(), {"--Mdir", "model", "-o", "play_core", "-CFLAGS",
                                   "-std=c++20 -I" + root.string() + " -I" ISINGLASS_EIGEN_DIR});
    command.insert(command.end(), {"-MAKEFLAGS", "OPT_FAST=-O2 OPT_SLOW=-O0 OPT_GLOBAL=-O1", "-I."});
    if (!configuration.graph.empty()) {
      const ColourGraph made = pbit_colour_graph(graph, pbit_colour_size(configuration));
      parameters["SPINS"] = made.spins;
      flow::write_text(folder_ / "graph.vh", flow::colour_header(made));
      flow::write_text(folder_ / "pbit_colour_graph.v", flow::colour_module(made));
      command.emplace_back("pbit_colour_graph.v");
    }
    for (const auto& [name, value] : parameters) command.push_back("-G" + name + "=" + std::to_string(value));
    for (const auto& name : flow::find_core(flow::built_in_catalogue(), configuration.core)->sources)
      command.push_back((root / name).string());
    command.push_back((root / "testbench/ladder/play_core.cpp").string());
    if (!flow::run_process(command, folder_, folder_ / "build.log", nullptr).succeeded())
      throw std::runtime_error(flow::read_text(folder_ / "build.log"));
  }

  std::string play(const CoreScript& script) {
    flow::write_text(folder_ / "script.hex", script.text());
    flow::run_process({"model/play_core", "script.hex"}, folder_, folder_ / "play.log", nullptr);
    return flow::read_text(folder_ / "play.log");
  }

 private:
  fs::path folder_;
};

/// Signs and small fields on a graph.
AnnealTask graph_task(const flow::Configuration& configuration, Problem problem, RandomStream& random) {
  for (Coupling& c : problem.couplings) c.value = random.below(2) == 0 ? 1.0 : -1.0;
  if (random.below(2) == 0)
    for (double& h : problem.fields) h = static_cast<double>(random.below(3)) - 1.0;
  const AnnealCore& core = *find_anneal_core(configuration.core);
  return core.plan(
      problem, Settings(core.names.sampler, core.parameters(),
                        {{"board", configuration.board}, {"weight_bits", std::to_string(configuration.weight_bits)}}));
}

/// `reads` random reads of the configuration, `runs` to a problem; the first problem has as many spins as fit.
void compare(const std::string& name, unsigned long long reads, std::uint32_t runs, const Problem& graph = {}) {
  const flow::Configuration configuration = shipped(name);
  ShippedCore core(configuration, graph);
  const auto spins = static_cast<std::int32_t>(configuration.spins);
  std::int32_t smallest = spins;
  for (Campaign campaign(name, reads); campaign.goes_on(); campaign.count(runs)) {
    RandomStream random = campaign.next_problem();
    const AnnealTask task = configuration.graph.empty() ? ladder_task(configuration, random, spins, smallest)
                                                        : graph_task(configuration, graph, random);
    smallest = 1;
    const AnnealDevice twin = task.twin();
    CoreScript script;
    script.load(task.load);
    std::string flips;
    for (std::uint32_t k = 1; k <= runs; ++k) {
      AnnealRun run = ladder_run(task, random, 20);
      run.sweeps = campaign_sweeps(random, run.sweeps);
      run.metropolis = random.below(2) == 0;
      if (k == runs) {  // what is wrong in a field or position is to be seen at last
        run.reload = run.randomise = false;
        run.sweeps = 8;
      }
      script.run_and_expect(run, twin(run, [&](const AnnealFlip& flip) {
                              flips +=
                                  "flip at " + std::to_string(flip.cycle) + " to " + std::to_string(flip.energy) + "\n";
                            }));
    }
    const std::string output = core.play(script);
    const auto end = output.find("PASS after");
    INFO(output.substr(0, 2000));
    REQUIRE(end != std::string::npos);
    if (configuration.graph.empty()) REQUIRE(output.substr(0, end) == flips);
  }
}

}  // namespace

TEST_CASE("the hx8k-evn's pbit_lane, 8 lanes and no DSP, answers like its twin", "[.campaign]") {
  compare("hx8k-evn/pbit_lane/128/4", 10000, 50);
}

TEST_CASE("the ULX3S' pbit_colour, made for G32, answers like its twin", "[.campaign]") {
  compare("ulx3s-85f/pbit_colour/2048/2", 1000, 50, load_problem("G32"));
}

TEST_CASE("the ULX3S' bifurcation_row, 512 spins, answers like its twin", "[.campaign]") {
  compare("ulx3s-85f/bifurcation_row/512/4", 500, 50);
}

TEST_CASE("the ULX3S' pbit_ring, 512 spins with a register behind the memories, answers like its twin", "[.campaign]") {
  compare("ulx3s-85f/pbit_ring/512/8", 20, 10);
}
