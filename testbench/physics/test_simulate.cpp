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
