// Problems and runs for the ladder.
#include "testbench/ladder/ladder_task.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "testbench/rtl/colour_graphs.hpp"
#include "testbench/rtl/random_problem.hpp"

namespace isinglass::testbench {
namespace {

/// Random signs on the graph of rtl/graphs/torus.
Problem graph_problem(RandomStream& random) {
  Problem problem = torus_problem(6, false);
  for (Coupling& c : problem.couplings) c.value = random.below(2) == 0 ? 1.0 : -1.0;
  for (double& h : problem.fields) h = static_cast<double>(random.below(5)) - 2.0;
  return problem;
}

}  // namespace

AnnealTask ladder_task(const flow::Configuration& configuration, RandomStream& random, std::int32_t largest,
                       std::int32_t smallest) {
  const AnnealCore& core = *find_anneal_core(configuration.core);
  const auto spins = static_cast<std::int32_t>(configuration.spins);
  const auto sizes = static_cast<std::uint32_t>(std::min(spins, largest) - smallest + 1);
  const auto n = smallest + static_cast<std::int32_t>(random.below(sizes));
  // Lists have room for a few neighbours of each spin; where every spin sees every other, density costs nothing.
  const double density = configuration.entries > 0 ? std::min(1.0, 6.0 / n) : 0.2 + 0.8 * random.uniform();
  const std::int32_t weight = (1 << (configuration.weight_bits - 1)) - 1;
  const Problem problem = configuration.graph.empty()
                              ? random_problem(random, n, density, std::min(weight, 7), random.below(2) == 0)
                              : graph_problem(random);
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
    // A core that is made for a graph takes none of the problems that the others do.
    if (configuration.graph.empty() && find_anneal_core(configuration.core) != nullptr) found.push_back(configuration);
  }
  return found;
}

}  // namespace isinglass::testbench
