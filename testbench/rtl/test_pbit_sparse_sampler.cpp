// The sampler `pbit-sparse`: quality on G1, determinism, hardware time, traces, what it refuses and what it scales.
#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "models/error.hpp"
#include "sim/io/problem_load.hpp"
#include "sim/sampler/anneal_history.hpp"
#include "sim/sampler/pbit_sparse_core.hpp"
#include "sim/sampler/registry.hpp"
#include "testbench/physics/gset_file.hpp"
#include "testbench/rtl/random_problem.hpp"

using namespace isinglass;

namespace {

SampleSet run(const Problem& problem, const WrittenSettings& written, const RunOptions& options) {
  const auto samplers = make_samplers();
  const Sampler& sampler = find_sampler(samplers, "pbit-sparse");
  const Settings settings("pbit-sparse", sampler.info().parameters, written);
  RunControl control;
  return run_sampler(sampler, problem, settings, options, control);
}

Problem random_sparse(std::uint64_t seed, std::int32_t n) {
  RandomStream random(seed, 0, 0);
  return random_problem(random, n, 6.0 / n, 3, true);
}

}  // namespace

TEST_CASE(
    "64 reads of G1 reach 99.8 % of the best-known cut on average and the best-known cut itself, whatever the seed") {
  const Problem problem = load_problem("G1");
  for (const std::uint64_t seed : {0U, 1U, 2U}) {
    const SampleSet set = run(problem, {}, {.reads = 64, .seed = seed});
    REQUIRE(set.reads() == 64);
    double sum = 0.0;
    double best = 0.0;
    for (const double energy : set.energy) {
      const double cut = problem.objective().from_energy(energy);
      sum += cut;
      best = std::max(best, cut);
    }
    CAPTURE(seed, sum / 64.0, best);
    CHECK(sum / 64.0 >= 0.998 * 11624.0);
    CHECK(best == 11624.0);
  }
}

TEST_CASE("reads do not depend on the number of threads, nor on how many reads there are") {
  const Problem problem = random_sparse(50, 300);
  const SampleSet one = run(problem, {{"sweeps", "50"}}, {.reads = 12, .seed = 3, .threads = 1});
  const SampleSet four = run(problem, {{"sweeps", "50"}}, {.reads = 12, .seed = 3, .threads = 4});
  const SampleSet more = run(problem, {{"sweeps", "50"}}, {.reads = 20, .seed = 3, .threads = 3});
  CHECK(one.samples == four.samples);
  CHECK(one.vectors.at("cycles") == four.vectors.at("cycles"));
  CHECK(std::equal(one.samples.begin(), one.samples.end(), more.samples.begin()));
  CHECK(run(problem, {{"sweeps", "50"}}, {.reads = 12, .seed = 4}).samples != one.samples);
}

TEST_CASE("hardware time is clocks over the clock, which is the shipped bitstream's unless told") {
  const Problem problem = random_sparse(51, 100);
  const SampleSet set = run(problem, {{"clock_mhz", "50"}}, {.reads = 2});
  CHECK(set.figures.at("clock_hz") == 50e6);
  for (std::size_t r = 0; r < 2; ++r) CHECK(set.vectors.at("hardware_time_s")[r] == set.vectors.at("cycles")[r] / 50e6);
  CHECK(run(problem, {}, {.reads = 1}).figures.at("clock_hz") >= 48e6);
  CHECK(run(problem, {{"board", "hx8k-evn"}}, {.reads = 1}).figures.at("clock_hz") >= 12e6);
}

TEST_CASE("500 sweeps over the 2,000 spins of G22 are at most 1.6 million clocks") {
  const SampleSet set = run(load_problem("G22"), {{"sweeps", "500"}}, {.reads = 4});
  for (const double cycles : set.vectors.at("cycles")) {
    CHECK(cycles <= 1.6e6);
    CHECK(cycles >= 0.5e6);  // two spins a clock: less would not be 500 sweeps
  }
}

TEST_CASE("the trace falls to the energy of the answer") {
  const Problem problem = random_sparse(52, 200);
  const SampleSet set = run(problem, {{"sweeps", "100"}}, {.reads = 5, .trace_points = 40});
  REQUIRE(set.trace.has_value());
  REQUIRE(set.trace->time_s.size() == 40);
  REQUIRE(set.trace->energy.size() == 200);
  for (std::size_t r = 0; r < 5; ++r) {
    for (std::size_t k = 6; k < 40; ++k)  // after the random sweep
      CHECK(set.trace->energy[40 * r + k] <= set.trace->energy[40 * r + k - 1]);
    CHECK(set.trace->energy[40 * r + 39] == set.energy[r]);
  }
  CHECK(set.trace->time_s.back() ==
        Approx(*std::max_element(set.vectors.at("hardware_time_s").begin(), set.vectors.at("hardware_time_s").end())));
}

TEST_CASE("the best energies that follow from the flips alone are the core's own, random sweep included") {
  for (std::uint64_t seed = 60; seed < 70; ++seed) {
    const Problem problem = random_sparse(seed, 80);
    const auto samplers = make_samplers();
    const auto& parameters = find_sampler(samplers, "pbit-sparse").info().parameters;
    const PbitSparsePlan plan = plan_pbit_sparse(problem, Settings("pbit-sparse", parameters, {{"sweeps", "30"}}));
    AnnealHistory history(plan.anneal, false);
    std::vector<std::pair<std::uint64_t, std::int32_t>> own{{0, plan.image->initial_energy}};
    AnnealAnswer answer;
    answer.result = PbitSparse(plan.image).run(anneal_read(plan.anneal, seed, 0), [&](const AnnealFlip& flip) {
      history.add(flip);
      if (flip.best_energy != own.back().second) own.emplace_back(flip.cycle, flip.best_energy);
    });
    own.emplace_back(answer.result.cycles, answer.result.best_energy);
    history.finish(answer);
    CHECK(answer.best == own);
  }
}

TEST_CASE("the recorded spins of read 0 end at its sample, and their energy is that of the core") {
  const Problem problem = random_sparse(56, 30);  // all spins are recorded
  const SampleSet set = run(problem, {{"sweeps", "60"}}, {.reads = 3, .seed = 2, .trace_points = 50});
  REQUIRE(set.states.has_value());
  const StateTrace& states = *set.states;
  CHECK(states.quantity == "spin");
  CHECK(states.time_s == set.trace->time_s);
  REQUIRE(states.variables.size() == 30);
  REQUIRE(states.values.size() == 30 * 50);
  bool moved = false;
  for (std::size_t k = 0; k < 50; ++k) {
    std::vector<Spin> spins;
    for (std::size_t v = 0; v < 30; ++v) spins.push_back(static_cast<Spin>(states.values[v * 50 + k]));
    // A state lies at or above the lowest one so far; equality at the end of read 0 says that it is the sample.
    if (k > 2) CHECK(energy(problem, spins) >= set.trace->energy[k]);
    moved = moved || spins != std::vector<Spin>(set.sample(0).begin(), set.sample(0).end());
  }
  CHECK(moved);
  for (std::size_t v = 0; v < 30; ++v) CHECK(states.values[v * 50 + 49] == set.sample(0)[v]);
  CHECK_FALSE(run(problem, {{"sweeps", "60"}}, {.reads = 3}).states.has_value());
}

TEST_CASE("a problem that does not fit is refused, or scaled when asked and said so") {
  Problem problem = random_sparse(53, 50);
  for (auto& c : problem.couplings) c.value *= 0.37;
  CHECK_THROWS_AS(run(problem, {}, {.reads = 2}), InputError);
  const SampleSet set = run(problem, {{"scale", "true"}}, {.reads = 4});
  CHECK(set.figures.at("rounding_loss") > 0.0);
  REQUIRE(set.diagnostics.size() == 1);
  CHECK(set.diagnostics.front().sentence.find("Rounding to 4 weight bits changed the problem by") == 0);
  CHECK_THROWS_AS(run(random_sparse(54, 300), {{"board", "hx8k-evn"}}, {.reads = 1}), InputError);
}

TEST_CASE("schedules that the core cannot follow are refused with the range") {
  const Problem problem = random_sparse(55, 20);
  CHECK_THROWS_AS(run(problem, {{"temperature_hot", "1"}, {"temperature_cold", "2"}}, {}), UsageError);
  CHECK_THROWS_WITH(run(problem, {{"temperature_hot", "600"}}, {}),
                    "pbit-sparse: temperature_hot 600 is out of the core's range");
  CHECK(run(problem, {{"sweeps", "0"}}, {.reads = 2}).reads() == 2);
  CHECK(run(problem, {{"sweeps", "1"}}, {.reads = 2}).reads() == 2);
}

TEST_CASE("every graph from G1 to G54 fits the configurations of the iCEBreaker and of the Tang Nano 20K") {
  const AnnealCore core = pbit_sparse_core();
  for (const std::string board : {"icebreaker", "tangnano20k"}) {
    const Settings settings(core.names.sampler, core.parameters(), {{"board", board}});
    const auto configuration = configuration_of(core.names, settings);
    std::size_t most_rows = 0;
    for (int k = 1; k <= 54; ++k) {
      const auto problem = testing::bench_problem("gset/G" + std::to_string(k) + ".rud.gz");
      if (!problem) {
        WARN("skipped: the G-set is not in " ISINGLASS_BENCH_DIR);
        return;
      }
      CAPTURE(board, k);
      const auto image = plan_pbit_sparse(*problem, settings).image;  // throws what does not fit
      CHECK(image->size.row_registers == (board == "tangnano20k" ? 1 : 0));
      CHECK(image->slots[0].size() * 3 <= static_cast<std::size_t>(configuration.entries));
      most_rows = std::max(most_rows, image->slots[0].size());
    }
    CHECK(most_rows > 15000);
  }
}
