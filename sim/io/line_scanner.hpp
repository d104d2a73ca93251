// Walks through a text line by line and word by word, and knows where it is when something is wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/io/file_error.hpp"

namespace isinglass {

/// One word of the current line.
struct Word {
  std::string_view text;
  std::size_t column = 0;  ///< from 1
};

/// The text must outlive the scanner. Lines end in "\n" or "\r\n"; words are separated by blanks and tabs.
class LineScanner {
 public:
  LineScanner(std::string_view text, std::string file_name);

  /// Goes to the next line that has a word; false at the end.
  bool next();
  [[nodiscard]] const std::vector<Word>& words() const { return words_; }
  [[nodiscard]] std::string_view line() const { return line_; }
  [[nodiscard]] std::size_t line_number() const { return line_number_; }
  [[nodiscard]] const std::string& file_name() const { return file_name_; }
  /// The whole text.
  [[nodiscard]] std::string_view text() const { return text_; }

  /// The word as a whole number. Fails when it is missing, not one, or beyond 64 bits; `meaning` as in "a vertex".
  [[nodiscard]] std::int64_t whole(std::size_t word, std::string_view meaning) const;
  /// The word as a finite number within +-2^53.
  [[nodiscard]] double weight(std::size_t word, std::string_view meaning) const;

  /// Throw FileError at a word of the current line, at the current line, at the end of the text, or at an earlier line.
  [[noreturn]] void fail_at_word(std::size_t word, const std::string& sentence, const std::string& hint = {}) const;
  [[noreturn]] void fail_at_line(const std::string& sentence, const std::string& hint = {}) const;
  [[noreturn]] void fail_at_end(const std::string& sentence, const std::string& hint = {}) const;
  [[noreturn]] void fail_at_line_number(std::size_t line, const std::string& sentence,
                                        const std::string& hint = {}) const;

 private:
  std::string_view text_;
  std::string file_name_;
  std::size_t next_start_ = 0;
  std::size_t line_number_ = 0;
  std::string_view line_;
  std::vector<Word> words_;
};

/// "1 edge", "2 edges".
std::string counted(std::int64_t count, std::string_view thing);

}  // namespace isinglass
