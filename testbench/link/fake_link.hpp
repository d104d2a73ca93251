// The frame rules of the board link (docs/link.md) in front of made-up registers: a board as a stream of bytes, with a
// time of its own that passes only while the host waits.
#pragma once

#include <algorithm>
#include <deque>

#include "hw/host/frame.hpp"

namespace isinglass {

class FakeLink {
 public:
  virtual ~FakeLink() = default;
  FakeLink() = default;
  FakeLink(const FakeLink&) = default;
  FakeLink& operator=(const FakeLink&) = default;

  // The stream
  void send(std::span<const std::uint8_t> bytes) {
    for (std::uint8_t byte : bytes) {
      if (pass(byte)) take(byte);
    }
  }
  std::size_t receive(std::span<std::uint8_t> bytes, double seconds) {
    const std::size_t count = std::min({bytes.size(), to_host_.size(), longest_piece()});
    std::copy_n(to_host_.begin(), count, bytes.begin());
    to_host_.erase(to_host_.begin(), to_host_.begin() + static_cast<std::ptrdiff_t>(count));
    if (count == 0) pause(seconds);
    return count;
  }
  void pause(double seconds) { now_s_ += seconds; }
  [[nodiscard]] std::string describe() const { return "the board of the test"; }
  [[nodiscard]] double now_s() const { return now_s_; }

 protected:
  /// What the line does to a byte, either way: false loses it.
  virtual bool pass(std::uint8_t& /*byte*/) { return true; }
  /// Most bytes that the host gets at a time.
  virtual std::size_t longest_piece() { return 512; }
  virtual std::uint32_t read(std::uint8_t address) = 0;
  virtual void write(std::uint8_t address, std::uint32_t word) = 0;

  void forget_frames() {
    frame_.clear();
    to_host_.clear();
  }

 private:
  static constexpr double silence_s = 0.020;

  void take(std::uint8_t byte) {
    if (now_s_ - last_byte_s_ >= silence_s) frame_.clear();
    last_byte_s_ = now_s_;
    if (frame_.empty() && byte != 0x5A) return;
    frame_.push_back(byte);
    if (frame_.size() < 5) return;
    const std::size_t data = (frame_[2] & 2U) != 0 ? 4U * frame_[4] : 0U;
    if (frame_.size() < 5 + data + 2) return;
    const Bytes frame = std::move(frame_);
    frame_.clear();
    for (std::uint8_t out : encode(answer(frame))) {
      if (pass(out)) to_host_.push_back(out);
    }
  }

  LinkResponse answer(const Bytes& frame) {
    LinkResponse response{frame[1], LinkStatus::ok, {}};
    const std::uint16_t crc = crc16(std::span(frame).subspan(1, frame.size() - 3));
    const bool known = (frame[2] & 0xEFU) == 1 || (frame[2] & 0xEFU) == 2;
    if (frame[frame.size() - 2] != (crc & 0xFFU) || frame.back() != crc >> 8U) {
      response.status = LinkStatus::bad_crc;
    } else if (!known) {
      response.status = LinkStatus::bad_command;
    } else if ((frame[2] & 2U) != 0 && frame[4] > max_write_words) {
      response.status = LinkStatus::bad_length;
    } else {
      carry_out(frame, response);
    }
    return response;
  }

  void carry_out(const Bytes& frame, LinkResponse& response) {
    const bool fixed = (frame[2] & 0x10U) != 0;
    for (std::size_t k = 0; k < frame[4]; ++k) {
      const auto address = static_cast<std::uint8_t>(frame[3] + (fixed ? 0 : k));
      if ((frame[2] & 2U) == 0) {
        response.words.push_back(read(address));
        continue;
      }
      std::uint32_t word = 0;
      for (std::size_t b = 0; b < 4; ++b) word |= static_cast<std::uint32_t>(frame[5 + 4 * k + b]) << (8 * b);
      write(address, word);
    }
  }

  Bytes frame_;
  std::deque<std::uint8_t> to_host_;
  double now_s_ = 0.0;
  double last_byte_s_ = 0.0;
};

}  // namespace isinglass
