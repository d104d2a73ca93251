// Quotes words for a POSIX shell.
#include "sim/report/shell.hpp"

#include <string_view>

namespace isinglass {
namespace {

std::string quoted(const std::string& word) {
  constexpr std::string_view safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
  if (!word.empty() && word.find_first_not_of(safe) == std::string::npos) return word;
  std::string result = "'";
  for (const char c : word) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      result += c;
    }
  }
  return result + "'";
}

}  // namespace

std::string shell_command(const std::vector<std::string>& words) {
  std::string line;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) line += ' ';
    line += quoted(i == 0 ? words[i].substr(words[i].find_last_of('/') + 1) : words[i]);
  }
  return line;
}

}  // namespace isinglass
