// Reads and writes the note.
#include "sim/io/problem_note.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string_view>

namespace isinglass {
namespace {

constexpr std::string_view signature = "isinglass:";

std::optional<Kind> kind_of(std::string_view name) {
  for (const auto kind : {Kind::maxcut, Kind::ising, Kind::qubo}) {
    if (name == to_string(kind)) return kind;
  }
  return std::nullopt;
}

template <typename Number>
std::optional<Number> number_of(std::string_view text) {
  Number value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

void read_note(const LineScanner& scanner, ProblemNote& note) {
  const auto& words = scanner.words();
  if (words.size() < 2 || words[1].text != signature) return;
  for (std::size_t w = 2; w < words.size(); ++w) {
    const auto text = words[w].text;
    const auto equals = std::min(text.find('='), text.size());
    const auto key = text.substr(0, equals);
    const auto value = text.substr(std::min(equals + 1, text.size()));
    bool understood = false;
    if (key == "kind") {
      note.kind = kind_of(value);
      understood = note.kind.has_value();
    } else if (key == "offset") {
      note.offset = number_of<double>(value);
      understood = note.offset && std::abs(*note.offset) <= 0x1p53;
    } else if (key == "variables") {
      note.variables = number_of<std::int64_t>(value);
      understood = note.variables && *note.variables >= 1;
    }
    if (!understood) {
      scanner.fail_at_word(w, fmt::format("this part of the isinglass comment is not understood"),
                           "its parts are kind=maxcut|ising|qubo, offset=NUMBER and variables=COUNT");
    }
  }
}

std::string note_text(const ProblemNote& note) {
  std::string text;
  if (note.kind) text += fmt::format(" kind={}", to_string(*note.kind));
  if (note.offset) text += fmt::format(" offset={}", *note.offset);
  if (note.variables) text += fmt::format(" variables={}", *note.variables);
  return text.empty() ? text : std::string(signature) + text;
}

}  // namespace isinglass
