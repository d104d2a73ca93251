// Axes, curves with intervals, and squares.
#include "sim/report/sheet_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "sim/report/svg.hpp"

namespace isinglass {
namespace {

constexpr double kWidth = 960;
constexpr double kHeight = 320;
constexpr double kLeft = 74;
constexpr double kRight = 16;
constexpr double kTop = 12;
constexpr double kBottom = 46;
constexpr std::size_t kMostPoints = 2000;  ///< finer than the pixels of any screen

/// Maps values of one axis to the drawing; `from` and `to` are its ends there.
struct Scale {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  bool logarithmic = false;
  double from = 0.0;
  double to = 1.0;

  [[nodiscard]] bool shows(double value) const { return std::isfinite(value) && (!logarithmic || value > 0.0); }
  void include(double value) {
    if (!shows(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  void pad(double share) {
    if (logarithmic) {
      if (low == high) high = low * 10.0;
      const double room = std::pow(high / low, share);
      low /= room;
      high *= room;
      return;
    }
    const double room = low == high ? std::max(1e-9, 0.05 * std::abs(low)) : share * (high - low);
    low -= room;
    high += room;
  }
  [[nodiscard]] double at(double value) const {
    const double share = logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    return from + share * (to - from);
  }
  [[nodiscard]] std::vector<double> ticks(int wanted) const {
    if (!logarithmic) return nice_ticks(low, high, wanted);
    std::vector<double> inside;
    for (const double tick : decades(low, high)) {
      if (tick >= low * 0.999 && tick <= high * 1.001) inside.push_back(tick);
    }
    return inside.size() > 1 ? inside : std::vector<double>{low, high};
  }
};

std::string tick_text(double value) { return fmt::format("{:.4g}", std::abs(value) < 1e-300 ? 0.0 : value); }

void draw_tick(Svg& svg, double at, const std::string& text) {
  svg.line(at, kTop, at, kHeight - kBottom, "grid");
  svg.text(at, kHeight - kBottom + 16, "middle", "tick", text);
}

/// Names below their places, as many as fit beside each other.
void draw_names(Svg& svg, const Scale& x, const std::vector<std::string>& names) {
  constexpr double kLetter = 7.0;
  std::size_t longest = 0;
  for (const auto& name : names) longest = std::max(longest, name.size());
  const double room = x.at(1.0) - x.at(0.0);
  const auto every = static_cast<std::size_t>(std::ceil(kLetter * static_cast<double>(longest + 1) / room));
  for (std::size_t k = 0; k < names.size(); k += every) draw_tick(svg, x.at(static_cast<double>(k)), names[k]);
}

void draw_axes(Svg& svg, const Scale& x, const Scale& y, const SheetChart& chart) {
  for (const double tick : y.ticks(6)) {
    svg.line(kLeft, y.at(tick), kWidth - kRight, y.at(tick), "grid");
    svg.text(kLeft - 8, y.at(tick) + 4, "end", "tick", tick_text(tick));
  }
  if (chart.x_names.empty()) {
    for (const double tick : x.ticks(9)) draw_tick(svg, x.at(tick), tick_text(tick));
  } else {
    draw_names(svg, x, chart.x_names);
  }
  svg.line(kLeft, kHeight - kBottom, kWidth - kRight, kHeight - kBottom, "axis");
  svg.line(kLeft, kTop, kLeft, kHeight - kBottom, "axis");
  svg.text(0.5 * (kLeft + kWidth - kRight), kHeight - 8, "middle", "caption", chart.x_label);
}

std::string curve_path(const SheetSeries& series, const Scale& x, const Scale& y) {
  std::string path;
  bool pen_down = false;
  const std::size_t stride = series.x.size() / kMostPoints + 1;
  for (std::size_t k = 0; k < series.x.size(); k += stride) {
    if (!x.shows(series.x[k]) || !y.shows(series.y[k])) {
      pen_down = false;
      continue;
    }
    path += fmt::format("{}{:.2f} {:.2f}", pen_down ? "L" : "M", x.at(series.x[k]), y.at(series.y[k]));
    pen_down = true;
  }
  return path;
}

void draw_intervals(Svg& svg, const SheetSeries& series, const Scale& x, const Scale& y, const std::string& stroke) {
  for (std::size_t k = 0; k < series.low.size(); ++k) {
    // On a logarithmic axis an interval that goes down to 0 or below goes off the drawing.
    const bool below = y.logarithmic && series.low[k] <= 0.0 && y.shows(series.high[k]);
    if (!x.shows(series.x[k]) || (!y.shows(series.low[k]) && !below)) continue;
    const double low = below ? y.low : series.low[k];
    const double at = x.at(series.x[k]);
    const bool open = !std::isfinite(series.high[k]);
    if (!open && !y.shows(series.high[k])) continue;
    svg.line(at, y.at(low), at, open ? kTop : y.at(series.high[k]), "whisker", stroke);
    if (open) svg.path(fmt::format("M{:.2f} {:.2f}l5 7m-5 -7l-5 7", at, kTop), "whisker", stroke);
  }
}

void draw_series(Svg& svg, const SheetSeries& series, const Scale& x, const Scale& y, const std::string& colour) {
  const std::string stroke = fmt::format("stroke:var({})", colour);
  draw_intervals(svg, series, x, y, stroke);
  if (series.line) svg.path(curve_path(series, x, y), "curve", stroke + ";fill:none;stroke-width:1.5");
  if (!series.dots) return;
  for (std::size_t k = 0; k < series.x.size(); ++k) {
    if (!x.shows(series.x[k]) || !y.shows(series.y[k])) continue;
    svg.circle(x.at(series.x[k]), y.at(series.y[k]), 4, "dot", fmt::format("fill:var({})", colour));
  }
}

/// Series `k`; over named places it stands beside the others that are drawn, so that whiskers do not hide each other.
SheetSeries beside_others(const SheetChart& chart, std::size_t k) {
  SheetSeries series = chart.series[k];
  if (chart.x_names.empty()) return series;
  const auto from = chart.series.begin();
  const auto before = std::count_if(from, from + static_cast<std::ptrdiff_t>(k), has_points);
  const auto count = std::count_if(from, chart.series.end(), has_points);
  const double step = std::min(0.12, 0.8 / static_cast<double>(count));
  for (double& x : series.x) x += step * (static_cast<double>(before) - 0.5 * static_cast<double>(count - 1));
  return series;
}

}  // namespace

bool has_points(const SheetSeries& series) {
  const auto any = [](const std::vector<double>& values) {
    return std::any_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
  };
  return any(series.y) || any(series.low);
}

std::string series_colour(std::size_t index) {
  constexpr std::array<const char*, 9> names = {"--analog-0",   "--digital-0", "--software-1",
                                                "--analog-1",   "--digital-2", "--digital-1",
                                                "--software-2", "--analog-2",  "--software-0"};
  return names.at(index % names.size());
}

std::string line_chart(const SheetChart& chart) {
  Scale x{.logarithmic = chart.x_log, .from = kLeft, .to = kWidth - kRight};
  Scale y{.logarithmic = chart.y_log, .from = kHeight - kBottom, .to = kTop};
  for (const auto& series : chart.series) {
    for (const auto* values : {&series.y, &series.low, &series.high}) {
      for (const double value : *values) y.include(value);
    }
    for (const double value : series.x) x.include(value);
  }
  if (!(x.low <= x.high) || !(y.low <= y.high)) return {};
  if (chart.x_names.empty()) {
    x.pad(0.0);
  } else {
    x.low = -0.5;
    x.high = static_cast<double>(chart.x_names.size()) - 0.5;
  }
  y.pad(0.05);
  Svg svg(kWidth, kHeight, chart.title, chart.y_label + " against " + chart.x_label);
  draw_axes(svg, x, y, chart);
  for (std::size_t k = 0; k < chart.series.size(); ++k) {
    draw_series(svg, beside_others(chart, k), x, y, series_colour(k));
  }
  return svg.str();
}

std::string pixel_picture(const SheetPicture& picture) {
  constexpr double kPixel = 10;
  const double width = kPixel * picture.columns;
  const double height = kPixel * picture.rows;
  Svg svg(width, height, picture.caption, "a picture of few pixels");
  svg.rectangle(0, 0, width, height, "paper", "fill:var(--grid)");
  for (std::int32_t row = 0; row < picture.rows; ++row) {
    for (std::int32_t column = 0; column < picture.columns; ++column) {
      const double ink = picture.values[static_cast<std::size_t>(row) * static_cast<std::size_t>(picture.columns) +
                                        static_cast<std::size_t>(column)];
      if (!(ink > 0.0)) continue;
      svg.rectangle(kPixel * column, kPixel * row, kPixel, kPixel, "ink",
                    fmt::format("fill:var(--ink);fill-opacity:{:.3f}", std::min(1.0, ink)));
    }
  }
  return svg.str();
}

}  // namespace isinglass
