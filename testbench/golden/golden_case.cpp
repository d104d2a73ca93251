// Reads cases and compares lines with patterns.
#include "testbench/golden/golden_case.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace golden {
namespace {

bool begins(const std::string& text, const std::string& with) { return text.rfind(with, 0) == 0; }

bool line_matches(const std::string& line, const std::string& pattern) {
  const std::string any = "{*}";
  std::size_t at = 0;
  std::size_t from = 0;
  bool first = true;
  while (true) {
    const auto end = pattern.find(any, from);
    const std::string piece = pattern.substr(from, end == std::string::npos ? end : end - from);
    if (end == std::string::npos && !first) {  // the last piece stands at the end
      return line.size() >= at + piece.size() && line.compare(line.size() - piece.size(), piece.size(), piece) == 0;
    }
    if (end == std::string::npos) return line == piece;
    const auto found = first ? (begins(line, piece) ? 0 : std::string::npos) : line.find(piece, at);
    if (found == std::string::npos) return false;
    at = found + piece.size();
    from = end + any.size();
    first = false;
  }
}

bool lines_match(const std::vector<std::string>& lines, std::size_t line, const std::vector<std::string>& pattern,
                 std::size_t row) {
  if (row == pattern.size()) return line == lines.size();
  if (pattern[row] == "{...}") {
    for (std::size_t skipped = line; skipped <= lines.size(); ++skipped) {
      if (lines_match(lines, skipped, pattern, row + 1)) return true;
    }
    return false;
  }
  return line < lines.size() && line_matches(lines[line], pattern[row]) &&
         lines_match(lines, line + 1, pattern, row + 1);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

bool matches(const std::string& text, const std::vector<std::string>& pattern) {
  return lines_match(lines_of(text), 0, pattern, 0);
}

std::vector<Case> read_cases(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::vector<Case> cases;
  std::vector<std::string>* section = nullptr;  // the stream whose lines are being read
  int number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    if (begins(line, "## ")) continue;
    if (begins(line, "== ")) {
      cases.push_back({});
      cases.back().file = file.filename().string();
      cases.back().line = number;
      cases.back().name = line.substr(3);
      section = nullptr;
    } else if (cases.empty()) {
      continue;
    } else if (section == nullptr && begins(line, "$ ")) {
      cases.back().script += line.substr(2) + "\n";
    } else if (section == nullptr && begins(line, "exit ")) {
      cases.back().exit_code = std::stoi(line.substr(5));
    } else if (line == "stdout") {
      section = &cases.back().out;
    } else if (line == "stderr") {
      section = &cases.back().err;
    } else if (section != nullptr) {
      section->push_back(line);
    } else if (!line.empty()) {
      throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": not understood: " + line);
    }
  }
  // The blank lines that set cases apart are not part of what is expected.
  for (auto& one : cases) {
    for (auto* lines : {&one.out, &one.err}) {
      while (!lines->empty() && lines->back().empty()) lines->pop_back();
    }
  }
  return cases;
}

}  // namespace golden
