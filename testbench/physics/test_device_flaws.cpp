// Flaws as parameters of samplers: off by default, told in the run, fixed by the device seed alone.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "models/error.hpp"
#include "sim/sampler/device_flaws.hpp"
#include "sim/sampler/machines.hpp"
#include "sim/sampler/registry.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

SampleSet run(const Problem& problem, const WrittenSettings& written, const RunOptions& options) {
  const auto samplers = make_samplers();
  const Sampler& sampler = find_sampler(samplers, "oscillator");
  const Settings settings("oscillator", sampler.info().parameters, written);
  RunControl control;
  return run_sampler(sampler, problem, settings, options, control);
}

std::unique_ptr<AnalogRun> open(const Problem& problem, const WrittenSettings& written, const OpenOptions& options) {
  const auto models = make_models();
  const AnalogModel& model = find_model(models, "oscillator");
  return model.open(problem, Settings("oscillator", model.info().parameters, written), options);
}

const WrittenSettings kQuiet{{"length", "20"},    {"noise_start", "0"}, {"noise_end", "0"},
                             {"shil_start", "0"}, {"shil_end", "0"},    {"mismatch", "0"}};

OpenOptions fixed_steps() {
  OpenOptions options;
  options.engine = EngineChoice::fixed;
  return options;
}

WrittenSettings with(WrittenSettings written, const WrittenSettings& more) {
  written.insert(written.end(), more.begin(), more.end());
  return written;
}

}  // namespace

TEST_CASE("every analog sampler has the parameters of the flaws once, all off") {
  for (const auto& model : make_models()) {
    const auto& info = model->info();
    std::set<std::string> names;
    for (const auto& row : info.parameters) {
      INFO(info.name << ' ' << row.name);
      CHECK(names.insert(row.name).second);
    }
    const DeviceFlaws flaws = device_flaws(Settings(info.name, info.parameters, {}));
    CHECK_FALSE(flaws.coupling.any());
    CHECK_FALSE(flaws.node.any());
  }
}

TEST_CASE("a run says which flaws were on, and tells the energy of the device beside the ideal one") {
  const Problem problem = testing::random_problem(30, 0.4, 41);
  const WrittenSettings flawed{{"length", "20"}, {"coupling_mismatch", "0.1"}, {"device_seed", "7"}};
  const SampleSet ideal = run(problem, {{"length", "20"}}, {.reads = 20, .seed = 1});
  CHECK(ideal.info.at("non-idealities") == "all off");
  CHECK(ideal.vectors.count("device_energy") == 0);
  const Problem device = device_problem(problem, {.device_seed = 7, .mismatch = 0.1});
  for (const std::uint64_t seed : {1, 2}) {  // another seed of the noise is still the same device
    const SampleSet set = run(problem, flawed, {.reads = 20, .seed = seed});
    CHECK(set.info.at("non-idealities") == "coupling mismatch 0.1 (relative); device seed 7");
    for (std::size_t r = 0; r < set.reads(); ++r) {
      CHECK(set.energy[r] == energy(problem, set.sample(r)));
      CHECK(set.vectors.at("device_energy")[r] == energy(device, set.sample(r)));
    }
  }
}

TEST_CASE("stuck nodes of a sampler are stuck at the same spins in every read") {
  const Problem problem = testing::random_problem(40, 0.2, 42);
  const SampleSet set = run(problem, {{"length", "20"}, {"stuck_nodes", "0.25"}}, {.reads = 20});
  NodeFlaws flaws;
  flaws.stuck = 0.25;
  const auto stuck = stuck_spins(flaws, 40);
  REQUIRE(std::any_of(stuck.begin(), stuck.end(), [](Spin s) { return s != 0; }));
  for (std::size_t r = 0; r < set.reads(); ++r) {
    for (std::size_t i = 0; i < 40; ++i) {
      if (stuck[i] != 0) CHECK(set.sample(r)[i] == stuck[i]);
    }
  }
}

TEST_CASE("a delay of half a carrier period turns the sign of a coupling") {
  // Two oscillators that like to be opposite: with the delay they end in phase, however fast the envelope is.
  Problem pair;
  pair.fields = {0.0, 0.0};
  pair.couplings = {{0, 1, 1.0}};
  OpenOptions options = fixed_steps();
  options.initial = std::vector<double>{0.3, 1.9};
  const auto difference = [&](const WrittenSettings& written) {
    const auto run = open(pair, written, options);
    run->advance_to(run->duration_s());
    return std::cos(run->state()[0] - run->state()[1]);
  };
  CHECK(difference(kQuiet) == Approx(-1.0).margin(1e-3));
  CHECK(difference(with(kQuiet, {{"coupling_delay", "0.5e-6"}})) == Approx(1.0).margin(1e-3));
  CHECK(difference(with(kQuiet, {{"coupling_delay", "1e-6"}})) == Approx(-1.0).margin(1e-3));
  options.engine = EngineChoice::adaptive;
  CHECK_THROWS_WITH(difference(with(kQuiet, {{"coupling_delay", "1e-6"}})),
                    Catch::Contains("cannot follow a coupling"));
}

TEST_CASE("rates of a machine with a delay do not depend on what was asked before") {
  const Problem problem = testing::random_problem(6, 0.8, 43);
  const auto run = open(problem, with(kQuiet, {{"coupling_delay", "1e-6"}}), fixed_steps());
  std::vector<double> state{0.1, 0.2, 0.3, 0.4, 0.5, 0.6}, first(6), again(6), other(6);
  run->rates(0.0, state, first);
  run->rates(0.0, std::vector<double>(6, 1.0), other);
  run->rates(0.0, state, again);
  CHECK(first == again);
}

TEST_CASE("a delay whose past would not fit into memory is refused") {
  const Problem problem = testing::random_problem(10, 0.8, 44);
  CHECK_THROWS_WITH(run(problem, {{"coupling_delay", "10"}}, {.reads = 1}), Catch::Contains("GB per thread"));
}
