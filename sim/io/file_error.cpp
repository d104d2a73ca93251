// Composes the message of a file error.
#include "sim/io/file_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace isinglass {
namespace {

constexpr std::size_t most_shown = 100;  // characters of a line

std::string excerpt(const FilePosition& position, std::string_view line) {
  if (line.empty()) return {};
  // A long line is shown from a little before the place at fault.
  const std::size_t column = std::max<std::size_t>(position.column, 1) - 1;
  const std::size_t first = column > most_shown / 2 ? column - most_shown / 2 : 0;
  std::string text = fmt::format("\n  {}", printable_text(line.substr(std::min(first, line.size()), most_shown)));
  if (position.column == 0) return text;
  const std::size_t room = most_shown - std::min(most_shown - 1, column - first);
  const std::size_t length = std::clamp<std::size_t>(position.length, 1, room);
  return text + fmt::format("\n  {:>{}}^{:~>{}}", "", column - first, "", length - 1);
}

std::string message(const FilePosition& position, const std::string& sentence, std::string_view line) {
  const std::string place = position.line == 0 ? position.file : fmt::format("{}:{}", position.file, position.line);
  return fmt::format("{}: error: {}{}", place, sentence, excerpt(position, line));
}

}  // namespace

std::string printable_text(std::string_view text) {
  std::string shown(text);
  for (auto& letter : shown) {
    const auto code = static_cast<unsigned char>(letter);
    if (code < 0x20 || code >= 0x7f) letter = code == '\t' ? ' ' : '?';
  }
  return shown;
}

FileError::FileError(FilePosition position, const std::string& sentence, std::string hint, std::string_view line_text)
    : InputError(message(position, sentence, line_text), std::move(hint)),
      position_(std::move(position)),
      sentence_(sentence) {}

}  // namespace isinglass
