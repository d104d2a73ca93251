// A sheet as JSON and on disk.
#include "sim/report/sheet.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "models/error.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/report/json_text.hpp"
#include "sim/report/run_directory.hpp"

namespace isinglass {
namespace {

using Json = nlohmann::ordered_json;

/// JSON has no infinity and no NaN: null stands for both, and becomes a gap again.
Json numbers(const std::vector<double>& values) {
  Json list = Json::array();
  for (const double value : values) list.push_back(std::isfinite(value) ? Json(value) : Json(nullptr));
  return list;
}

std::vector<double> numbers_from(const nlohmann::json& list) {
  std::vector<double> values;
  for (const auto& item : list) {
    values.push_back(item.is_null() ? std::numeric_limits<double>::quiet_NaN() : item.get<double>());
  }
  return values;
}

Json series_json(const SheetSeries& s) {
  return {{"name", s.name},          {"x", numbers(s.x)}, {"y", numbers(s.y)}, {"low", numbers(s.low)},
          {"high", numbers(s.high)}, {"line", s.line},    {"dots", s.dots}};
}

SheetSeries series_from(const nlohmann::json& j) {
  return {j.at("name"),
          numbers_from(j.at("x")),
          numbers_from(j.at("y")),
          numbers_from(j.at("low")),
          numbers_from(j.at("high")),
          j.at("line"),
          j.at("dots")};
}

Json chart_json(const SheetChart& c) {
  Json series = Json::array();
  for (const auto& s : c.series) series.push_back(series_json(s));
  return {{"title", c.title}, {"x_label", c.x_label}, {"y_label", c.y_label}, {"x_log", c.x_log},
          {"y_log", c.y_log}, {"note", c.note},       {"x_names", c.x_names}, {"series", series}};
}

SheetChart chart_from(const nlohmann::json& j) {
  SheetChart c{j.at("title"), j.at("x_label"), j.at("y_label"), {}, j.at("x_log"), j.at("y_log"), j.at("note")};
  if (j.contains("x_names")) c.x_names = j.at("x_names").get<std::vector<std::string>>();  // newer than the schema
  for (const auto& s : j.at("series")) c.series.push_back(series_from(s));
  return c;
}

Json picture_json(const SheetPicture& p) {
  return {{"caption", p.caption}, {"rows", p.rows}, {"columns", p.columns}, {"values", numbers(p.values)}};
}

SheetPicture picture_from(const nlohmann::json& j) {
  SheetPicture p{j.at("caption"), j.at("rows"), j.at("columns"), numbers_from(j.at("values"))};
  if (static_cast<std::int64_t>(p.values.size()) != std::int64_t{p.rows} * p.columns) {
    throw InputError("run.json: a picture has not as many values as rows times columns", "run the command again");
  }
  return p;
}

Json section_json(const SheetSection& s) {
  Json charts = Json::array();
  for (const auto& c : s.charts) charts.push_back(chart_json(c));
  Json pictures = Json::array();
  for (const auto& row : s.pictures) {
    Json list = Json::array();
    for (const auto& p : row) list.push_back(picture_json(p));
    pictures.push_back(list);
  }
  Json tables = Json::array();
  for (const auto& t : s.tables) {
    tables.push_back({{"caption", t.caption}, {"columns", t.columns}, {"rows", t.rows}});
  }
  return {{"heading", s.heading}, {"text", s.text}, {"charts", charts}, {"pictures", pictures}, {"tables", tables}};
}

SheetSection section_from(const nlohmann::json& j) {
  SheetSection s{j.at("heading"), j.at("text"), {}, {}, {}};
  for (const auto& c : j.at("charts")) s.charts.push_back(chart_from(c));
  for (const auto& list : j.at("pictures")) {
    s.pictures.emplace_back();
    for (const auto& p : list) s.pictures.back().push_back(picture_from(p));
  }
  for (const auto& t : j.at("tables")) s.tables.push_back({t.at("caption"), t.at("columns"), t.at("rows")});
  return s;
}

Sheet parse(const nlohmann::json& j) {
  Sheet sheet;
  sheet.kind = j.at("kind");
  sheet.title = j.at("title");
  sheet.task = j.at("task");
  sheet.headline = j.at("headline");
  sheet.interrupted = j.at("interrupted");
  for (const auto& s : j.at("sections")) sheet.sections.push_back(section_from(s));
  for (const auto& d : j.at("diagnostics")) sheet.diagnostics.push_back({d.at("sentence"), d.at("advice")});
  sheet.provenance = j.at("provenance").get<std::map<std::string, std::string>>();
  sheet.command = j.at("command").get<std::vector<std::string>>();
  sheet.answer = j.at("answer");
  return sheet;
}

}  // namespace

nlohmann::ordered_json to_json(const Sheet& sheet) {
  Json sections = Json::array();
  for (const auto& s : sheet.sections) sections.push_back(section_json(s));
  Json diagnostics = Json::array();
  for (const auto& d : sheet.diagnostics) diagnostics.push_back({{"sentence", d.sentence}, {"advice", d.advice}});
  return {{"schema", sheet.schema},     {"kind", sheet.kind},
          {"title", sheet.title},       {"task", sheet.task},
          {"headline", sheet.headline}, {"interrupted", sheet.interrupted},
          {"answer", sheet.answer},     {"sections", sections},
          {"diagnostics", diagnostics}, {"provenance", sheet.provenance},
          {"command", sheet.command}};
}

Sheet sheet_from_json(const nlohmann::json& document) {
  try {
    return parse(document);
  } catch (const nlohmann::json::exception& problem) {
    throw InputError(fmt::format("run.json is not the record of a run: {}", problem.what()),
                     "the file may be cut short, or of another version: run the command again");
  }
}

void write_sheet_directory(const std::filesystem::path& directory, const Sheet& sheet, const std::string& config_toml) {
  write_file(directory / "config.toml", config_toml);
  write_file(directory / "run.json", json_text(to_json(sheet)));
  rewrite_report(directory);
}

}  // namespace isinglass
