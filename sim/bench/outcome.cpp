// Counts, means, intervals.
#include "sim/bench/outcome.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isinglass {
namespace {

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double standard_deviation_of(const std::vector<double>& values, double mean) {
  if (values.size() < 2) return 0.0;
  const double squares = std::accumulate(values.begin(), values.end(), 0.0, [&](double sum, double value) {
    return sum + (value - mean) * (value - mean);
  });
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

double read_time_of(const ReadBatch& batch) {
  if (batch.hardware_time_s) return *batch.hardware_time_s;
  return batch.wall_s / static_cast<double>(batch.exact ? batch.runs : batch.reads());
}

void count_successes(const ReadBatch& batch, const Objective& objective, double target, Outcome& outcome) {
  outcome.successes = std::count_if(batch.objectives.begin(), batch.objectives.end(),
                                    [&](double value) { return objective.reaches(value, target); });
  if (batch.exact) {
    outcome.p = outcome.successes > 0 ? 1.0 : 0.0;
    outcome.p_interval = Interval{*outcome.p, *outcome.p};
    const double t = outcome.read_time_s;
    if (outcome.successes > 0) outcome.tts = TimeToSolution{t, {t, t}};
    return;
  }
  outcome.p = static_cast<double>(outcome.successes) / static_cast<double>(outcome.reads);
  outcome.p_interval = wilson_interval(outcome.successes, outcome.reads);
  outcome.tts = time_to_solution(outcome.read_time_s, outcome.successes, outcome.reads);
}

}  // namespace

ReadBatch read_batch(const Problem& problem, const SampleSet& set) {
  const Objective objective = problem.objective();
  ReadBatch batch;
  for (const double energy : set.energy) batch.objectives.push_back(objective.from_energy(energy));
  batch.wall_s = 1e-9 * static_cast<double>(set.timing.sampling_ns);
  const auto clock = set.vectors.find("hardware_time_s");
  if (clock != set.vectors.end() && !clock->second.empty()) batch.hardware_time_s = mean_of(clock->second);
  const auto programming = set.figures.find("programming_s");
  if (programming != set.figures.end()) batch.programming_s = programming->second;
  batch.exact = set.figures.contains("ground_states");
  return batch;
}

ReadBatch pooled(const std::vector<ReadBatch>& runs) {
  ReadBatch all;
  all.runs = 0;
  double hardware_s = 0.0;
  for (const auto& run : runs) {
    all.objectives.insert(all.objectives.end(), run.objectives.begin(), run.objectives.end());
    all.wall_s += run.wall_s;
    all.runs += run.runs;
    hardware_s += run.hardware_time_s.value_or(0.0) * static_cast<double>(run.reads());
  }
  all.exact = runs.front().exact;
  all.programming_s = runs.front().programming_s;
  if (runs.front().hardware_time_s) all.hardware_time_s = hardware_s / static_cast<double>(all.reads());
  return all;
}

Outcome outcome_of(const ReadBatch& batch, const Objective& objective, std::optional<double> target) {
  const auto& values = batch.objectives;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  Outcome outcome;
  outcome.reads = batch.reads();
  outcome.best = objective.maximise ? *most : *least;
  outcome.worst = objective.maximise ? *least : *most;
  outcome.mean = mean_of(values);
  outcome.standard_deviation = standard_deviation_of(values, outcome.mean);
  const double quantile_t = values.size() > 1 ? t_95(outcome.reads - 1) : 0.0;
  const double reach = quantile_t * outcome.standard_deviation / std::sqrt(static_cast<double>(values.size()));
  outcome.mean_interval = {outcome.mean - reach, outcome.mean + reach};
  outcome.low = quantile(values, 0.1);
  outcome.high = quantile(values, 0.9);
  outcome.wall_s = batch.wall_s;
  outcome.programming_s = batch.programming_s;
  outcome.exact = batch.exact;
  outcome.hardware_clock = batch.hardware_time_s.has_value();
  outcome.read_time_s = read_time_of(batch);
  if (target) count_successes(batch, objective, *target, outcome);
  return outcome;
}

}  // namespace isinglass
