// Says what a reconstruction found.
#include "sim/cli/reconstruct_answer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/cli/answer_parts.hpp"
#include "sim/cli/command.hpp"
#include "sim/report/format.hpp"
#include "sim/sampler/device_flaws.hpp"

namespace isinglass::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostEntries = 8;
constexpr std::size_t kMostRows = 24;  ///< of the support in the table; --json has all

/// "16 rows, 24 columns, lambda 0.1, x >= 0".
std::string task(const SparseCode& code) {
  const bool least_squares = code.linear.size() == 0;
  std::string text = least_squares ? fmt::format("{} rows, {} columns", code.dictionary.rows(), code.size())
                                   : fmt::format("quadratic form of {} unknowns", code.size());
  if (code.lambda > 0.0) text += fmt::format(", lambda {}", code.lambda);
  if (code.constraint != SparseCode::Constraint::none) text += ", " + constraint_text(code);
  return text;
}

std::string task_formula(const SparseCode& code) {
  std::string formula = code.linear.size() == 0 ? "½‖Φx − s‖²" : "½xᵀQx − rᵀx";
  if (code.lambda > 0.0) formula += " + λ‖x‖₁";
  return fmt::format("Minimise {}: {}.", formula, task(code));
}

/// The largest entries first when there are too many to show, else in their order.
std::vector<std::int64_t> shown(const Reconstruction& answer) {
  auto support = answer.support();
  if (support.size() <= kMostRows) return support;
  std::stable_sort(support.begin(), support.end(),
                   [&](auto a, auto b) { return std::abs(answer.x[a]) > std::abs(answer.x[b]); });
  support.resize(kMostRows);
  return support;
}

std::string settled_text(const Reconstruction& answer) {
  const std::string time = format_seconds(answer.duration_s);
  if (answer.settled) return fmt::format("after {} of hardware time", time);
  return fmt::format("no: stopped after {} of hardware time", time);
}

SheetChart cost_chart(const Reconstruction& answer) {
  SheetChart chart;
  chart.title = "Cost above its end";
  chart.x_label = "hardware time (s)";
  chart.y_label = "cost − final cost";
  chart.x_log = chart.y_log = true;
  SheetSeries series{"cost", {}, {}, {}, {}};
  const auto& trace = answer.trace;
  for (std::size_t k = 0; k < trace.time_s.size(); ++k) {
    const double above = trace.cost[k] - answer.objective;
    // What is left below this is rounding.
    if (trace.time_s[k] <= 0.0 || above <= 1e-14 * std::abs(answer.objective)) continue;
    series.x.push_back(trace.time_s[k]);
    series.y.push_back(above);
  }
  chart.series = {series};
  return chart;
}

SheetChart residual_chart(const Reconstruction& answer) {
  SheetChart chart;
  chart.title = "Optimality";
  chart.x_label = "hardware time (s)";
  chart.y_label = "KKT residual";
  chart.x_log = chart.y_log = true;
  SheetSeries series{"residual", {}, {}, {}, {}};
  for (std::size_t k = 0; k < answer.trace.time_s.size(); ++k) {
    if (answer.trace.time_s[k] <= 0.0 || answer.trace.residual[k] <= 0.0) continue;
    series.x.push_back(answer.trace.time_s[k]);
    series.y.push_back(answer.trace.residual[k]);
  }
  chart.series = {series};
  chart.note = fmt::format("The run counts as settled below {:.3g}.", answer.goal);
  return chart;
}

SheetChart code_chart(const Reconstruction& answer) {
  SheetChart chart;
  chart.title = "The code x";
  chart.x_label = "column of the dictionary";
  chart.y_label = "x";
  SheetSeries series{"x", {}, {}, {}, {}};
  series.line = false;
  series.dots = true;
  for (Eigen::Index i = 0; i < answer.x.size(); ++i) {
    series.x.push_back(static_cast<double>(i));
    series.y.push_back(answer.x[i]);
    series.low.push_back(std::min(answer.x[i], 0.0));
    series.high.push_back(std::max(answer.x[i], 0.0));
  }
  chart.series = {series};
  chart.note = fmt::format("{} of {} entries are not zero.", answer.support().size(), answer.x.size());
  return chart;
}

SheetChart entries_chart(const Reconstruction& answer) {
  SheetChart chart;
  chart.title = "Entries of x";
  chart.x_label = "hardware time (s)";
  chart.y_label = "x";
  chart.x_log = true;
  auto entries = shown(answer);
  entries.resize(std::min(entries.size(), kMostEntries));
  for (const auto i : entries) {
    SheetSeries series{fmt::format("x[{}]", i), {}, {}, {}, {}};
    for (std::size_t k = 0; k < answer.trace.time_s.size(); ++k) {
      if (answer.trace.time_s[k] <= 0.0) continue;
      series.x.push_back(answer.trace.time_s[k]);
      series.y.push_back(answer.trace.x[k][i]);
    }
    chart.series.push_back(series);
  }
  return chart;
}

SheetTable settings_table(const Reconstruction& answer) {
  SheetTable table;
  table.caption = "Settings of " + answer.sampler;
  table.columns = {"parameter", "value"};
  for (const auto& [name, value] : answer.settings.values()) table.rows.push_back({name, to_string(value)});
  return table;
}

}  // namespace

std::vector<std::int64_t> Reconstruction::support() const {
  std::vector<std::int64_t> indices;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    if (x[i] != 0.0) indices.push_back(i);
  }
  return indices;
}

std::optional<double> Reconstruction::residual() const {
  if (code.linear.size() > 0) return std::nullopt;
  return (code.dictionary * x - code.signal).norm();
}

Json reconstruct_json(const Reconstruction& answer) {
  const SparseCode& code = answer.code;
  Json problem = {{"name", code.name},
                  {"rows", code.dictionary.rows()},
                  {"columns", code.size()},
                  {"lambda", code.lambda},
                  {"constraint", to_string(code.constraint)}};
  if (code.constraint == SparseCode::Constraint::box) problem["box"] = {code.low, code.high};
  if (code.constraint == SparseCode::Constraint::simplex) problem["sum"] = code.sum;
  return {{"schema", "isinglass-reconstruct-1"},
          {"version", build_info.version},
          {"problem", problem},
          {"sampler", answer.sampler},
          {"parameters", settings_json(answer.settings)},
          {"x", std::vector<double>(answer.x.begin(), answer.x.end())},
          {"objective", answer.objective},
          {"device_objective", number_json(answer.device_objective)},
          {"non-idealities", answer.flaws},
          {"seed", answer.seed},
          {"residual", number_json(answer.residual())},
          {"kkt_residual", answer.kkt_residual},
          {"support", answer.support()},
          {"settled", answer.settled},
          {"hardware_time_s", answer.duration_s},
          {"wall_s", answer.wall_s},
          {"interrupted", answer.interrupted},
          {"diagnostics", diagnostics_json(answer.diagnostics)}};
}

std::string reconstruct_table(const Reconstruction& answer, const Painter& painter) {
  const auto support = answer.support();
  std::string text = fmt::format("{}: {}\n\n", painter.bold(answer.code.name), task(answer.code));
  text += fmt::format("  objective      {}\n", painter.bold(fmt::format("{:.12g}", answer.objective)));
  if (answer.device_objective) text += fmt::format("  as built       {:.12g}\n", *answer.device_objective);
  if (answer.flaws != no_flaws_text) text += fmt::format("  flaws          {}\n", answer.flaws);
  if (const auto residual = answer.residual()) {
    text += fmt::format("  |Phi x - s|    {:.8g}, of {:.8g} without a code\n", *residual, answer.code.signal.norm());
  }
  text += fmt::format("  KKT residual   {:.2g}\n", answer.kkt_residual);
  text += fmt::format("  support        {} of {}\n", support.size(), answer.x.size());
  text += fmt::format("  settled        {}\n", settled_text(answer));
  if (!support.empty()) text += fmt::format("\n  {:>6}  {:>14}\n", "index", "x");
  for (const auto i : shown(answer)) text += fmt::format("  {:>6}  {:>14.8g}\n", i, answer.x[i]);
  if (support.size() > kMostRows) {
    text += fmt::format("  the {} largest of {}; --json has all\n", kMostRows, support.size());
  }
  text += "\n";
  if (answer.diagnostics.empty()) text += painter.green("No problems detected.") + "\n";
  for (const auto& d : answer.diagnostics) text += painter.yellow(d.sentence) + " " + d.advice + "\n";
  return text;
}

Sheet reconstruct_sheet(const Reconstruction& answer, const std::vector<std::string>& command) {
  Sheet sheet;
  sheet.kind = "reconstruction";
  sheet.title = answer.code.name;
  sheet.task = task_formula(answer.code);
  sheet.headline = fmt::format("Objective {:.10g} with {} of {} entries not zero; KKT residual {:.2g}, settled {}.",
                               answer.objective, answer.support().size(), answer.x.size(), answer.kkt_residual,
                               settled_text(answer));
  sheet.interrupted = answer.interrupted;
  SheetSection code{"The answer", "", {code_chart(answer)}, {}, {}};
  SheetSection path{"The way there",
                    "The cost and the violation of the optimality conditions by what the neurons show.",
                    {cost_chart(answer), residual_chart(answer), entries_chart(answer)},
                    {},
                    {}};
  if (answer.device_objective) {
    code.text = fmt::format("On the device as built ({}) the objective of this code is {:.10g}.", answer.flaws,
                            *answer.device_objective);
  }
  if (const auto residual = answer.residual()) {
    code.text += fmt::format("{}The residual ‖Φx − s‖ is {:.8g}; without a code it would be {:.8g}.",
                             code.text.empty() ? "" : " ", *residual, answer.code.signal.norm());
  }
  SheetSection settings{"Settings", "", {}, {}, {settings_table(answer)}};
  sheet.sections = {code, path, settings};
  sheet.diagnostics = answer.diagnostics;
  sheet.provenance = {{"version", build_info.version},
                      {"compiler", build_info.compiler},
                      {"build type", build_info.build_type},
                      {"seed", std::to_string(answer.seed)}};
  sheet.command = command;
  sheet.answer = reconstruct_json(answer);
  return sheet;
}

}  // namespace isinglass::cli
