// What the twin of the lane p-bit core computes: the law of its noise tables, energies, ground states, clocks.
#include <catch2/catch.hpp>

#include "models/digital/noise_table.hpp"
#include "models/digital/pbit_lane.hpp"
#include "models/error.hpp"
#include "testbench/rtl/bias_report.hpp"
#include "testbench/rtl/exact_law.hpp"
#include "testbench/rtl/random_problem.hpp"

using namespace isinglass;

namespace {

constexpr double rare = 4.9;  // standard deviations; one false alarm in two million
constexpr PbitLaneSize size{};

std::shared_ptr<const PbitLaneImage> image_of(const Problem& problem) {
  return std::make_shared<const PbitLaneImage>(pbit_lane_image(problem, size));
}

}  // namespace

TEST_CASE("at fixed temperature independent reads of the lane core follow the exact law of the noise tables") {
  RandomStream random(31, 0, 0);
  for (int k = 0; k < 8; ++k) {
    const auto n = static_cast<std::int32_t>(2 + random.below(5));
    const Problem problem = random_problem(random, n, 0.8, 3, k % 4 < 2);
    const double temperature = 1.5 + random.uniform() * 6.0;
    const int sweeps = 1 + static_cast<int>(random.below(8));
    PbitLane core(image_of(problem));
    AnnealRun run;
    run.sweeps = static_cast<std::uint32_t>(sweeps);
    run.temperature = register_temperature(temperature, size.field_bits);
    run.metropolis = k % 2 == 1;
    std::vector<std::int64_t> counts(std::size_t{1} << static_cast<unsigned>(n), 0);
    for (int read = 0; read < 40000; ++read) {
      run.seed = static_cast<std::uint64_t>(random.word()) << 32U | random.word();
      ++counts[state_of(core.run(run).spins)];
    }
    CAPTURE(n, temperature, sweeps, run.metropolis);
    const auto law = law_of_tables(problem, {run.temperature, size.field_bits, sweeps, run.metropolis, true});
    const ChiSquare chi = chi_square(counts, law);
    CAPTURE(chi.statistic, chi.degrees);
    CHECK(chi.normal() < rare);
  }
}

TEST_CASE("the stationary laws of both rules of the lane core are near Boltzmann's") {
  RandomStream random(32, 0, 0);
  for (int k = 0; k < 6; ++k) {
    const Problem problem = random_problem(random, 6, 0.7, 3, true);
    for (const bool metropolis : {false, true}) {
      const auto law =
          law_of_tables(problem, {register_temperature(6.0, size.field_bits), size.field_bits, 300, metropolis, true});
      CHECK(total_variation(law, boltzmann_law(problem, 6.0)) < 0.01);
    }
  }
}

TEST_CASE("distance of both rules' laws of the lane core from Boltzmann's, for the table in the docs", "[.report]") {
  for (const bool metropolis : {false, true}) {
    tell_bias(metropolis ? "Metropolis" : "Gibbs", size.field_bits,
              [&](const Problem& problem, std::uint32_t temperature) {
                return law_of_tables(problem, {temperature, size.field_bits, 4000, metropolis, true});
              });
  }
}

TEST_CASE("energies, fields and the best state of the lane core are those of the problem") {
  RandomStream random(33, 0, 0);
  for (int k = 0; k < 200; ++k) {
    const auto n = static_cast<std::int32_t>(1 + random.below(150));
    const Problem problem = random_problem(random, n, random.uniform(), 7, k % 2 == 0);
    PbitLane core(image_of(problem));
    AnnealRun run = random_run(random);
    run.randomise = false;
    run.metropolis = k % 3 == 0;
    std::int32_t lowest = core.image().initial_energy;
    const AnnealResult result = core.run(run, [&](const AnnealFlip& flip) { lowest = std::min(lowest, flip.energy); });
    CHECK(energy(problem, result.spins) == result.energy);
    CHECK(energy(problem, result.best_spins) == result.best_energy);
    CHECK(result.best_energy == lowest);
    CHECK_FALSE(result.overflow);
    CHECK(core.fields() == pbit_lane_image(problem, size, false, result.spins).fields);
  }
}

TEST_CASE("the lane core finds the ground states of a ferromagnet and of a planted problem of 512 spins") {
  RandomStream random(35, 0, 0);
  std::vector<Spin> planted(512);
  for (Spin& s : planted) s = random.below(2) == 0 ? Spin{1} : Spin{-1};
  for (const bool hidden : {false, true}) {
    Problem problem;
    problem.fields.assign(512, 0.0);
    for (std::int32_t i = 0; i < 512; ++i)
      for (std::int32_t j = i + 1; j < 512; ++j) {
        const int sign = hidden ? planted[static_cast<std::size_t>(i)] * planted[static_cast<std::size_t>(j)] : 1;
        problem.couplings.push_back({i, j, -7.0 * sign});
      }
    PbitLane core(image_of(problem));
    AnnealRun run;
    run.sweeps = 20;
    run.temperature = register_temperature(400.0, size.field_bits);
    run.temperature_step = run.temperature / 20;
    const AnnealResult result = core.run(run);
    CHECK(result.best_energy == -7 * 512 * 511 / 2);
    CHECK_FALSE(result.overflow);
  }
}

TEST_CASE("at zero temperature the lane core only falls, into a state in which every spin follows its field") {
  RandomStream random(34, 0, 0);
  for (int k = 0; k < 50; ++k) {
    const Problem problem = random_problem(random, 100, 0.5, 7, true);
    PbitLane core(image_of(problem));
    std::int32_t last = core.image().initial_energy;
    bool fell = true;
    AnnealRun run;
    run.seed = random.word();
    run.sweeps = 100;
    run.randomise = false;
    const AnnealResult result = core.run(run, [&](const AnnealFlip& flip) {
      fell = fell && flip.energy <= last;
      last = flip.energy;
    });
    CHECK(fell);
    for (std::size_t i = 0; i < result.spins.size(); ++i) CHECK(core.fields()[i] * result.spins[i] >= 0);
  }
}

TEST_CASE("clocks of the lane core are visits, boundaries and flips, as documented") {
  RandomStream random(36, 0, 0);
  for (const auto& [n, blocks] : {std::pair{10, 4}, std::pair{64, 4}, std::pair{65, 5}, std::pair{512, 32}}) {
    PbitLane core(image_of(random_problem(random, n, 0.5, 7, true)));
    AnnealRun run;
    run.sweeps = 30;
    run.temperature = register_temperature(5.0, size.field_bits);
    const AnnealResult result = core.run(run);
    const std::uint64_t visits = result.cycles - 8 - result.flips * static_cast<std::uint64_t>(blocks + 4);
    const auto sweep = static_cast<std::uint64_t>(n + 9);
    CHECK((visits == 32 * sweep || visits == 33 * sweep));  // reload, random, 30, and perhaps flush
  }
}

TEST_CASE("the image of the lane core refuses what does not fit, or scales it") {
  const Problem large{"", Kind::ising, {0.0, 0.0}, {{0, 1, 9.0}}, 0.0};
  CHECK_THROWS_AS(pbit_lane_image(large, size), InputError);
  CHECK(pbit_lane_image(large, size, true).scale < 1.0);
  const Problem strong{"", Kind::ising, {4095.0, 0.0}, {{0, 1, 1.0}}, 0.0};
  CHECK_THROWS_AS(pbit_lane_image(strong, size), InputError);
  Problem many;
  many.fields.assign(513, 0.0);
  CHECK_THROWS_AS(pbit_lane_image(many, size), InputError);
  many.fields.assign(512, 0.0);
  many.couplings = {{0, 511, -7.0}, {2, 17, 3.0}};
  const PbitLaneImage image = pbit_lane_image(many, size);
  CHECK(row_words(image).size() == 32768);
  CHECK(row_words(image)[63] == 0x70000000U);              // row 0, entry 511: w = 7
  CHECK(row_words(image)[2 * 64 + 2] == 0x000000D0U);      // row 2, entry 17: w = -3
  CHECK(initial_words(image)[511] == (0x80000000U | 7U));  // up, under a field of 7
  CHECK(initial_words(image)[17] == (0x80000000U | 0x7FFFFFFDU));
}
