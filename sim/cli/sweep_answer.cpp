// The two ways of writing a sweep down.
#include "sim/cli/sweep_answer.hpp"

#include <fmt/format.h>

#include "sim/cli/answer_parts.hpp"
#include "sim/report/format.hpp"
#include "sim/report/text_columns.hpp"

namespace isinglass::cli {
namespace {

using Json = nlohmann::ordered_json;

Json values_json(const SweepRecord& record, const SweepPoint& point) {
  Json values = Json::object();
  for (std::size_t a = 0; a < record.axes.size(); ++a) {
    const auto numbers = SweepAxis{"", {point.values[a]}, false}.numbers();
    values[record.axes[a].key] = numbers.empty() ? Json(point.values[a]) : Json(numbers.front());
  }
  return values;
}

Json row_json(const SweepRecord& record, const SweepPoint& point) {
  Json row = {{"instance", record.problem.name}, {"sampler", point.sampler}, {"values", values_json(record, point)}};
  if (!point.outcome) {
    row["failure"] = point.failure;
    return row;
  }
  add_outcome(*point.outcome, record.target, row);
  row["ideal_energy"] = number_json(point.ideal_energy);
  row["device_energy"] = number_json(point.device_energy);
  return row;
}

std::vector<std::string> heading(const SweepRecord& record) {
  std::vector<std::string> row{"sampler"};
  for (std::size_t a = 0; a < record.axes.size(); ++a) {
    const auto& unit = record.axis_units[a];
    row.push_back(unit.empty() ? record.axes[a].key : fmt::format("{} {}", record.axes[a].key, unit));
  }
  for (const auto* name : {"best", "mean", "95 %"}) row.push_back(name);
  if (record.target) row.insert(row.end(), {"success", "95 %", "TTS99"});
  return row;
}

std::vector<std::string> line(const SweepRecord& record, const SweepPoint& point) {
  std::vector<std::string> row{point.sampler};
  row.insert(row.end(), point.values.begin(), point.values.end());
  if (!point.outcome) {
    row.resize(heading(record).size(), unknown_text);
    return row;
  }
  const Outcome& o = *point.outcome;
  row.push_back(format_objective(o.best));
  row.push_back(format_objective(o.mean));
  const bool alike = o.reads > 1 && o.standard_deviation == 0.0;
  row.push_back(alike ? "all equal" : "± " + format_ratio(o.mean_interval.high - o.mean));
  if (!o.p) return row;
  row.insert(row.end(), {format_probability(o), format_probability_interval(o), format_tts(o)});
  return row;
}

}  // namespace

nlohmann::ordered_json sweep_json(const SweepRecord& record, const std::string& version) {
  Json json = {{"schema", "isinglass-sweep-1"},
               {"version", version},
               {"problem",
                {{"name", record.problem.name},
                 {"kind", record.problem.kind},
                 {"variables", record.problem.variables},
                 {"couplings", record.problem.couplings},
                 {"objective_sense", record.problem.objective_sense}}},
               {"samplers", record.samplers},
               {"parameters", Json::object()},
               {"axes", Json::array()},
               {"seed", record.seed},
               {"reads", record.reads},
               {"target", number_json(record.target)},
               {"target_origin", record.target_origin},
               {"rows", Json::array()}};
  for (const auto& [key, value] : record.fixed) json["parameters"][key] = value;
  for (std::size_t a = 0; a < record.axes.size(); ++a) {
    const auto numbers = record.axes[a].numbers();
    json["axes"].push_back({{"key", record.axes[a].key},
                            {"unit", record.axis_units[a]},
                            {"values", numbers.empty() ? Json(record.axes[a].values) : Json(numbers)}});
  }
  for (const auto& point : record.points) json["rows"].push_back(row_json(record, point));
  json["headline"] = sweep_headline(record);
  json["interrupted"] = record.interrupted;
  json["diagnostics"] = diagnostics_json(diagnose_sweep(record));
  return json;
}

std::string sweep_table(const SweepRecord& record, const Painter& painter) {
  std::string text = fmt::format("{}: {} problem, {}, {}; {} for each point, seed {}\n", record.problem.name,
                                 task_name(record.problem), format_count_of(record.problem.variables, "variable"),
                                 format_count_of(record.problem.couplings, "coupling"),
                                 format_count_of(record.reads, "read"), record.seed);
  if (record.target) text += fmt::format("target {} ({})\n", format_objective(*record.target), record.target_origin);
  text += painter.bold(sweep_headline(record)) + "\n\n";
  std::vector<std::vector<std::string>> rows{heading(record)};
  for (const auto& point : record.points) rows.push_back(line(record, point));
  const char* interrupted = record.interrupted ? "Stopped early: these are the points that were finished." : "";
  return text + aligned(rows) + "\n" + findings_text(diagnose_sweep(record), interrupted, painter);
}

}  // namespace isinglass::cli
