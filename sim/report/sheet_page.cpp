// The page of a sheet.
#include <fmt/format.h>

#include "sim/report/assets.hpp"
#include "sim/report/diagnose.hpp"
#include "sim/report/html.hpp"
#include "sim/report/sheet.hpp"
#include "sim/report/sheet_chart.hpp"
#include "sim/report/shell.hpp"

namespace isinglass {
namespace {

std::string head(const Sheet& sheet) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src "
      "data:\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n"
      "<title>{} – Isinglass</title>\n<style>\n{}</style>\n</head>\n",
      html_escape(sheet.title), embedded::page_css);
}

std::string header(const Sheet& sheet) {
  std::string html = fmt::format(
      "<header>\n<p class=\"brand\">Isinglass <span>{}</span></p>\n<h1>{}</h1>\n<p class=\"task\">{}</p>\n"
      "<p class=\"headline\">{}</p>\n",
      html_escape(sheet.kind), html_escape(sheet.title), html_escape(sheet.task), html_escape(sheet.headline));
  if (sheet.interrupted) html += "<p class=\"warning\">This run was interrupted: all figures are partial.</p>\n";
  return html + "</header>\n";
}

std::string chart_figure(const SheetChart& chart) {
  const std::string svg = line_chart(chart);
  if (svg.empty()) return {};
  std::string html =
      fmt::format("<figure class=\"panel\">\n<figcaption><h3>{}</h3><p class=\"legend\">", html_escape(chart.title));
  if (chart.series.size() > 1) {
    for (std::size_t k = 0; k < chart.series.size() && k < 12; ++k) {
      if (!has_points(chart.series[k])) continue;
      html += fmt::format("<span><i style=\"--c:var({})\"></i>{}</span>", series_colour(k),
                          html_escape(chart.series[k].name));
    }
  }
  html += fmt::format("<span class=\"note\">{}</span></p></figcaption>\n{}", html_escape(chart.y_label), svg);
  if (!chart.note.empty()) html += fmt::format("<p class=\"note\">{}</p>\n", html_escape(chart.note));
  return html + "</figure>\n";
}

std::string picture_row(const std::vector<SheetPicture>& pictures) {
  std::string html = "<div class=\"pictures\">\n";
  for (const auto& picture : pictures) {
    html += fmt::format("<figure>{}<figcaption>{}</figcaption></figure>\n", pixel_picture(picture),
                        html_escape(picture.caption));
  }
  return html + "</div>\n";
}

/// "0.36 [0.31–0.41]": what is in brackets stands small below the rest.
std::string cell(const std::string& text) {
  const auto bracket = text.rfind(" [");
  if (bracket == std::string::npos || text.back() != ']') return html_escape(text);
  return fmt::format("{}<small>{}</small>", html_escape(text.substr(0, bracket)),
                     html_escape(text.substr(bracket + 2, text.size() - bracket - 3)));
}

std::string table(const SheetTable& table) {
  std::string html = "<div class=\"scroll\"><table class=\"results\">";
  if (!table.caption.empty()) html += fmt::format("<caption>{}</caption>", html_escape(table.caption));
  html += "\n<thead><tr>";
  for (const auto& name : table.columns) html += fmt::format("<th scope=\"col\">{}</th>", html_escape(name));
  html += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (std::size_t k = 0; k < row.size(); ++k) {
      html += k == 0 ? fmt::format("<th scope=\"row\">{}</th>", html_escape(row[k]))
                     : fmt::format("<td>{}</td>", cell(row[k]));
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string section(const SheetSection& section) {
  std::string html = fmt::format("<section>\n<h2>{}</h2>\n", html_escape(section.heading));
  if (!section.text.empty()) html += fmt::format("<p class=\"lead\">{}</p>\n", html_escape(section.text));
  for (const auto& chart : section.charts) html += chart_figure(chart);
  for (const auto& row : section.pictures) html += picture_row(row);
  for (const auto& each : section.tables) html += table(each);
  return html + "</section>\n";
}

std::string diagnostics(const Sheet& sheet) {
  std::string html = "<section id=\"diagnostics\">\n<h2>Diagnostics</h2>\n";
  if (sheet.diagnostics.empty()) {
    return html + fmt::format("<p class=\"good\">{}</p>\n</section>\n", no_problems_text);
  }
  html += "<ul class=\"diagnostics\">\n";
  for (const auto& finding : sheet.diagnostics) {
    html += fmt::format("<li><p>{}</p><p class=\"advice\">{}</p></li>\n", html_escape(finding.sentence),
                        html_escape(finding.advice));
  }
  return html + "</ul>\n</section>\n";
}

std::string provenance(const Sheet& sheet) {
  std::string html = fmt::format(
      "<section id=\"origin\">\n<h2>Made by</h2>\n<pre class=\"command\">{}</pre>\n"
      "<div class=\"scroll\"><table class=\"provenance\">\n<tbody>\n",
      html_escape(shell_command(sheet.command)));
  for (const auto& [name, value] : sheet.provenance) {
    html += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", html_escape(name), html_escape(value));
  }
  return html + "</tbody></table></div>\n</section>\n";
}

}  // namespace

std::string render_sheet(const Sheet& sheet) {
  std::string html = head(sheet) + "<body>\n<main>\n" + header(sheet);
  for (const auto& each : sheet.sections) html += section(each);
  return html + diagnostics(sheet) + provenance(sheet) + "</main>\n</body>\n</html>\n";
}

}  // namespace isinglass
