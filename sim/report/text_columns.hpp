// Text in columns for a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace isinglass {

/// Columns on the screen: UTF-8 characters, since all of ours are one column wide.
std::size_t screen_width(const std::string& text);

/// The line without the blanks at its end, and with a line break.
std::string finished_line(std::string line);

/// One line for each row; the first `left` columns are flush left, the others right. All rows have as many cells as the
/// first. At least one row.
std::string aligned(const std::vector<std::vector<std::string>>& rows, std::size_t left = 1);

}  // namespace isinglass
