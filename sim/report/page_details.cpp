// Writes the sections on the bitstream, the settings and the origin of the run.
#include "sim/report/page_details.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "sim/report/charts.hpp"
#include "sim/report/format.hpp"
#include "sim/report/html.hpp"
#include "sim/report/shell.hpp"
#include "sim/report/table.hpp"

namespace isinglass {
namespace {

/// "16 %" -> 16; 0 when there is no share.
int share_of(const TableCell& cell) { return cell.detail.empty() ? 0 : std::atoi(cell.detail.c_str()); }

std::string hardware_row(const TableRow& row) {
  const auto& cell = row.cells.front();
  std::string html = fmt::format("<tr><th scope=\"row\">{}{}</th><td>{}</td><td>", html_escape(row.label),
                                 row.note.empty() ? "" : fmt::format("<small>{}</small>", html_escape(row.note)),
                                 html_escape(cell.text));
  if (!cell.detail.empty()) {
    html += fmt::format("<span class=\"meter\"><i style=\"width:{}%\"></i></span> {}", std::min(100, share_of(cell)),
                        html_escape(cell.detail));
  }
  return html + "</td></tr>\n";
}

std::string parameter_row(const ParameterRecord& row) {
  return fmt::format("<tr{}><th scope=\"row\"><code>{}</code></th><td>{}{}{}</td><td>{}</td></tr>\n",
                     row.is_default ? "" : " class=\"changed\"", html_escape(row.name), html_escape(row.value),
                     row.unit.empty() || row.value == "auto" ? "" : " " + html_escape(row.unit),
                     row.is_default ? "" : "<small>changed</small>", html_escape(row.sentence));
}

/// Names of figures and stages are identifiers: shown with blanks, a unit at the end moved to the value.
std::string spoken(std::string name) {
  for (const char* unit : {"_s", "_hz", "_ppm"}) {
    if (name.ends_with(unit)) name.resize(name.size() - std::string_view(unit).size());
  }
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string figure_text(const std::string& name, double value) {
  if (name.ends_with("_s")) return format_seconds(value);
  if (name.ends_with("_hz")) return format_si(value, "Hz");
  if (name.ends_with("_ppm")) return fmt::format("{:.4g} ppm", value);
  return format_objective(value);
}

std::string stages(const SamplerRecord& sampler) {
  if (sampler.info.empty() && sampler.figures.empty()) return "";
  std::string html = "<table class=\"settings\"><caption>As it ran</caption>\n<tbody>\n";
  for (const auto& [name, text] : sampler.info) {
    html += fmt::format("<tr><th scope=\"row\">{}</th><td colspan=\"2\">{}</td></tr>\n", html_escape(spoken(name)),
                        html_escape(text));
  }
  for (const auto& [name, value] : sampler.figures) {
    html += fmt::format("<tr><th scope=\"row\">{}</th><td colspan=\"2\">{}</td></tr>\n", html_escape(spoken(name)),
                        figure_text(name, value));
  }
  return html + "</tbody></table>\n";
}

std::string sampler_settings(const RunRecord& record, std::size_t index) {
  const auto& s = record.samplers[index];
  const auto changed =
      std::count_if(s.parameters.begin(), s.parameters.end(), [](const auto& p) { return !p.is_default; });
  std::string html = fmt::format(
      "<details{} style=\"--c:var({})\"><summary><b>{}</b> <span>{}</span></summary>\n<p>{}</p>\n<div "
      "class=\"scroll\">",
      record.samplers.size() == 1 ? " open" : "", colour_of(record, index), html_escape(s.name),
      changed == 0 ? "all defaults" : fmt::format("{} of {} changed", changed, s.parameters.size()),
      html_escape(s.sentence));
  if (!s.parameters.empty()) {
    html +=
        "<table class=\"settings\"><caption>Parameters</caption>\n<thead><tr><th scope=\"col\">name</th><th "
        "scope=\"col\">value</th><th scope=\"col\">meaning</th></tr></thead>\n<tbody>\n";
    for (const auto& parameter : s.parameters) html += parameter_row(parameter);
    html += "</tbody></table>\n";
  }
  return html + stages(s) + "</div></details>\n";
}

std::string provenance_row(const std::string& name, const std::string& value) {
  if (value.empty()) return "";
  return fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", html_escape(name), html_escape(value));
}

}  // namespace

std::vector<std::string> colours_of(const RunRecord& record) {
  std::vector<std::string> colours;
  for (std::size_t i = 0; i < record.samplers.size(); ++i) colours.push_back(colour_of(record, i));
  return colours;
}

std::string capitalised(std::string text) {
  if (!text.empty()) text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  return text;
}

std::string hardware_section(const RunRecord& record) {
  if (!record.hardware) return "";
  std::string html =
      "<section id=\"hardware\">\n<h2>The bitstream</h2>\n<div class=\"scroll\"><table "
      "class=\"hardware\"><caption>What the "
      "digital annealer takes on the device, and the clock that it runs at</caption>\n<tbody>\n";
  for (const auto& row : hardware_rows(*record.hardware)) html += hardware_row(row);
  return html + "</tbody></table></div>\n</section>\n";
}

std::string settings_section(const RunRecord& record) {
  std::string html = "<section id=\"settings\">\n<h2>Settings</h2>\n";
  for (std::size_t i = 0; i < record.samplers.size(); ++i) html += sampler_settings(record, i);
  return html + "</section>\n";
}

std::string provenance_section(const RunRecord& record) {
  std::string kernels;
  for (const auto& s : record.samplers) {
    if (!s.kernel.empty()) kernels += fmt::format("{}{}: {}", kernels.empty() ? "" : ", ", s.name, s.kernel);
  }
  std::string html = fmt::format(
      "<section id=\"provenance\">\n<h2>Make it again</h2>\n<pre class=\"command\"><code>{}</code></pre>\n"
      "<div class=\"scroll\"><table class=\"provenance\"><tbody>\n",
      html_escape(shell_command(record.command)));
  html += provenance_row("seed", std::to_string(record.seed));
  html += provenance_row("started", record.started);
  html += provenance_row("program",
                         fmt::format("isinglass {}, {}, {} build", record.version, record.compiler, record.build_type));
  html += provenance_row("processor", record.isa);
  html += provenance_row("kernels", kernels);
  html += provenance_row("threads", record.threads == 0 ? "all" : std::to_string(record.threads));
  html += provenance_row("problem SHA-256", record.problem.sha256);
  return html +
         "</tbody></table></div>\n<p class=\"note\">Every number on this page is in run.json beside it; the samples "
         "are in "
         "samples.npz, the settings in config.toml. Charts by uPlot (MIT licence).</p>\n</section>\n";
}

}  // namespace isinglass
