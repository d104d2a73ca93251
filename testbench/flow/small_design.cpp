// Any core on any board, with sizes that fit all of them.
#include "testbench/flow/small_design.hpp"

#include "hw/flow/checksum.hpp"

namespace isinglass::testbench {

using namespace isinglass::flow;

BuildRequest small_design(const std::string& board, const std::string& core) {
  const auto catalogue = built_in_catalogue();
  BuildRequest request;
  request.sources = ISINGLASS_SOURCE_DIR;
  request.board = *find_board(catalogue, board);
  request.shell = catalogue.shell;
  request.core = *find_core(catalogue, core);
  const bool is_graph = !request.core.graph.empty();
  // Rows of 128 spins take more block RAM than the smallest part has; what has no such rows holds more; the graph
  // is a torus of 6 x 6.
  const bool rows = core == "pbit_ring" || core == "bifurcation_row" || core == "oscillator_hybrid";
  const bool small = rows && request.board.capacity.ram_blocks < 32;
  const std::int64_t spins = is_graph ? 36 : core == "pbit_sparse" ? 256 : small ? 64 : 128;
  const std::int64_t weight_bits = core == "memory_match" ? 0 : is_graph ? 2 : 4;
  request.configuration = configuration_for(catalogue, request.board, request.core, spins, weight_bits);
  request.configuration.clock_mhz = request.board.input_mhz;
  request.seeds = 1;
  if (is_graph) {
    request.configuration.graph = {{"slots", 12}, {"colours", 3}, {"degree", 4}};
    const auto folder = request.sources / "rtl/graphs/torus";
    for (const char* file : {"graph.vh", "pbit_colour_graph.v"}) {
      request.generated.emplace_back(file, read_text(folder / file));
    }
  }
  return request;
}

}  // namespace isinglass::testbench
