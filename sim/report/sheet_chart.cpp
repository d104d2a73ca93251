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

void draw_axes(Svg& svg, const Scale& x, const Scale& y, const SheetChart& chart) {
  for (const double tick : y.ticks(6)) {
    svg.line(kLeft, y.at(tick), kWidth - kRight, y.at(tick), "grid");
    svg.text(kLeft - 8, y.at(tick) + 4, "end", "tick", tick_text(tick));
  }
  for (const double tick : x.ticks(9)) {
    svg.line(x.at(tick), kTop, x.at(tick), kHeight - kBottom, "grid");
    svg.text(x.at(tick), kHeight - kBottom + 16, "middle", "tick", tick_text(tick));
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
    if (!x.shows(series.x[k]) || !y.shows(series.low[k]) || !y.shows(series.high[k])) continue;
    const double at = x.at(series.x[k]);
    svg.line(at, y.at(series.low[k]), at, y.at(series.high[k]), "whisker", stroke);
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

}  // namespace

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
  x.pad(0.0);
  y.pad(0.05);
  Svg svg(kWidth, kHeight, chart.title, chart.y_label + " against " + chart.x_label);
  draw_axes(svg, x, y, chart);
  for (std::size_t k = 0; k < chart.series.size(); ++k) draw_series(svg, chart.series[k], x, y, series_colour(k));
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
      const double ink = picture.values[static_cast<std::size_t>(row * picture.columns + column)];
      if (!(ink > 0.0)) continue;
      svg.rectangle(kPixel * column, kPixel * row, kPixel, kPixel, "ink",
                    fmt::format("fill:var(--ink);fill-opacity:{:.3f}", std::min(1.0, ink)));
    }
  }
  return svg.str();
}

}  // namespace isinglass
