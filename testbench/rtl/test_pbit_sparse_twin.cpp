// The integer twin of the sparse p-bit core by itself: noise table, law at fixed temperature, energies, latencies.
#include <array>
#include <catch2/catch.hpp>
#include <memory>
#include <numeric>

#include "testbench/rtl/exact_law.hpp"
#include "testbench/rtl/random_problem.hpp"

using namespace isinglass;

namespace {

constexpr std::array<int, 1024> table = {
#include "models/digital/logistic_table.inc"
};

std::shared_ptr<const PbitSparseImage> image_of(const Problem& problem) {
  return std::make_shared<const PbitSparseImage>(pbit_sparse_image(problem, {}));
}

/// States of independent reads, each a random start and `sweeps` sweeps at one temperature.
std::vector<std::int64_t> counts_of(const Problem& problem, double temperature, std::uint32_t sweeps, int reads,
                                    std::uint32_t stream) {
  PbitSparse core(image_of(problem));
  std::vector<std::int64_t> counts(std::size_t{1} << static_cast<unsigned>(problem.size()));
  AnnealRun run;
  run.sweeps = sweeps;
  run.temperature = pbit_sparse_temperature(temperature);
  for (int read = 0; read < reads; ++read) {
    const auto words = random_words({11, static_cast<std::uint32_t>(read), 0, 0, stream});
    run.seed = static_cast<std::uint64_t>(words[0]) << 32U | words[1];
    ++counts[state_of(core.run(run).spins)];
  }
  return counts;
}

Problem ring(std::int32_t n, double coupling) {
  Problem problem;
  problem.fields.assign(static_cast<std::size_t>(n), 0.0);
  for (std::int32_t i = 0; i < n; ++i) {
    const std::int32_t j = (i + 1) % n;
    problem.couplings.push_back({std::min(i, j), std::max(i, j), coupling});
  }
  return problem;
}

// Standard normal quantile of 1 - 1e-6: a correct core fails one of these checks once in a million.
constexpr double rare = 4.753;

}  // namespace

TEST_CASE("the noise table is the logistic quantile at the middle of each cell") {
  for (std::size_t k = 0; k < table.size(); ++k) {
    const double u = 0.5 + (static_cast<double>(k) + 0.5) / 2048.0;
    CHECK(table[k] == static_cast<int>(std::floor(std::log(u / (1.0 - u)) * 256.0 + 0.5)));
  }
  CHECK(table.back() == 2129);  // ln 4095: the tail beyond has probability 1/4096 on each side
}

TEST_CASE("a spin is drawn by the logistic function of its field, symmetrically, within the table's resolution") {
  for (const double temperature : {0.25, 0.7, 1.0, 3.0, 12.0, 100.0}) {
    const std::uint32_t tau = pbit_sparse_temperature(temperature);
    for (int field = -511; field <= 511; ++field) {
      const double p = pbit_sparse_probability(field, tau);
      const double exact = 1.0 / (1.0 + std::exp(-2.0 * field / temperature));
      CHECK(std::abs(p - exact) < 0.0016);  // 1/2048 for the cells, the rest for the 8 fraction bits of L and tau
      CHECK(p + pbit_sparse_probability(-field, tau) == 1.0);
    }
  }
}

TEST_CASE("temperature zero is exactly greedy, with a fair coin for a spin without field") {
  CHECK(pbit_sparse_probability(1, 0) == 1.0);
  CHECK(pbit_sparse_probability(-1, 0) == 0.0);
  CHECK(pbit_sparse_probability(0, 0) == 0.5);
  RandomStream random(20, 0, 0);
  for (int k = 0; k < 50; ++k) {
    const Problem problem = random_problem(random, 60, 0.1, 5, true);
    PbitSparse core(image_of(problem));
    AnnealRun run;
    run.seed = random.word();
    run.sweeps = 100;
    std::int32_t last = 1 << 30;
    bool annealing = false;
    const std::uint64_t begin = 3 * PbitSparseLatency::boundary + 60 + 30;
    core.run(run, [&](const AnnealFlip& flip) {
      if (annealing && flip.cycle > begin + 60 * 64) CHECK(flip.energy <= last);  // long after the random sweep
      annealing = true;
      last = flip.energy;
    });
    for (std::size_t i = 0; i < 60; ++i)
      CHECK(core.fields()[i] * core.run({.sweeps = 0, .reload = false, .randomise = false}).spins[i] >= 0);
  }
}

TEST_CASE("at infinite temperature all states are equally likely") {
  const Problem problem = ring(6, 3.0);
  const auto counts = counts_of(problem, 1.0, 0, 64000, 1);
  const std::vector<double> law(64, 1.0 / 64.0);
  CHECK(chi_square(counts, law).normal() < rare);
}

TEST_CASE("at fixed temperature independent reads follow the exact law of the noise table") {
  RandomStream random(21, 0, 0);
  for (int k = 0; k < 12; ++k) {
    const auto n = static_cast<std::int32_t>(2 + random.below(6));
    const Problem problem = random_problem(random, n, 0.7, 3, k % 2 == 0);
    const double temperature = 1.0 + random.uniform() * 6.0;
    const int sweeps = 1 + static_cast<int>(random.below(25));
    const auto counts =
        counts_of(problem, temperature, static_cast<std::uint32_t>(sweeps), 40000, static_cast<std::uint32_t>(100 + k));
    const auto law = law_after(problem, pbit_sparse_temperature(temperature), sweeps);
    CAPTURE(n, temperature, sweeps);
    const ChiSquare chi = chi_square(counts, law);
    CAPTURE(chi.statistic, chi.degrees);
    CHECK(chi.normal() < rare);
  }
}

TEST_CASE("the stationary law of the noise table is near Boltzmann's") {
  RandomStream random(22, 0, 0);
  for (int k = 0; k < 10; ++k) {
    const Problem problem = random_problem(random, 7, 0.6, 3, true);
    for (const double temperature : {4.0, 8.0}) {  // below, barriers of 8.3 tau split the states
      const auto law = law_after(problem, pbit_sparse_temperature(temperature), 200);
      CHECK(total_variation(law, boltzmann_law(problem, temperature)) < 0.01);
    }
  }
}

TEST_CASE("distance of the noise table's law from Boltzmann's, for the table in the docs", "[.report]") {
  RandomStream random(22, 0, 0);
  std::vector<Problem> problems;
  for (int k = 0; k < 20; ++k) problems.push_back(random_problem(random, 7, 0.6, 3, true));
  for (const double temperature : {0.5, 1.0, 2.0, 4.0, 8.0, 16.0}) {
    double worst = 0.0;
    double sum = 0.0;
    for (const Problem& problem : problems) {
      const auto law = law_after(problem, pbit_sparse_temperature(temperature), 4000);
      const double distance = total_variation(law, boltzmann_law(problem, temperature));
      worst = std::max(worst, distance);
      sum += distance / 20.0;
    }
    WARN("T " << temperature << " mean " << sum << " worst " << worst);
  }
}

TEST_CASE("energies are those of the problem, and the best state has the best energy") {
  RandomStream random(23, 0, 0);
  for (int k = 0; k < 300; ++k) {
    const auto n = static_cast<std::int32_t>(1 + random.below(60));
    const Problem problem = random_problem(random, n, std::min(1.0, 6.0 / n), 7, k % 2 == 0);
    PbitSparse core(image_of(problem));
    std::int32_t lowest = 1 << 30;
    AnnealRun run = random_run(random);
    run.randomise = false;
    const AnnealResult result = core.run(run, [&](const AnnealFlip& flip) { lowest = std::min(lowest, flip.energy); });
    CHECK(energy(problem, result.spins) == result.energy);
    CHECK(energy(problem, result.best_spins) == result.best_energy);
    CHECK(result.best_energy == std::min(lowest, core.image().initial_energy));
    CHECK_FALSE(result.overflow);
  }
}

TEST_CASE("clocks are visits, boundaries and flips, as documented") {
  RandomStream random(24, 0, 0);
  for (const std::int32_t n : {1, 2, 49, 50}) {
    const Problem problem = n < 3 ? random_problem(random, n, 1.0, 3, true) : ring(n, 1.0);  // lists have 4 rows
    PbitSparse core(image_of(problem));
    for (int k = 0; k < 20; ++k) {
      AnnealRun run = random_run(random);
      run.sweeps = 30;
      run.reload = true;
      std::uint64_t flips = 0;
      const AnnealResult result =
          core.run(run, [&](const AnnealFlip& flip) { flips += flip.index % 2 == 0 ? 4 + 5 : 4 + 6; });
      const auto pairs = static_cast<std::uint64_t>((n + 1) / 2);
      const std::uint64_t sweeps = 30 + (run.randomise ? 1 : 0);
      const std::uint64_t expected = 9 + (static_cast<std::uint64_t>(n) + 9) + sweeps * (pairs + 9) + flips;
      CAPTURE(n, result.cycles, expected);
      CHECK((result.cycles == expected || result.cycles == expected + pairs + 9));  // with the flush, or without
    }
  }
}

TEST_CASE("a reloaded run depends on its seed alone, and a run that goes on begins where the last one ended") {
  RandomStream random(25, 0, 0);
  const Problem problem = random_problem(random, 40, 0.1, 3, true);
  PbitSparse core(image_of(problem));
  AnnealRun run;
  run.sweeps = 10;
  run.temperature = pbit_sparse_temperature(3.0);
  run.seed = 7;
  const AnnealResult first = core.run(run);
  run.seed = 8;
  CHECK(core.run(run).spins != first.spins);
  run.seed = 7;
  const AnnealResult again = core.run(run);
  CHECK(again.spins == first.spins);
  CHECK(again.cycles == first.cycles);
  const AnnealResult still = core.run({.sweeps = 0, .reload = false, .randomise = false});
  CHECK(still.spins == first.spins);
  CHECK(still.energy == first.energy);
  CHECK(still.best_energy == first.energy);
}
