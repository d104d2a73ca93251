// Draws the histograms and the interval charts as SVG.
#include "sim/report/charts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "sim/report/format.hpp"
#include "sim/report/svg.hpp"

namespace isinglass {
namespace {

constexpr double width = 480;
constexpr double left = 12;
constexpr double right = 14;
constexpr double plot_width = width - left - right;
constexpr int most_bins = 36;

/// A linear or logarithmic map from values to x.
struct Axis {
  double low;
  double high;
  bool logarithmic = false;
  [[nodiscard]] double at(double value) const {
    const double share = logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    return left + plot_width * std::clamp(share, 0.0, 1.0);
  }
};

std::string fill(const RunRecord& record, std::size_t sampler) {
  return fmt::format("fill:var({})", colour_of(record, sampler));
}
std::string stroke(const RunRecord& record, std::size_t sampler) {
  return fmt::format("stroke:var({})", colour_of(record, sampler));
}

struct Bins {
  double low = 0;
  double size = 1;
  int count = 1;
  [[nodiscard]] std::vector<int> of(const std::vector<double>& values) const {
    std::vector<int> counts(static_cast<std::size_t>(count), 0);
    for (const double value : values) {
      const int bin = std::clamp(static_cast<int>(std::floor((value - low) / size)), 0, count - 1);
      ++counts[static_cast<std::size_t>(bin)];
    }
    return counts;
  }
};

/// Bins over all samplers' values and the target; of whole width (and centred on whole numbers) for whole values.
Bins common_bins(const RunRecord& record) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  bool whole = true;
  const auto include = [&](double value) {
    low = std::min(low, value);
    high = std::max(high, value);
    whole = whole && value == std::nearbyint(value);
  };
  for (const auto& sampler : record.samplers)
    std::for_each(sampler.objectives.begin(), sampler.objectives.end(), include);
  if (record.target) include(*record.target);
  Bins bins;
  bins.size = std::max((high - low) / most_bins, whole ? 1.0 : 1e-12 + 1e-9 * std::abs(high));
  if (whole) bins.size = std::ceil(bins.size);
  bins.low = whole ? low - 0.5 : low - 0.5 * bins.size;
  bins.count = static_cast<int>(std::floor((high - bins.low) / bins.size)) + 1;
  return bins;
}

void draw_axis(Svg& svg, const Axis& axis, const std::vector<double>& ticks, double y, double top,
               const std::function<std::string(double)>& label) {
  for (const double tick : ticks) {
    const double x = axis.at(tick);
    svg.line(x, top, x, y, "grid");
    const char* anchor = x < left + 20 ? "start" : x > width - right - 20 ? "end" : "middle";
    svg.text(x, y + 15, anchor, "tick", label(tick));
  }
  svg.line(left, y, width - right, y, "axis");
}

void draw_histogram(Svg& svg, const RunRecord& record, std::size_t index, const Bins& bins, const Axis& axis,
                    double base, double height) {
  const auto& sampler = record.samplers[index];
  const auto counts = bins.of(sampler.objectives);
  const int most = std::max(1, *std::max_element(counts.begin(), counts.end()));
  for (std::size_t bin = 0; bin < counts.size(); ++bin) {
    if (counts[bin] == 0) continue;
    const double from = bins.low + static_cast<double>(bin) * bins.size;
    const double x = axis.at(from);
    const double bar = std::max(1.0, axis.at(from + bins.size) - x - 1.0);
    const double tall = height * counts[bin] / most;
    svg.rectangle(x, base - tall, bar, tall, "bar", fill(record, index),
                  fmt::format("{} to {}: {}", format_objective(from), format_objective(from + bins.size),
                              format_count_of(counts[bin], "read")));
  }
  svg.line(left, base, width - right, base, "axis");
  if (!sampler.mean) return;
  const double x = axis.at(*sampler.mean);
  svg.path(fmt::format("M{:.2f} {:.2f}l-5 8h10z", x, base + 1.5), "mean");
}

/// One row of an interval chart: name, whisker, dot; an arrow where the upper end is open.
struct IntervalRow {
  std::size_t sampler;
  std::optional<double> value;
  double low;
  std::optional<double> high;
  std::string text;
};

void draw_interval(Svg& svg, const RunRecord& record, const Axis& axis, const IntervalRow& row, double y) {
  svg.text(left, y - 13, "start", "label", record.samplers[row.sampler].name);
  svg.text(width - right, y - 13, "end", "value", row.text);
  const std::string colour = stroke(record, row.sampler);
  const double from = axis.at(row.low);
  const double to = row.high ? axis.at(*row.high) : width - right;
  svg.line(from, y, to, y, "whisker", colour);
  svg.line(from, y - 5, from, y + 5, "whisker", colour);
  if (row.high) {
    svg.line(to, y - 5, to, y + 5, "whisker", colour);
  } else {
    svg.path(fmt::format("M{:.2f} {:.2f}l-7 -5m7 5l-7 5", to, y), "whisker", colour);
  }
  if (row.value) svg.circle(axis.at(*row.value), y, 5, "dot", fill(record, row.sampler));
}

std::vector<IntervalRow> tts_rows(const RunRecord& record, const std::string& clock) {
  std::vector<IntervalRow> rows;
  for (std::size_t i = 0; i < record.samplers.size(); ++i) {
    const auto& s = record.samplers[i];
    if (s.clock != clock || !s.tts99_interval || !s.tts99_interval->low) continue;
    std::string text = format_tts(s);
    if (s.tts99_s) text += fmt::format("  ({})", format_tts_interval(s));
    rows.push_back({i, s.tts99_s, *s.tts99_interval->low, s.tts99_interval->high, std::move(text)});
  }
  return rows;
}

constexpr double row_height = 46;
constexpr double panel_title = 24;
constexpr double panel_axis = 30;

double panel_height(const std::vector<IntervalRow>& rows) {
  return rows.empty() ? 0.0 : panel_title + row_height * static_cast<double>(rows.size()) + panel_axis;
}

void draw_tts_panel(Svg& svg, const RunRecord& record, const std::string& title, const std::vector<IntervalRow>& rows,
                    double top) {
  if (rows.empty()) return;
  double low = std::numeric_limits<double>::infinity();
  double high = 0.0;
  for (const auto& row : rows) {
    low = std::min(low, row.low);
    high = std::max({high, row.low, row.high.value_or(0.0), row.value.value_or(0.0)});
  }
  auto ticks = decades(low, high);
  if (ticks.size() < 2) ticks.push_back(10.0 * ticks.back());
  const Axis axis{ticks.front(), ticks.back(), true};
  svg.text(left, top + 13, "start", "panel", title);
  const double bottom = top + panel_title + row_height * static_cast<double>(rows.size());
  draw_axis(svg, axis, ticks, bottom, top + panel_title, format_seconds);
  double y = top + panel_title + row_height - 16;
  for (const auto& row : rows) {
    draw_interval(svg, record, axis, row, y);
    y += row_height;
  }
}

std::string sentence_of(const std::vector<IntervalRow>& rows, const RunRecord& record) {
  std::string text;
  for (const auto& row : rows) text += fmt::format("{}: {}. ", record.samplers[row.sampler].name, row.text);
  return text;
}

}  // namespace

std::string colour_of(const RunRecord& record, std::size_t sampler) {
  const std::string& kind = record.samplers[sampler].kind;
  int before = 0;
  for (std::size_t i = 0; i < sampler; ++i) before += record.samplers[i].kind == kind ? 1 : 0;
  return fmt::format("--{}-{}", kind, before % 3);
}

std::string distribution_chart(const RunRecord& record) {
  std::string spoken;
  std::size_t drawn = 0;
  for (const auto& s : record.samplers) {
    if (!s.best) continue;
    ++drawn;
    spoken += fmt::format("{}: best {}, mean {}, worst {}. ", s.name, format_objective(*s.best),
                          format_objective(*s.mean), format_objective(*s.worst));
  }
  if (drawn == 0) return "";
  const double row = std::clamp(480.0 / static_cast<double>(drawn), 80.0, 180.0);  // fills the column beside the times
  const Bins bins = common_bins(record);
  const Axis axis{bins.low, bins.low + bins.size * bins.count};
  const double bottom = 18 + row * static_cast<double>(drawn);
  Svg svg(width, bottom + 44, "Histograms of the final " + record.problem.objective_name + " of all reads", spoken);
  draw_axis(svg, axis, nice_ticks(axis.low, axis.high, 5), bottom, 18, format_objective);
  double base = 18;
  for (std::size_t i = 0; i < record.samplers.size(); ++i) {
    if (!record.samplers[i].best) continue;
    base += row;
    draw_histogram(svg, record, i, bins, axis, base - 10, row - 36);
    svg.text(left, base - row + 14, "start", "label", record.samplers[i].name);
  }
  svg.text(width / 2, bottom + 34, "middle", "caption",
           fmt::format("{} of each read; triangle: mean", record.problem.objective_name));
  if (record.target) {
    const double x = axis.at(*record.target);
    svg.line(x, 18, x, bottom, "target");
    svg.text(x, 11, x > width / 2 ? "end" : "start", "target-label", "target " + format_objective(*record.target));
  }
  return svg.str();
}

std::string success_chart(const RunRecord& record) {
  std::vector<IntervalRow> rows;
  for (std::size_t i = 0; i < record.samplers.size(); ++i) {
    const auto& s = record.samplers[i];
    if (!s.p || !s.p_interval || !s.p_interval->low) continue;
    rows.push_back({i, s.p, *s.p_interval->low, s.p_interval->high,
                    fmt::format("{}  ({})", format_probability(s), format_probability_interval(s))});
  }
  if (rows.empty()) return "";
  const Axis axis{0.0, 1.0};
  const double bottom = row_height * static_cast<double>(rows.size()) + 4;
  Svg svg(width, bottom + panel_axis, "Success probability of a read with its 95 percent Wilson interval",
          sentence_of(rows, record));
  draw_axis(svg, axis, {0.0, 0.25, 0.5, 0.75, 1.0}, bottom, 4, format_ratio);
  double y = row_height - 14;
  for (const auto& row : rows) {
    draw_interval(svg, record, axis, row, y);
    y += row_height;
  }
  return svg.str();
}

std::string tts_chart(const RunRecord& record) {
  const auto hardware = tts_rows(record, "hardware");
  const auto wall = tts_rows(record, "wall");
  if (hardware.empty() && wall.empty()) return "";
  const double gap = hardware.empty() || wall.empty() ? 0.0 : 18.0;
  const double height = panel_height(hardware) + gap + panel_height(wall);
  Svg svg(width, height, "Time to solution with 99 percent confidence and its 95 percent interval",
          "Hardware time. " + sentence_of(hardware, record) + "Wall time. " + sentence_of(wall, record));
  draw_tts_panel(svg, record, "hardware time", hardware, 0.0);
  draw_tts_panel(svg, record, "wall time on this computer", wall, panel_height(hardware) + gap);
  return svg.str();
}

}  // namespace isinglass
