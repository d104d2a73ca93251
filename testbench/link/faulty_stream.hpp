// A line that does everything that lines do, between a driver and a board: about one frame in 1/rate, either way, meets
// one fault, drawn with a seed. Frames may also be forged: damaged and given the right CRC, as one damaged frame in
// 65,536 has by itself.
#pragma once

#include <array>
#include <deque>
#include <functional>

#include "hw/host/frame.hpp"
#include "hw/host/transport.hpp"
#include "models/random.hpp"

namespace isinglass {

enum class Fault { flip, loss, doubled, swapped, garbage, burst, stall, forged, reset, unplugged };
inline constexpr std::size_t fault_kinds = 10;

struct FaultPlan {
  double rate = 0.0;                          ///< share of the frames that meet a fault
  std::array<double, fault_kinds> weights{};  ///< of the kinds, in the order of Fault
  double longest_stall_s = 3.0;
};

/// `Board` is a ByteStream with a time of its own: now_s(), which passes while it is waited for or paused.
template <class Board>
class FaultyStream {
 public:
  /// `reset` is called when the board is to forget everything.
  FaultyStream(Board& board, FaultPlan plan, std::uint64_t seed, std::function<void()> reset)
      : board_(&board), plan_(plan), random_(seed, 0, 0x6661), reset_(std::move(reset)) {}

  void send(std::span<const std::uint8_t> bytes) {
    if (unplugged_) gone();
    pass({bytes.begin(), bytes.end()}, to_board_, board_stall_s_, false);
  }

  std::size_t receive(std::span<std::uint8_t> bytes, double seconds) {
    const double deadline_s = board_->now_s() + seconds;
    while (true) {
      if (unplugged_) gone();
      exchange(0.0);
      if (const std::size_t count = take(bytes); count != 0) return count;
      const double now_s = board_->now_s();
      if (now_s >= deadline_s) return 0;
      double next_s = deadline_s;
      if (!to_board_.empty()) next_s = std::min(next_s, to_board_.front().first);
      if (!to_host_.empty()) next_s = std::min(next_s, to_host_.front().first);
      exchange(std::max(next_s - now_s, 1e-6));
    }
  }

  void pause(double seconds) {
    const double until_s = board_->now_s() + seconds;
    while (board_->now_s() < until_s) {
      double next_s = until_s;
      if (!to_board_.empty()) next_s = std::min(next_s, to_board_.front().first);
      exchange(std::max(next_s - board_->now_s(), 1e-6));
    }
  }
  [[nodiscard]] std::string describe() const { return board_->describe(); }

  /// Faults so far, by kind.
  [[nodiscard]] const std::array<std::int64_t, fault_kinds>& faults() const { return faults_; }
  [[nodiscard]] std::int64_t frames() const { return frames_; }

 private:
  using Line = std::deque<std::pair<double, std::uint8_t>>;  // when a byte arrives, in the board's time

  [[noreturn]] static void gone() { throw HardwareError("reading from the board of the test failed: End of file"); }

  /// Lets the board have what is due and run for `seconds`, and takes what it says.
  void exchange(double seconds) {
    for (; !to_board_.empty() && to_board_.front().first <= board_->now_s(); to_board_.pop_front()) {
      const std::uint8_t byte = to_board_.front().second;
      board_->send(std::span(&byte, 1));
      listen(0.0);
    }
    listen(seconds);
  }

  void listen(double seconds) {
    std::array<std::uint8_t, 512> buffer{};
    for (std::size_t count = board_->receive(buffer, seconds); count != 0; count = board_->receive(buffer, 0.0)) {
      for (const std::uint8_t byte : std::span(buffer).first(count)) {
        response_.push_back(byte);
        if (response_.size() < 4 || response_.size() < 6U + 4U * response_[3]) continue;
        pass(std::move(response_), to_host_, host_stall_s_, true);
        response_.clear();
      }
    }
  }

  std::size_t take(std::span<std::uint8_t> bytes) {
    std::size_t count = 0;
    for (; count < bytes.size() && !to_host_.empty() && to_host_.front().first <= board_->now_s(); ++count) {
      bytes[count] = to_host_.front().second;
      to_host_.pop_front();
    }
    return count;
  }

  /// One frame on its way.
  void pass(Bytes frame, Line& line, double& stall_s, bool response) {
    ++frames_;
    if (random_.uniform() < plan_.rate) {
      const Fault fault = draw();
      ++faults_[static_cast<std::size_t>(fault)];
      if (fault == Fault::stall)
        stall_s = board_->now_s() + plan_.longest_stall_s * random_.uniform() * random_.uniform();
      if (fault == Fault::unplugged) unplugged_ = true;
      if (fault == Fault::reset) {
        response_.clear();
        reset_();
      }
      damage(fault, frame, response);
    }
    const double at_s = std::max(board_->now_s(), stall_s);
    for (const std::uint8_t byte : frame) line.emplace_back(at_s, byte);
  }

  Fault draw() {
    double sum = 0.0;
    for (const double weight : plan_.weights) sum += weight;
    double left = sum * random_.uniform();
    for (std::size_t k = 0; k < fault_kinds; ++k) {
      left -= plan_.weights[k];
      if (left < 0.0) return static_cast<Fault>(k);
    }
    return Fault::flip;
  }

  std::size_t below(std::size_t bound) { return random_.below(static_cast<std::uint32_t>(bound)); }
  std::uint8_t any_byte() { return static_cast<std::uint8_t>(random_.word()); }

  void damage(Fault fault, Bytes& frame, bool response) {
    const std::size_t at = below(frame.size());
    const auto place = frame.begin() + static_cast<std::ptrdiff_t>(at);
    switch (fault) {
      case Fault::flip:
        *place = static_cast<std::uint8_t>(*place ^ 1U << random_.below(8));
        break;
      case Fault::loss:
        frame.erase(place);
        break;
      case Fault::doubled:
        frame.insert(place, std::uint8_t{*place});
        break;
      case Fault::swapped:
        if (at + 1 < frame.size()) std::swap(frame[at], frame[at + 1]);
        break;
      case Fault::garbage: {
        Bytes rubbish(1 + below(20));
        for (auto& byte : rubbish) byte = random_.below(4) == 0 ? (response ? 0xA5 : 0x5A) : any_byte();
        frame.insert(place, rubbish.begin(), rubbish.end());
        break;
      }
      case Fault::burst:
        for (std::size_t k = at; k < std::min(frame.size(), at + 8); ++k) frame[k] = any_byte();
        break;
      case Fault::forged:
        forge(frame, response);
        break;
      default:
        break;
    }
  }

  /// Damage that the CRC does not show: one bit or byte of head or data, or neighbours swapped; the frame becomes as
  /// long as it now says, with any bytes where it grows.
  void forge(Bytes& frame, bool response) {
    const std::size_t head = response ? 4 : 5;
    const std::size_t body = frame.size() - 2;
    const std::size_t at = random_.below(2) == 0 || body == head ? 1 + below(head - 1) : head + below(body - head);
    const Bytes before = frame;
    switch (random_.below(3)) {
      case 0:
        frame[at] = static_cast<std::uint8_t>(frame[at] ^ 1U << random_.below(8));
        break;
      case 1:
        frame[at] = any_byte();
        break;
      default:
        if (at + 1 < body) std::swap(frame[at], frame[at + 1]);
    }
    if (frame == before) frame[at] = static_cast<std::uint8_t>(frame[at] ^ 1U);
    const bool data = response || (frame[2] & 2U) != 0;
    const std::size_t length = head + (data ? 4U * frame[head - 1] : 0U);
    frame.resize(std::min(length, body));
    while (frame.size() < length) frame.push_back(any_byte());
    const std::uint16_t crc = crc16(std::span(frame).subspan(1));
    frame.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
    frame.push_back(static_cast<std::uint8_t>(crc >> 8U));
  }

  Board* board_;
  FaultPlan plan_;
  RandomStream random_;
  std::function<void()> reset_;
  Line to_board_, to_host_;
  Bytes response_;  // that the board is sending
  double board_stall_s_ = 0.0, host_stall_s_ = 0.0;
  bool unplugged_ = false;
  std::array<std::int64_t, fault_kinds> faults_{};
  std::int64_t frames_ = 0;
};

}  // namespace isinglass
