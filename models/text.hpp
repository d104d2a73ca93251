// Small helpers for words: splitting what was written, and wording messages.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isinglass {

/// The candidate with the smallest edit distance, or "" when none is near (distance > 2 and > a third of the length).
std::string nearest_name(std::string_view written, const std::vector<std::string>& candidates);

/// The parts of `text` between separators; one empty part for an empty text.
std::vector<std::string> split(std::string_view text, char separator);

/// The number that the whole of `text` is; empty for anything else. Real numbers may be infinite or NaN.
template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace isinglass
