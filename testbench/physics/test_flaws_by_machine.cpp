// Flaws of parts on the machines themselves, against what their physics says: which variables a stage touches, what it
// does to a tank, that it resolves in time and changes nothing of how the machine was set up.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "models/analog/flaws/node_flaws.hpp"
#include "models/error.hpp"
#include "sim/sampler/machines.hpp"
#include "sim/sampler/registry.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

Settings settings_of(const AnalogModel& model, const WrittenSettings& written) {
  return {model.info().name, model.info().parameters, written};
}

bool has(const AnalogModel& model, const std::string& parameter) {
  const auto& table = model.info().parameters;
  return std::any_of(table.begin(), table.end(), [&](const Parameter& row) { return row.name == parameter; });
}

std::unique_ptr<AnalogRun> open(const std::string& name, const Question& question, const WrittenSettings& written,
                                const OpenOptions& options = {}) {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, name, kind_of(question));
  return model.open(question, settings_of(model, written), options);
}

SampleSet solve(const std::string& name, const Problem& problem, const WrittenSettings& written,
                const RunOptions& options) {
  const auto samplers = make_samplers();
  const Sampler& sampler = find_sampler(samplers, name);
  RunControl control;
  return run_sampler(sampler, problem, Settings(name, sampler.info().parameters, written), options, control);
}

std::vector<double> end_of(AnalogRun& run) {
  run.advance_to(run.duration_s());
  return {run.state().begin(), run.state().end()};
}

double mean_energy(const SampleSet& set) {
  double sum = 0.0;
  for (const double value : set.energy) sum += value;
  return sum / static_cast<double>(set.reads());
}

/// Tanks of 1 nF with g1 = 1 mS that hardly see each other, free of noise and SYNC.
WrittenSettings free_tanks(const std::string& model) {
  return {{"model", model},     {"gain", "1e-3"},   {"coupling_conductance", "1e-9"},
          {"noise_start", "0"}, {"noise_end", "0"}, {"shil_end", "0"},
          {"periods", "100"}};
}

Problem pair(double coupling = 1.0) {
  Problem problem;
  problem.name = "pair";
  problem.fields = {0.0, 0.0};
  problem.couplings = {{0, 1, coupling}};
  return problem;
}

}  // namespace

TEST_CASE("analog noise reaches the amplitudes of a coherent machine, not the registers that close its loop") {
  // The machine's own noise has the same strength when it is given per square root of a round trip of 5 us.
  const Problem problem = testing::random_problem(60, 1.0, 61);
  const double own = 0.2;
  for (const std::string variant : {"mean-field", "CAC", "CFC", "SFC"}) {
    WrittenSettings written{{"variant", variant}, {"steps", "1000"}, {"noise", fmt::format("{:.17g}", own)}};
    const double inside = mean_energy(solve("coherent", problem, written, {.reads = 32}));
    written.back() = {"white_noise", fmt::format("{:.17g}", own / std::sqrt(5e-6))};
    const double outside = mean_energy(solve("coherent", problem, written, {.reads = 32}));
    INFO(variant << ": " << inside << " and " << outside);
    CHECK(outside == Approx(inside).epsilon(0.01));
  }
}

TEST_CASE("the input of a plastic memory is held from outside: a leak of the neurons does not wear it down") {
  const Question patterns = random_patterns(50, 3, 7);
  const auto run = open("hopfield-plastic", patterns, {{"leakage", "1e-5"}});
  const std::vector<double> before(run->state().begin(), run->state().end());
  const std::vector<double> after = end_of(*run);
  for (std::size_t i = 50; i < 53; ++i) CHECK(after[i] == before[i]);
  CHECK(*std::max_element(after.begin(), after.begin() + 50) > 0.1);  // a tenth of the neurons' own leak only
}

TEST_CASE("a leaky tank oscillates until the leak takes all of its gain, with the amplitude that is left") {
  for (const std::string model : {"averaged", "circuit"}) {
    const auto amplitude = [&](double tau_s) {
      auto written = free_tanks(model);
      written.emplace_back("leakage", fmt::format("{:.17g}", tau_s));
      const auto end = end_of(*open("lc-oscillator", pair(), written));
      return std::hypot(end[0], end[2]);
    };
    // The conductance C/tau stands against g1: at 1.5 us two thirds of it.
    CHECK(amplitude(1.5e-6) == Approx(std::sqrt(1.0 / 3.0)).epsilon(0.03));  // the circuit ripples by some per cent
    CHECK(amplitude(3e-6) == Approx(std::sqrt(2.0 / 3.0)).epsilon(0.03));
    CHECK(amplitude(0.95e-6) < 0.5);
    CHECK(amplitude(0.5e-6) < 1e-6);
  }
}

TEST_CASE("a parasitic capacitance detunes a tank, in the averaged model as in the circuit") {
  const double share = 0.02;
  const double exact = 1e6 * (1.0 / std::sqrt(1.0 + share) - 1.0);  // Hz
  for (const std::string model : {"averaged", "circuit"}) {
    auto written = free_tanks(model);
    written.emplace_back("parasitic", fmt::format("{:.17g}", share));
    const auto run = open("lc-oscillator", pair(), written);
    double turned = 0.0;
    double before = std::atan2(run->state()[2], run->state()[0]);
    for (int k = 1; k <= 1000; ++k) {
      run->advance_to(run->duration_s() * k / 1000);
      const double now = std::atan2(run->state()[2], run->state()[0]);
      turned += std::remainder(now - before, 2.0 * std::numbers::pi);
      before = now;
    }
    INFO(model);
    CHECK(turned / (2.0 * std::numbers::pi * run->duration_s()) == Approx(exact).epsilon(0.03));
  }
}

TEST_CASE("all rows of a stuck node are held: quadratures, momenta, error signals") {
  const Problem problem = testing::random_problem(12, 0.5, 62);
  NodeFlaws flaws;
  flaws.stuck = 0.5;
  const auto stuck = stuck_spins(flaws, 12);
  const auto second_rows = [&](const std::string& name, WrittenSettings written, Eigen::Index first, double held) {
    written.emplace_back("stuck_nodes", "0.5");
    const auto end = end_of(*open(name, problem, written));
    for (std::size_t i = 0; i < 12; ++i) {
      if (stuck[i] == 0) continue;
      INFO(name << " row " << i);
      CHECK(end[i] * stuck[i] > 0.5);
      CHECK(end[static_cast<std::size_t>(first) + i] == held);
    }
  };
  second_rows("lc-oscillator", {{"length", "50"}, {"noise_start", "0"}, {"noise_end", "0"}}, 12, 0.0);
  second_rows("bifurcation", {{"steps", "200"}}, 12, 0.0);
  second_rows("coherent", {{"steps", "200"}}, 13, 1.0);  // the twelve and the reference of the fields
}

TEST_CASE("stuck nodes read out as the spins that they are stuck at, with fields and their reference too") {
  const Problem problem = testing::random_problem(12, 0.5, 63);
  for (const std::string name : {"oscillator", "lc-oscillator", "hopfield", "coherent", "bifurcation"}) {
    for (const std::uint64_t device : {0, 1, 2, 3}) {
      NodeFlaws flaws;
      flaws.device_seed = device;
      flaws.stuck = 0.6;
      const auto stuck = stuck_spins(flaws, 12);
      WrittenSettings written{{"stuck_nodes", "0.6"}, {"device_seed", std::to_string(device)}};
      written.emplace_back(name == "coherent" || name == "bifurcation" ? "steps" : "length", "100");
      const SampleSet set = solve(name, problem, written, {.reads = 16});
      for (std::size_t r = 0; r < set.reads(); ++r) {
        for (std::size_t i = 0; i < 12; ++i) {
          INFO(name << " device " << device << " read " << r << " spin " << i);
          if (stuck[i] != 0) REQUIRE(int{set.sample(r)[i]} == int{stuck[i]});
        }
      }
    }
  }
}

TEST_CASE("fixed steps resolve a leak that is faster than the machine") {
  for (const std::string tau : {"1.2e-7", "1.5e-7", "2e-7"}) {
    const WrittenSettings written{
        {"noise_start", "0"}, {"noise_end", "0"}, {"gain_start", "10"}, {"length", "100"}, {"leakage", tau}};
    const auto exact =
        end_of(*open("hopfield", pair(), written, {.engine = EngineChoice::adaptive, .initial = std::nullopt}));
    const auto steps =
        end_of(*open("hopfield", pair(), written, {.engine = EngineChoice::fixed, .initial = std::nullopt}));
    INFO("leak of " << tau << " s: " << exact[0] << " V and " << steps[0] << " V");
    CHECK(std::abs(exact[0] - steps[0]) < 0.02);
    CHECK(exact[0] * exact[1] < 0.0);  // opposite spins, as the coupling asks
    CHECK(steps[0] * steps[1] < 0.0);
  }
}

TEST_CASE("flaws of couplings leave the machine as it was set up: strengths, schedules and duration") {
  const Problem problem = testing::random_problem(40, 0.5, 64);
  const ModelList models = make_models();
  for (const auto& model : models) {
    if (!model->answers(QuestionKind::ising)) continue;
    const bool by_steps = has(*model, "steps");
    const WrittenSettings ideal{{by_steps ? "steps" : "length", "50"}};
    WrittenSettings flawed = ideal;
    flawed.emplace_back("missing_couplings", "0.8");
    INFO(model->info().name);
    CHECK(model->open(problem, settings_of(*model, flawed), {})->duration_s() ==
          model->open(problem, settings_of(*model, ideal), {})->duration_s());
    RunControl control;
    const SampleSet as_built = model->sample(problem, settings_of(*model, flawed), {.reads = 1}, control);
    const SampleSet as_asked = model->sample(problem, settings_of(*model, ideal), {.reads = 1}, control);
    for (const auto& [key, text] : as_asked.info) {
      const bool of_flaws = key == "non-idealities";
      const bool of_storage = key == "couplings" || key == "step";
      INFO(key << ": " << text);
      if (!of_flaws && !of_storage) CHECK(as_built.info.at(key) == text);
    }
  }
}

TEST_CASE("couplings that all come out half as strong pull half as strongly") {
  Problem chain;
  chain.fields.assign(4, 0.0);
  chain.couplings = {{0, 1, 1.0}, {1, 2, 1.0}, {2, 3, 1.0}};
  const WrittenSettings ideal{{"noise_start", "0"}, {"noise_end", "0"}, {"shil_start", "0"}, {"shil_end", "0"}};
  WrittenSettings flawed = ideal;
  flawed.emplace_back("coupling_offset", "-0.5");
  const std::vector<double> state{0.1, 0.7, 1.9, 4.0};
  std::vector<double> whole(4), half(4);
  open("oscillator", chain, ideal)->rates(0.0, state, whole);
  open("oscillator", chain, flawed)->rates(0.0, state, half);
  for (std::size_t i = 0; i < 4; ++i) CHECK(half[i] == Approx(0.5 * whole[i]));
}
