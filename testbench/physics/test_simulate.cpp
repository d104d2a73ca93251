// Single trajectories looked at closely: recordings, stability, attractors.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/error.hpp"
#include "sim/bench/attractors.hpp"
#include "sim/sampler/machines.hpp"
#include "sim/sampler/recording.hpp"
#include "sim/sampler/stability.hpp"
#include "sim/sampler/threshold.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

/// Two oscillators, antiferromagnetic: J = +1 in the project's sign.
Problem pair() {
  Problem problem;
  problem.name = "pair";
  problem.fields = {0.0, 0.0};
  problem.couplings = {{0, 1, 1.0}};
  return problem;
}

Settings quiet(const AnalogModel& model, WrittenSettings more = {}) {
  more.emplace_back("noise_start", "0");
  more.emplace_back("noise_end", "0");
  return {"oscillator", model.info().parameters, more};
}

}  // namespace

TEST_CASE("the satisfied pair of oscillators decays at 2 K_s and at 2 (K_s + K), and needs no injection to be binary") {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, "oscillator");
  const Settings settings = quiet(model);
  const auto run = model.open(pair(), settings, {.initial = std::vector<double>{0.3, 2.9}});
  run->advance_to(run->duration_s());
  const Stability found = analyse_stability(*run, run->state());
  const double k = 2.0 * std::acos(-1.0) * 1e6 * settings.number("coupling");  // largest row is 1
  const double ks = settings.number("shil_end") * k;                           // J_rms is 1
  REQUIRE(found.stable);
  REQUIRE(found.eigenvalues.size() == 2);
  CHECK(found.eigenvalues[0].real() == Approx(-2.0 * ks).epsilon(1e-6));
  CHECK(found.eigenvalues[1].real() == Approx(-2.0 * (ks + k)).epsilon(1e-6));
  REQUIRE(found.fitted_rate);
  CHECK(*found.fitted_rate == Approx(found.predicted_rate).epsilon(0.01));
  const auto threshold = std::get<BinaryThreshold>(threshold_of(*run, found.equilibrium));
  CHECK(threshold.needed.value() == Approx(0.0).margin(1e-6 * k));
  CHECK(threshold.present == Approx(ks));
}

TEST_CASE("the unsatisfied pair needs K_s = K |J|, and a start that begins there leaves when it is weaker") {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, "oscillator");
  const auto run = model.open(pair(), quiet(model), {.initial = std::vector<double>{0.0, 0.0}});
  const auto threshold = std::get<BinaryThreshold>(run->binary_threshold(std::vector<double>{0.0, 0.0}));
  const double k = 2.0 * std::acos(-1.0) * 1e5;
  CHECK(threshold.needed.value() == Approx(k).epsilon(1e-9));
  const Stability found = analyse_stability(*run, std::vector<double>{0.0, 0.0});
  CHECK_FALSE(found.stable);
  CHECK_FALSE(found.fitted_rate);
}

TEST_CASE("oscillators without injection have one neutral direction: all phases together") {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, "oscillator");
  const auto run = model.open(pair(), quiet(model, {{"shil_end", "0"}}), {.initial = std::vector<double>{0.3, 2.9}});
  run->advance_to(run->duration_s());
  const Stability found = analyse_stability(*run, run->state());
  CHECK(found.neutral == 1);
  CHECK(found.stable);
  REQUIRE(found.fitted_rate);
  CHECK(*found.fitted_rate == Approx(found.predicted_rate).epsilon(0.01));
}

TEST_CASE("a recording without noise falls in energy, ends in the machine's spins, and starts at the given state") {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, "oscillator");
  const Problem problem = testing::random_problem(10, 0.5, 4);
  RunControl control;
  const auto run = model.open(problem, quiet(model, {{"shil_start", "0.5"}}), {});
  const Recording taken = record(*run, 50, &problem, control);
  REQUIRE(taken.time_s.size() == 50);
  CHECK(taken.time_s.back() == Approx(run->duration_s()));
  for (std::size_t k = 1; k < 50; ++k) {
    CHECK(taken.energy[k] <= taken.energy[k - 1] + 1e-6 * std::abs(taken.energy[k]));
  }
  CHECK(taken.objective.back() == objective(problem, run->spins()));
}

TEST_CASE("attractors of a small problem share all starts, and the lowest is the ground state") {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, "oscillator");
  RunControl control;
  const SettledEnsemble settled =
      model.settle(pair(), quiet(model, {{"length", "100"}}), {.reads = 40, .seed = 3}, {}, control);
  const auto found = group_attractors(settled);
  REQUIRE(found.size() == 2);
  CHECK(found[0].spins[0] == -found[0].spins[1]);
  CHECK(found[1].spins[0] == -found[0].spins[0]);
  CHECK(found[0].count + found[1].count == 40);
  CHECK(found[0].share_interval.low < found[0].share);
}

TEST_CASE("an initial state of the wrong length and a question that a machine cannot answer are refused") {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, "oscillator");
  CHECK_THROWS_AS(model.open(pair(), quiet(model), {.initial = std::vector<double>{0.0}}), UsageError);
  CHECK_THROWS_AS(model.open(SparseCode{}, quiet(model), {}), UsageError);
  CHECK_THROWS_AS(find_model(models, "oscilator"), UsageError);
}

TEST_CASE("attractors are searched without the machine's noise: a state and its inverse have one energy") {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, "oscillator");
  Problem problem = testing::random_problem(12, 0.5, 6);
  problem.fields.assign(12, 0.0);
  const Settings settings("oscillator", model.info().parameters, {});  // noisy to the end
  RunControl control;
  const SettledEnsemble settled =
      model.settle(problem, settings, {.reads = 64, .seed = 3, .silent = true}, {}, control);
  for (const double change : settled.late_change) CHECK(change < 1e-3);
  const auto found = group_attractors(settled);
  int inverses = 0;
  for (const auto& a : found) {
    for (const auto& b : found) {
      if (!std::equal(a.spins.begin(), a.spins.end(), b.spins.begin(), [](Spin s, Spin t) { return s == -t; }))
        continue;
      ++inverses;
      CHECK(a.energy == Approx(b.energy).epsilon(1e-6));
    }
  }
  CHECK(inverses >= 2);
  const AnalogModel& pbits = find_model(models, "pbit-continuous");
  CHECK_THROWS_WITH(pbits.settle(problem, Settings("pbit-continuous", pbits.info().parameters, {}),
                                 {.reads = 1, .silent = true}, {}, control),
                    Catch::Contains("random jumps"));
}

TEST_CASE("positions shown between two steps never lie beyond the walls") {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, "bifurcation");
  const Problem problem = testing::random_problem(12, 0.5, 7);
  for (const std::string variant : {"bSB", "dSB"}) {
    const Settings settings("bifurcation", model.info().parameters, {{"variant", variant}, {"steps", "300"}});
    const auto run = model.open(problem, settings, {.engine = EngineChoice::adaptive, .initial = std::nullopt});
    double farthest = 0.0;
    for (int k = 1; k <= 2000; ++k) {
      run->advance_to(run->duration_s() * k / 2000);
      for (std::size_t i = 0; i < 12; ++i) farthest = std::max(farthest, std::abs(run->state()[i]));
    }
    CHECK(farthest == 1.0);
  }
}

TEST_CASE("a machine without damping is marginal, one that rests against rails has no linear stability") {
  const ModelList models = make_models();
  const AnalogModel& adiabatic = find_model(models, "bifurcation");
  const auto swinging = adiabatic.open(
      pair(), Settings("bifurcation", adiabatic.info().parameters, {{"variant", "aSB"}, {"steps", "300"}}),
      {.initial = std::vector<double>{0.6, -0.6, 0.0, 0.0}});
  const Stability centre = analyse_stability(*swinging, swinging->state());
  CHECK(centre.stable);
  CHECK(centre.undamped == 4);
  CHECK(centre.predicted_rate == 0.0);
  const AnalogModel& bistable = find_model(models, "bistable");
  const Settings clipping("bistable", bistable.info().parameters, {{"preset", "software-clipped"}, {"length", "50"}});
  const auto clipped = bistable.open(pair(), clipping, {});
  clipped->advance_to(clipped->duration_s());
  CHECK(clipped->rows_at_wall(clipped->state()) == 2);
  CHECK_THROWS_WITH(analyse_stability(*clipped, clipped->state()), Catch::Contains("rest against walls"));
}

TEST_CASE("a slow eigenvalue is not taken for a neutral one, seven decades below the fastest") {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, "dense-memory");
  const Question patterns = random_patterns(16, 2, 4);
  const auto pattern = std::get<PatternSet>(patterns).pattern(0);
  const Settings settings("dense-memory", model.info().parameters, {{"tau_h", "1e-13"}, {"length", "0.001"}});
  const auto run = model.open(patterns, settings, {.initial = model.state_of(patterns, settings, pattern)});
  const Stability found = analyse_stability(*run, run->state());
  CHECK(found.neutral == 0);
  CHECK(found.stable);
  CHECK(found.eigenvalues.front().real() == Approx(-1e6).epsilon(1e-2));  // 1 / tau_v
}
