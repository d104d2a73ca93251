// Calls iverilog and vvp.
#include "testbench/ladder/icarus_core.hpp"

#include <unistd.h>

#include "hw/flow/board_header.hpp"
#include "hw/flow/checksum.hpp"
#include "hw/flow/process.hpp"
#include "testbench/rtl/colour_graphs.hpp"

namespace isinglass::testbench {

namespace fs = std::filesystem;

IcarusCore::IcarusCore(const flow::Configuration& configuration, const std::string& changed, const std::string& text)
    : folder_(fs::temp_directory_path() / ("isinglass-icarus-" + std::to_string(getpid()))) {
  const fs::path root = ISINGLASS_SOURCE_DIR;
  fs::create_directories(folder_);
  const auto catalogue = flow::built_in_catalogue();
  const auto& core = *flow::find_core(catalogue, configuration.core);
  std::vector<std::string> command{"iverilog", "-g2012", "-I.", "-s", "core_script", "-o", "core.vvp"};
  if (!configuration.graph.empty()) {
    const fs::path graph = root / "rtl/graphs" / colour_fixture(configuration.spins).name;
    command.push_back("-I" + graph.string());
    command.push_back((graph / "pbit_colour_graph.v").string());
  }
  flow::write_text(folder_ / "configuration.vh",
                   flow::board_header(*flow::find_board(catalogue, configuration.board), core, configuration));
  for (const auto& name : core.sources) command.push_back(name == changed ? "changed.v" : (root / name).string());
  if (!changed.empty()) flow::write_text(folder_ / "changed.v", text);
  command.push_back((root / "testbench/ladder/core_script.v").string());
  command.push_back((root / "testbench/rtl/SB_SPRAM256KA.v").string());
  call(command, compiled_);
}

IcarusCore::~IcarusCore() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string IcarusCore::play(const CoreScript& script, int seconds, bool hasty) {
  flow::write_text(folder_ / "script.hex", script.text());
  bool succeeded = false;
  return call({"timeout", std::to_string(seconds), "vvp", "-n", "core.vvp", "+script=script.hex",
               hasty ? "+hasty" : "+patient"},
              succeeded);
}

std::string IcarusCore::call(const std::vector<std::string>& command, bool& succeeded) {
  succeeded = flow::run_process(command, folder_, folder_ / "log", nullptr).succeeded();
  return flow::read_text(folder_ / "log");
}

}  // namespace isinglass::testbench
