// Lines of help are 110 characters at most: 34 for the flag, 76 for what it does.
#include "sim/cli/help_format.hpp"

#include <sstream>

#include "sim/report/text_columns.hpp"

namespace isinglass::cli {
namespace {

constexpr std::size_t description_width = 76;

}  // namespace

std::string wrap(const std::string& text, std::size_t width) {
  std::istringstream words(text);
  std::string result;
  std::size_t column = 0;
  for (std::string word; words >> word;) {
    const std::size_t wide = screen_width(word);
    if (column > 0 && column + 1 + wide > width) {
      result += '\n';
      column = 0;
    } else if (column > 0) {
      result += ' ';
      ++column;
    }
    result += word;
    column += wide;
  }
  return result;
}

std::string HelpFormatter::make_option_desc(const CLI::Option* option) const {
  return wrap(option->get_description(), description_width);
}

std::string command_path(const CLI::App& command) {
  const CLI::App* parent = command.get_parent();
  return parent == nullptr ? command.get_name() : command_path(*parent) + " " + command.get_name();
}

std::string spoken_path(const CLI::App& command) {
  const CLI::App* parent = command.get_parent();
  if (parent == nullptr || parent->get_parent() == nullptr) return command.get_name();
  return spoken_path(*parent) + " " + command.get_name();
}

std::string help_text(const CLI::App& command) {
  const CLI::App* parent = command.get_parent();
  return command.help(parent == nullptr ? "" : command_path(*parent));
}

}  // namespace isinglass::cli
