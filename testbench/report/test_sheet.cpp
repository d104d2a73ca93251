// The sheet: its record, its page.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>

#include "models/error.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/report/sheet.hpp"
#include "sim/report/sheet_chart.hpp"

using namespace isinglass;

namespace {

Sheet example() {
  Sheet sheet;
  sheet.kind = "recall";
  sheet.title = "Five glyphs <in> a network";
  sheet.task = "64 neurons, 5 patterns";
  sheet.headline = "All cues lead to their pattern.";
  sheet.command = {"isinglass", "recall", "--patterns", "glyphs"};
  sheet.provenance = {{"seed", "7"}};
  SheetSection section{"Trajectory", "One cue.", {}, {}, {}};
  SheetSeries decay{"energy", {}, {}, {}, {}, true, false};
  for (int k = 0; k < 200; ++k) {
    decay.x.push_back(0.01 * k);
    decay.y.push_back(std::exp(-0.05 * k));
  }
  decay.y[50] = std::numeric_limits<double>::quiet_NaN();
  const SheetSeries load{"success", {0.1, 0.5, 1.0}, {1.0, 0.7, 0.2}, {0.9, 0.6, 0.1}, {1.0, 0.8, 0.3}, true, true};
  section.charts.push_back({"Energy", "time (s)", "energy (J)", {decay, load}, false, false, "A note."});
  section.pictures.push_back({{"cue", 2, 2, {1, 0, 0, 1}}, {"recalled", 2, 2, {1, 1, 0, 0.5}}});
  section.tables.push_back({"Overlaps", {"cue", "overlap"}, {{"A", "1.00"}, {"B", "0.97 [0.9–1]"}}});
  sheet.sections.push_back(section);
  sheet.answer = {{"success_rate", 1.0}};
  return sheet;
}

std::size_t count_of(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("a sheet written to JSON and read again renders the same bytes") {
  const Sheet sheet = example();
  const auto text = to_json(sheet).dump();
  const Sheet again = sheet_from_json(nlohmann::json::parse(text));
  CHECK(to_json(again).dump() == text);
  CHECK(render_sheet(again) == render_sheet(sheet));
}

TEST_CASE("a gap in a curve lifts the pen once") {
  const std::string svg = line_chart(example().sections[0].charts[0]);
  const auto curve = svg.substr(svg.find("<path"), svg.find("/>", svg.find("<path")) - svg.find("<path"));
  CHECK(count_of(curve, "M") == 2);
}

TEST_CASE("a sheet's page escapes text and loads nothing") {
  const std::string html = render_sheet(example());
  CHECK(html.find("Five glyphs &lt;in&gt; a network") != std::string::npos);
  CHECK(html.find("<in>") == std::string::npos);
  CHECK(html.find("http://") == std::string::npos);
  CHECK(html.find("https://") == std::string::npos);
  CHECK(html.find("<script") == std::string::npos);
  CHECK(count_of(html, "fill-opacity") == 5);
  CHECK(count_of(html, "<td>0.97<small>0.9–1</small></td>") == 1);
}

TEST_CASE("a logarithmic chart leaves out what is not positive, and a chart without points is not drawn") {
  SheetChart chart{"c", "x", "y", {{"s", {0.0, 1.0, 10.0}, {1.0, -1.0, 5.0}, {}, {}, false, true}}, true, true, ""};
  CHECK(count_of(line_chart(chart), "<circle") == 1);
  chart.series[0].y = {0.0, 0.0, 0.0};
  CHECK(line_chart(chart).empty());
}

TEST_CASE("report remakes the page of a sheet from run.json alone, and refuses one cut short") {
  const auto directory = std::filesystem::temp_directory_path() / "isinglass-test-sheet";
  std::filesystem::remove_all(directory);
  require_writable(directory);
  write_sheet_directory(directory, example(), "");
  CHECK(is_sheet(read_run_json(directory)));
  std::filesystem::remove(directory / "report.html");
  rewrite_report(directory);
  CHECK(std::filesystem::file_size(directory / "report.html") == render_sheet(example()).size());
  auto document = read_run_json(directory);
  document.erase("headline");
  write_file(directory / "run.json", document.dump());
  CHECK_THROWS_AS(rewrite_report(directory), InputError);
  if (std::getenv("ISINGLASS_KEEP") == nullptr) std::filesystem::remove_all(directory);
}
