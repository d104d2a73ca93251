// A small SVG writer for the drawings that need no interaction: axes, bars, intervals. Colours and fonts come from the
// page's style sheet, so that the drawings follow its light and dark themes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace isinglass {

/// One drawing. Lengths are in user units, which the browser scales to the width at hand.
class Svg {
 public:
  /// `title` and `description` are read aloud in place of the picture.
  Svg(double width, double height, std::string_view title, std::string_view description);

  /// `style` is the value of a style attribute ("stroke:var(--line)"); the classes are those of page.css.
  Svg& line(double x1, double y1, double x2, double y2, std::string_view css_class, std::string_view style = {});
  Svg& rectangle(double x, double y, double width, double height, std::string_view css_class,
                 std::string_view style = {}, std::string_view tooltip = {});
  Svg& circle(double x, double y, double radius, std::string_view css_class, std::string_view style = {});
  Svg& path(std::string_view data, std::string_view css_class, std::string_view style = {});
  /// `anchor` is start, middle or end.
  Svg& text(double x, double y, std::string_view anchor, std::string_view css_class, std::string_view content);

  /// The finished element.
  [[nodiscard]] std::string str() const;

 private:
  std::string body_;
};

/// Round numbers between low and high (both included where they are round), about `wanted` of them.
std::vector<double> nice_ticks(double low, double high, int wanted);

/// Powers of ten from the one at or below `low` to the one at or above `high`; both positive.
std::vector<double> decades(double low, double high);

}  // namespace isinglass
