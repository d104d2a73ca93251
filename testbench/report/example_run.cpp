// Makes the example comparison from formulas and counter-based noise.
#include "testbench/report/example_run.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/random.hpp"
#include "sim/report/summarise.hpp"

namespace isinglass::example {
namespace {

constexpr std::int32_t spins = 800;

struct Behaviour {
  SamplerInfo info;
  double read_time_s;
  double misfit;  ///< probability that a spin does not follow the pattern
  bool physical;
};

/// Alternating spins, with kinks at random places.
SampleSet kinked(const Problem& problem, const Behaviour& behaviour, std::int64_t reads, std::uint32_t stream) {
  SampleSet set;
  set.variables = problem.size();
  RandomStream random(7, 0, stream);
  for (std::int64_t read = 0; read < reads; ++read) {
    Spin spin = 1;
    for (std::int32_t i = 0; i < problem.size(); ++i) {
      if (random.uniform() >= behaviour.misfit) spin = static_cast<Spin>(-spin);
      set.samples.push_back(spin);
    }
    set.energy.push_back(energy(problem, set.sample(static_cast<std::size_t>(read))));
    if (behaviour.physical) set.vectors["hardware_time_s"].push_back(behaviour.read_time_s);
  }
  set.num_occurrences.assign(static_cast<std::size_t>(reads), 1);
  set.timing = {1'000'000, static_cast<std::int64_t>(1e9 * 0.004 * static_cast<double>(reads)), 200'000};
  return set;
}

EnergyTrace relaxation(const SampleSet& set, double read_time_s) {
  constexpr int instants = 150;
  EnergyTrace trace;
  RandomStream random(11, 0, 3);
  for (int k = 0; k < instants; ++k)
    trace.time_s.push_back(read_time_s * std::pow(10.0, -3.0 + 3.0 * k / (instants - 1)));
  for (const double last : set.energy) {
    for (const double time : trace.time_s) {
      const double rest = std::exp(-8.0 * time / read_time_s) * (0.9 + 0.2 * random.uniform());
      trace.energy.push_back(last * (1.0 - rest));
    }
  }
  return trace;
}

StateTrace phases(const SampleSet& set, double read_time_s) {
  StateTrace states{"phase", "rad", 0, {}, {}, {}};
  RandomStream random(13, 0, 4);
  for (int k = 0; k < 200; ++k) states.time_s.push_back(read_time_s * k / 199.0);
  for (std::int32_t i = 0; i < 40; ++i) {
    states.variables.push_back(i);
    const double end = set.samples[static_cast<std::size_t>(i)] > 0 ? 0.0 : std::numbers::pi;
    const double start = std::numbers::pi * random.uniform();
    for (const double time : states.time_s) {
      states.values.push_back(end + (start - end) * std::exp(-9.0 * time / read_time_s) + 0.02 * random.normal());
    }
  }
  return states;
}

ParameterTable parameters() {
  return {{"sweeps", "", "number of sweeps of a read", std::int64_t{1000}, 1, 1e9, {}},
          {"mismatch", "ppm", "standard deviation of the oscillators' frequencies", 0.0, 0, 1e5, {}},
          {"schedule", "", "shape of the ramp", std::string("linear"), 0, 0, {"linear", "cosine"}}};
}

void add(Run& run, const Problem& problem, const Behaviour& behaviour, SampleSet set) {
  const Settings settings(behaviour.info.name, behaviour.info.parameters, {{"mismatch", "50"}});
  run.record.samplers.push_back(summarise(behaviour.info, settings, problem, set, run.record.target));
  run.sets.push_back(std::move(set));
}

RunRecord description(const Problem& problem, std::int64_t reads) {
  RunRecord record;
  record.version = "0.0.0";
  record.compiler = "GNU 12.2.0";
  record.build_type = "Release";
  record.isa = "avx2";
  record.started = "2026-01-01T00:00:00Z";
  record.command = {"/usr/bin/isinglass", "compare", "ring of 800", "--sampler", "oscillator,pbit-sparse,anneal"};
  record.reads = reads;
  record.problem = describe_problem(problem);
  return record;
}

}  // namespace

Problem ring(std::int32_t size) {
  std::vector<Coupling> edges;
  for (std::int32_t i = 0; i + 1 < size; ++i) edges.push_back({i, i + 1, 1.0});
  edges.push_back({0, size - 1, 1.0});
  return maxcut_problem("ring <800> & more", size, std::move(edges));
}

Run comparison(std::int64_t reads) {
  const Problem problem = ring(spins);
  Run run{description(problem, reads), {}};
  run.record.problem.best_known = spins;
  run.record.target = spins;
  run.record.target_origin = "best-known";
  const Behaviour analog{
      {"oscillator", SamplerKind::analog, "Coupled oscillators (example).", parameters()}, 2.1e-5, 0.006, true};
  const Behaviour digital{
      {"pbit-sparse", SamplerKind::digital, "Event-driven annealer (example).", parameters()}, 3.7e-3, 0.0008, true};
  const Behaviour software{
      {"anneal", SamplerKind::software, "Simulated annealing (example).", parameters()}, 4e-3, 0.0005, false};

  SampleSet oscillator = kinked(problem, analog, reads, 1);
  oscillator.trace = relaxation(oscillator, analog.read_time_s);
  oscillator.states = phases(oscillator, analog.read_time_s);
  oscillator.figures = {{"oscillator_hz", 1e9}};
  oscillator.info = {
      {"kernel", "avx2"}, {"mismatch", "50 ppm of the oscillator frequency, device seed 0"}, {"noise", "off"}};
  oscillator.diagnostics = {
      {"2 of 64 reads ended with an oscillator far from 0 and π.", "Raise the injection strength."}};
  SampleSet annealer = kinked(problem, digital, reads, 2);
  annealer.trace = relaxation(annealer, digital.read_time_s);
  annealer.figures = {{"clock_hz", 60e6}, {"programming_s", 0.31}, {"readout_s", 0.0021}};
  SampleSet baseline = kinked(problem, software, reads, 3);
  baseline.trace = relaxation(baseline, 0.004);
  add(run, problem, analog, std::move(oscillator));
  add(run, problem, digital, std::move(annealer));
  add(run, problem, software, std::move(baseline));
  run.record.hardware = nlohmann::json::parse(R"({"board": "icebreaker", "core": "pbit_sparse", "device": "up5k",
    "spins": 3072, "entries": 49152, "weight_bits": 4, "logic_cells": 912, "ram_blocks": 14, "spram_blocks": 4, "dsp": 1,
    "capacity": {"logic_cells": 5280, "ram_blocks": 30, "spram_blocks": 4, "dsp": 8},
    "fmax_mhz": 61.6, "fmax_mhz_seeds": [61.6, 66.0, 72.1], "clock_mhz": 60.0, "quiet_sweep_us": 51.2})");
  conclude(run.record);
  return run;
}

Run plain() {
  const Problem problem = ring(10);
  Run run{description(problem, 4), {}};
  const Behaviour software{
      {"anneal", SamplerKind::software, "Simulated annealing (example).", parameters()}, 4e-3, 0.1, false};
  add(run, problem, software, kinked(problem, software, 4, 3));
  conclude(run.record);
  return run;
}

}  // namespace isinglass::example
