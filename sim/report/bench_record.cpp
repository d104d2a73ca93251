// Targets and sums of a campaign.
#include "sim/report/bench_record.hpp"

#include <algorithm>

namespace isinglass {
namespace {

std::optional<double> best_of_rows(const BenchRecord& record, std::size_t instance) {
  const bool maximise = record.instances[instance].objective.maximise;
  std::optional<double> best;
  for (const auto& row : record.rows) {
    if (row.instance != instance || !row.batch) continue;
    for (const double value : row.batch->objectives) {
      if (!best || (maximise ? value > *best : value < *best)) best = value;
    }
  }
  return best;
}

BenchSummary summary_of(const BenchRecord& record, const std::vector<const BenchRow*>& rows) {
  BenchSummary summary{rows.front()->instance, rows.front()->sampler, 0, {}, "", ""};
  std::vector<ReadBatch> batches;
  std::vector<std::pair<double, DeviceEnergies>> devices;
  for (const auto* row : rows) {
    if (row->batch) batches.push_back(*row->batch);
    if (row->batch && row->device) devices.emplace_back(static_cast<double>(row->batch->reads()), *row->device);
    if (summary.flaws.empty()) summary.flaws = row->flaws;
    if (row->failure.empty() || !summary.failure.empty()) continue;
    summary.failure = row->failure;
    summary.advice = row->advice;
  }
  if (batches.empty()) return summary;
  if (!devices.empty()) summary.device = pooled(devices);
  const auto& instance = record.instances[summary.instance];
  summary.seeds = static_cast<std::int64_t>(batches.size());
  summary.outcome = outcome_of(pooled(batches), instance.objective, instance.target);
  return summary;
}

}  // namespace

void settle_targets(BenchRecord& record) {
  for (std::size_t i = 0; i < record.instances.size(); ++i) {
    auto& instance = record.instances[i];
    if (instance.target) continue;
    instance.target = best_of_rows(record, i);
    if (!instance.target) continue;
    const bool proved = std::any_of(record.rows.begin(), record.rows.end(), [i](const BenchRow& row) {
      return row.instance == i && row.batch && row.batch->exact;
    });
    instance.target_origin = proved ? "proved by enumeration" : "best of this campaign";
  }
}

std::optional<Outcome> outcome_of(const BenchRecord& record, const BenchRow& row) {
  if (!row.batch) return std::nullopt;
  const auto& instance = record.instances[row.instance];
  return outcome_of(*row.batch, instance.objective, instance.target);
}

bool loads(const std::vector<BenchSummary>& pairs) {
  return std::any_of(pairs.begin(), pairs.end(),
                     [](const BenchSummary& pair) { return pair.outcome && pair.outcome->programming_s; });
}

std::vector<BenchSummary> summaries(const BenchRecord& record) {
  std::vector<BenchSummary> all;
  for (auto row = record.rows.begin(); row != record.rows.end();) {
    std::vector<const BenchRow*> pair;
    for (const auto first = row;
         row != record.rows.end() && row->instance == first->instance && row->sampler == first->sampler; ++row) {
      pair.push_back(&*row);
    }
    all.push_back(summary_of(record, pair));
  }
  return all;
}

}  // namespace isinglass
