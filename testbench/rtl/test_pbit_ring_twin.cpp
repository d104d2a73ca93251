// The twin of the ring core against exact laws: what it samples, that its books are right, and its zero temperature.
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>

#include "models/digital/noise_table.hpp"
#include "models/digital/pbit_ring.hpp"
#include "testbench/rtl/bias_report.hpp"
#include "testbench/rtl/exact_law.hpp"
#include "testbench/rtl/random_problem.hpp"

using namespace isinglass;

namespace {

constexpr double kRare = 4.9;  // standard deviations; one false alarm in two million
constexpr PbitRingSize kSize{64, 4, 11};

std::shared_ptr<const PbitRingImage> image_of(const Problem& problem) {
  return std::make_shared<const PbitRingImage>(pbit_ring_image(problem, kSize));
}

}  // namespace

TEST_CASE("at fixed temperature independent reads of the ring follow the exact law of the noise tables") {
  RandomStream random(31, 0, 0);
  for (int k = 0; k < 8; ++k) {
    const bool metropolis = k % 2 == 1;
    const auto n = static_cast<std::int32_t>(2 + random.below(5));
    const Problem problem = random_problem(random, n, 0.8, 3, k % 4 < 2);
    const double temperature = 1.5 + random.uniform() * 6.0;
    const int sweeps = 1 + static_cast<int>(random.below(8));
    PbitRing core(image_of(problem));
    AnnealRun run;
    run.sweeps = static_cast<std::uint32_t>(sweeps);
    run.temperature = register_temperature(temperature, kSize.field_bits);
    run.metropolis = metropolis;
    std::vector<std::int64_t> counts(std::size_t{1} << static_cast<unsigned>(n), 0);
    for (int read = 0; read < 40000; ++read) {
      run.seed = static_cast<std::uint64_t>(random.word()) << 32U | random.word();
      ++counts[state_of(core.run(run).spins)];
    }
    CAPTURE(n, temperature, sweeps, metropolis);
    const ChiSquare chi =
        chi_square(counts, law_of_tables(problem, {run.temperature, kSize.field_bits, sweeps, metropolis, false}));
    CAPTURE(chi.statistic, chi.degrees);
    CHECK(chi.normal() < kRare);
  }
}

TEST_CASE("the stationary laws of both rules are near Boltzmann's") {
  RandomStream random(32, 0, 0);
  for (int k = 0; k < 6; ++k) {
    const Problem problem = random_problem(random, 6, 0.7, 3, true);
    for (const bool metropolis : {false, true}) {
      const auto law = law_of_tables(
          problem, {register_temperature(6.0, kSize.field_bits), kSize.field_bits, 300, metropolis, false});
      CHECK(total_variation(law, boltzmann_law(problem, 6.0)) < 0.01);
    }
  }
}

TEST_CASE("distance of both rules' laws of the ring from Boltzmann's, for the table in the docs", "[.report]") {
  for (const bool metropolis : {false, true}) {
    tell_bias(metropolis ? "Metropolis" : "Gibbs", kSize.field_bits,
              [&](const Problem& problem, std::uint32_t temperature) {
                return law_of_tables(problem, {temperature, kSize.field_bits, 4000, metropolis, false});
              });
  }
}

TEST_CASE("energies, fields and the best state of the ring are those of the problem") {
  RandomStream random(33, 0, 0);
  for (int k = 0; k < 200; ++k) {
    const auto n = static_cast<std::int32_t>(1 + random.below(64));
    const Problem problem = random_problem(random, n, random.uniform(), 7, k % 2 == 0);
    PbitRing core(image_of(problem));
    AnnealRun run = random_run(random);
    run.randomise = false;
    run.metropolis = k % 3 == 0;
    std::int32_t lowest = core.image().initial_energy;
    const AnnealResult result = core.run(run, [&](const AnnealFlip& flip) { lowest = std::min(lowest, flip.energy); });
    CHECK(energy(problem, result.spins) == result.energy);
    CHECK(energy(problem, result.best_spins) == result.best_energy);
    CHECK(result.best_energy == lowest);
    CHECK_FALSE(result.overflow);
    const PbitRingImage now = pbit_ring_image(problem, kSize, false, result.spins);
    CHECK(core.fields() == now.fields);
  }
}

TEST_CASE("at zero temperature the ring falls into a state in which every spin follows its field") {
  RandomStream random(34, 0, 0);
  for (int k = 0; k < 50; ++k) {
    const Problem problem = random_problem(random, 60, 0.5, 7, true);
    PbitRing core(image_of(problem));
    std::int32_t last = 1 << 30;
    bool fell = true;
    AnnealRun run;
    run.seed = random.word();
    run.sweeps = 60;
    run.randomise = false;
    const AnnealResult result = core.run(run, [&](const AnnealFlip& flip) {
      fell = fell && flip.energy <= last;
      last = flip.energy;
    });
    CHECK(fell);
    for (std::size_t i = 0; i < result.spins.size(); ++i) CHECK(core.fields()[i] * result.spins[i] >= 0);
  }
}

TEST_CASE("clocks of the ring are its turns, as documented") {
  PbitRing core(image_of(Problem{"", Kind::ising, {1.0, -1.0}, {{0, 1, 1.0}}, 0.0}));
  AnnealRun run;
  run.sweeps = 17;
  CHECK(core.run(run).cycles == 64 * (17 + 3 + 1) + 16);
  run.randomise = false;
  CHECK(core.run(run).cycles == 64 * (17 + 3) + 16);
}
