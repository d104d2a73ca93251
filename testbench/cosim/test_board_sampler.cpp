// Boards as a sampler, with Verilated ones behind pseudo-terminals: the twin's answers, whoever does the reads.
#include <atomic>
#include <catch2/catch.hpp>

#include "models/error.hpp"
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
