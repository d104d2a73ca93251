// Pads with blanks.
#include "sim/report/text_columns.hpp"

#include <algorithm>

namespace isinglass {

std::size_t screen_width(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string finished_line(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string aligned(const std::vector<std::vector<std::string>>& rows, std::size_t left) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], screen_width(row[c]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string blanks(widths[c] - screen_width(row[c]), ' ');
      line += c == 0 ? "" : "  ";
      line += c < left ? row[c] + blanks : blanks + row[c];
    }
    text += finished_line(std::move(line));
  }
  return text;
}

}  // namespace isinglass
