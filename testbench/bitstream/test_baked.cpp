// Problems baked into finished bitstreams: the host finds them there, word by word, over the serial pins of the
// unpacked bitstream, and the run is the twin's; one wrong bit is found.
#include <catch2/catch.hpp>

#include "hw/flow/bake/bake.hpp"
#include "sim/io/problem_load.hpp"
#include "testbench/bitstream/shipped_board.hpp"
#include "testbench/bitstream/unpacked_board.hpp"
#include "testbench/ladder/ladder_task.hpp"
#include "testbench/rtl/colour_graphs.hpp"

using namespace isinglass;
using namespace isinglass::testbench;
using Catch::Matchers::Contains;

namespace {

flow::BakeResult bake_into(const Shipped& shipped, const BoardRead& read, const std::string& name) {
  const flow::BuildRequest& request = shipped.build.request;
  flow::BakeResult result =
      flow::bake({shipped.build.context.directory, request.sources, shipped.build.context.directory / name,
                  request.marked, read.question.load.memories});
  WARN(request.core.name << ": baked in " << result.seconds << " s, " << result.blocks << " blocks; place and route "
                         << result.place_and_route_s << " s");
  return result;
}

// Bakes, and looks for the problem through the link of the unpacked bitstream.
void check_baked(const Shipped& shipped, const BoardRead& read) {
  CHECK(bake_into(shipped, read, "baked.bin").blocks > 0);
  CHECK(readback_difference(shipped.build, "baked.bin", read.baked(shipped.build), "baked") == "");
}

// The placed design with one bit of what was baked turned round.
std::string with_wrong_bit(const Shipped& shipped, const std::vector<flow::HostRam>& rams) {
  const auto& directory = shipped.build.context.directory;
  const auto places = flow::find_marks(flow::PlacedRams(shipped.placed()), rams);
  flow::PlacedRams baked(flow::read_text(directory / "baked.asc"));
  const auto place = places.front().places.front();
  flow::RamColumn column = baked.column(place);
  column.flip(0);
  baked.set_column(place, column);
  return baked.text();
}

}  // namespace

TEST_CASE(
    "a problem baked into the hx8k-evn bitstream is there on the link and runs like the twin; a wrong bit is found") {
  const Shipped shipped;
  const BoardRead read(shipped.build, load_problem("regular:16:4:1"), 12);
  check_baked(shipped, read);
  const auto& directory = shipped.build.context.directory;
  flow::write_text(directory / "wrong.asc", with_wrong_bit(shipped, shipped.build.request.marked));
  pack(shipped.build, "wrong.asc", "wrong.bin");
  CHECK_THAT(readback_difference(shipped.build, "wrong.bin", read.baked(shipped.build), "wrong"),
             Contains("is not what the problem's memory must hold"));
}

TEST_CASE("problems baked into the bitstreams of all hx8k-evn configurations are there on the link", "[.campaign]") {
  for (const auto& configuration : annealing_configurations()) {
    if (configuration.board != "hx8k-evn") continue;
    DYNAMIC_SECTION(to_string(configuration)) {
      const Shipped shipped(BoardBuild(configuration, false));
      check_baked(shipped, BoardRead(shipped.build, load_problem("regular:24:4:1"), 12));
    }
  }
}

TEST_CASE("problems on the graphs of chromatic annealers, baked into their bitstreams, are there on the link",
          "[.campaign]") {
  const auto [board, side] = GENERATE(table<std::string, std::int32_t>({{"hx8k-evn", 16}, {"icebreaker", 12}}));
  DYNAMIC_SECTION(board) {
    Problem problem = torus_problem(side, false);
    for (std::size_t k = 0; k < problem.couplings.size(); k += 3) problem.couplings[k].value = -1.0;
    BoardBuild build(board, "pbit_colour", false);
    build.set_graph(problem);
    const Shipped shipped(build);
    check_baked(shipped, BoardRead(build, problem, 12));
  }
}

TEST_CASE("patterns baked into the bitstreams of associative memories are there on the link, and are recalled",
          "[.campaign]") {
  const std::string board = GENERATE("hx8k-evn", "icebreaker");
  DYNAMIC_SECTION(board) {
    const Shipped shipped(BoardBuild(board, "memory_match", false));
    check_baked(shipped, recall_read(shipped.build, random_patterns(100, 20, 3), 3));
  }
}
