// Writes, and tells a closed pipe from a full disk.
#include "sim/cli/output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "models/error.hpp"

namespace isinglass::cli {

void write_stdout(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (written || errno == EPIPE) return;
  const int reason = errno;
  std::clearerr(stdout);
  throw UsageError(fmt::format("cannot write the answer to standard output: {}", std::strerror(reason)));
}

void write_stderr(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

namespace {

bool is_flat(const nlohmann::ordered_json& value) {
  for (const auto& item : value) {
    if (item.is_structured()) return false;
  }
  return true;
}

std::string dump(const nlohmann::ordered_json& value, std::size_t depth) {
  if (!value.is_structured() || value.empty() || (value.is_array() && is_flat(value))) return value.dump();
  const std::string indent(2 * depth + 2, ' ');
  std::string text = value.is_array() ? "[" : "{";
  const char* separator = "\n";
  for (const auto& [key, item] : value.items()) {
    text += separator + indent;
    if (value.is_object()) text += nlohmann::ordered_json(key).dump() + ": ";
    text += dump(item, depth + 1);
    separator = ",\n";
  }
  return text + "\n" + std::string(2 * depth, ' ') + (value.is_array() ? "]" : "}");
}

}  // namespace

void write_json(const nlohmann::ordered_json& document) { write_stdout(dump(document, 0) + "\n"); }

ColorMode color_mode_from_name(const std::string& name) {
  if (name == "always") return ColorMode::always;
  if (name == "never") return ColorMode::never;
  return ColorMode::automatic;
}

Painter::Painter(ColorMode mode, std::FILE* stream)
    : on_(mode == ColorMode::always ||
          (mode == ColorMode::automatic && std::getenv("NO_COLOR") == nullptr && isatty(fileno(stream)) == 1)) {}

std::string Painter::paint(const char* code, const std::string& text) const {
  return on_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
}

}  // namespace isinglass::cli
