// Small rings built with the real tools of each family, from Verilog to the bitstream or the vendor's script. Where
// tools are missing the case says so and what to install, and passes.
#include <catch2/catch.hpp>
#include <filesystem>

#include "hw/flow/build.hpp"
#include "hw/flow/families/family.hpp"
#include "models/error.hpp"

using namespace isinglass;
using namespace isinglass::flow;
namespace fs = std::filesystem;

namespace {

BuildRequest small_ring(const std::string& board) {
  const auto catalogue = built_in_catalogue();
  BuildRequest request;
  request.sources = ISINGLASS_SOURCE_DIR;
  request.board = *find_board(catalogue, board);
  request.shell = catalogue.shell;
  request.core = *find_core(catalogue, "pbit_ring");
  request.configuration = configuration_for(catalogue, request.board, request.core, 64, 4);
  request.configuration.clock_mhz = request.board.input_mhz * 2;
  request.seeds = 1;
  return request;
}

// Builds, or says what is missing and returns false.
bool is_built(const BuildRequest& request, BuildReport& report) {
  StepContext context;
  context.directory = fs::path(ISINGLASS_BINARY_DIR) / "hw" / (request.board.name + "-small-ring");
  try {
    report = build(context, request);
  } catch (const UsageError& error) {
    WARN("skipped: " << error.what() << "; " << error.hint());
    return false;
  }
  for (const auto& [what, name] : report.files) {
    INFO(what);
    CHECK(fs::file_size(context.directory / name) > 100);
  }
  return true;
}

}  // namespace

TEST_CASE("a ring of 64 spins becomes a bitstream for ECP5 and Gowin", "[.campaign]") {
  for (const char* board : {"ulx3s-85f", "tangnano20k"}) {
    INFO(board);
    const auto request = small_ring(board);
    BuildReport report;
    if (!is_built(request, report)) continue;
    CHECK(report.fmax_mhz() >= request.configuration.clock_mhz);
    CHECK(report.used.logic_cells > 1000);
    CHECK(report.used.ram_blocks > 4);
    CHECK(report.files.front().first == "bitstream");
    CHECK(report.tools.size() == 2);
  }
}

TEST_CASE("a ring of 64 spins becomes scripts for Vivado and Quartus, with yosys' estimate of the resources",
          "[.campaign]") {
  for (const char* board : {"arty-a7-100t", "genesys2", "de10-nano"}) {
    INFO(board);
    BuildReport report;
    if (!is_built(small_ring(board), report)) continue;
    CHECK(report.used.logic_cells > 1000);
    CHECK(report.used.ram_blocks > 4);
    CHECK(report.used.dsp == 1);
    CHECK(report.files.front().second == "build.tcl");
  }
}
