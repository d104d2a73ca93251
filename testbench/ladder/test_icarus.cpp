// The cores in Icarus Verilog, a second simulator with X values, against scripts written by their twins.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "hw/flow/board_header.hpp"
#include "hw/flow/checksum.hpp"
#include "hw/flow/process.hpp"
#include "testbench/ladder/core_script.hpp"
#include "testbench/ladder/ladder_task.hpp"

using namespace isinglass;
using namespace isinglass::testbench;
namespace fs = std::filesystem;

namespace {

const fs::path source_root = ISINGLASS_SOURCE_DIR;

/// A folder of its own with the compiled core in it.
class IcarusCore {
 public:
  explicit IcarusCore(const flow::Configuration& configuration)
      : folder_(fs::temp_directory_path() / ("isinglass-icarus-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
    const auto catalogue = flow::built_in_catalogue();
    const auto& core = *flow::find_core(catalogue, configuration.core);
    flow::write_text(folder_ / "configuration.vh",
                     flow::board_header(*flow::find_board(catalogue, configuration.board), core, configuration));
    std::vector<std::string> command{"iverilog", "-g2012", "-I.", "-s", "core_script", "-o", "core.vvp"};
    for (const auto& name : core.sources) command.push_back((source_root / name).string());
    command.push_back((source_root / "testbench/ladder/core_script.v").string());
    command.push_back((source_root / "testbench/rtl/SB_SPRAM256KA.v").string());
    call(command);
  }
  ~IcarusCore() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  IcarusCore(const IcarusCore&) = delete;
  IcarusCore& operator=(const IcarusCore&) = delete;

  std::string play(const CoreScript& script) {
    flow::write_text(folder_ / "script.hex", script.text());
    return call({"vvp", "-n", "core.vvp", "+script=script.hex"});
  }

 private:
  std::string call(const std::vector<std::string>& command) {
    const auto result = flow::run_process(command, folder_, folder_ / "log", nullptr);
    const std::string output = flow::read_text(folder_ / "log");
    CAPTURE(output);
    REQUIRE(result.succeeded());
    return output;
  }
  fs::path folder_;
};

CoreScript sample(const flow::Configuration& configuration, std::uint64_t seed, int problems, std::uint32_t sweeps) {
  CoreScript script;
  RandomStream random(seed, 0, 0);
  for (int k = 0; k < problems; ++k) {
    const AnnealTask task = ladder_task(configuration, random, 40);
    const AnnealDevice twin = task.twin();
    script.load(task.load);
    for (int r = 0; r < 2; ++r) {
      const AnnealRun run = ladder_run(task, random, sweeps);
      script.run_and_expect(run, twin(run, {}));
    }
  }
  return script;
}

}  // namespace

TEST_CASE("Icarus gives the twin's answers on every configuration") {
  for (const auto& configuration : annealing_configurations()) {
    if (configuration.spins * configuration.weight_bits > 1024 && configuration.entries == 0) continue;  // minutes
    DYNAMIC_SECTION(to_string(configuration)) {
      IcarusCore core(configuration);
      const std::string output = core.play(sample(configuration, 40, 2, 6));
      CAPTURE(output);
      CHECK(output.find("PASS after") != std::string::npos);
    }
  }
}

TEST_CASE("Icarus gives the twin's answers on every configuration, at length", "[.campaign]") {
  for (const auto& configuration : annealing_configurations()) {
    DYNAMIC_SECTION(to_string(configuration)) {
      IcarusCore core(configuration);
      const std::string output = core.play(sample(configuration, 41, 10, 20));
      CAPTURE(output);
      CHECK(output.find("PASS after") != std::string::npos);
    }
  }
}

TEST_CASE("the script bench notices a wrong expectation") {
  const auto configuration = annealing_configurations().front();
  IcarusCore core(configuration);
  CoreScript script = sample(configuration, 42, 1, 2);
  script.expect(0x02, 77);
  const std::string output = core.play(script);
  CHECK(output.find("register 02 is 00000001, expected 0000004d") != std::string::npos);
  CHECK(output.find("FAIL: 1 differences") != std::string::npos);
}
