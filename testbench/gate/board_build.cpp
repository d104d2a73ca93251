// Finds configurations and build directories for the tests on netlists and bitstreams.
#include "testbench/gate/board_build.hpp"

#include <fmt/format.h>

#include <cmath>

#include "hw/flow/colour_verilog.hpp"
#include "hw/host/memory_match_load.hpp"
#include "sim/sampler/memory_match.hpp"
#include "sim/sampler/pbit_colour_core.hpp"

namespace isinglass::testbench {

BoardBuild::BoardBuild(const flow::Configuration& configuration, bool with_pll) {
  const auto catalogue = flow::built_in_catalogue();
  request.sources = ISINGLASS_SOURCE_DIR;
  request.board = *flow::find_board(catalogue, configuration.board);
  request.shell = catalogue.shell;
  request.core = *flow::find_core(catalogue, configuration.core);
  request.configuration = configuration;
  if (!with_pll) request.configuration.clock_mhz = request.board.input_mhz;
  context.directory = std::filesystem::path(ISINGLASS_BINARY_DIR) / "hw" /
                      fmt::format("{}-{}-{}x{}{}", configuration.board, configuration.core, configuration.spins,
                                  configuration.weight_bits, with_pll ? "" : "-no-pll");
  if (!with_pll && configuration.graph.empty()) mark();
}

BoardBuild::BoardBuild(const std::string& board, const std::string& core, bool with_pll)
    : BoardBuild(*flow::find_configuration(flow::built_in_catalogue(), board, core), with_pll) {}

int BoardBuild::clocks_per_bit() const {
  return static_cast<int>(std::lround(configuration().clock_mhz * 1e6 / static_cast<double>(configuration().baud)));
}

void BoardBuild::set_graph(const Problem& problem) {
  const ColourGraph graph = pbit_colour_graph(problem, pbit_colour_size(request.configuration));
  request.configuration.spins = graph.spins;
  request.configuration.graph = {{"slots", graph.slots}, {"colours", graph.colours}, {"degree", graph.degree}};
  request.generated = {{"graph.vh", flow::colour_header(graph)}, {"pbit_colour_graph.v", flow::colour_module(graph)}};
  if (configuration().clock_mhz == request.board.input_mhz) mark();
}

void BoardBuild::mark() {
  const auto memory = request.configuration.parameters.find("MEMORY");
  const bool spram = memory != request.configuration.parameters.end() && memory->second == 1;
  const bool bakeable = request.board.family == "ice40" && !spram;
  if (bakeable) request.marked = flow::host_rams(request.core, request.configuration);
}

BoardRead::BoardRead(const BoardBuild& build, BoardQuestion asked)
    : question(std::move(asked)), script(board_script(question, build.configuration().write_words())) {}

namespace {

BoardQuestion question_of(const flow::Configuration& configuration, const Problem& problem, std::uint32_t sweeps) {
  const AnnealCore& core = *find_anneal_core(configuration.core);
  const Settings settings(core.names.sampler, core.parameters(),
                          {{"board", configuration.board},
                           {"weight_bits", std::to_string(configuration.weight_bits)},
                           {core.names.core == "bifurcation_row" ? "steps" : "sweeps", std::to_string(sweeps)}});
  const AnnealTask task = core.plan(problem, settings);
  const AnnealRun run = anneal_read(task.plan, 1, 0);
  return {task.load, false, {}, run, task.twin()(run, {})};
}

}  // namespace

BoardRead::BoardRead(const BoardBuild& build, const Problem& problem, std::uint32_t sweeps)
    : BoardRead(build, question_of(build.configuration(), problem, sweeps)) {}

BoardRead BoardRead::baked(const BoardBuild& build) const {
  BoardQuestion asked = question;
  asked.baked = true;
  return {build, std::move(asked)};
}

BoardRead recall_read(const BoardBuild& build, const PatternSet& patterns, std::uint32_t steps) {
  const MemoryMatchTask task = plan_recall(
      patterns, Settings("memory-match", memory_match_parameters(), {{"board", build.configuration().board}}));
  const auto cue = flipped(patterns.pattern(patterns.count() - 1), patterns.size / 4, 7, 0);
  MemoryMatch twin(task.image);
  twin.show(cue);
  const MemoryMatchResult result = twin.run(steps);
  BoardQuestion asked{
      load_of(*task.image), false, {{2, cue_words(*task.image, cue)}}, recall_run(*task.image, steps), {}};
  asked.load.energy = [image = task.image](std::span<const Spin> spins) { return device_energy(*image, spins); };
  asked.twin = {result.spins,  result.spins, result.energy, result.energy,
                result.cycles, result.flips, result.sweeps, result.overflow};
  return {build, std::move(asked)};
}

std::vector<std::string> verilated_player(const std::string& prefix, const std::string& folder,
                                          const std::string& program, const std::vector<std::string>& sources) {
  std::vector<std::string> command = {"verilator", "--cc", "--exe", "--build", "-O3", "--top-module", "top"};
  const auto add = [&command](const std::vector<std::string>& words) {
    command.insert(command.end(), words.begin(), words.end());
  };
  add({"--prefix", prefix, "--Mdir", folder, "-o", program, "--x-initial", "fast"});
  add({"-Wno-fatal", "-Wno-lint", "-Wno-style", "-MAKEFLAGS", "OPT_FAST=-O1 OPT_SLOW=-O0 OPT_GLOBAL=-O0"});
  add(sources);
  return command;
}

}  // namespace isinglass::testbench
