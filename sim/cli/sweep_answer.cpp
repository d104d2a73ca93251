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
  for (std::size_t a = 0; a < point.values.size(); ++a) {
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
  const auto values = point_values(record, point);
  row.insert(row.end(), values.begin(), values.end());
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

Json problem_json(const SweepRecord& record) {
  return {{"name", record.problem.name},
          {"kind", record.problem.kind},
          {"variables", record.problem.variables},
          {"couplings", record.problem.couplings},
          {"objective_sense", record.problem.objective_sense},
          {"target", number_json(record.target)},
          {"target_origin", record.target_origin}};
}

Json mean_json(const std::optional<MeanOverProblems>& value) {
  if (!value) return nullptr;
  return {{"mean", number_json(value->mean)}, {"interval", interval_json(value->interval)}};
}

Json mean_row_json(const SweepRecord& grid, const SweepMean& mean) {
  return {{"sampler", mean.sampler},
          {"values", values_json(grid, {mean.sampler, mean.values, {}, ""})},
          {"problems", mean.problems},
          {"gap_percent", mean_json(mean.gap)},
          {"best_gap_percent", mean_json(mean.best_gap)},
          {"success", mean_json(mean.success)},
          {"gap_over_level", mean_json(mean.over_level)},
          {"gap_over_last", mean_json(mean.over_last)}};
}

std::string one_problem_table(const SweepRecord& record, const Painter& painter) {
  std::string text = fmt::format("{}: {} problem, {}, {}; {} for each point, seed {}\n", record.problem.name,
                                 task_name(record.problem), format_count_of(record.problem.variables, "variable"),
                                 format_count_of(record.problem.couplings, "coupling"),
                                 format_count_of(record.reads, "read"), record.seed);
  if (record.target) text += fmt::format("target {} ({})\n", format_objective(*record.target), record.target_origin);
  text += painter.bold(sweep_headline(record)) + "\n\n";
  std::vector<std::vector<std::string>> rows{heading(record)};
  for (const auto& point : record.points) rows.push_back(line(record, point));
  return text + aligned(rows) + "\n";
}

std::string means_table(const std::vector<SweepRecord>& records, const Painter& painter) {
  const SweepRecord& grid = records.front();
  return fmt::format("{} problems, {} to {}; {} for each point, seed {}\n", records.size(), grid.problem.name,
                     records.back().problem.name, format_count_of(grid.reads, "read"), grid.seed) +
         painter.bold(sweep_means_headline(records)) + "\n\n" + aligned(sweep_means_table(records)) + "\n";
}

}  // namespace

nlohmann::ordered_json sweep_json(const std::vector<SweepRecord>& records, const std::string& version) {
  const SweepRecord& grid = records.front();
  const bool several = records.size() > 1;
  Json json = {{"schema", "isinglass-sweep-2"},
               {"version", version},
               {"problems", Json::array()},
               {"samplers", grid.samplers},
               {"parameters", Json::object()},
               {"axes", Json::array()},
               {"seed", grid.seed},
               {"reads", grid.reads},
               {"means", Json::array()},
               {"rows", Json::array()}};
  for (const auto& record : records) json["problems"].push_back(problem_json(record));
  for (const auto& [key, value] : grid.fixed) json["parameters"][key] = value;
  for (std::size_t a = 0; a < grid.axes.size(); ++a) {
    const auto numbers = grid.axes[a].numbers();
    json["axes"].push_back({{"key", grid.axes[a].key},
                            {"unit", grid.axis_units[a]},
                            {"values", numbers.empty() ? Json(grid.axes[a].values) : Json(numbers)}});
  }
  for (const auto& mean : several ? sweep_means(records) : std::vector<SweepMean>{}) {
    json["means"].push_back(mean_row_json(grid, mean));
  }
  for (const auto& record : records) {
    for (const auto& point : record.points) json["rows"].push_back(row_json(record, point));
  }
  json["headline"] = several ? sweep_means_headline(records) : sweep_headline(grid);
  json["interrupted"] = records.back().interrupted;
  json["diagnostics"] = diagnostics_json(several ? diagnose_sweep_means(records) : diagnose_sweep(grid));
  return json;
}

std::string sweep_table(const std::vector<SweepRecord>& records, const Painter& painter) {
  const bool several = records.size() > 1;
  const char* interrupted = records.back().interrupted ? "Stopped early: these are the points that were finished." : "";
  return several ? means_table(records, painter) + findings_text(diagnose_sweep_means(records), interrupted, painter)
                 : one_problem_table(records.front(), painter) +
                       findings_text(diagnose_sweep(records.front()), interrupted, painter);
}

}  // namespace isinglass::cli
