// Range, order and repetition of the terms of a file.
#include "sim/io/term_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace isinglass {

void TermList::set_variables(std::int64_t count) {
  limited_ = true;
  variables_ = count;
}

std::int32_t TermList::index(const LineScanner& scanner, std::size_t word) {
  const std::int64_t written = scanner.whole(word, fmt::format("the {}", style_.name));
  const std::int64_t last = style_.first + (limited_ ? variables_ : most_variables) - 1;
  if (written < style_.first || written > last) {
    std::string hint;
    if (written == 0 && style_.first == 1) hint = fmt::format("this format counts its {} numbers from 1", style_.name);
    scanner.fail_at_word(word, fmt::format("{} {} is out of range {}..{}", style_.name, written, style_.first, last),
                         hint);
  }
  highest_ = std::max(highest_, written - style_.first);
  return static_cast<std::int32_t>(written - style_.first);
}

void TermList::add(const LineScanner& scanner, std::size_t first_word) {
  const std::int32_t a = index(scanner, first_word);
  const std::int32_t b = index(scanner, first_word + 1);
  const double value = scanner.weight(first_word + 2, "the weight");
  if (scanner.words().size() > first_word + 3) {
    scanner.fail_at_word(first_word + 3, "there is something behind the weight");
  }
  terms_.push_back({std::min(a, b), std::max(a, b), value});
  lines_.push_back(static_cast<std::uint32_t>(scanner.line_number()));
}

void TermList::check_no_duplicates(const LineScanner& scanner) const {
  using Row = std::pair<std::uint64_t, std::uint32_t>;  // pair of indices, place in the file
  std::vector<Row> rows;
  rows.reserve(terms_.size());
  for (std::size_t t = 0; t < terms_.size(); ++t) {
    rows.emplace_back((static_cast<std::uint64_t>(terms_[t].i) << 32U) | static_cast<std::uint32_t>(terms_[t].j),
                      static_cast<std::uint32_t>(t));
  }
  std::sort(rows.begin(), rows.end());
  // Of all repetitions, the one that a reader of the file meets first.
  const Row* worst = nullptr;
  const Row* original = nullptr;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    if (rows[r].first == rows[r - 1].first && (worst == nullptr || rows[r].second < worst->second)) {
      worst = &rows[r];
      original = &rows[r - 1];
    }
  }
  if (worst == nullptr) return;
  const Coupling& term = terms_[worst->second];
  scanner.fail_at_line_number(lines_[worst->second],
                              fmt::format("the pair {} {} is given twice, first on line {}", term.i + style_.first,
                                          term.j + style_.first, lines_[original->second]),
                              "add the two weights or remove one line");
}

}  // namespace isinglass
