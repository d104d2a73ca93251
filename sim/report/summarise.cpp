// Columns of numbers to records: objectives, success, time to solution, curves.
#include "sim/report/summarise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/bench/outcome.hpp"
#include "sim/report/format.hpp"

namespace isinglass {
namespace {

constexpr std::size_t curve_points = 240;  // what a screen resolves
constexpr std::size_t state_points = 160;
constexpr std::size_t state_rows = 48;

/// At most `wanted` indices of 0 … count-1, evenly spread, first and last included.
std::vector<std::size_t> spread(std::size_t count, std::size_t wanted) {
  const std::size_t kept = std::min(count, wanted);
  std::vector<std::size_t> indices(kept);
  for (std::size_t i = 0; i < kept; ++i) indices[i] = kept < 2 ? 0 : i * (count - 1) / (kept - 1);
  return indices;
}

void summarise_times(const SampleSet& set, SamplerRecord& record) {
  record.timing = {{"preprocessing_ns", set.timing.preprocessing_ns},
                   {"sampling_ns", set.timing.sampling_ns},
                   {"postprocessing_ns", set.timing.postprocessing_ns}};
  const auto figure = [&](const char* name) -> std::optional<double> {
    const auto found = set.figures.find(name);
    return found == set.figures.end() ? std::nullopt : std::optional(found->second);
  };
  record.programming_s = figure("programming_s");
  record.readout_s = figure("readout_s");
}

void summarise_success(const Outcome& outcome, SamplerRecord& record) {
  record.successes = outcome.successes;
  record.p = outcome.p;
  record.p_interval = ends_of(*outcome.p_interval);
  if (!outcome.tts) return;
  record.tts99_s = if_finite(outcome.tts->seconds);
  record.tts99_interval = ends_of(outcome.tts->interval);
}

void summarise_reads(const Problem& problem, const SampleSet& set, std::optional<double> target,
                     SamplerRecord& record) {
  const ReadBatch batch = read_batch(problem, set);
  record.exact = batch.exact;
  record.reads = batch.reads();
  record.objectives = batch.objectives;
  record.wall_s = batch.wall_s;
  record.hardware_time_s = batch.hardware_time_s;
  record.clock = batch.hardware_time_s ? "hardware" : "wall";
  if (batch.objectives.empty()) return;
  const Outcome outcome = outcome_of(batch, problem.objective(), target);
  record.best = outcome.best;
  record.worst = outcome.worst;
  record.mean = outcome.mean;
  record.standard_deviation = outcome.standard_deviation;
  record.t_s = outcome.read_time_s;
  if (target) summarise_success(outcome, record);
}

CurveRecord summarise_trace(const Problem& problem, const EnergyTrace& trace, std::size_t reads) {
  static constexpr std::array<std::pair<const char*, double>, 5> levels{
      {{"q05", 0.05}, {"q25", 0.25}, {"q50", 0.5}, {"q75", 0.75}, {"q95", 0.95}}};
  const Objective objective = problem.objective();
  CurveRecord curve;
  for (const std::size_t instant : spread(trace.time_s.size(), curve_points)) {
    std::vector<double> values(reads);
    for (std::size_t read = 0; read < reads; ++read) {
      values[read] = objective.from_energy(trace.energy[read * trace.time_s.size() + instant]);
    }
    curve.time_s.push_back(trace.time_s[instant]);
    for (const auto& [name, level] : levels) curve.objective[name].push_back(quantile(values, level));
  }
  return curve;
}

/// Five significant digits: finer than a screen, and half the bytes.
double rounded(double value) {
  if (value == 0.0 || !std::isfinite(value)) return value;
  const double scale = std::pow(10.0, 4 - std::floor(std::log10(std::abs(value))));
  return std::nearbyint(value * scale) / scale;
}

StatesRecord summarise_states(const SampleSet& set) {
  const StateTrace& trace = *set.states;
  StatesRecord states{trace.quantity, trace.unit, trace.read, {}, {}, {}, {}};
  const auto instants = spread(trace.time_s.size(), state_points);
  for (const std::size_t instant : instants) states.time_s.push_back(trace.time_s[instant]);
  const auto spins = set.sample(static_cast<std::size_t>(trace.read));
  for (const std::size_t row : spread(trace.variables.size(), state_rows)) {
    states.variables.push_back(trace.variables[row]);
    states.spins.push_back(spins[static_cast<std::size_t>(trace.variables[row])]);
    auto& values = states.values.emplace_back();
    for (const std::size_t instant : instants) {
      values.push_back(rounded(trace.values[row * trace.time_s.size() + instant]));
    }
  }
  return states;
}

std::vector<ParameterRecord> describe_parameters(const SamplerInfo& info, const Settings& settings) {
  std::vector<ParameterRecord> rows;
  for (const auto& parameter : info.parameters) {
    const auto value = settings.values().find(parameter.name);
    if (value == settings.values().end()) continue;
    rows.push_back({parameter.name, to_string(value->second), parameter.unit, parameter.sentence,
                    value->second == parameter.default_value});
  }
  return rows;
}

}  // namespace

ProblemRecord describe_problem(const Problem& problem) {
  ProblemRecord record;
  record.name = problem.name;
  record.kind = to_string(problem.kind);
  record.variables = problem.size();
  record.couplings = static_cast<std::int64_t>(problem.couplings.size());
  record.objective_sense = problem.objective().maximise ? "maximise" : "minimise";
  switch (problem.kind) {
    case Kind::maxcut:
      record.objective_name = "cut";
      break;
    case Kind::qubo:
      record.objective_name = "QUBO value";
      break;
    case Kind::ising:
      record.objective_name = "energy";
      break;
  }
  return record;
}

SamplerRecord summarise(const SamplerInfo& info, const Settings& settings, const Problem& problem, const SampleSet& set,
                        std::optional<double> target) {
  SamplerRecord record;
  record.name = info.name;
  record.kind = to_string(info.kind);
  record.sentence = info.sentence;
  record.stopped_by = set.interrupted ? "interrupted" : "";
  const auto kernel = set.info.find("kernel");
  if (kernel != set.info.end()) record.kernel = kernel->second;
  summarise_reads(problem, set, target, record);
  summarise_times(set, record);
  record.parameters = describe_parameters(info, settings);
  record.figures = set.figures;
  record.info = set.info;
  if (set.trace && !set.trace->time_s.empty() && set.reads() > 0) {
    record.curve = summarise_trace(problem, *set.trace, set.reads());
  }
  const bool read_is_there = set.states && static_cast<std::size_t>(set.states->read) < set.reads();
  if (read_is_there && !set.states->time_s.empty()) record.states = summarise_states(set);
  record.diagnostics = set.diagnostics;
  return record;
}

}  // namespace isinglass
