// Checksums that tell whether a file or a command has changed: FNV-1a, 64 bits, written as 16 hexadecimal digits.
// (Fowler, Noll, Vo; http://www.isthe.com/chongo/tech/comp/fnv/. Not proof against malice, and need not be.)
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace isinglass::flow {

/// Takes pieces one after another; the boundaries between pieces count.
class Checksum {
 public:
  void add(std::string_view piece);
  /// Name and content of a file; a file that cannot be read is an InputError.
  void add_file(const std::filesystem::path& file);
  [[nodiscard]] std::string text() const;

 private:
  void mix(std::string_view bytes);
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

/// Checksum of the content alone, so that equal files have equal checksums wherever they lie.
std::string file_checksum(const std::filesystem::path& file);

/// The whole file; a file that cannot be read is an InputError.
std::string read_text(const std::filesystem::path& file);
/// Replaces the file in one step, through a temporary name beside it; throws UsageError when it cannot be written.
void write_text(const std::filesystem::path& file, std::string_view text);

}  // namespace isinglass::flow
