// Finds configurations and build directories for the tests on netlists and bitstreams.
#include "testbench/gate/board_build.hpp"

#include <fmt/format.h>

#include <cmath>

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
}

BoardBuild::BoardBuild(const std::string& board, const std::string& core, bool with_pll)
    : BoardBuild(*flow::find_configuration(flow::built_in_catalogue(), board, core), with_pll) {}

int BoardBuild::clocks_per_bit() const {
  return static_cast<int>(std::lround(configuration().clock_mhz * 1e6 / static_cast<double>(configuration().baud)));
}

BoardRead::BoardRead(const BoardBuild& build, const Problem& problem, std::uint32_t sweeps) {
  const flow::Configuration& configuration = build.configuration();
  const AnnealCore& core = *find_anneal_core(configuration.core);
  const Settings settings(core.names.sampler, core.parameters(),
                          {{"board", configuration.board},
                           {"weight_bits", std::to_string(configuration.weight_bits)},
                           {"sweeps", std::to_string(sweeps)}});
  const AnnealTask task = core.plan(problem, settings);
  const AnnealRun run = anneal_read(task.plan, 1, 0);
  twin = task.twin()(run, {});
  script = board_script(task.load, run, twin.cycles + 64, configuration.write_words());
}

}  // namespace isinglass::testbench
