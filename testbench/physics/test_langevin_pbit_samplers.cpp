// The samplers `langevin` and `pbit-continuous`: answers against enumeration, findings, flaws that have a meaning.
#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <numeric>

#include "models/error.hpp"
#include "sim/sampler/registry.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

SampleSet run(const std::string& name, const Problem& problem, const WrittenSettings& written,
              const RunOptions& options) {
  const auto samplers = make_samplers();
  const Sampler& sampler = find_sampler(samplers, name);
  const Settings settings(name, sampler.info().parameters, written);
  RunControl control;
  return run_sampler(sampler, problem, settings, options, control);
}

double lowest_energy(const Problem& problem) {
  double lowest = std::numeric_limits<double>::infinity();
  std::vector<Spin> spins(problem.fields.size());
  for (std::uint32_t state = 0; state < (1U << spins.size()); ++state) {
    for (std::size_t i = 0; i < spins.size(); ++i) spins[i] = ((state >> i) & 1U) != 0 ? 1 : -1;
    lowest = std::min(lowest, energy(problem, spins));
  }
  return lowest;
}

bool mentions(const SampleSet& set, const std::string& words) {
  return std::any_of(set.diagnostics.begin(), set.diagnostics.end(),
                     [&](const Diagnostic& d) { return d.sentence.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("both samplers come near the ground state of small problems, by every rule and schedule") {
  const std::vector<std::pair<std::string, WrittenSettings>> ways{
      {"langevin", {}},
      {"langevin", {{"temperature_shape", "cosine"}, {"restarts", "4"}}},
      {"pbit-continuous", {}},
      {"pbit-continuous", {{"rule", "autonomous"}}},
      {"pbit-continuous", {{"rule", "mean-field"}, {"temperature_start", "2"}}},
      {"pbit-continuous", {{"synapse_time", "0.1"}}}};
  for (const std::uint32_t seed : {81U, 82U, 83U}) {
    const Problem problem = testing::random_problem(14, 0.6, seed, true);
    const double lowest = lowest_energy(problem);
    for (const auto& [name, written] : ways) {
      const SampleSet set = run(name, problem, written, {.reads = 32, .seed = seed});
      const double best = *std::min_element(set.energy.begin(), set.energy.end());
      const double mean = std::accumulate(set.energy.begin(), set.energy.end(), 0.0) / 32.0;
      INFO(name << ' ' << (written.empty() ? "" : written[0].second) << ": best " << best << " mean " << mean
                << " lowest " << lowest);
      CHECK(best >= lowest - 1e-9);
      CHECK(best <= 0.97 * lowest);
      CHECK(mean <= 0.8 * lowest);
    }
  }
}

TEST_CASE("a synapse slower than its p-bits, and long steps of the autonomous rule, are diagnosed") {
  const Problem problem = testing::random_problem(14, 0.6, 84);
  const SampleSet slow = run("pbit-continuous", problem, {{"length", "20"}, {"synapse_time", "2"}}, {.reads = 16});
  CHECK(mentions(slow, "inputs of the past"));
  const WrittenSettings rough{{"length", "20"}, {"rule", "autonomous"}, {"step", "0.5"}};
  CHECK(mentions(run("pbit-continuous", problem, rough, {.reads = 16}), "flip together"));
}

TEST_CASE("random p-bits take a coupling delay only through a slow synapse") {
  const Problem problem = testing::random_problem(10, 0.6, 85);
  CHECK_THROWS_AS(run("pbit-continuous", problem, {{"length", "5"}, {"coupling_delay", "1e-9"}}, {.reads = 1}),
                  UsageError);
  const WrittenSettings slow{{"length", "5"}, {"coupling_delay", "1e-9"}, {"synapse_time", "0.5"}};
  CHECK(run("pbit-continuous", problem, slow, {.reads = 1}).reads() == 1);
  CHECK(run("langevin", problem, {{"length", "5"}, {"coupling_delay", "1e-9"}}, {.reads = 1}).reads() == 1);
}

TEST_CASE("noise and leakage act on the synapses of random p-bits, which have nothing else that they could act on") {
  const Problem problem = testing::random_problem(10, 0.6, 86);
  CHECK_THROWS_WITH(run("pbit-continuous", problem, {{"length", "5"}, {"white_noise", "1e5"}}, {.reads = 1}),
                    Catch::Contains("answer at once"));
  const WrittenSettings slow{{"length", "20"}, {"synapse_time", "0.5"}};
  const WrittenSettings leaky{{"length", "20"}, {"synapse_time", "0.5"}, {"leakage", "1e-10"}};
  CHECK(run("pbit-continuous", problem, slow, {.reads = 16}).samples !=
        run("pbit-continuous", problem, leaky, {.reads = 16}).samples);
}
