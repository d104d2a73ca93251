// Small random problems and runs for any core of the catalogue: what the rungs of the verification ladder are asked.
#pragma once

#include <string>

#include "hw/flow/configurations.hpp"
#include "models/random.hpp"
#include "sim/sampler/anneal_core.hpp"

namespace isinglass::testbench {

/// A problem of `smallest` to `largest` spins that fits the configuration, ready for its core.
AnnealTask ladder_task(const flow::Configuration& configuration, RandomStream& random, std::int32_t largest,
                       std::int32_t smallest = 1);

/// One of the task's runs: its schedule cut to `sweeps` sweeps, another seed and, at random, without the random sweep
/// or going on from the present state.
AnnealRun ladder_run(const AnnealTask& task, RandomStream& random, std::uint32_t sweeps);

/// "icebreaker/pbit_sparse/4096/4"
std::string to_string(const flow::Configuration& configuration);

/// The configurations that have an annealing core, in the catalogue's order.
std::vector<flow::Configuration> annealing_configurations();

}  // namespace isinglass::testbench
