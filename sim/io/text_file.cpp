// Reading by large pieces until the end, so that pipes work like files.
#include "sim/io/text_file.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "models/error.hpp"
#include "sim/io/gzip.hpp"
#include "sim/io/missing_file.hpp"

namespace isinglass {
namespace {

std::string hint_for(const std::string& path, int reason) {
  if (reason == ENOENT || reason == ENOTDIR) return missing_file_hint(path);
  if (reason == EISDIR) return "name a file in it";
  return reason == EACCES ? "the file is there, but its permissions keep you from reading it" : "";
}

[[noreturn]] void refuse(const std::string& path, int reason) {
  throw InputError(fmt::format("cannot read '{}': {}", path, std::generic_category().message(reason)),
                   hint_for(path, reason));
}

std::string read_all(std::FILE* file, const std::string& path) {
  std::string bytes;
  std::array<char, 1U << 16U> piece{};
  while (const std::size_t got = std::fread(piece.data(), 1, piece.size(), file)) {
    bytes.append(piece.data(), got);
    if (bytes.size() > most_text_bytes) {
      throw InputError(fmt::format("'{}' is longer than {} bytes", path, most_text_bytes));
    }
  }
  if (std::ferror(file) != 0) refuse(path, errno);
  return bytes;
}

std::string read_bytes(const std::string& path) {
  if (path == "-") return read_all(stdin, "standard input");
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) refuse(path, EISDIR);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) refuse(path, errno);
  return read_all(file.get(), path);
}

}  // namespace

std::string read_text_file(const std::string& path) {
  std::string bytes = read_bytes(path);
  return is_gzip(bytes) ? gunzip(bytes, path, most_text_bytes) : bytes;
}

}  // namespace isinglass
