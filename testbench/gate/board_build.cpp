// Finds configurations and build directories for the tests on netlists and bitstreams.
#include "testbench/gate/board_build.hpp"

#include <cmath>

namespace isinglass::testbench {

BoardBuild::BoardBuild(const std::string& board) {
  const auto catalogue = flow::built_in_catalogue();
  request.sources = ISINGLASS_SOURCE_DIR;
  request.board = *flow::find_board(catalogue, board);
  request.shell = catalogue.shell;
  request.core = *flow::find_core(catalogue, "pbit_sparse");
  request.configuration = *flow::find_configuration(catalogue, board, "pbit_sparse");
  context.directory = std::filesystem::path(ISINGLASS_BINARY_DIR) / "hw" / (board + "-pbit_sparse");
}

int BoardBuild::clocks_per_bit() const {
  return static_cast<int>(std::lround(configuration().clock_mhz * 1e6 / static_cast<double>(configuration().baud)));
}

BoardRead::BoardRead(const BoardBuild& build, const Problem& problem, std::uint32_t sweeps) {
  const auto& configuration = build.configuration();
  const PbitSparseSize size{static_cast<std::int32_t>(configuration.spins),
                            static_cast<std::int32_t>(configuration.entries),
                            static_cast<int>(configuration.weight_bits), static_cast<int>(configuration.field_bits)};
  image = std::make_shared<const PbitSparseImage>(pbit_sparse_image(problem, size));
  AnnealRun run;
  run.seed = 0x1234567890abcdefULL;
  run.sweeps = sweeps;
  run.temperature = pbit_sparse_temperature(3.0);
  run.temperature_step = run.temperature / sweeps;
  twin = PbitSparse(image).run(run);
  script = board_script(*image, run, twin.cycles + 64);
}

}  // namespace isinglass::testbench
