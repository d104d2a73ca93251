// Draws the line charts and pixel pictures of a sheet as SVG.
#pragma once

#include <string>

#include "sim/report/sheet.hpp"

namespace isinglass {

/// Empty when no series has a finite point.
std::string line_chart(const SheetChart& chart);
/// Whether a series has something to draw.
bool has_points(const SheetSeries& series);
/// The style-sheet variable of the colour of series `index`.
std::string series_colour(std::size_t index);
std::string pixel_picture(const SheetPicture& picture);

}  // namespace isinglass
