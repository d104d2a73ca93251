// Every core on every board, in a size that no configuration names: its Verilog is sound, and becomes what the board's
// family leaves.
#include <catch2/catch.hpp>
#include <filesystem>

#include "hw/flow/board_header.hpp"
#include "hw/flow/checksum.hpp"
#include "hw/flow/process.hpp"
#include "models/error.hpp"
#include "testbench/flow/small_design.hpp"

using namespace isinglass;
using namespace isinglass::flow;
using namespace isinglass::testbench;
namespace fs = std::filesystem;

namespace {

// Calls visit(board, core) for all pairs of the catalogue.
template <class Visit>
void for_each_pair(const Visit& visit) {
  const auto catalogue = built_in_catalogue();
  for (const auto& core : catalogue.cores) {
    for (const auto& board : catalogue.boards) visit(board.name, core.name);
  }
}

std::vector<std::string> lint_command(const BuildRequest& request, const fs::path& folder) {
  std::vector<std::string> command = {"verilator",    "--lint-only",  "-Wall", "-I" + folder.string(),
                                      "--top-module", "annealer_link"};
  for (const auto* names : {&request.shell, &request.core.sources}) {
    for (const auto& name : *names) command.push_back((request.sources / name).string());
  }
  for (const auto& [name, text] : request.generated) {
    put_text(folder / name, text);
    if (name.ends_with(".v")) command.push_back((folder / name).string());
  }
  command.push_back((request.sources / "testbench/rtl/SB_SPRAM256KA.v").string());
  return command;
}

// A build that the board's tools made, or a reason that they are not there.
void check_build(const BuildRequest& request) {
  StepContext context;
  context.directory = fs::path(ISINGLASS_BINARY_DIR) / "hw" / "every" / (request.board.name + "-" + request.core.name);
  BuildReport report;
  try {
    report = build(context, request);
  } catch (const UsageError& error) {
    WARN("skipped: " << error.what() << "; " << error.hint());
    return;
  }
  WARN(to_table(report, context.directory));
  CHECK(report.used.logic_cells > 900);
  CHECK(report.used.ram_blocks > 0);
  for (const auto& [what, name] : report.files) {
    INFO(what);
    CHECK(fs::file_size(context.directory / name) > 100);
  }
}

}  // namespace

TEST_CASE("every core has a sound configuration for every board") {
  for_each_pair([](const std::string& board, const std::string& core) {
    INFO(core << " on " << board);
    const BuildRequest request = small_design(board, core);
    const fs::path folder = fs::path(ISINGLASS_BINARY_DIR) / "hw" / "lint" / (board + "-" + core);
    fs::create_directories(folder);
    put_text(folder / "configuration.vh", board_header(request.board, request.core, request.configuration));
    const auto result = run_process(lint_command(request, folder), folder, folder / "lint.log", nullptr);
    INFO(read_text(folder / "lint.log"));
    CHECK(result.succeeded());
  });
}

TEST_CASE("every core is built for every board", "[.campaign]") {
  for_each_pair([](const std::string& board, const std::string& core) {
    DYNAMIC_SECTION(core << " on " << board) { check_build(small_design(board, core)); }
  });
}
