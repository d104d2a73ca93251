// SHA-256 (FIPS 180-4), to name problems and files by their content.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace isinglass {

/// Takes bytes piece by piece. No library of the dependency list has SHA-256, hence this one.
class Sha256 {
 public:
  void add(std::string_view bytes);
  /// The digest as 64 hexadecimal digits; call once, after the last `add`.
  std::string hex();

 private:
  void absorb(const unsigned char* block);
  std::array<std::uint32_t, 8> state_{0x6a09e667U, 0xbb67ae85U, 0x3c6ef372U, 0xa54ff53aU,
                                      0x510e527fU, 0x9b05688cU, 0x1f83d9abU, 0x5be0cd19U};
  std::array<unsigned char, 64> pending_{};
  std::size_t pending_size_ = 0;
  std::uint64_t length_ = 0;  ///< bytes
};

/// Digest of one text, as 64 hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace isinglass
