// Writes SVG elements and finds round numbers for axes.
#include "sim/report/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/report/html.hpp"

namespace isinglass {
namespace {

/// Two decimals are finer than a pixel.
std::string length(double value) {
  std::string text = fmt::format("{:.2f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string attributes(std::string_view css_class, std::string_view style) {
  std::string text;
  if (!css_class.empty()) text += fmt::format(" class=\"{}\"", css_class);
  if (!style.empty()) text += fmt::format(" style=\"{}\"", style);
  return text;
}

}  // namespace

Svg::Svg(double width, double height, std::string_view title, std::string_view description)
    : body_(fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}. {}\">\n", length(width),
                        length(height), html_escape(title), html_escape(description))) {}

Svg& Svg::line(double x1, double y1, double x2, double y2, std::string_view css_class, std::string_view style) {
  body_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"{}/>\n", length(x1), length(y1), length(x2),
                       length(y2), attributes(css_class, style));
  return *this;
}

Svg& Svg::rectangle(double x, double y, double width, double height, std::string_view css_class, std::string_view style,
                    std::string_view tooltip) {
  body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}>", length(x), length(y), length(width),
                       length(height), attributes(css_class, style));
  if (!tooltip.empty()) body_ += fmt::format("<title>{}</title>", html_escape(tooltip));
  body_ += "</rect>\n";
  return *this;
}

Svg& Svg::circle(double x, double y, double radius, std::string_view css_class, std::string_view style) {
  body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>\n", length(x), length(y), length(radius),
                       attributes(css_class, style));
  return *this;
}

Svg& Svg::path(std::string_view data, std::string_view css_class, std::string_view style) {
  body_ += fmt::format("<path d=\"{}\"{}/>\n", data, attributes(css_class, style));
  return *this;
}

Svg& Svg::text(double x, double y, std::string_view anchor, std::string_view css_class, std::string_view content) {
  body_ += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\"{}>{}</text>\n", length(x), length(y), anchor,
                       attributes(css_class, {}), html_escape(content));
  return *this;
}

std::string Svg::str() const { return body_ + "</svg>\n"; }

std::vector<double> nice_ticks(double low, double high, int wanted) {
  const double span = high - low;
  if (!(span > 0.0) || !std::isfinite(span)) return {low};
  const double rough = span / wanted;
  const double decade = std::pow(10.0, std::floor(std::log10(rough)));
  double step = 10.0 * decade;
  for (const double factor : {5.0, 2.0, 1.0}) {
    if (factor * decade >= rough) step = factor * decade;
  }
  std::vector<double> ticks;
  for (double k = std::ceil(low / step - 1e-9); k * step <= high + 1e-9 * span; k += 1.0) ticks.push_back(k * step);
  return ticks;
}

std::vector<double> decades(double low, double high) {
  std::vector<double> ticks;
  const auto last = static_cast<int>(std::ceil(std::log10(high) - 1e-9));
  for (auto k = static_cast<int>(std::floor(std::log10(low) + 1e-9)); k <= last; ++k)
    ticks.push_back(std::pow(10.0, k));
  return ticks;
}

}  // namespace isinglass
