// Exhaustive search against a plain loop over all states.
#include <catch2/catch.hpp>
#include <set>

#include "models/error.hpp"
#include "models/random.hpp"
#include "sim/sampler/exhaustive.hpp"

using namespace isinglass;

namespace {

SampleSet enumerate(const Problem& problem, std::int64_t reads = 1000, int threads = 2) {
  const ExhaustiveSampler sampler;
  RunControl control;
  return run_sampler(sampler, problem, Settings("exhaustive", {}, {}), {.reads = reads, .threads = threads}, control);
}

Problem random_problem(std::int32_t n, double unit, bool fields, std::uint64_t seed) {
  RandomStream random(seed, 0, 901);
  const auto draw = [&] { return unit * (static_cast<int>(random.below(5)) - 2); };
  Problem problem;
  problem.offset = 0.5;
  for (std::int32_t i = 0; i < n; ++i) problem.fields.push_back(fields ? draw() : 0.0);
  for (std::int32_t i = 0; i < n; ++i) {
    for (std::int32_t j = i + 1; j < n; ++j) problem.couplings.push_back({i, j, draw()});
  }
  return problem;
}

struct GroundStates {
  double energy = 1e300;
  std::set<std::vector<Spin>> states;
};

GroundStates by_plain_loop(const Problem& problem) {
  GroundStates ground;
  for (std::uint32_t state = 0; state < (1U << problem.fields.size()); ++state) {
    std::vector<Spin> spins(problem.fields.size());
    for (std::size_t i = 0; i < spins.size(); ++i) spins[i] = ((state >> i) & 1U) != 0U ? Spin{1} : Spin{-1};
    const double e = energy(problem, spins);
    if (e < ground.energy - 1e-9) ground = {e, {}};
    if (e < ground.energy + 1e-9) ground.states.insert(spins);
  }
  return ground;
}

}  // namespace

TEST_CASE("exhaustive search finds every ground state of random problems, whole or real, with and without fields") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const auto n = static_cast<std::int32_t>(1 + seed % 11);
    const Problem problem = random_problem(n, seed % 3 == 0 ? 0.1 : 1.0, seed % 2 == 0, seed);
    const GroundStates expected = by_plain_loop(problem);
    const SampleSet set = enumerate(problem);
    INFO("seed " << seed << ", " << n << " spins");
    REQUIRE(set.reads() == expected.states.size());
    CHECK(set.figures.at("ground_states") == static_cast<double>(expected.states.size()));
    std::set<std::vector<Spin>> found;
    for (std::size_t read = 0; read < set.reads(); ++read) {
      found.insert({set.sample(read).begin(), set.sample(read).end()});
      CHECK(set.energy[read] == Approx(expected.energy));
    }
    CHECK(found == expected.states);
  }
}

TEST_CASE("all ground states are counted also where only some are listed") {
  Problem flat;
  flat.fields.assign(23, 0.0);
  flat.couplings = {{0, 22, 1.0}};  // the two ends differ, 21 spins are free
  const SampleSet set = enumerate(flat, 7);
  CHECK(set.reads() == 7);
  CHECK(set.figures.at("ground_states") == 4194304.0);
  const SampleSet one_thread = enumerate(flat, 7, 1);
  CHECK(one_thread.samples == set.samples);
}

TEST_CASE("a ring of 21 antiferromagnetic bonds has 42 ground states, in more than one chunk") {
  // The odd ring leaves one bond unsatisfied: 21 places, two global signs.
  Problem ring;
  ring.fields.assign(22, 0.0);
  for (std::int32_t i = 0; i < 21; ++i) {
    const std::int32_t j = (i + 1) % 21;
    ring.couplings.push_back({std::min(i, j), std::max(i, j), 1.0});
  }
  ring.fields[21] = 1.0;  // one more spin, held down, so that there is no symmetry of the program's to lean on
  const SampleSet set = enumerate(ring);
  CHECK(set.reads() == 42);
  CHECK(set.energy[0] == -20.0);
}

TEST_CASE("exhaustive search refuses 31 variables in a sentence") {
  Problem large;
  large.name = "large";
  large.fields.assign(31, 0.0);
  try {
    static_cast<void>(enumerate(large));
    FAIL("accepted");
  } catch (const InputError& error) {
    CHECK(std::string(error.what()) == "exhaustive takes at most 30 variables, and large has 31");
    CHECK(error.hint() == "'--sampler anneal' takes any size, without a proof");
  }
}

TEST_CASE("an interrupted enumeration says how much it has seen") {
  Problem flat;
  flat.fields.assign(24, 1.0);
  const std::atomic<bool> interrupted = true;
  RunControl control(&interrupted, std::nullopt, {});
  const SampleSet set =
      run_sampler(ExhaustiveSampler(), flat, Settings("exhaustive", {}, {}), {.reads = 4, .threads = 1}, control);
  CHECK(set.interrupted);
  CHECK(set.reads() == 0);
  REQUIRE(set.diagnostics.size() == 1);
  CHECK(set.diagnostics[0].sentence.rfind("Only 0.0 % of the states", 0) == 0);
}
