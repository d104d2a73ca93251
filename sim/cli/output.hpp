// The only writes to stdout and stderr.
#pragma once

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace isinglass::cli {

/// Writes the answer. A reader that has gone away is no error (the program ends quietly); a full disk is a UsageError.
void write_stdout(std::string_view text);
/// Writes log or progress; failures are ignored.
void write_stderr(std::string_view text);
/// Writes one JSON object, two blanks of indentation, short arrays of numbers on one line each.
void write_json(const nlohmann::ordered_json& document);

enum class ColorMode { automatic, always, never };
/// "auto", "always" or "never".
ColorMode color_mode_from_name(const std::string& name);

/// Marks text where the stream is a terminal (or --color always), unless NO_COLOR is set.
class Painter {
 public:
  Painter(ColorMode mode, std::FILE* stream);
  [[nodiscard]] std::string bold(const std::string& text) const { return paint("1", text); }
  [[nodiscard]] std::string green(const std::string& text) const { return paint("32", text); }
  [[nodiscard]] std::string yellow(const std::string& text) const { return paint("33", text); }
  [[nodiscard]] std::string dim(const std::string& text) const { return paint("2", text); }

 private:
  [[nodiscard]] std::string paint(const char* code, const std::string& text) const;
  bool on_;
};

}  // namespace isinglass::cli
