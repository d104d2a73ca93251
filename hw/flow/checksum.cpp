// Checksums and whole-file reading and writing for the build steps.
#include "hw/flow/checksum.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "models/error.hpp"

namespace isinglass::flow {

void Checksum::mix(std::string_view bytes) {
  for (const char byte : bytes) {
    state_ ^= static_cast<unsigned char>(byte);
    state_ *= 0x100000001b3ULL;
  }
}

void Checksum::add(std::string_view piece) {
  mix(fmt::format("{}:", piece.size()));
  mix(piece);
}

void Checksum::add_file(const std::filesystem::path& file) {
  add(file.filename().string());
  add(read_text(file));
}

std::string Checksum::text() const { return fmt::format("{:016x}", state_); }

std::string file_checksum(const std::filesystem::path& file) {
  Checksum checksum;
  checksum.add(read_text(file));
  return checksum.text();
}

std::string read_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  if (stream) text << stream.rdbuf();
  if (!stream) throw InputError(fmt::format("cannot read {}", file.string()));
  return text.str();
}

void write_text(const std::filesystem::path& file, std::string_view text) {
  auto temporary = file;
  temporary += ".new";
  std::ofstream stream(temporary, std::ios::binary);
  stream << text;
  stream.close();
  std::error_code failed;
  if (stream) std::filesystem::rename(temporary, file, failed);
  if (!stream || failed) throw UsageError(fmt::format("cannot write {}", file.string()));
}

}  // namespace isinglass::flow
