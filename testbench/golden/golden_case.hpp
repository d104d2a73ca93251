// The text format of the golden cases, so that a case is written as a person would type it:
//
//   == a misspelt subcommand is answered with the nearest
//   $ isinglass slove
//   exit 2
//   stderr
//   isinglass: error: there is no subcommand 'slove'
//   hint: did you mean 'solve'?
//
// Several $ lines make one script. A stream that is not named must be empty; after `stdout` or `stderr` come its exact
// lines, in which {*} stands for any text within the line, and a line {...} for any number of lines. Lines before the
// first == are comment, and so are lines that begin with "## ".
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace golden {

struct Case {
  std::string file;  ///< name of the file that holds it
  int line = 0;      ///< where it begins
  std::string name;
  std::string script;
  int exit_code = 0;
  std::vector<std::string> out;
  std::vector<std::string> err;
};

/// All cases of one file. Throws std::runtime_error with file and line for what is not understood.
std::vector<Case> read_cases(const std::filesystem::path& file);

/// True when `text` has the lines of `pattern`.
bool matches(const std::string& text, const std::vector<std::string>& pattern);

}  // namespace golden
