// Puts the page together, section by section. What cannot be shown is left out, never drawn empty.
#include "sim/report/page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sim/report/assets.hpp"
#include "sim/report/charts.hpp"
#include "sim/report/diagnose.hpp"
#include "sim/report/format.hpp"
#include "sim/report/html.hpp"
#include "sim/report/page_data.hpp"
#include "sim/report/page_details.hpp"
#include "sim/report/summarise.hpp"
#include "sim/report/table.hpp"

namespace isinglass {
namespace {

/// Nothing may be loaded from anywhere; the page's own styles and script are inline.
constexpr const char* security_policy =
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

std::string head(const RunRecord& record) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n"
      "<title>{} – Isinglass</title>\n<style>\n{}\n{}</style>\n</head>\n",
      security_policy, html_escape(record.problem.name), embedded::uplot_css, embedded::page_css);
}

std::string header(const RunRecord& record) {
  std::string html = fmt::format(
      "<header>\n<p class=\"brand\">Isinglass <span>{}</span></p>\n<h1>{}</h1>\n<p class=\"task\">{}</p>\n"
      "<p class=\"headline\">{}</p>\n",
      record.samplers.size() > 1 ? "comparison" : "run", html_escape(record.problem.name),
      html_escape(capitalised(problem_sentence(record))), html_escape(record.headline));
  if (record.interrupted) html += "<p class=\"warning\">This run was interrupted: all figures are partial.</p>\n";
  return html + "</header>\n";
}

std::string card(const RunRecord& record, std::size_t index, bool winner) {
  const auto& s = record.samplers[index];
  const std::string best = s.best ? format_objective(*s.best) : unknown_text;
  const std::string share = s.best && record.target && *record.target != 0.0
                                ? format_percent(*s.best / *record.target) + " of the target"
                                : "";
  std::string html = fmt::format(
      "<li class=\"card{}\" style=\"--c:var({})\">\n<h3>{}</h3><p class=\"kind\">{}</p>\n"
      "<p class=\"big\">{}<small>best {}{}{}</small></p>\n<dl>",
      winner ? " first" : "", colour_of(record, index), html_escape(s.name),
      html_escape(s.kind + (s.baseline ? ", baseline" : "")), best, html_escape(record.problem.objective_name),
      share.empty() ? "" : ", ", share);
  if (s.mean) html += fmt::format("<dt>mean</dt><dd>{}</dd>", format_objective(*s.mean));
  if (s.p) html += fmt::format("<dt>success</dt><dd>{} of {}</dd>", *s.successes, s.reads);
  if (s.tts99_interval) {
    html += fmt::format("<dt>TTS<sub>99</sub></dt><dd>{} <small>{}</small></dd>", format_tts(s), s.clock);
  }
  return html + "</dl></li>\n";
}

std::string cards(const RunRecord& record) {
  const auto first = winner(record);
  std::string html = "<ul class=\"cards\">\n";
  for (const std::size_t index : ranking(record)) html += card(record, index, first == index);
  return html + "</ul>\n";
}

std::string results(const RunRecord& record) {
  std::string html = "<section id=\"results\">\n<h2>Results</h2>\n" + cards(record) + "<div class=\"scroll\">\n";
  html += table_as_html(result_table(record), colours_of(record),
                        fmt::format("{} each, seed {}. – means not known or not applicable.",
                                    format_count_of(record.reads, "read"), record.seed));
  html += "</div>\n<details class=\"findings\"><summary>In words</summary>\n<ul>\n";
  for (const auto& finding : record.findings) html += fmt::format("<li>{}</li>\n", html_escape(finding));
  return html + "</ul></details>\n</section>\n";
}

std::string legend(const RunRecord& record, const std::string& clock) {
  std::string html = "<p class=\"legend\">";
  for (std::size_t i = 0; i < record.samplers.size(); ++i) {
    const auto& s = record.samplers[i];
    if (!s.curve || s.clock != clock) continue;
    html += fmt::format("<span><i style=\"--c:var({})\"></i>{}</span>", colour_of(record, i), html_escape(s.name));
  }
  return html + "<span class=\"note\">line: median read; bands: 25–75 % and 5–95 % of the reads</span></p>\n";
}

std::string curve_figure(const RunRecord& record, const std::string& clock, const std::string& title) {
  const auto& samplers = record.samplers;
  if (std::none_of(samplers.begin(), samplers.end(), [&](const auto& s) { return s.curve && s.clock == clock; }))
    return "";
  return fmt::format(
      "<figure class=\"panel\">\n<figcaption><h3>{0}</h3>{1}<p class=\"readout\" id=\"readout-{2}\"></p></figcaption>\n"
      "<div class=\"chart\" id=\"curves-{2}\" role=\"img\" aria-label=\"Quantiles over the reads of the {3} against "
      "{2} "
      "time, logarithmic time axis; the results table holds the final values.\"></div>\n</figure>\n",
      html_escape(title), legend(record, clock), clock, html_escape(record.problem.objective_name));
}

std::string curves(const RunRecord& record) {
  const std::string hardware = curve_figure(record, "hardware", "On the machines' own clocks: hardware time");
  const std::string wall = curve_figure(record, "wall", "Software, on this computer: wall time of a read");
  if (hardware.empty() && wall.empty()) return "";
  const std::string& what = record.problem.objective_name;
  return fmt::format(
      "<section id=\"curves\">\n<h2>{} against time</h2>\n<p class=\"lead\">The {} that would be read out at each "
      "instant, "
      "over all reads.{} Drag across a chart to magnify it, double-click to return.</p>\n"
      "<p class=\"toggle\" role=\"group\" aria-label=\"Vertical range\"><button type=\"button\" "
      "data-range=\"overview\" "
      "aria-pressed=\"true\">overview</button><button type=\"button\" data-range=\"near\" aria-pressed=\"false\">near "
      "the "
      "{}</button></p>\n<div class=\"charts\">\n{}{}</div>\n</section>\n",
      html_escape(capitalised(what)), html_escape(what),
      hardware.empty() || wall.empty() ? "" : " Two clocks, two axes: they cannot be compared with each other.",
      record.target ? "target" : "end", hardware, wall);
}

std::string figure(const std::string& title, const std::string& svg, const std::string& note) {
  if (svg.empty()) return "";
  return fmt::format("<figure class=\"panel\">\n<figcaption><h3>{}</h3></figcaption>\n{}{}</figure>\n",
                     html_escape(title), svg,
                     note.empty() ? "" : fmt::format("<p class=\"note\">{}</p>\n", html_escape(note)));
}

std::string statistics(const RunRecord& record) {
  const std::string answers = figure("Distribution of the answers", distribution_chart(record), "");
  const std::string times =
      figure(
          "Time to solution, 99 % confidence", tts_chart(record),
          "Time of one read times the number of reads that meet the target at least once with 99 % confidence; at "
          "least "
          "one read. Whiskers: 95 % interval. An arrow: no read reached the target, so only a lower bound is known.") +
      figure("Success probability of one read", success_chart(record), "Whiskers: Wilson interval, 95 %.");
  const std::string pictures = answers + (times.empty() ? "" : "<div class=\"stack\">\n" + times + "</div>\n");
  if (pictures.empty()) return "";
  return "<section id=\"statistics\">\n<h2>How good, how often, how fast</h2>\n<div class=\"grid\">\n" + pictures +
         "</div>\n</section>\n";
}

/// "oscillator: phase of 32 of 800 variables, read 0, modulo 2π".
std::string states_title(const RunRecord& record, const SamplerRecord& s) {
  return fmt::format("{}: {} of {} of {} variables, read {}{}", s.name, s.states->quantity, s.states->variables.size(),
                     record.problem.variables, s.states->read, s.states->unit == "rad" ? ", modulo 2π" : "");
}

std::string states_figure(const RunRecord& record, const SamplerRecord& s, std::size_t number) {
  const bool spins = s.states->quantity == "spin";
  const std::string sides = fmt::format(
      "<p class=\"legend\"><span><i style=\"--c:var(--up)\"></i>{0}+1</span>"
      "<span><i style=\"--c:var(--down)\"></i>{0}−1</span>{1}</p>",
      spins ? "" : "ends at ",
      spins ? "<span class=\"note\">a row is a spin; the last instant is what is read out</span>" : "");
  return fmt::format(
      "<figure class=\"panel\">\n<figcaption><h3>{0}</h3>{1}</figcaption>\n"
      "<div class=\"chart states\" id=\"states-{2}\" role=\"img\" aria-label=\"The {3} of {4} variables of one read "
      "against hardware time, coloured by {5}.\"></div>\n</figure>\n",
      html_escape(states_title(record, s)), sides, number, html_escape(s.states->quantity), s.states->variables.size(),
      spins ? "its value" : "the side on which each ends");
}

std::string states(const RunRecord& record) {
  std::string html;
  std::size_t number = 0;
  for (const auto& s : record.samplers) {
    if (s.states) html += states_figure(record, s, number++);
  }
  if (html.empty()) return "";
  const std::string lead =
      number > 1
          ? "<p class=\"lead\">One read of each machine; all begin at time 0 and share one axis of hardware time.</p>\n"
          : "";
  return "<section id=\"states\">\n<h2>Inside one read</h2>\n" + lead + html + "</section>\n";
}

std::string diagnostics(const RunRecord& record) {
  const auto findings = all_diagnostics(record);
  std::string html = "<section id=\"diagnostics\">\n<h2>Diagnostics</h2>\n";
  if (findings.empty()) return html + fmt::format("<p class=\"good\">{}</p>\n</section>\n", no_problems_text);
  html += "<ul class=\"diagnostics\">\n";
  for (const auto& f : findings) {
    html +=
        fmt::format("<li><p>{}</p><p class=\"advice\">{}</p></li>\n", html_escape(f.sentence), html_escape(f.advice));
  }
  return html + "</ul>\n</section>\n";
}

}  // namespace

std::string render_page(const RunRecord& record) {
  std::string html = head(record) + "<body>\n<main>\n" + header(record) + results(record) + curves(record) +
                     statistics(record) + states(record) + hardware_section(record) + diagnostics(record) +
                     settings_section(record) + provenance_section(record) + "</main>\n";
  html += fmt::format("<script type=\"application/json\" id=\"data\">{}</script>\n", script_escape(page_data(record)));
  html += fmt::format("<script>\n{}\n</script>\n<script>\n{}</script>\n</body>\n</html>\n", embedded::uplot_js,
                      embedded::page_js);
  return html;
}

}  // namespace isinglass
