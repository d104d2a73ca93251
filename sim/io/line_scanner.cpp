// Lines, words, numbers.
#include "sim/io/line_scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace isinglass {
namespace {

constexpr double largest_weight = 0x1p53;  // beyond, a double no longer counts in ones

bool is_blank(char letter) {
  return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\f' || letter == '\v';
}

void split(std::string_view line, std::vector<Word>& words) {
  words.clear();
  std::size_t at = 0;
  while (true) {
    while (at < line.size() && is_blank(line[at])) ++at;
    if (at == line.size()) return;
    const std::size_t start = at;
    while (at < line.size() && !is_blank(line[at])) ++at;
    words.push_back({line.substr(start, at - start), start + 1});
  }
}

std::string_view line_at(std::string_view text, std::size_t start) {
  auto line = text.substr(start, text.find('\n', start) - start);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

// Some editors begin UTF-8 files with one.
std::string_view without_byte_order_mark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

// std::from_chars does not take a leading plus sign.
std::string_view without_plus(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  return text;
}

std::string shortened(std::string_view text) {
  constexpr std::size_t most = 40;
  return text.size() <= most ? printable_text(text) : printable_text(text.substr(0, most)) + "...";
}

}  // namespace

LineScanner::LineScanner(std::string_view text, std::string file_name)
    : text_(without_byte_order_mark(text)), file_name_(std::move(file_name)) {}

bool LineScanner::next() {
  while (next_start_ < text_.size()) {
    const std::size_t end = std::min(text_.find('\n', next_start_), text_.size());
    line_ = line_at(text_, next_start_);
    next_start_ = end + 1;
    ++line_number_;
    split(line_, words_);
    if (!words_.empty()) return true;
  }
  words_.clear();
  return false;
}

std::int64_t LineScanner::whole(std::size_t word, std::string_view meaning) const {
  if (word >= words_.size()) fail_at_line(fmt::format("{} is missing", meaning));
  const auto text = without_plus(words_[word].text);
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem == std::errc::result_out_of_range) {
    fail_at_word(word, fmt::format("{} is too large: '{}'", meaning, shortened(words_[word].text)));
  }
  if (problem != std::errc{} || end != text.data() + text.size()) {
    fail_at_word(word, fmt::format("{} should be a whole number, not '{}'", meaning, shortened(words_[word].text)));
  }
  return value;
}

double LineScanner::weight(std::size_t word, std::string_view meaning) const {
  if (word >= words_.size()) fail_at_line(fmt::format("{} is missing", meaning));
  const auto text = without_plus(words_[word].text);
  double value = 0.0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool understood = end == text.data() + text.size();
  // Out of range is either too large or too small; what is too small for a double counts as too small to be meant.
  if (understood && problem == std::errc::result_out_of_range) {
    fail_at_word(word, fmt::format("{} is out of range of a double: '{}'", meaning, shortened(words_[word].text)));
  }
  if (!understood || problem != std::errc{}) {
    fail_at_word(word, fmt::format("{} should be a number, not '{}'", meaning, shortened(words_[word].text)));
  }
  if (!std::isfinite(value)) fail_at_word(word, fmt::format("{} is not finite", meaning));
  if (std::abs(value) > largest_weight) {
    fail_at_word(word, fmt::format("{} is beyond 2^53, where whole numbers are no longer exact", meaning),
                 "scale the weights down");
  }
  return value;
}

void LineScanner::fail_at_word(std::size_t word, const std::string& sentence, const std::string& hint) const {
  const Word& fault = words_.at(word);
  throw FileError({file_name_, line_number_, fault.column, fault.text.size()}, sentence, hint, line_);
}

void LineScanner::fail_at_line(const std::string& sentence, const std::string& hint) const {
  throw FileError({file_name_, std::max<std::size_t>(line_number_, 1), 0, 1}, sentence, hint, line_);
}

void LineScanner::fail_at_end(const std::string& sentence, const std::string& hint) const {
  throw FileError({file_name_, std::max<std::size_t>(line_number_, 1), 0, 1}, sentence, hint);
}

void LineScanner::fail_at_line_number(std::size_t line, const std::string& sentence, const std::string& hint) const {
  std::size_t start = 0;
  for (std::size_t number = 1; number < line; ++number) start = std::min(text_.find('\n', start), text_.size() - 1) + 1;
  throw FileError({file_name_, line, 0, 1}, sentence, hint, line_at(text_, start));
}

std::string counted(std::int64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

}  // namespace isinglass
