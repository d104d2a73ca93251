// Plays a script on the serial pins of a Verilated board netlist: play_netlist SCRIPT RECEIVED CLOCKS_PER_BIT. Built by
// the test at run time, because the netlist does not exist before the synthesis has run.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>

#include "Vnetlist.h"

namespace {

// The board with its pins, one clock at a time; the receiver samples in the middle of each bit.
class Board {
 public:
  Board(int clocks_per_bit, std::ofstream& received) : clocks_per_bit_(clocks_per_bit), received_(received) {
    pins_->uart_rx_i = 1;
  }
  void clock() {
    pins_->clk_pin_i = 0;
    pins_->eval();
    pins_->clk_pin_i = 1;
    pins_->eval();
    receive();
  }
  void send(unsigned byte) {
    const unsigned frame = (byte << 1U) | 0x200U;  // start bit, eight bits, stop bit
    for (int bit = 0; bit < 10; ++bit) {
      pins_->uart_rx_i = (frame >> bit) & 1U;
      for (int k = 0; k < clocks_per_bit_; ++k) clock();
    }
  }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  void receive() {
    if (phase_ < 0) {
      if (pins_->uart_tx_o == 0) phase_ = 0;
      return;
    }
    ++phase_;
    if (phase_ % clocks_per_bit_ != clocks_per_bit_ / 2) return;
    const int bit = phase_ / clocks_per_bit_;
    if (bit >= 1 && bit <= 8) byte_ = (byte_ >> 1U) | (pins_->uart_tx_o != 0 ? 0x80U : 0U);
    if (bit == 9) {
      char text[4];
      std::snprintf(text, sizeof text, "%02x\n", byte_);
      received_ << text;
      ++bytes_;
      phase_ = -1;
    }
  }

  std::unique_ptr<Vnetlist> pins_ = std::make_unique<Vnetlist>();
  int clocks_per_bit_;
  std::ofstream& received_;
  int phase_ = -1;  // clocks since the start bit began, or -1
  unsigned byte_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  std::ifstream script(argv[1]);
  std::ofstream received(argv[2]);
  const int clocks_per_bit = std::atoi(argv[3]);
  Board board(clocks_per_bit, received);
  for (int k = 0; k < 2000; ++k) board.clock();  // the reset after configuration
  std::uint64_t expected = 0;
  char command = 0;
  for (std::uint64_t value = 0; script >> command >> std::hex >> value && command != 'E';) {
    if (command == 'S') board.send(static_cast<unsigned>(value));
    if (command == 'W') {
      for (std::uint64_t k = 0; k < value; ++k) board.clock();
    }
    if (command == 'R') {
      expected += value;
      // 20 bytes of silence and 100,000 clocks to think: then the answer is not coming.
      std::uint64_t patience = (value + 20) * 10 * static_cast<unsigned>(clocks_per_bit) + 100000;
      while (board.bytes() < expected && patience-- > 0) board.clock();
      if (board.bytes() < expected) return 1;
    }
  }
  return 0;
}
