// Random small problems and runs for comparing digital cores with their twins.
#pragma once

#include <algorithm>
#include <string>

#include "models/digital/pbit_sparse.hpp"
#include "models/random.hpp"

namespace isinglass {

/// A graph with `n` spins in which each pair is coupled with probability `density`, weights in -largest..largest
/// without 0, and fields of the same range on about half of the spins when asked for.
inline Problem random_problem(RandomStream& random, std::int32_t n, double density, std::int32_t largest,
                              bool with_fields) {
  Problem problem;
  problem.name = "random";
  problem.fields.assign(static_cast<std::size_t>(n), 0.0);
  const auto weight = [&] {
    const auto magnitude = 1.0 + random.below(static_cast<std::uint32_t>(largest));
    return random.below(2) == 0 ? magnitude : -magnitude;
  };
  for (std::int32_t i = 0; i < n; ++i)
    for (std::int32_t j = i + 1; j < n; ++j)
      if (random.uniform() < density) problem.couplings.push_back({i, j, weight()});
  if (with_fields)
    for (double& h : problem.fields)
      if (random.below(2) == 0) h = weight();
  return problem;
}

/// Schedules from greedy to hot, from no sweep to forty, with every mode.
inline AnnealRun random_run(RandomStream& random) {
  AnnealRun run;
  run.seed = static_cast<std::uint64_t>(random.word()) << 32U | random.word();
  run.sweeps = random.below(40);
  // Greedy, usual, and so hot that thresholds leave the range of the fields.
  const std::uint32_t kind = random.below(6);
  const double start = random.uniform() * (kind == 0 ? 0.0 : kind == 1 ? 500.0 : 12.0);
  run.temperature = pbit_sparse_temperature(start);
  run.temperature_step = random.below(4) == 0 ? 0 : random.below(run.temperature / (run.sweeps + 1) + 2) * 2;
  run.randomise = random.below(3) != 0;
  run.reload = random.below(4) != 0;
  return run;
}

}  // namespace isinglass
