// Runs of the sparse p-bit core under Verilator against its twin, for any Verilated configuration.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>

#include "testbench/rtl/campaign.hpp"
#include "testbench/rtl/core_bench.hpp"
#include "testbench/rtl/random_problem.hpp"

namespace isinglass {

template <class Bench>
void require_equal(Bench& bench, PbitSparse& twin, const AnnealRun& run) {
  const AnnealResult hardware = bench.run(run);
  const AnnealResult model = twin.run(run);
  REQUIRE(difference(hardware, model) == "");
}

/// One random graph, and a few runs on it without loading it again.
template <class Bench>
void compare_random(Bench& bench, RandomStream& random, const PbitSparseSize& size, std::int32_t most_spins,
                    std::uint32_t runs) {
  const auto n = static_cast<std::int32_t>(1 + random.below(static_cast<std::uint32_t>(most_spins)));
  const double density = std::min(1.0, random.uniform() * 12.0 / n);
  const auto largest = static_cast<std::int32_t>(1 + random.below(static_cast<std::uint32_t>(size.largest_weight())));
  const Problem problem = random_problem(random, n, density, largest, random.below(2) == 0);
  const auto image = std::make_shared<const PbitSparseImage>(pbit_sparse_image(problem, size));
  PbitSparse twin(image);
  bench.load(*image);
  for (std::uint32_t k = 0; k < runs; ++k) {
    AnnealRun run = random_run(random);
    if (runs > 4) run.sweeps = campaign_sweeps(random, run.sweeps);
    CAPTURE(n, run.seed, run.sweeps, run.temperature, run.temperature_step, run.reload, run.randomise);
    require_equal(bench, twin, run);
  }
}

/// About `edges` couplings of +1 and -1 among `n` spins.
inline Problem random_regular_size(std::int32_t n, std::int64_t edges, std::uint64_t seed) {
  RandomStream random(seed, 0, 0);
  return random_problem(random, n, 2.0 * static_cast<double>(edges) / (static_cast<double>(n) * (n - 1)), 1, false);
}

}  // namespace isinglass
