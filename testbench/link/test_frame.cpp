// The frames of the board link, byte for byte.
#include <catch2/catch.hpp>
#include <string_view>

#include "hw/host/frame.hpp"
#include "models/random.hpp"

using namespace isinglass;

TEST_CASE("the CRC is CRC-16/CCITT-FALSE") {
  const std::string_view text = "123456789";
  CHECK(crc16(Bytes(text.begin(), text.end())) == 0x29B1);
  CHECK(crc16({}) == 0xFFFF);
}

TEST_CASE("a request is laid out as docs/link.md says") {
  const Bytes bytes = encode(LinkRequest{0x07, LinkCommand::write, 0x30, 1, {0x44332211}});
  REQUIRE(bytes.size() == 11);
  CHECK(Bytes(bytes.begin(), bytes.end() - 2) == Bytes{0x5A, 0x07, 0x02, 0x30, 0x01, 0x11, 0x22, 0x33, 0x44});
  const std::uint16_t crc = crc16(Bytes(bytes.begin() + 1, bytes.end() - 2));
  CHECK(bytes[9] == (crc & 0xFF));
  CHECK(bytes[10] == crc >> 8);
}

namespace {

std::vector<LinkResponse> decode_all(ResponseDecoder& decoder, const Bytes& bytes) {
  std::vector<LinkResponse> found;
  for (const auto byte : bytes) {
    if (auto response = decoder.take(byte)) found.push_back(*response);
  }
  return found;
}

}  // namespace

TEST_CASE("a response survives encoding and decoding, with rubbish before it") {
  ResponseDecoder decoder;
  Bytes bytes = {0x00, 0x17, 0xFF};
  const Bytes frame = encode(LinkResponse{9, LinkStatus::ok, {1, 0xA5A5A5A5, 0xFFFFFFFF}});
  bytes.insert(bytes.end(), frame.begin(), frame.end());
  const auto found = decode_all(decoder, bytes);
  REQUIRE(found.size() == 1);
  CHECK(found[0].sequence == 9);
  CHECK(found[0].status == LinkStatus::ok);
  CHECK(found[0].words == std::vector<std::uint32_t>{1, 0xA5A5A5A5, 0xFFFFFFFF});
  CHECK(decoder.damaged_frames() == 0);
}

TEST_CASE("no response with one damaged byte is taken for a good one") {
  const Bytes frame = encode(LinkResponse{3, LinkStatus::ok, {0x12345678, 0xA5000000}});
  for (std::size_t at = 1; at < frame.size(); ++at) {
    for (int flip = 1; flip < 256; ++flip) {
      Bytes bytes = frame;
      bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ flip);
      bytes.resize(bytes.size() + 1024, 0);  // a longer count swallows what follows
      ResponseDecoder decoder;
      CHECK(decode_all(decoder, bytes).empty());
    }
  }
}
