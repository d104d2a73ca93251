// The sampler `oscillator`: answers, determinism, diagnostics.
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "models/error.hpp"
#include "models/random.hpp"
#include "sim/integrate/trajectory.hpp"
#include "sim/sampler/oscillator.hpp"
#include "sim/sampler/registry.hpp"
#include "testbench/physics/gset_file.hpp"

using namespace isinglass;

namespace {

SampleSet run(const Problem& problem, const WrittenSettings& written, const RunOptions& options) {
  const auto samplers = make_samplers();
  const Sampler& sampler = find_sampler(samplers, "oscillator");
  const Settings settings("oscillator", sampler.info().parameters, written);
  RunControl control;
  return run_sampler(sampler, problem, settings, options, control);
}

}  // namespace

TEST_CASE("64 reads of G1 reach 99.3 % of the best-known cut on average and 99.7 % at best") {
  const auto problem = testing::bench_problem("gset/G1.rud.gz");
  if (!problem) {
    WARN("skipped: the bench folder is not beside the repository");
    return;
  }
  const SampleSet set = run(*problem, {}, {});
  REQUIRE(set.reads() == 64);
  double sum = 0.0;
  double best = 0.0;
  for (const double energy : set.energy) {
    const double cut = problem->objective().from_energy(energy);
    sum += cut;
    best = std::max(best, cut);
  }
  INFO("mean " << sum / 64 << " best " << best << " s " << 1e-9 * static_cast<double>(set.timing.sampling_ns));
  for (const auto& d : set.diagnostics) UNSCOPED_INFO(d.sentence);
  CHECK(sum / 64.0 >= 0.993 * 11624.0);
  CHECK(best >= 0.997 * 11624.0);
  CHECK(set.diagnostics.empty());
}

namespace {

bool mentions(const SampleSet& set, const std::string& words) {
  return std::any_of(set.diagnostics.begin(), set.diagnostics.end(),
                     [&](const Diagnostic& d) { return d.sentence.find(words) != std::string::npos; });
}

/// A random +-1 problem of `n` spins with fields, every pair coupled with probability `density`.
Problem random_problem(std::int32_t n, double density, std::uint32_t seed) {
  RandomStream random(seed, 0, 1);
  Problem problem;
  problem.fields.resize(static_cast<std::size_t>(n));
  for (auto& h : problem.fields) h = random.uniform() - 0.5;
  for (std::int32_t i = 0; i < n; ++i) {
    for (std::int32_t j = i + 1; j < n; ++j) {
      if (random.uniform() < density) problem.couplings.push_back({i, j, random.below(2) == 0 ? 1.0 : -1.0});
    }
  }
  return problem;
}

}  // namespace

TEST_CASE("a read is the same bits for any number of threads and reads") {
  for (const double density : {0.1, 1.0}) {
    const Problem problem = random_problem(60, density, 4);
    RunOptions many{.reads = 50, .seed = 9, .threads = 2};
    RunOptions few{.reads = 21, .seed = 9, .threads = 1, .trace_points = 7};
    const WrittenSettings quick{{"length", "20"}};
    const SampleSet a = run(problem, quick, many);
    const SampleSet b = run(problem, quick, few);
    REQUIRE(a.reads() == 50);
    REQUIRE(b.reads() == 21);
    for (std::size_t r = 0; r < 21; ++r) {
      CHECK(a.vectors.at("lyapunov")[r] == b.vectors.at("lyapunov")[r]);
      CHECK(std::equal(a.sample(r).begin(), a.sample(r).end(), b.sample(r).begin()));
    }
    RunOptions other = few;
    other.seed = 10;
    CHECK(run(problem, quick, other).vectors.at("lyapunov")[0] != b.vectors.at("lyapunov")[0]);
  }
}

TEST_CASE("a trajectory shows one read of the sampler, whichever instants are asked for") {
  const Problem problem = random_problem(40, 0.2, 5);
  const SampleSet set = run(problem, {{"length", "20"}}, {.reads = 32, .seed = 3});
  OscillatorAnneal anneal;
  anneal.length = 20.0;
  const OscillatorDesign design = design_oscillator(problem, anneal);
  const OscillatorMachine machine(problem, design, CouplingStorage::automatic, choose_kernel("auto"));
  const double step_s = automatic_step_s(problem, design);
  Trajectory direct(machine, Stepper::euler, step_s, {.seed = 3, .read = 21});
  Trajectory halting(machine, Stepper::euler, step_s, {.seed = 3, .read = 21});
  for (int k = 1; k < 10; ++k) halting.advance_to(design.duration_s * 0.0973 * k);
  direct.advance_to(design.duration_s);
  halting.advance_to(design.duration_s);
  std::vector<Spin> spins(40);
  direct.readout(spins);
  CHECK(std::equal(spins.begin(), spins.end(), set.sample(21).begin()));
  CHECK(std::equal(direct.state().begin(), direct.state().end(), halting.state().begin()));
  CHECK(direct.energy() == Approx(set.vectors.at("lyapunov")[21]).epsilon(1e-4));
}

TEST_CASE("the last instant of a trace is the energy of the answer") {
  const Problem problem = random_problem(40, 0.2, 6);
  const SampleSet set = run(problem, {{"length", "50"}}, {.reads = 20, .seed = 1, .trace_points = 11});
  REQUIRE(set.trace);
  REQUIRE(set.lyapunov);
  REQUIRE(set.states);
  REQUIRE(set.trace->time_s.size() == 11);
  CHECK(set.trace->time_s.front() == 0.0);
  CHECK(set.trace->time_s.back() == Approx(set.vectors.at("hardware_time_s")[0]));
  REQUIRE(set.trace->energy.size() == 20 * 11);
  REQUIRE(set.states->values.size() == set.states->variables.size() * 11);
  for (std::size_t r = 0; r < 20; ++r) {
    CHECK(set.trace->energy[r * 11 + 10] == Approx(set.energy[r]));
    CHECK(set.lyapunov->energy[r * 11 + 10] == set.vectors.at("lyapunov")[r]);
  }
}

TEST_CASE("couplings too strong for averaging are diagnosed") {
  const Problem problem = random_problem(20, 0.3, 7);
  const SampleSet set = run(problem, {{"length", "50"}, {"coupling", "0.5"}}, {.reads = 16});
  CHECK(mentions(set, "averaged phase model"));
}

TEST_CASE("a run that ends hot is diagnosed as not settled and not binarised") {
  const Problem problem = random_problem(100, 0.1, 8);
  const SampleSet set = run(problem, {{"length", "50"}, {"noise_end", "0.5"}, {"shil_end", "0"}}, {.reads = 16});
  REQUIRE(set.diagnostics.size() == 2);
  CHECK(set.diagnostics[0].sentence.find("16 of 16 reads are not settled") == 0);
  CHECK(set.diagnostics[1].sentence.find("16 of 16 reads are not binarised") == 0);
}

TEST_CASE("a step that is too long is found by halving it") {
  const Problem problem = random_problem(100, 0.3, 9);
  const WrittenSettings rough{{"length", "100"}, {"step", "10"}, {"check_step", "true"}};
  const WrittenSettings fine{{"length", "100"}, {"check_step", "true"}};
  CHECK(mentions(run(problem, rough, {.reads = 64}), "Half the step"));
  CHECK_FALSE(mentions(run(problem, fine, {.reads = 64}), "Half the step"));
}

TEST_CASE("the Lyapunov function of a noiseless run is watched") {
  const Problem problem = random_problem(60, 0.3, 10);
  const WrittenSettings quiet{
      {"length", "50"}, {"noise_start", "0"}, {"noise_end", "0"}, {"shil_start", "2"}, {"shil_end", "2"}};
  WrittenSettings rough = quiet;
  rough.emplace_back("step", "10");
  const RunOptions options{.reads = 16, .trace_points = 50};
  CHECK(run(problem, quiet, options).diagnostics.empty());
  CHECK(mentions(run(problem, rough, options), "Lyapunov function rose"));
}

TEST_CASE("a state that stops being finite ends with a numerical error that names the step") {
  Problem problem = random_problem(8, 0.9, 11);
  problem.couplings[0].value = 1e38;  // overflows single precision
  problem.couplings[1].value = 3e38;
  try {
    run(problem, {{"length", "5"}}, {.reads = 1});
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::numerical);
    CHECK(std::string(error.what()).find("at step") != std::string::npos);
  }
}

TEST_CASE("a problem without couplings, and one of a single spin, are answered") {
  Problem lonely;
  lonely.fields = {0.0};
  CHECK(run(lonely, {{"length", "5"}}, {.reads = 3}).reads() == 3);
  Problem pulled;
  pulled.fields = {1.0, -2.0, 0.5};
  const SampleSet set = run(pulled, {}, {.reads = 16});
  for (const double e : set.energy) CHECK(e == -3.5);
}

TEST_CASE("no read is begun once the run is told to stop") {
  const Problem problem = random_problem(20, 0.3, 12);
  const std::atomic<bool> stop = true;
  const SamplerList samplers = make_samplers();
  const Sampler& sampler = find_sampler(samplers, "oscillator");
  const Settings settings("oscillator", sampler.info().parameters, {});
  RunControl control(&stop, std::nullopt, {});
  const SampleSet set = run_sampler(sampler, problem, settings, {.reads = 40}, control);
  CHECK(set.reads() == 0);
  CHECK(set.interrupted);
}
