// Boards as a sampler, with Verilated ones behind pseudo-terminals: the twin's answers, whoever does the reads.
#include <atomic>
#include <catch2/catch.hpp>

#include "models/error.hpp"
#include "sim/bench/recall.hpp"
#include "sim/sampler/board_memory.hpp"
#include "sim/sampler/board_sampler.hpp"
#include "testbench/rtl/colour_graphs.hpp"
#include "testbench/rtl/random_problem.hpp"

using namespace isinglass;
using Catch::Matchers::Contains;

namespace {

SampleSet run_on(const std::vector<std::string>& ports, const std::string& core, const Problem& problem,
                 const WrittenSettings& written, const RunOptions& options, const BoardWatcher& watcher = {}) {
  const BoardSampler sampler(*find_anneal_core(core), ports, watcher);
  RunControl control;
  return run_sampler(sampler, problem, Settings(sampler.info().name, sampler.info().parameters, written), options,
                     control);
}

SampleSet run_twin(const std::string& core, const Problem& problem, const WrittenSettings& written,
                   const RunOptions& options) {
  const AnnealCore& found = *find_anneal_core(core);
  const AnnealTask task = found.plan(problem, Settings(found.names.sampler, found.parameters(), written));
  const auto device = [&](const AnnealRun& read, const AnnealTrace& trace) { return task.twin()(read, trace); };
  RunControl control;
  return sample_anneal(problem, task.plan, device, options, control, 0.0);
}

void check_equal(const SampleSet& board, const SampleSet& twin) {
  CHECK(board.samples == twin.samples);
  CHECK(board.energy == twin.energy);
  CHECK(board.vectors == twin.vectors);
  CHECK(board.info.at("schedule") == twin.info.at("schedule"));
  CHECK(board.diagnostics.size() == twin.diagnostics.size());  // no word of an unclean line
}

const WrittenSettings short_run = {{"sweeps", "40"}};

Problem torus_glass(std::int32_t side, std::uint64_t seed) {
  RandomStream random(seed, 0, 0);
  Problem problem = torus_problem(side, false);
  for (Coupling& c : problem.couplings) c.value = random.below(2) == 0 ? 1.0 : -1.0;
  for (double& h : problem.fields) h = static_cast<double>(random.below(5)) - 2.0;
  return problem;
}

RecallOutcome recall_on(const Memory& memory, const PatternSet& patterns, const CueSet& cues,
                        const WrittenSettings& written) {
  RunControl control;
  return run_recall(memory, Settings("memory-match", memory.info().parameters, written), {}, patterns, cues, 0.95,
                    control);
}

Problem chain(std::int32_t size) {
  Problem problem;
  problem.fields.assign(static_cast<std::size_t>(size), 0.0);
  for (std::int32_t i = 0; i + 1 < size; ++i) problem.couplings.push_back({i, i + 1, 1.0});
  return problem;
}

}  // namespace

TEST_CASE("a Verilated board behind a pseudo-terminal answers as its twin does, and two of them alike") {
  RandomStream random(21, 0, 0);
  const Problem problem = random_problem(random, 60, 0.1, 3, true);
  const RunOptions options{.reads = 5, .seed = 11};
  const SampleSet twin = run_twin("pbit_sparse", problem, short_run, options);
  check_equal(run_on({"sim"}, "pbit_sparse", problem, short_run, options), twin);
  check_equal(run_on({"sim", "sim"}, "pbit_sparse", problem, short_run, options), twin);
}

TEST_CASE("the ring on a Verilated board answers as its twin does, with either width") {
  RandomStream random(22, 0, 0);
  const Problem problem = random_problem(random, 40, 0.6, 3, true);
  for (const char* weight_bits : {"4", "8"}) {
    WrittenSettings settings = short_run;
    settings.emplace_back("weight_bits", weight_bits);
    const RunOptions options{.reads = 3, .seed = 5};
    check_equal(run_on({"sim"}, "pbit_ring", problem, settings, options),
                run_twin("pbit_ring", problem, settings, options));
  }
}

TEST_CASE("the other all-to-all cores on Verilated boards answer as their twins do") {
  RandomStream random(25, 0, 0);
  const Problem problem = random_problem(random, 40, 0.5, 3, true);
  const RunOptions options{.reads = 3, .seed = 8};
  for (const auto& [core, settings] : {std::pair<std::string, WrittenSettings>{"pbit_lane", short_run},
                                       {"bifurcation_row", {{"steps", "40"}}},
                                       {"oscillator_hybrid", short_run}}) {
    CAPTURE(core);
    check_equal(run_on({"sim"}, core, problem, settings, options), run_twin(core, problem, settings, options));
  }
}

TEST_CASE("a Verilated board made for a torus answers any problem on it as the twin does, and refuses another graph") {
  for (const std::uint64_t seed : {1U, 2U}) {
    const Problem problem = torus_glass(6, seed);
    const RunOptions options{.reads = 4, .seed = seed};
    const SampleSet twin = run_twin("pbit_colour", problem, short_run, options);
    check_equal(run_on({"sim"}, "pbit_colour", problem, short_run, options), twin);
    check_equal(run_on({"sim", "sim"}, "pbit_colour", problem, short_run, options), twin);
  }
  try {
    static_cast<void>(run_on({"sim"}, "pbit_colour", torus_glass(8, 1), short_run, {.reads = 1}));
    FAIL("another graph was taken");
  } catch (const InputError& error) {
    CHECK_THAT(error.what(), Contains("is made for another graph"));
    CHECK_THAT(error.hint(), Contains("hw build --graph"));
  }
}

TEST_CASE("an associative memory on Verilated boards recalls as its twin does, one and two of them") {
  const MemoryList memories;
  const Memory& twin = memories.find("memory-match");
  const PatternSet patterns = random_patterns(100, 30, 4);
  const CueSet cues = flipped_cues(patterns, 20, 1, 6);
  for (const WrittenSettings& settings :
       {WrittenSettings{}, WrittenSettings{{"function", "polynomial"}, {"order", "2"}, {"steps", "3"}}}) {
    const RecallOutcome expected = recall_on(twin, patterns, cues, settings);
    for (const auto& ports : {std::vector<std::string>{"sim"}, {"sim", "sim"}}) {
      const RecallOutcome found = recall_on(BoardMemory(ports, {}), patterns, cues, settings);
      CHECK(found.recalled == expected.recalled);
      CHECK(found.energy == expected.energy);
      CHECK(found.unsettled == expected.unsettled);
      CHECK(found.hardware_time_s == expected.hardware_time_s);
    }
  }
}

TEST_CASE("loading is told word by word, and what it took") {
  RandomStream random(23, 0, 0);
  const Problem problem = random_problem(random, 30, 0.2, 3, true);
  std::atomic<std::size_t> last = 0;
  std::atomic<std::size_t> all = 0;
  std::atomic<std::int64_t> bytes = 0;
  static_cast<void>(run_on({"sim"}, "pbit_sparse", problem, short_run, {.reads = 1},
                           {[&](std::size_t, std::size_t done, std::size_t total) {
                              last = done;
                              all = total;
                            },
                            [&](std::size_t, double, std::int64_t sent, std::int64_t) { bytes = sent; }}));
  CHECK(all > 0);
  CHECK(last == all);
  CHECK(bytes > static_cast<std::int64_t>(4 * all / 2));
}

TEST_CASE("an interrupted run keeps the reads that are finished") {
  RandomStream random(24, 0, 0);
  const Problem problem = random_problem(random, 30, 0.2, 3, true);
  std::atomic<bool> interrupted = false;
  const BoardSampler sampler(*find_anneal_core("pbit_sparse"), {"sim"}, {});
  RunControl control(&interrupted, {}, [&](const Progress& now) { interrupted = now.reads_done >= 3; });
  const SampleSet set = run_sampler(sampler, problem, Settings("pbit-sparse", sampler.info().parameters, short_run),
                                    {.reads = 1000, .seed = 1}, control);
  CHECK(set.interrupted);
  REQUIRE(set.reads() == 3);
  const SampleSet twin = run_twin("pbit_sparse", problem, short_run, {.reads = 3, .seed = 1});
  CHECK(set.samples == twin.samples);
}

TEST_CASE("a problem that is too large names the configurations that hold it") {
  Problem problem;
  problem.fields.assign(300, 0.0);
  for (std::int32_t i = 0; i + 1 < 300; ++i) problem.couplings.push_back({i, i + 1, 1.0});
  const WrittenSettings small = {{"board", "hx8k-evn"}};
  CHECK_THROWS_AS(run_on({"sim"}, "pbit_sparse", problem, small, {.reads = 1}), InputError);
  try {
    static_cast<void>(run_on({"sim"}, "pbit_sparse", problem, small, {.reads = 1}));
  } catch (const InputError& error) {
    CHECK_THAT(error.what(), Contains("300") && Contains("256"));
    CHECK_THAT(error.hint(), Contains("it fits pbit_sparse on icebreaker"));
  }
}

TEST_CASE("every core refuses what is larger than it is, with both sizes and who else holds it") {
  constexpr std::int32_t largest = 4096;  // of all configurations, for a chain
  for (const AnnealCore& core : anneal_cores()) {
    CAPTURE(core.names.core);
    const Settings settings(core.names.sampler, core.parameters(), {});
    const auto capacity = static_cast<std::int32_t>(configuration_of(core.names, settings).spins);
    for (const std::int32_t size : {capacity + 1, 100000}) {
      try {
        static_cast<void>(plan_or_advise(core, chain(size), settings));
        FAIL("a chain of " << size << " spins was taken");
      } catch (const InputError& error) {
        CAPTURE(error.what(), error.hint());
        CHECK_THAT(error.what(), Contains(std::to_string(size)));
        CHECK_THAT(std::string(error.what()) + error.hint(), Contains(std::to_string(capacity)));
        CHECK_THAT(error.hint(), size > largest ? Contains("no supported configuration of any board holds it")
                                                : Contains("it fits "));
      }
    }
  }
}

TEST_CASE("patterns that are too many or too long are refused, with both sizes and who else holds them") {
  const auto [size, count, who] =
      GENERATE(table<int, int, std::string>({{257, 3, "no supported configuration"},
                                             {64, 769, "no supported configuration"},
                                             {64, 449, "they fit memory_match on icebreaker"}}));
  const PatternSet patterns = random_patterns(size, count, 1);
  try {
    static_cast<void>(recall_on(BoardMemory({"sim"}, {}), patterns, flipped_cues(patterns, 3, 1, 1), {}));
    FAIL("the patterns were taken");
  } catch (const InputError& error) {
    CHECK_THAT(error.what(), Contains(std::to_string(size)) && Contains(std::to_string(count)));
    CHECK_THAT(error.hint(), Contains("256") && Contains("448") && Contains(who));
  }
}
