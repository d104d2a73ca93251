// Collects the terms of a problem file while it is read, and refuses those that cannot be.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/problem/problem.hpp"
#include "sim/io/line_scanner.hpp"

namespace isinglass {

/// How a format counts and calls its variables.
struct IndexStyle {
  std::int64_t first = 1;  ///< the lowest index in the file
  std::string name = "vertex";
};

/// Largest number of variables that is read.
inline constexpr std::int64_t most_variables = 10'000'000;

/// Terms i j value in the order of the file, i <= j, from 0. A pair may come once.
class TermList {
 public:
  explicit TermList(IndexStyle style) : style_(std::move(style)) {}

  /// Limits the indices to `count` variables; without it, `variables()` is the highest index seen plus one.
  void set_variables(std::int64_t count);
  /// Reads the three words from `first_word` on; anything behind them on the line is an error.
  void add(const LineScanner& scanner, std::size_t first_word);
  /// Throws at the second of two lines that name the same pair. Call once, at the end.
  void check_no_duplicates(const LineScanner& scanner) const;

  [[nodiscard]] std::int64_t variables() const { return limited_ ? variables_ : highest_ + 1; }
  [[nodiscard]] const std::vector<Coupling>& terms() const { return terms_; }
  /// Line of each term.
  [[nodiscard]] std::size_t line_of(std::size_t term) const { return lines_[term]; }

 private:
  [[nodiscard]] std::int32_t index(const LineScanner& scanner, std::size_t word);

  IndexStyle style_;
  bool limited_ = false;
  std::int64_t variables_ = 0;
  std::int64_t highest_ = -1;
  std::vector<Coupling> terms_;
  std::vector<std::uint32_t> lines_;
};

}  // namespace isinglass
