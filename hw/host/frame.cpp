// Encodes requests and decodes responses of the board link.
#include "hw/host/frame.hpp"

namespace isinglass {
namespace {

constexpr std::uint8_t request_mark = 0x5A;
constexpr std::uint8_t response_mark = 0xA5;
constexpr std::size_t response_head = 4;  // mark, sequence, status, count

void append_words(Bytes& bytes, std::span<const std::uint32_t> words) {
  for (const std::uint32_t word : words) {
    for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::uint8_t>(word >> shift));
  }
}

// The CRC covers everything but the mark.
void append_crc(Bytes& bytes) {
  const std::uint16_t crc = crc16(std::span(bytes).subspan(1));
  bytes.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
  bytes.push_back(static_cast<std::uint8_t>(crc >> 8U));
}

}  // namespace

std::uint16_t crc16(std::span<const std::uint8_t> bytes) {
  std::uint32_t crc = 0xFFFF;
  for (const std::uint8_t byte : bytes) {
    crc ^= static_cast<std::uint32_t>(byte) << 8U;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000U) != 0 ? (crc << 1U) ^ 0x1021U : crc << 1U;
  }
  return static_cast<std::uint16_t>(crc & 0xFFFFU);
}

std::string to_string(LinkStatus status) {
  switch (status) {
    case LinkStatus::ok:
      return "ok";
    case LinkStatus::bad_crc:
      return "CRC wrong";
    case LinkStatus::bad_command:
      return "command unknown";
    case LinkStatus::bad_length:
      return "too many words";
  }
  return "status unknown";
}

Bytes encode(const LinkRequest& request) {
  Bytes bytes = {request_mark, request.sequence, static_cast<std::uint8_t>(request.command), request.address,
                 request.count};
  append_words(bytes, request.words);
  append_crc(bytes);
  return bytes;
}

Bytes encode(const LinkResponse& response) {
  Bytes bytes = {response_mark, response.sequence, static_cast<std::uint8_t>(response.status),
                 static_cast<std::uint8_t>(response.words.size())};
  append_words(bytes, response.words);
  append_crc(bytes);
  return bytes;
}

std::optional<LinkResponse> ResponseDecoder::take(std::uint8_t byte) {
  if (frame_.empty() && byte != response_mark) return std::nullopt;
  frame_.push_back(byte);
  if (frame_.size() < response_head) return std::nullopt;
  const std::size_t words = frame_[3];
  if (frame_.size() < response_head + 4 * words + 2) return std::nullopt;

  const Bytes frame = std::move(frame_);
  frame_.clear();
  const auto body = std::span(frame).subspan(1, frame.size() - 3);
  const auto claimed = static_cast<std::uint16_t>(frame[frame.size() - 2] | frame.back() << 8U);
  if (crc16(body) != claimed) {
    ++damaged_;
    return std::nullopt;
  }
  LinkResponse response{frame[1], static_cast<LinkStatus>(frame[2]), {}};
  for (std::size_t k = 0; k < words; ++k) {
    const std::size_t at = response_head + 4 * k;
    std::uint32_t word = 0;
    for (std::size_t b = 0; b < 4; ++b) word |= static_cast<std::uint32_t>(frame[at + b]) << (8 * b);
    response.words.push_back(word);
  }
  return response;
}

}  // namespace isinglass
