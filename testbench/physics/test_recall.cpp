// Recall through the interface that every memory has: cues, overlaps, success, reproducibility, load.
#include <catch2/catch.hpp>

#include "models/error.hpp"
#include "sim/bench/recall.hpp"
#include "sim/io/pattern_file.hpp"
#include "sim/sampler/dense_memory.hpp"
#include "sim/sampler/oscillator_memory.hpp"

using namespace isinglass;

namespace {

struct Bench {
  std::unique_ptr<AnalogModel> model = make_dense_memory_model();

  RecallOutcome run(const PatternSet& patterns, const CueSet& cues, const WrittenSettings& written = {},
                    int threads = 1) const {
    const Settings settings("dense-memory", model->info().parameters, written);
    RunOptions options;
    options.threads = threads;
    RunControl control;
    return run_recall(*model, settings, options, patterns, cues, 0.95, control);
  }
};

}  // namespace

TEST_CASE("cues differ from their pattern in exactly the spins that were turned, and in different ones each time") {
  const PatternSet patterns = random_patterns(50, 4, 1);
  const CueSet cues = flipped_cues(patterns, 9, 3, 7);
  REQUIRE(cues.count() == 12);
  CHECK(cues.wanted == std::vector<std::int32_t>{0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3});
  for (std::size_t k = 0; k < cues.count(); ++k) {
    CHECK(overlap(cues.cue(k, 50), patterns.pattern(cues.wanted[k])) == Approx(1.0 - 18.0 / 50.0));
  }
  CHECK_FALSE(std::equal(cues.cue(0, 50).begin(), cues.cue(0, 50).end(), cues.cue(1, 50).begin()));
}

TEST_CASE("a cue that is given is meant for the nearest pattern, and its sign counts") {
  const PatternSet patterns{"two", 4, {1, 1, 1, 1, 1, 1, -1, -1}};
  const CueSet cues = given_cues(patterns, {1, 1, 1, -1, 1, -1, -1, -1, -1, -1, -1, -1});
  CHECK(cues.wanted == std::vector<std::int32_t>{0, 1, 1});
  CHECK(nearest_pattern(patterns, cues.cue(2, 4)) == 1);  // overlap 0, not the -1 of the inverse
}

TEST_CASE("the dense memory recalls random patterns at a load where a Hopfield network cannot") {
  const Bench bench;
  const PatternSet patterns = random_patterns(64, 64, 3);
  const auto outcome = bench.run(patterns, flipped_cues(patterns, 10, 1, 5));
  CHECK(outcome.successes >= 63);
  CHECK(outcome.unsettled == 0);
  CHECK(outcome.hardware_time_s == Approx(2e-5));
  const auto quadratic = bench.run(patterns, flipped_cues(patterns, 10, 1, 5),
                                   {{"model", "A"}, {"function", "polynomial"}, {"order", "2"}});
  CHECK(quadratic.successes <= 2);
}

TEST_CASE(
    "a memory of high order is given the time that its small first currents need, and none counts as settled early") {
  const Bench bench;
  const PatternSet patterns = random_patterns(64, 2, 3);
  const CueSet cues = flipped_cues(patterns, 13, 1, 5);
  const WrittenSettings steep{{"model", "A"}, {"function", "polynomial"}, {"order", "64"}};
  const auto outcome = bench.run(patterns, cues, steep);
  CHECK(outcome.successes == 2);
  CHECK(outcome.unsettled == 0);
  WrittenSettings brief = steep;
  brief.emplace_back("length", "20");  // the hidden neurons rest, the features are still on their way
  const auto early = bench.run(patterns, cues, brief);
  CHECK(early.successes == 0);
  CHECK(early.unsettled == 2);
}

TEST_CASE("every model and function of the table recalls a few patterns") {
  const Bench bench;
  const PatternSet patterns = random_patterns(64, 3, 8);
  const CueSet cues = flipped_cues(patterns, 8, 2, 5);
  for (const char* model : {"A", "C"}) {
    for (const char* function : {"polynomial", "rectified", "exponential", "softmax"}) {
      INFO(model << " " << function);
      CHECK(bench.run(patterns, cues, {{"model", model}, {"function", function}}).successes == 6);
    }
  }
  CHECK(
      bench.run(patterns, cues, {{"model", "A"}, {"gain", "5"}, {"order", "4"}, {"function", "rectified"}}).successes ==
      6);
  CHECK(bench.run(patterns, cues, {{"tau_h", "0"}}).successes == 6);
}

TEST_CASE("recalls do not depend on the number of threads, nor on which other cues are shown") {
  const Bench bench;
  const PatternSet patterns = random_patterns(40, 30, 2);
  const CueSet cues = flipped_cues(patterns, 12, 1, 9);
  const auto one = bench.run(patterns, cues, {}, 1), four = bench.run(patterns, cues, {}, 4);
  CHECK(one.energy == four.energy);
  CHECK(one.recalled == four.recalled);
  CueSet first = cues;
  first.wanted.resize(3);
  first.spins.resize(120);
  const auto few = bench.run(patterns, first);
  for (std::size_t k = 0; k < 3; ++k) CHECK(few.energy[k] == one.energy[k]);
}

TEST_CASE("a crossbar with mismatched and missing cells still recalls, and says that wires are not modelled") {
  const Bench bench;
  const PatternSet patterns = random_patterns(64, 40, 3);
  const CueSet cues = flipped_cues(patterns, 8, 1, 5);
  const auto ideal = bench.run(patterns, cues);
  const auto flawed = bench.run(patterns, cues, {{"coupling_mismatch", "0.1"}, {"device_seed", "4"}});
  const auto again = bench.run(patterns, cues, {{"coupling_mismatch", "0.1"}, {"device_seed", "4"}});
  const auto other = bench.run(patterns, cues, {{"coupling_mismatch", "0.1"}, {"device_seed", "5"}});
  CHECK(flawed.successes >= 38);
  CHECK(flawed.energy != ideal.energy);
  CHECK(flawed.energy == again.energy);
  CHECK(flawed.energy != other.energy);
  CHECK_THROWS_AS(bench.run(patterns, cues, {{"wire_resistance", "0.1"}}), UsageError);
}

TEST_CASE("oscillators without a reference cannot tell a letter from its inverse; the other memories can") {
  CHECK(make_dense_memory_model()->tells_inverse());
  const auto oscillators = make_oscillator_memory_model();
  CHECK_FALSE(oscillators->tells_inverse());
  const PatternSet patterns = random_patterns(64, 3, 8);
  const CueSet cues = flipped_cues(patterns, 6, 6, 5);
  const Settings settings("oscillator-memory", oscillators->info().parameters, {});
  RunControl control;
  const auto outcome = run_recall(*oscillators, settings, {}, patterns, cues, 0.95, control);
  for (const double overlap : outcome.overlap) CHECK(overlap >= 0.0);
}

TEST_CASE("the memory answers recall alone, and refuses numbers beyond the range of its currents") {
  const Bench bench;
  CHECK(bench.model->answers(QuestionKind::recall));
  CHECK_FALSE(bench.model->answers(QuestionKind::ising));
  const PatternSet patterns = random_patterns(800, 2, 2);
  CHECK_THROWS_AS(bench.run(patterns, flipped_cues(patterns, 1, 1, 1), {{"model", "A"}, {"function", "exponential"}}),
                  UsageError);
}

TEST_CASE("62 glyphs in 64 neurons: nearly all come back from a tenth of wrong pixels") {
  const Bench bench;
  const auto glyphs = load_patterns("glyphs");
  const auto outcome = bench.run(glyphs.set, flipped_cues(glyphs.set, 6, 1, 0), {{"model", "A"}});
  CHECK(outcome.successes >= 55);
}
