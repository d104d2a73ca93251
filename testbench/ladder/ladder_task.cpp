// Problems and runs for the ladder.
#include "testbench/ladder/ladder_task.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "testbench/rtl/random_problem.hpp"

namespace isinglass::testbench {

AnnealTask ladder_task(const flow::Configuration& configuration, RandomStream& random, std::int32_t largest) {
  const AnnealCore& core = *find_anneal_core(configuration.core);
  const auto spins = static_cast<std::int32_t>(configuration.spins);
  const auto n = static_cast<std::int32_t>(1 + random.below(static_cast<std::uint32_t>(std::min(spins, largest))));
  // Lists have room for a few neighbours of each spin; where every spin sees every other, density costs nothing.
  const double density = configuration.entries > 0 ? std::min(1.0, 6.0 / n) : 0.2 + 0.8 * random.uniform();
  const std::int32_t weight = (1 << (configuration.weight_bits - 1)) - 1;
  const Problem problem = random_problem(random, n, density, std::min(weight, 7), random.below(2) == 0);
  const Settings settings(core.names.sampler, core.parameters(),
                          {{"board", configuration.board}, {"weight_bits", std::to_string(configuration.weight_bits)}});
  return core.plan(problem, settings);
}

AnnealRun ladder_run(const AnnealTask& task, RandomStream& random, std::uint32_t sweeps) {
  AnnealRun run = task.plan.run;
  run.seed = static_cast<std::uint64_t>(random.word()) << 32U | random.word();
  const std::uint32_t planned = std::max(run.sweeps, 1U);
  run.sweeps = random.below(sweeps + 1);
  run.temperature_step = random.below(4) == 0 ? 0 : run.temperature / planned * (planned / std::max(run.sweeps, 1U));
  run.randomise = random.below(3) != 0;
  run.reload = random.below(4) != 0;
  return run;
}

std::string to_string(const flow::Configuration& c) {
  return fmt::format("{}/{}/{}/{}", c.board, c.core, c.spins, c.weight_bits);
}

std::vector<flow::Configuration> annealing_configurations() {
  std::vector<flow::Configuration> found;
  for (const auto& configuration : flow::built_in_catalogue().configurations) {
    if (find_anneal_core(configuration.core) != nullptr) found.push_back(configuration);
  }
  return found;
}

}  // namespace isinglass::testbench
