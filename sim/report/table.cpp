// Builds the rows once and draws them twice.
#include "sim/report/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "sim/report/diagnose.hpp"
#include "sim/report/format.hpp"
#include "sim/report/html.hpp"
#include "sim/report/summarise.hpp"
#include "sim/report/text_columns.hpp"

namespace isinglass {
namespace {

using CellOf = std::function<TableCell(const SamplerRecord&)>;

std::string share_of_target(const RunRecord& record, double value) {
  if (!record.target || *record.target == 0.0) return "";
  return format_percent(value / *record.target);
}

TableCell objective_cell(const RunRecord& record, const std::optional<double>& value) {
  if (!value) return {unknown_text, ""};
  return {format_objective(*value), share_of_target(record, *value)};
}

TableCell time_cell(const std::optional<double>& seconds) {
  return {seconds ? format_seconds(*seconds) : unknown_text, ""};
}

TableRow row_of(const RunRecord& record, std::string label, std::string note, const CellOf& cell_of) {
  TableRow row{std::move(label), std::move(note), {}};
  for (const auto& sampler : record.samplers) row.cells.push_back(cell_of(sampler));
  return row;
}

void add_quality_rows(const RunRecord& record, ResultTable& table) {
  const std::string& what = record.problem.objective_name;
  table.rows.push_back(row_of(record, "best " + what, record.target ? "share of the target" : "",
                              [&](const SamplerRecord& s) { return objective_cell(record, s.best); }));
  table.rows.push_back(row_of(record, "mean " + what, record.target ? "share of the target" : "",
                              [&](const SamplerRecord& s) { return objective_cell(record, s.mean); }));
}

void add_success_rows(const RunRecord& record, ResultTable& table) {
  if (!record.target) return;
  table.rows.push_back(row_of(record, "reads at the target", "", [](const SamplerRecord& s) {
    if (s.exact) return TableCell{"all states", "proved"};
    return TableCell{s.successes ? fmt::format("{} of {}", *s.successes, s.reads) : unknown_text, ""};
  }));
  table.rows.push_back(
      row_of(record, "success probability", "per read, Wilson 95 % interval", [](const SamplerRecord& s) {
        return TableCell{format_probability(s), s.p ? format_probability_interval(s) : ""};
      }));
  table.rows.push_back(row_of(record, "time to solution, 99 %", "95 % interval", [](const SamplerRecord& s) {
    return TableCell{format_tts(s), s.tts99_s ? format_tts_interval(s) : ""};
  }));
  table.rows.push_back(row_of(record, "… measured in", "", [](const SamplerRecord& s) {
    return TableCell{s.clock + " time", ""};
  }));
}

void add_time_rows(const RunRecord& record, ResultTable& table) {
  table.rows.push_back(row_of(record, "hardware time per read", "without programming and read-out",
                              [](const SamplerRecord& s) { return time_cell(s.hardware_time_s); }));
  table.rows.push_back(row_of(record, "programming", "once per problem",
                              [](const SamplerRecord& s) { return time_cell(s.programming_s); }));
  table.rows.push_back(
      row_of(record, "read-out", "per read", [](const SamplerRecord& s) { return time_cell(s.readout_s); }));
  table.rows.push_back(
      row_of(record, "wall time per read", "on this computer, batch / reads", [](const SamplerRecord& s) {
        return time_cell(s.reads > 0 ? std::optional(s.wall_s / static_cast<double>(s.reads)) : std::nullopt);
      }));
  table.rows.push_back(row_of(record, "wall time", "on this computer, all reads",
                              [](const SamplerRecord& s) { return time_cell(s.wall_s); }));
}

/// What the flaws of couplings did to the energies, where any machine has them.
void add_device_rows(const RunRecord& record, ResultTable& table) {
  const auto known = [](const SamplerRecord& s) { return s.figures.contains("device_energy_mean"); };
  if (std::none_of(record.samplers.begin(), record.samplers.end(), known)) return;
  for (const auto& [label, key] : {std::pair{"mean energy, as asked", "ideal_energy_mean"},
                                   std::pair{"mean energy, as built", "device_energy_mean"}}) {
    table.rows.push_back(row_of(record, label, "flaws of the couplings change what a device minimises",
                                [&, name = std::string(key)](const SamplerRecord& s) {
                                  return TableCell{known(s) ? format_objective(s.figures.at(name)) : unknown_text, ""};
                                }));
  }
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, screen_width(text)), ' ');
}

std::string as_text(const TableCell& cell) {
  return cell.detail.empty() ? cell.text : fmt::format("{} [{}]", cell.text, cell.detail);
}

std::string hardware_text(const nlohmann::json& hardware) {
  std::string text = "\nbitstream\n";
  for (const auto& row : hardware_rows(hardware)) {
    text += finished_line(fmt::format("  {}{}", padded(row.label, 26), as_text(row.cells.front())));
  }
  return text;
}

}  // namespace

ResultTable result_table(const RunRecord& record) {
  ResultTable table;
  const auto first = winner(record);
  for (std::size_t i = 0; i < record.samplers.size(); ++i) {
    const auto& sampler = record.samplers[i];
    table.columns.push_back({sampler.name, sampler.kind + (sampler.baseline ? ", baseline" : ""), first == i});
  }
  add_quality_rows(record, table);
  add_device_rows(record, table);
  add_success_rows(record, table);
  add_time_rows(record, table);
  return table;
}

std::string table_as_text(const ResultTable& table) {
  constexpr std::size_t gap = 3;
  std::size_t label_width = 0;
  for (const auto& row : table.rows) label_width = std::max(label_width, screen_width(row.label));
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    std::size_t width = std::max(screen_width(table.columns[column].title), screen_width(table.columns[column].note));
    for (const auto& row : table.rows) width = std::max(width, screen_width(as_text(row.cells[column])));
    widths.push_back(width + gap);
  }
  const auto line = [&](const std::string& label, const auto& text_of) {
    std::string text = padded(label, label_width + gap);
    for (std::size_t column = 0; column < widths.size(); ++column) text += padded(text_of(column), widths[column]);
    return finished_line(text);
  };
  std::string text = line("", [&](std::size_t column) { return table.columns[column].title; });
  text += line("", [&](std::size_t column) { return table.columns[column].note; });
  for (const auto& row : table.rows) {
    text += line(row.label, [&](std::size_t column) { return as_text(row.cells[column]); });
  }
  return text;
}

std::string table_as_html(const ResultTable& table, const std::vector<std::string>& colours,
                          const std::string& caption) {
  const auto mark = [&](std::size_t i) { return table.columns[i].winner ? " class=\"winner\"" : ""; };
  const auto small = [](const std::string& text) {
    return text.empty() ? "" : fmt::format("<small>{}</small>", html_escape(text));
  };
  std::string html =
      fmt::format("<table class=\"results\"><caption>{}</caption>\n<thead><tr><td></td>", html_escape(caption));
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    html += fmt::format("<th scope=\"col\"{}><i class=\"swatch\" style=\"--c:var({})\"></i>{}{}</th>", mark(i),
                        colours[i], html_escape(table.columns[i].title), small(table.columns[i].note));
  }
  html += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    html += fmt::format("<tr><th scope=\"row\">{}{}</th>", html_escape(row.label), small(row.note));
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      html += fmt::format("<td{}>{}{}</td>", mark(i), html_escape(row.cells[i].text), small(row.cells[i].detail));
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table>\n";
}

std::string problem_sentence(const RunRecord& record) {
  const auto& p = record.problem;
  std::string text = fmt::format("{} problem, {}, {}", task_name(p), format_count_of(p.variables, "variable"),
                                 format_count_of(p.couplings, "coupling"));
  if (record.target) {
    text +=
        fmt::format("; target: {} {} ({})", p.objective_name, format_objective(*record.target), record.target_origin);
  }
  return text + ".";
}

std::string terminal_report(const RunRecord& record) {
  std::string text = fmt::format("{}: {}\n", record.problem.name, problem_sentence(record));
  text += fmt::format("{} each, seed {}.\n{}\n\n", format_count_of(record.reads, "read"), record.seed, record.headline);
  text += table_as_text(result_table(record));
  if (record.hardware) text += hardware_text(*record.hardware);
  text += "\n";
  const auto findings = all_diagnostics(record);
  if (findings.empty()) text += std::string(no_problems_text) + "\n";
  for (const auto& finding : findings) text += fmt::format("! {} {}\n", finding.sentence, finding.advice);
  return text;
}

}  // namespace isinglass
