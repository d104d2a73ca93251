// The model `oscillator-memory` as commands see it: recall of cues as an ensemble, physical time, refusals.
#include <catch2/catch.hpp>
#include <numbers>
#include <set>

#include "models/error.hpp"
#include "models/problem/honeycomb.hpp"
#include "models/random.hpp"
#include "sim/io/problem_load.hpp"
#include "sim/sampler/machines.hpp"

using namespace isinglass;

namespace {

/// Recalls every pattern of a set from a cue with `flips` wrong spins; returns how many came back (overlap >= 0.95).
int recalled(std::int32_t size, std::int32_t count, std::int32_t flips, const WrittenSettings& written) {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, "oscillator-memory", QuestionKind::recall);
  const Settings settings("oscillator-memory", model.info().parameters, written);
  const Question question = random_patterns(size, count, 11);
  const auto& patterns = std::get<PatternSet>(question);
  Ensemble<double> starts(size, count);
  for (std::int32_t m = 0; m < count; ++m) {
    const auto cue = flipped(patterns.pattern(m), flips, 5, static_cast<std::uint32_t>(m));
    const auto start = model.state_of(question, settings, cue);
    for (std::int32_t i = 0; i < size; ++i) starts(i, m) = start[static_cast<std::size_t>(i)];
  }
  RunControl control;
  const SettledEnsemble settled = model.settle(question, settings, {}, starts, control);
  CHECK(settled.duration_s == Approx(100.0 / (0.05 * 2.0 * std::numbers::pi * 1e6)));
  int good = 0;
  for (std::int32_t m = 0; m < count; ++m) {
    if (overlap(settled.spins[static_cast<std::size_t>(m)], patterns.pattern(m)) >= 0.95) ++good;
  }
  return good;
}

}  // namespace

TEST_CASE(
    "the oscillator memory recalls a light load from a fifth of wrong bits, and a heavy one by quartic coupling") {
  CHECK(recalled(128, 6, 25, {}) == 6);
  CHECK(recalled(80, 30, 6, {}) < 10);
  CHECK(recalled(80, 30, 6, {{"pairwise", "0"}, {"quartic", "2"}, {"harmonic_end", "0.3"}}) == 30);
}

TEST_CASE("the oscillator memory refuses Ising problems in one sentence and follows one trajectory adaptively") {
  const ModelList models = make_models();
  CHECK_THROWS_AS(find_model(models, "oscillator-memory", QuestionKind::ising), UsageError);
  const AnalogModel& model = find_model(models, "oscillator-memory");
  const Settings settings("oscillator-memory", model.info().parameters, {});
  const Question question = random_patterns(40, 3, 2);
  OpenOptions options;
  options.initial = model.state_of(question, settings, std::get<PatternSet>(question).pattern(1));
  const auto run = model.open(question, settings, options);
  run->advance_to(run->duration_s());
  CHECK(overlap(run->spins(), std::get<PatternSet>(question).pattern(1)) == 1.0);
}

TEST_CASE("a honeycomb is a problem by name, whose nine memories the oscillator machine comes back to") {
  const Question question = load_problem("honeycomb:2:5");
  const Honeycomb honeycomb{2, 5};
  CHECK(std::get<Problem>(question).size() == 9);
  CHECK(std::get<Problem>(question).couplings == honeycomb_problem(honeycomb).couplings);
  for (const char* wrong :
       {"honeycomb:2", "honeycomb:0:5", "honeycomb:2:2", "honeycomb:2:x", "honeycomb:99999:99999"}) {
    CHECK_THROWS_AS(load_problem(wrong), InputError);
  }
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, "oscillator");
  const Settings settings("oscillator", model.info().parameters,
                          {{"shil_end", "0"}, {"noise_start", "0"}, {"noise_end", "0"}, {"length", "100"}});
  Ensemble<double> starts(9, 9);  // each memory, half a radian off
  RandomStream random(4, 0, 1);
  for (std::int32_t k = 0; k < 9; ++k) {
    const auto stored = phases_of(honeycomb, std::vector<std::int32_t>{k / 3 - 1, k % 3 - 1});
    for (std::size_t i = 0; i < 9; ++i) starts(static_cast<Eigen::Index>(i), k) = stored[i] + 0.5 * random.uniform();
  }
  RunControl control;
  const SettledEnsemble settled = model.settle(question, settings, {}, starts, control);
  std::set<std::vector<std::int32_t>> found;
  for (Eigen::Index r = 0; r < settled.states.cols(); ++r) {
    const Eigen::VectorXd phases = settled.states.col(r);
    const std::vector<double> ended(phases.begin(), phases.end());
    found.insert(windings_of(honeycomb, ended));
    CHECK(windings_of(honeycomb, ended) ==
          std::vector<std::int32_t>{static_cast<std::int32_t>(r) / 3 - 1, static_cast<std::int32_t>(r) % 3 - 1});
  }
  CHECK(found.size() == 9);
}
