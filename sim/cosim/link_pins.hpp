// A Verilated board, or the annealer_link on it, held at its serial pins: what is sent goes out bit by bit, what comes
// back is received by a receiver of its own. A stream of bytes whose time is the board's: it passes while one waits.
#pragma once

#include <verilated.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <span>
#include <string>

namespace isinglass {

/// Clocks after which the reset of hw/boards/common/power_on_reset.v is over (256 and its synchronisation).
inline constexpr int power_on_clocks = 300;

/// `Top` is the Verilated class of an annealer_link, or of hw/boards/hx8k-evn/top.v, which has no pin for a reset: it
/// begins with its own, as after configuration.
template <class Top>
class LinkPins {
  static constexpr bool is_board = requires(Top & top) { top.clk_pin_i; };

 public:
  LinkPins(double clock_hz, int clocks_per_bit) : clock_hz_(clock_hz), clocks_per_bit_(clocks_per_bit) {
    if constexpr (is_board) {
      top_.uart_rx_i = 1;
      for (int k = 0; k < power_on_clocks; ++k) edge();
    } else {
      reset();
    }
  }
  ~LinkPins() { top_.final(); }
  LinkPins(const LinkPins&) = delete;
  LinkPins& operator=(const LinkPins&) = delete;

  /// Holds the reset for eight clocks. What is on the line is lost; memories keep what they hold.
  void reset() requires(!is_board) {
    to_board_.clear();
    to_host_.clear();
    sending_ = receiving_ = false;
    top_.uart_rx_i = 1;
    top_.rst_ni = 0;
    for (int k = 0; k < 8; ++k) edge();
    top_.rst_ni = 1;
    for (int k = 0; k < 8; ++k) edge();
  }

  void send(std::span<const std::uint8_t> bytes) { to_board_.insert(to_board_.end(), bytes.begin(), bytes.end()); }

  std::size_t receive(std::span<std::uint8_t> bytes, double seconds) {
    for (auto left = clocks(seconds); left > 0 && to_host_.empty(); --left) clock();
    const std::size_t count = std::min(bytes.size(), to_host_.size());
    std::copy_n(to_host_.begin(), count, bytes.begin());
    to_host_.erase(to_host_.begin(), to_host_.begin() + static_cast<std::ptrdiff_t>(count));
    return count;
  }

  void pause(double seconds) { run(clocks(seconds)); }
  void run(std::int64_t number) {
    for (; number > 0; --number) clock();
  }
  [[nodiscard]] std::string describe() const { return "the Verilated board"; }
  [[nodiscard]] double now_s() const { return static_cast<double>(clocks_) / clock_hz_; }
  /// Nothing is under way: neither on the line nor in the core.
  [[nodiscard]] bool idle() const { return to_board_.empty() && !sending_ && !receiving_ && !busy(); }

 private:
  [[nodiscard]] std::int64_t clocks(double seconds) const {
    return static_cast<std::int64_t>(std::ceil(seconds * clock_hz_));
  }

  [[nodiscard]] bool busy() const {
    if constexpr (is_board) {
      return top_.led_1_o != 0;
    } else {
      return top_.busy_o != 0;
    }
  }

  void set_clock(std::uint8_t level) {
    if constexpr (is_board) {
      top_.clk_pin_i = level;
    } else {
      top_.clk_i = level;
    }
    top_.eval();
  }

  void edge() {
    set_clock(0);
    set_clock(1);
    ++clocks_;
  }

  void clock() {
    drive();
    edge();
    listen();
  }

  void drive() {
    if (!sending_) {
      if (to_board_.empty()) return;
      shift_ = 0x200U | static_cast<unsigned>(to_board_.front()) << 1U;  // start, data, stop
      to_board_.pop_front();
      sending_ = true;
      sent_clocks_ = 0;
    }
    top_.uart_rx_i = shift_ >> (sent_clocks_ / clocks_per_bit_) & 1U;
    sending_ = ++sent_clocks_ < 10 * clocks_per_bit_;
  }

  void listen() {
    if (!receiving_) {
      if (top_.uart_tx_o != 0) return;
      receiving_ = true;
      received_clocks_ = 0;
      bits_ = 0;
    } else {
      ++received_clocks_;
    }
    if (received_clocks_ % clocks_per_bit_ != clocks_per_bit_ / 2) return;
    const int bit = received_clocks_ / clocks_per_bit_;
    bits_ |= static_cast<unsigned>(top_.uart_tx_o) << bit;
    if (bit < 9) return;
    receiving_ = false;
    if ((bits_ & 0x201U) == 0x200U) to_host_.push_back(static_cast<std::uint8_t>(bits_ >> 1U));
  }

  VerilatedContext context_;
  Top top_{&context_};
  double clock_hz_;
  int clocks_per_bit_;
  std::int64_t clocks_ = 0;
  std::deque<std::uint8_t> to_board_, to_host_;
  bool sending_ = false, receiving_ = false;
  int sent_clocks_ = 0, received_clocks_ = 0;
  unsigned shift_ = 0, bits_ = 0;
};

}  // namespace isinglass
