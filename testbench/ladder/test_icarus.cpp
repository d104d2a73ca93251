// The cores in Icarus Verilog, a second simulator with X values, against scripts written by their twins.
#include <catch2/catch.hpp>

#include "hw/host/memory_match_load.hpp"
#include "sim/sampler/memory_match.hpp"
#include "testbench/ladder/core_script.hpp"
#include "testbench/ladder/icarus_core.hpp"
#include "testbench/ladder/ladder_task.hpp"

using namespace isinglass;
using namespace isinglass::testbench;

namespace {

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
    if (configuration.spins * configuration.weight_bits > 512 && configuration.entries == 0) continue;  // minutes
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

TEST_CASE("Icarus gives the twin's answers on the associative memory, folded and not") {
  const std::string board = GENERATE("hx8k-evn", "icebreaker");
  CAPTURE(board);
  const auto configuration = *flow::find_configuration(flow::built_in_catalogue(), board, "memory_match");
  const MemoryMatchSize size = memory_match_size(configuration);
  IcarusCore core(configuration);
  CoreScript script;
  RandomStream random(43, 0, 0);
  for (const std::int32_t count : {1, 30, size.patterns / 2}) {  // in the lower banks, and in all
    const auto image = std::make_shared<const MemoryMatchImage>(memory_match_image(
        random_patterns(random.below(2) == 0 ? size.spins : 96, count, random.word()), size, MemoryMatchFunction{}));
    MemoryMatch twin(image);
    script.load(load_of(*image));
    for (int k = 0; k < 3; ++k) {
      const auto cue = flipped(image->patterns.pattern(count - 1), image->patterns.size / 4, random.word(), 0);
      twin.show(cue);
      const MemoryMatchResult result = twin.run(5);
      script.memory(2, cue_words(*image, cue), false);
      AnnealRun run;
      run.sweeps = 5;
      run.extra[0] = static_cast<std::uint32_t>(count);
      script.run_and_expect(run, {result.spins, result.spins, result.energy, result.energy, result.cycles, result.flips,
                                  result.sweeps, result.overflow});
      script.memory(5,
                    {(result.converged ? 1U << 31U : 0U) | static_cast<std::uint32_t>(result.distance) << 16U |
                     static_cast<std::uint32_t>(result.nearest)},
                    true);
    }
  }
  const std::string output = core.play(script);
  CAPTURE(output);
  CHECK(output.find("PASS after") != std::string::npos);
}

TEST_CASE("Icarus gives the twin's answers on a core made for a graph") {
  const auto catalogue = flow::built_in_catalogue();
  const auto* found = flow::find_configuration(catalogue, "hx8k-evn", "pbit_colour");
  REQUIRE(found != nullptr);
  flow::Configuration configuration = *found;
  configuration.spins = 36;
  IcarusCore core(configuration);
  const std::string output = core.play(sample(configuration, 43, 3, 60));
  CAPTURE(output);
  CHECK(output.find("PASS after") != std::string::npos);
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
