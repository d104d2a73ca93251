// Numbers, intervals, settings and findings, as JSON and as text.
#include "sim/cli/answer_parts.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/report/diagnose.hpp"

namespace isinglass::cli {
namespace {

using Json = nlohmann::ordered_json;

struct SettingWriter {
  Json operator()(Automatic) const { return "auto"; }
  Json operator()(bool on) const { return on; }
  Json operator()(std::int64_t whole) const { return whole; }
  Json operator()(double real) const { return number_json(real); }
  Json operator()(const std::string& word) const { return word; }
};

}  // namespace

Json number_json(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json number_json(const std::optional<double>& value) { return value ? number_json(*value) : Json(nullptr); }

Json interval_json(const Interval& interval) {
  return Json::array({number_json(interval.low), number_json(interval.high)});
}

Json interval_json(const std::optional<Interval>& interval) {
  return interval ? interval_json(*interval) : Json(nullptr);
}

Json settings_json(const Settings& settings) {
  Json object = Json::object();
  for (const auto& [name, value] : settings.values()) object[name] = std::visit(SettingWriter{}, value);
  return object;
}

Json diagnostics_json(const std::vector<Diagnostic>& found) {
  Json list = Json::array();
  for (const auto& finding : found) list.push_back({{"sentence", finding.sentence}, {"advice", finding.advice}});
  return list;
}

void add_outcome(const Outcome& outcome, std::optional<double> target, Json& row) {
  row["reads"] = outcome.reads;
  row["target"] = number_json(target);
  row["successes"] = outcome.p ? Json(outcome.successes) : Json(nullptr);
  row["p"] = number_json(outcome.p);
  row["p_interval"] = interval_json(outcome.p_interval);
  row["t_s"] = number_json(outcome.read_time_s);
  row["tts99_s"] = outcome.tts ? number_json(outcome.tts->seconds) : Json(nullptr);
  row["tts99_interval"] = outcome.tts ? interval_json(outcome.tts->interval) : Json(nullptr);
  row["best"] = number_json(outcome.best);
  row["mean"] = number_json(outcome.mean);
  row["mean_interval"] = interval_json(outcome.mean_interval);
  row["q10"] = number_json(outcome.low);
  row["q90"] = number_json(outcome.high);
  row["wall_s"] = number_json(outcome.wall_s);
  row["hardware_time_s"] = outcome.hardware_clock ? number_json(outcome.read_time_s) : Json(nullptr);
  row["programming_s"] = number_json(outcome.programming_s);
}

std::string findings_text(const std::vector<Diagnostic>& found, const std::string& interrupted,
                          const Painter& painter) {
  std::string text;
  if (!interrupted.empty()) text += painter.yellow(interrupted) + "\n";
  for (const auto& finding : found) {
    text += painter.yellow(finding.sentence) + "\n";
    if (!finding.advice.empty()) text += fmt::format("  {}\n", finding.advice);
  }
  return text.empty() ? std::string(no_problems_text) + "\n" : text;
}

}  // namespace isinglass::cli
