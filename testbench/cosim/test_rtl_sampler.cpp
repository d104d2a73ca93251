// The samplers `:rtl` against their twins: the same answers, whatever the threads.
#include <catch2/catch.hpp>

#include "sim/io/problem_load.hpp"
#include "sim/sampler/registry.hpp"
#include "testbench/rtl/colour_graphs.hpp"
#include "testbench/rtl/random_problem.hpp"

using namespace isinglass;

namespace {

SampleSet run(const std::string& name, const Problem& problem, const WrittenSettings& written,
              const RunOptions& options) {
  const auto samplers = make_samplers();
  const Sampler& sampler = find_sampler(samplers, name);
  RunControl control;
  return run_sampler(sampler, problem, Settings(name, sampler.info().parameters, written), options, control);
}

void check_equal(const SampleSet& rtl, const SampleSet& twin) {
  CHECK(rtl.samples == twin.samples);
  CHECK(rtl.energy == twin.energy);
  CHECK(rtl.vectors.at("cycles") == twin.vectors.at("cycles"));
  CHECK(rtl.vectors.at("flips") == twin.vectors.at("flips"));
  CHECK(rtl.vectors.at("hardware_time_s") == twin.vectors.at("hardware_time_s"));
}

}  // namespace

TEST_CASE("the Verilog answers random problems as its twin does, on one thread and on three") {
  RandomStream random(7, 0, 0);
  for (int k = 0; k < 5; ++k) {
    const Problem problem = random_problem(random, 40 + 30 * k, 0.1, 3, true);
    const WrittenSettings settings = {{"sweeps", "40"}};
    const SampleSet twin = run("pbit-sparse", problem, settings, {.reads = 5, .seed = 11});
    check_equal(run("pbit-sparse:rtl", problem, settings, {.reads = 5, .seed = 11, .threads = 1}), twin);
    check_equal(run("pbit-sparse:rtl", problem, settings, {.reads = 5, .seed = 11, .threads = 3}), twin);
  }
}

TEST_CASE("the ports of the Verilog show the energies of all reads and the spins of read 0 that the twin records") {
  RandomStream random(9, 0, 0);
  for (int k = 0; k < 4; ++k) {
    const Problem problem = random_problem(random, 30 + 40 * k, 0.1, 3, true);
    const WrittenSettings settings = {{"sweeps", "40"}};
    const RunOptions options{.reads = 4, .seed = 5, .trace_points = 60};
    const SampleSet rtl = run("pbit-sparse:rtl", problem, settings, options);
    const SampleSet twin = run("pbit-sparse", problem, settings, options);
    REQUIRE(rtl.trace.has_value());
    REQUIRE(rtl.states.has_value());
    CHECK(rtl.trace->time_s == twin.trace->time_s);
    CHECK(rtl.trace->energy == twin.trace->energy);
    CHECK(rtl.states->variables == twin.states->variables);
    CHECK(rtl.states->values == twin.states->values);
    check_equal(rtl, run("pbit-sparse:rtl", problem, settings, {.reads = 4, .seed = 5}));  // watching changes nothing
  }
}

TEST_CASE("the Verilog answers G1 as its twin does") {
  const Problem problem = load_problem("G1");
  const WrittenSettings settings = {{"sweeps", "100"}};
  check_equal(run("pbit-sparse:rtl", problem, settings, {.reads = 2}),
              run("pbit-sparse", problem, settings, {.reads = 2}));
}

TEST_CASE("a problem laid out for a smaller board gives that board's answers") {
  RandomStream random(8, 0, 0);
  const Problem problem = random_problem(random, 20, 0.2, 3, true);
  const WrittenSettings settings = {{"board", "hx8k-evn"}};
  check_equal(run("pbit-sparse:rtl", problem, settings, {.reads = 3}),
              run("pbit-sparse", problem, settings, {.reads = 3}));
}

TEST_CASE("the Verilog of the ring answers as its twin does, by both rules, and shows the same traces") {
  RandomStream random(12, 0, 0);
  for (int k = 0; k < 4; ++k) {
    const Problem problem = random_problem(random, 16 + 16 * k, 0.6, 7, true);
    WrittenSettings settings = {{"sweeps", "60"}};
    if (k % 2 == 1) settings.insert(settings.end(), {{"rule", "metropolis"}, {"weight_bits", "8"}});
    const RunOptions options{.reads = 4, .seed = 3, .trace_points = 40};
    const SampleSet twin = run("pbit-ring", problem, settings, options);
    const SampleSet rtl = run("pbit-ring:rtl", problem, settings, options);
    check_equal(rtl, twin);
    CHECK(rtl.trace->energy == twin.trace->energy);
    CHECK(rtl.states->values == twin.states->values);
  }
}

TEST_CASE("the Verilog of the lanes answers as its twin does, by both rules, and shows the same traces") {
  RandomStream random(13, 0, 0);
  for (int k = 0; k < 4; ++k) {
    const Problem problem = random_problem(random, 16 + 40 * k, 0.6, 7, true);
    const WrittenSettings settings = {{"sweeps", "60"}, {"rule", k % 2 == 0 ? "gibbs" : "metropolis"}};
    const RunOptions options{.reads = 4, .seed = 3, .trace_points = 40};
    const SampleSet twin = run("pbit-lane", problem, settings, options);
    const SampleSet rtl = run("pbit-lane:rtl", problem, settings, options);
    check_equal(rtl, twin);
    CHECK(rtl.trace->energy == twin.trace->energy);
    CHECK(rtl.states->values == twin.states->values);
  }
}

TEST_CASE(
    "the Verilog of the bifurcation answers as its twin does, ballistic and discrete, and shows the same traces") {
  RandomStream random(13, 0, 0);
  for (int k = 0; k < 4; ++k) {
    const Problem problem = random_problem(random, 16 + 16 * k, 0.6, 7, true);
    const WrittenSettings settings = {{"steps", "60"}, {"variant", k % 2 == 0 ? "bSB" : "dSB"}};
    const RunOptions options{.reads = 4, .seed = 3, .trace_points = 40};
    const SampleSet twin = run("bifurcation-row", problem, settings, options);
    const SampleSet rtl = run("bifurcation-row:rtl", problem, settings, options);
    check_equal(rtl, twin);
    CHECK(rtl.trace->energy == twin.trace->energy);
    CHECK(rtl.states->values == twin.states->values);
  }
}

TEST_CASE("the Verilog made for a torus answers any problem on it as its twin does, and refuses another graph") {
  RandomStream random(13, 0, 0);
  for (int k = 0; k < 4; ++k) {
    Problem problem = torus_problem(6, false);
    for (Coupling& c : problem.couplings) c.value = random.below(2) == 0 ? 1.0 : -1.0;
    for (double& h : problem.fields) h = static_cast<double>(random.below(5)) - 2.0;
    const WrittenSettings settings = {{"sweeps", "300"}};
    check_equal(run("pbit-colour:rtl", problem, settings, {.reads = 5, .seed = 3}),
                run("pbit-colour", problem, settings, {.reads = 5, .seed = 3}));
  }
  const Problem other = torus_problem(8, false);
  CHECK_NOTHROW(run("pbit-colour", other, {{"sweeps", "10"}}, {.reads = 1}));
  CHECK_THROWS_WITH(run("pbit-colour:rtl", other, {{"sweeps", "10"}}, {.reads = 1}),
                    Catch::Contains("is made for another graph"));
}
