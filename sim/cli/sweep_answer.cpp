// The two ways of writing a sweep down.
#include "sim/cli/sweep_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/report/diagnose.hpp"
#include "sim/report/format.hpp"

namespace isinglass::cli {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json interval_json(const Interval& interval) { return Json::array({number(interval.low), number(interval.high)}); }

template <typename Value, typename Writer>
Json or_null(const std::optional<Value>& value, Writer&& write) {
  return value ? Json(write(*value)) : Json(nullptr);
}

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
  const SweepOutcome& o = *point.outcome;
  row["reads"] = o.reads;
  row["target"] = or_null(record.target, number);
  row["successes"] = o.p ? Json(o.successes) : Json(nullptr);
  row["p"] = or_null(o.p, number);
  row["p_interval"] = or_null(o.p_interval, interval_json);
  row["t_s"] = number(o.read_time_s);
  row["tts99_s"] = or_null(o.tts, [](const TimeToSolution& t) { return number(t.seconds); });
  row["tts99_interval"] = or_null(o.tts, [](const TimeToSolution& t) { return interval_json(t.interval); });
  row["best"] = number(o.best);
  row["mean"] = number(o.mean);
  row["mean_interval"] = interval_json(o.mean_interval);
  row["q10"] = number(o.low);
  row["q90"] = number(o.high);
  row["wall_s"] = number(o.wall_s);
  row["hardware_time_s"] = o.hardware_clock ? number(o.read_time_s) : Json(nullptr);
  return row;
}

using Rows = std::vector<std::vector<std::string>>;

/// Columns seen as wide on a terminal: bytes that do not continue a UTF-8 character.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string aligned(const Rows& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], width(row[c]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string blanks(widths[c] - width(row[c]), ' ');
      line += c == 0 ? row[c] + blanks : "  " + blanks + row[c];  // the sampler's name to the left, numbers right
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
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
  const SweepOutcome& o = *point.outcome;
  row.push_back(format_objective(o.best));
  row.push_back(format_objective(o.mean));
  row.push_back("± " + format_ratio(o.mean_interval.high - o.mean));
  if (!o.p) return row;
  row.push_back(format_ratio(*o.p));
  row.push_back(fmt::format("{}–{}", format_ratio(o.p_interval->low), format_ratio(o.p_interval->high)));
  row.push_back(o.successes == 0 ? "≥ " + format_seconds(o.tts->interval.low) : format_seconds(o.tts->seconds));
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
               {"target", or_null(record.target, number)},
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
  json["diagnostics"] = Json::array();
  for (const auto& found : diagnose_sweep(record)) {
    json["diagnostics"].push_back({{"sentence", found.sentence}, {"advice", found.advice}});
  }
  return json;
}

std::string sweep_table(const SweepRecord& record, const Painter& painter) {
  std::string text = fmt::format("{}: {} problem, {} variables, {} couplings; {} reads for each point, seed {}\n",
                                 record.problem.name, record.problem.kind, format_count(record.problem.variables),
                                 format_count(record.problem.couplings), format_count(record.reads), record.seed);
  if (record.target) text += fmt::format("target {} ({})\n", format_objective(*record.target), record.target_origin);
  text += painter.bold(sweep_headline(record)) + "\n\n";
  Rows rows{heading(record)};
  for (const auto& point : record.points) rows.push_back(line(record, point));
  text += aligned(rows) + "\n";
  if (record.interrupted) text += painter.yellow("Stopped early: these are the points that were finished.") + "\n";
  const auto found = diagnose_sweep(record);
  for (const auto& finding : found) text += painter.yellow(finding.sentence) + "\n  " + finding.advice + "\n";
  return found.empty() && !record.interrupted ? text + no_problems_text + "\n" : text;
}

}  // namespace isinglass::cli
