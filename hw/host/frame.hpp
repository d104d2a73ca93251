// The frames of the board link (docs/link.md): requests are encoded, responses are decoded byte by byte.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace isinglass {

using Bytes = std::vector<std::uint8_t>;

/// CRC-16/CCITT-FALSE: polynomial 0x1021, initial value 0xFFFF; "123456789" gives 0x29B1.
std::uint16_t crc16(std::span<const std::uint8_t> bytes);

/// What a request asks for; the values are those on the wire.
enum class LinkCommand : std::uint8_t {
  read = 0x01,         ///< count words from addr, addr + 1, ...
  write = 0x02,        ///< count words to addr, addr + 1, ...
  read_fixed = 0x11,   ///< count words, all from addr
  write_fixed = 0x12,  ///< count words, all to addr
};

/// What a response says; the values are those on the wire.
enum class LinkStatus : std::uint8_t { ok = 0, bad_crc = 1, bad_command = 2, bad_length = 3 };
std::string to_string(LinkStatus status);

/// Most words of one write request (the link's buffer) and of one read request (the count byte).
inline constexpr std::size_t max_write_words = 120;
inline constexpr std::size_t max_read_words = 255;

struct LinkRequest {
  std::uint8_t sequence = 0;
  LinkCommand command = LinkCommand::read;
  std::uint8_t address = 0;               ///< 32-bit word address of a register
  std::uint8_t count = 0;                 ///< words
  std::vector<std::uint32_t> words = {};  ///< for writes: count words
};

struct LinkResponse {
  std::uint8_t sequence = 0;
  LinkStatus status = LinkStatus::ok;
  std::vector<std::uint32_t> words = {};
};

/// The bytes of a request, mark and CRC included.
Bytes encode(const LinkRequest& request);
/// The bytes of a response: for the boards that tests make up.
Bytes encode(const LinkResponse& response);

/// Finds responses in a stream of bytes. Bytes outside a frame are skipped; a frame whose CRC is wrong is dropped and
/// counted.
class ResponseDecoder {
 public:
  /// Takes one byte; answers a response when this byte completed one.
  std::optional<LinkResponse> take(std::uint8_t byte);
  /// Forgets a half-received frame.
  void reset() { frame_.clear(); }
  [[nodiscard]] std::int64_t damaged_frames() const { return damaged_; }

 private:
  Bytes frame_;  // mark included
  std::int64_t damaged_ = 0;
};

}  // namespace isinglass
