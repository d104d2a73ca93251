// A mistake at one place of one file, told with the line and a caret.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "models/error.hpp"

namespace isinglass {

/// A place in a text. Lines and columns count from 1; column 0 = the whole line; line 0 = the whole file.
struct FilePosition {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
  std::size_t length = 1;  ///< characters that the caret underlines
};

/// Wrong content of a file: exit code 3. `what()` holds everything that is to be printed before the hint, from
/// "problem.rud:17: error: vertex 61 is out of range 1..60" to the caret.
class FileError : public InputError {
 public:
  /// `line_text` is the line at fault; empty = none is shown.
  FileError(FilePosition position, const std::string& sentence, std::string hint = {}, std::string_view line_text = {});
  [[nodiscard]] const FilePosition& position() const { return position_; }
  /// The sentence alone.
  [[nodiscard]] const std::string& sentence() const { return sentence_; }

 private:
  FilePosition position_;
  std::string sentence_;
};

/// The text with each byte that is not printable ASCII replaced (tab by blank, others by "?"), so that a message can
/// neither move the cursor nor misplace its caret.
std::string printable_text(std::string_view text);

}  // namespace isinglass
