// A curve drawn with characters, for the terminal.
#pragma once

#include <span>
#include <string>

namespace isinglass {

/// `y` against `x` (ascending) on `columns` x `rows` characters with the ends of both axes written out; lines end with
/// a line break. Empty when no value is finite.
std::string ascii_chart(std::span<const double> x, std::span<const double> y, const std::string& x_label,
                        const std::string& y_label, int columns = 60, int rows = 10);

}  // namespace isinglass
