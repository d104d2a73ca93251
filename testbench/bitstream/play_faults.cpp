// Plays a script on the serial pins of a Verilated bitstream, first as it is, then with one fault after the other until
// an answer differs: play_faults SCRIPT SOUND ANSWERS CLOCKS_PER_BIT FAULTS. SOUND gets the bytes of the sound board;
// ANSWERS a line for each fault, empty where every byte was the same. Built by the test at run time.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "Vfaults.h"

namespace {

using Script = std::vector<std::pair<char, std::uint64_t>>;

// The board with its pins, one clock at a time; the receiver samples in the middle of each bit. Power-on reset takes
// 600 clocks at most.
class Board {
 public:
  Board(unsigned fault, unsigned clocks_per_bit, const std::vector<unsigned>* sound)
      : clocks_per_bit_(clocks_per_bit), sound_(sound) {
    pins_->fault_i = static_cast<std::uint16_t>(fault);
    pins_->uart_rx_i = 1;
    rest(600);
  }
  // Whether everything came back as from the sound board.
  bool play(const Script& script) {
    for (const auto& [command, value] : script) {
      if (command == 'S') send(static_cast<unsigned>(value));
      if (command == 'W') rest(value);
      if (command == 'R') await(value);
      if (differs_) return false;
    }
    rest(2000);  // and nothing more
    return !differs_ && (sound_ == nullptr || bytes.size() == sound_->size());
  }
  [[nodiscard]] bool seen(unsigned number) const { return (pins_->seen_o[number / 32] >> (number % 32) & 1U) != 0; }
  std::vector<unsigned> bytes;  // 0x100 in one whose stop bit is low

 private:
  void rest(std::uint64_t clocks) {
    for (std::uint64_t k = 0; k < clocks && !differs_; ++k) clock();
  }
  void send(unsigned byte) {
    const unsigned frame = (byte << 1U) | 0x200U;
    for (unsigned bit = 0; bit < 10; ++bit) {
      pins_->uart_rx_i = (frame >> bit) & 1U;
      rest(clocks_per_bit_);
    }
  }
  // 20 bytes of silence and 5,000 clocks to think: then the answer is not coming.
  void await(std::uint64_t count) {
    expected_ += count;
    for (std::uint64_t left = (count + 20) * 10 * clocks_per_bit_ + 5000; bytes.size() < expected_ && !differs_;) {
      clock();
      if (--left == 0) differs_ = true;
    }
  }
  void clock() {
    pins_->clk_pin_i = 0;
    pins_->eval();
    pins_->clk_pin_i = 1;
    pins_->eval();
    if (phase_ < 0) {
      if (pins_->uart_tx_o == 0) phase_ = 0;
      return;
    }
    ++phase_;
    const auto phase = static_cast<unsigned>(phase_);
    if (phase % clocks_per_bit_ != clocks_per_bit_ / 2) return;
    const unsigned bit = phase / clocks_per_bit_;
    if (bit >= 1 && bit <= 8) byte_ = (byte_ >> 1U) | (pins_->uart_tx_o != 0 ? 0x80U : 0U);
    if (bit != 9) return;
    if (pins_->uart_tx_o == 0) byte_ |= 0x100U;
    if (sound_ != nullptr && (bytes.size() >= sound_->size() || (*sound_)[bytes.size()] != byte_)) differs_ = true;
    bytes.push_back(byte_);
    byte_ = 0;
    phase_ = -1;
  }

  std::unique_ptr<Vfaults> pins_ = std::make_unique<Vfaults>();
  unsigned clocks_per_bit_;
  const std::vector<unsigned>* sound_;
  bool differs_ = false;
  std::uint64_t expected_ = 0;
  int phase_ = -1;  // clocks since the start bit began, or -1
  unsigned byte_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  Script script;
  std::ifstream file(argv[1]);
  char command = 0;
  for (std::uint64_t value = 0; file >> command >> std::hex >> value && command != 'E';)
    script.emplace_back(command, value);
  const auto clocks_per_bit = static_cast<unsigned>(std::atoi(argv[4]));
  Board sound(0, clocks_per_bit, nullptr);
  sound.play(script);
  std::ofstream received(argv[2]);
  for (const unsigned byte : sound.bytes) {
    char text[8];
    std::snprintf(text, sizeof text, "%02x\n", byte);
    received << text;
  }
  std::ofstream answers(argv[3]);
  for (unsigned k = 1; k <= static_cast<unsigned>(std::atoi(argv[5])); ++k) {
    Board board(k, clocks_per_bit, &sound.bytes);
    answers << (sound.seen(k - 1) ? "seen " : "none ");
    if (!board.play(script)) answers << "differs after " << board.bytes.size() << " bytes";
    answers << std::endl;
  }
  return 0;
}
