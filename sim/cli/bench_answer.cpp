// The ways of writing a campaign down.
#include "sim/cli/bench_answer.hpp"

#include <fmt/format.h>

#include "sim/cli/answer_parts.hpp"
#include "sim/report/bench_sheet.hpp"
#include "sim/report/format.hpp"
#include "sim/report/text_columns.hpp"

namespace isinglass::cli {
namespace {

using Json = nlohmann::ordered_json;

Json instance_json(const BenchInstance& instance) {
  const auto& p = instance.problem;
  return {{"name", p.name},
          {"kind", p.kind},
          {"variables", p.variables},
          {"couplings", p.couplings},
          {"objective_sense", p.objective_sense},
          {"sha256", p.sha256},
          {"best_known", number_json(p.best_known)},
          {"target", number_json(instance.target)},
          {"target_origin", instance.target_origin}};
}

/// The keys that say which run, or which runs together, a row is about.
Json row_of(const BenchRecord& record, std::size_t instance, std::size_t sampler) {
  return {{"instance", record.instances[instance].problem.name}, {"sampler", record.samplers[sampler].name}};
}

Json summary_json(const BenchRecord& record, const BenchSummary& pair) {
  Json row = row_of(record, pair.instance, pair.sampler);
  row["seeds"] = pair.seeds;
  if (pair.outcome) add_outcome(*pair.outcome, record.instances[pair.instance].target, row);
  if (!pair.failure.empty()) row["failure"] = pair.failure;
  return row;
}

Json run_json(const BenchRecord& record, const BenchRow& run) {
  Json row = row_of(record, run.instance, run.sampler);
  row["seed"] = run.seed;
  const auto outcome = outcome_of(record, run);
  if (!outcome) {
    row["failure"] = run.failure;
    row["advice"] = run.advice;
    return row;
  }
  add_outcome(*outcome, record.instances[run.instance].target, row);
  row["kernel"] = run.kernel.empty() ? Json(nullptr) : Json(run.kernel);
  row["exact"] = outcome->exact;
  row["stopped_by"] = run.stopped_by.empty() ? Json(nullptr) : Json(run.stopped_by);
  row["objectives"] = run.batch->objectives;
  return row;
}

}  // namespace

Json bench_json(const BenchRecord& record, const std::string& version) {
  Json json = {{"schema", bench_schema},
               {"version", version},
               {"instances", Json::array()},
               {"samplers", Json::array()},
               {"seeds", record.seeds},
               {"reads", record.reads},
               {"headline", bench_headline(record)},
               {"summary", Json::array()},
               {"rows", Json::array()}};
  for (const auto& instance : record.instances) json["instances"].push_back(instance_json(instance));
  for (const auto& sampler : record.samplers) {
    json["samplers"].push_back(
        {{"name", sampler.name}, {"kind", sampler.kind}, {"parameters", settings_json(sampler.settings)}});
  }
  for (const auto& pair : summaries(record)) json["summary"].push_back(summary_json(record, pair));
  for (const auto& row : record.rows) json["rows"].push_back(run_json(record, row));
  json["interrupted"] = record.stopped_by == stopped_by_interrupt;
  json["stopped_by"] = record.stopped_by.empty() ? Json(nullptr) : Json(record.stopped_by);
  json["diagnostics"] = diagnostics_json(diagnose_bench(record));
  return json;
}

std::string bench_text(const BenchRecord& record, const Painter& painter) {
  std::string text =
      fmt::format("{} x {} x {}, {} each\n", format_count_of(std::ssize(record.instances), "instance"),
                  format_count_of(std::ssize(record.samplers), "sampler"),
                  format_count_of(std::ssize(record.seeds), "seed"), format_count_of(record.reads, "read"));
  for (const auto& instance : record.instances) {
    if (!instance.target) continue;
    text += fmt::format("{}: target {} {} ({})\n", instance.problem.name, instance.problem.objective_name,
                        format_objective(*instance.target), instance.target_origin);
  }
  text += painter.bold(bench_headline(record)) + "\n\n" + aligned(bench_table(record), 2) + "\n";
  const std::string stopped =
      record.stopped_by.empty() ? "" : fmt::format("Stopped early ({}): all figures are partial.", record.stopped_by);
  return text + findings_text(diagnose_bench(record), stopped, painter);
}

}  // namespace isinglass::cli
