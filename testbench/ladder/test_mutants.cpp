// How much the ladder notices: every core with one small wrong change in its Verilog, in Icarus, against a script
// written by its twin. The share that is noticed is told, and every survivor by name. Each core has its own part of the
// places, spread evenly.
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>

#include "hw/flow/checksum.hpp"
#include "testbench/ladder/icarus_core.hpp"
#include "testbench/ladder/ladder_task.hpp"
#include "testbench/ladder/mutants.hpp"

using namespace isinglass;
using namespace isinglass::testbench;

namespace {

const std::filesystem::path source_root = ISINGLASS_SOURCE_DIR;

CoreScript examination(const flow::Configuration& configuration) {
  CoreScript script;
  RandomStream random(90, 0, 0);
  script.expect_identity(configuration, static_cast<std::uint32_t>(
                                            flow::find_core(flow::built_in_catalogue(), configuration.core)->number));
  for (const std::int32_t spins : {50, 20, 3}) {
    const AnnealTask task = ladder_task(configuration, random, spins);
    const AnnealDevice twin = task.twin();
    script.load(task.load);
    script.expect_load(task.load);
    for (int k = 0; k < 3; ++k) {
      const AnnealRun run = ladder_run(task, random, 8);
      script.run_and_expect(run, twin(run, {}));
    }
    AnnealRun run = ladder_run(task, random, 8);
    run.sweeps += 4;
    script.refuse_while_busy(run, twin(run, {}));
  }
  return script;
}

struct Change {
  Mutant mutant;
  std::string text;  ///< of the file, unchanged
};

std::vector<Change> changes_of(const flow::Configuration& configuration) {
  std::vector<Change> all;
  const auto catalogue = flow::built_in_catalogue();
  for (const auto& file : flow::find_core(catalogue, configuration.core)->sources) {
    if (file.find("_table.v") != std::string::npos) continue;  // their numbers are compared with the twin's elsewhere
    const std::string text = flow::read_text(source_root / file);
    for (const Mutant& mutant : mutants_of(file, text)) all.push_back({mutant, text});
  }
  return all;
}

// How long the examination takes, at least one second; a mutant that hangs is given a few times that.
int seconds_when_sound(const flow::Configuration& configuration, const CoreScript& script) {
  const auto begin = std::chrono::steady_clock::now();
  const std::string output = IcarusCore(configuration).play(script);
  INFO(output);
  REQUIRE(output.find("PASS after") != std::string::npos);
  return 1 + static_cast<int>(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
}

}  // namespace

TEST_CASE("wrong changes of a core's Verilog are noticed, and the share is told", "[.campaign]") {
  const char* asked = std::getenv("ISINGLASS_MUTANTS");
  const std::size_t count = asked == nullptr ? 40 : std::stoul(asked);
  for (const auto& configuration : annealing_configurations()) {
    if (configuration.spins * configuration.weight_bits > 2048 && configuration.entries == 0) continue;  // hours
    DYNAMIC_SECTION(to_string(configuration)) {
      const CoreScript script = examination(configuration);
      const int seconds = seconds_when_sound(configuration, script);
      const auto all = changes_of(configuration);
      const std::size_t step = std::max<std::size_t>(1, all.size() / count);
      int tried = 0, noticed = 0;
      for (std::size_t k = step / 2; k < all.size(); k += step) {
        const auto& [mutant, text] = all[k];
        IcarusCore core(configuration, mutant.file, mutated(text, mutant));
        if (!core.compiled()) continue;  // no Verilog at all
        ++tried;
        if (core.play(script, 4 * seconds).find("PASS after") == std::string::npos) {
          ++noticed;
        } else {
          WARN("survived: " << to_string(mutant, text));
        }
      }
      WARN(to_string(configuration) << ": " << noticed << " of " << tried << " noticed, of " << all.size()
                                    << " places");
      CHECK(noticed >= 0.8 * tried);
    }
  }
}

TEST_CASE("mutants are made where code is, and nowhere else") {
  const std::string text =
      "// a && b\nmodule m;\n  logic [A_BITS-1:0] q;  // x + y\n  always_ff @(posedge c) if (!rst_ni) q <= '0;\n"
      "    else q <= a && !b;\n`ifdef FORMAL\n  assert (a && b);\n`endif\nendmodule\n";
  const auto found = mutants_of("m.v", text);
  REQUIRE(found.size() == 6);
  CHECK(mutated(text, found.front()).find("logic [A_BITS-2:0] q;") != std::string::npos);
  for (const Mutant& mutant : found) CHECK(mutated(text, mutant) != text);
}
