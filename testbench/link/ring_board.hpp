// A board made up for the tests of the host, with pbit_ring's registers and memories. Its core is the twin, and it
// computes with whatever the memories and registers hold: a coupling damaged on the way gives the answer that the real
// core would give. A run takes its time, and while it lasts the core refuses what the real one refuses.
#pragma once

#include <array>

#include "hw/host/registers.hpp"
#include "models/digital/pbit_ring.hpp"
#include "models/random.hpp"
#include "testbench/link/fake_link.hpp"

namespace isinglass {

class RingBoard final : public FakeLink {
 public:
  explicit RingBoard(PbitRingSize size, std::uint64_t random_seed = 1) : size_(size), random_(random_seed, 0, 0x626F) {
    initial_.resize(static_cast<std::size_t>(size.spins));
    rows_.resize(initial_.size() * words_per_row());
    scramble();
    reset(false);
  }

  /// What its button does: registers as after configuration; the block RAM keeps its words, or not.
  void reset(bool memories_lost) {
    forget_frames();
    settings_ = {};
    settings_[mode] = 3;
    scratch_ = mem_addr_ = 0;
    done_ = refused_ = loaded_ = false;
    busy_until_s_ = 0.0;
    result_ = {};
    if (memories_lost) scramble();
  }

  // Faults of the board itself
  int ignored_starts = 0;  ///< so many starts do nothing
  /// Turns bits of a word of memory 2 or 3 over.
  void poke(std::uint32_t memory, std::size_t word, std::uint32_t bits) {
    (memory == 3 ? rows_ : initial_).at(word) ^= bits;
  }

 private:
  static constexpr std::size_t sweeps = 1, seed = 2, temperature = 4, initial_energy = 6, mode = 7;  // from 0x10 on
  static constexpr double clock_hz = 12e6;

  [[nodiscard]] std::size_t words_per_row() const {
    return static_cast<std::size_t>(size_.spins) * static_cast<std::size_t>(size_.weight_bits) / 32;
  }
  [[nodiscard]] bool busy() const { return now_s() < busy_until_s_; }
  void scramble() {
    for (auto& word : initial_) word = random_.word();
    for (auto& word : rows_) word = random_.word();
  }
  static std::int32_t sign_extend(std::uint32_t value, int bits) {
    return static_cast<std::int32_t>(value << (32 - bits)) >> (32 - bits);
  }
  [[nodiscard]] int energy_bits() const {
    return size_.field_bits + std::bit_width(static_cast<std::uint32_t>(size_.spins - 1)) + 1;
  }

  std::uint32_t read(std::uint8_t address) override {
    if (address == reg::mem_data) return read_memory_word();
    if (address >= reg::spin_count && address < reg::spin_count + 8) return settings_[address - reg::spin_count];
    switch (address) {
      case 0x00:
        return isinglass_id;
      case 0x01:
        return 0x00010000;
      case 0x02:
        return core_pbit_ring;
      case 0x03:
        return static_cast<std::uint32_t>(size_.spins);
      case 0x05:
        return static_cast<std::uint32_t>(size_.weight_bits | size_.field_bits << 8 | 11 << 16);
      case 0x06:
        return static_cast<std::uint32_t>(clock_hz);
      case reg::scratch:
        return scratch_;
      case reg::status:
        return (busy() ? 1U : 0U) | (done_ && !busy() ? 2U : 0U) | (result_.overflow ? 4U : 0U) | (refused_ ? 8U : 0U);
      case 0x20:
        return static_cast<std::uint32_t>(result_.energy);
      case 0x21:
        return static_cast<std::uint32_t>(result_.best_energy);
      case 0x22:
        return static_cast<std::uint32_t>(result_.cycles);
      case 0x23:
        return static_cast<std::uint32_t>(result_.cycles >> 32U);
      case 0x24:
        return result_.flips;
      case 0x25:
        return result_.sweeps;
      case reg::mem_addr:
        return mem_addr_;
      default:
        return 0;
    }
  }

  void write(std::uint8_t address, std::uint32_t word) override {
    if (address == reg::mem_data) {
      write_memory_word(word);
    } else if (address == reg::scratch) {
      scratch_ = word;
    } else if (address == reg::mem_addr) {
      mem_addr_ = word;
    } else if (address == reg::control) {
      if ((word & 1U) != 0) start();
      if ((word & 2U) != 0) busy_until_s_ = std::min(busy_until_s_, now_s());
    } else if (address >= reg::spin_count && address < reg::spin_count + 8) {
      set(address - reg::spin_count, word);
    }
  }

  void set(std::size_t setting, std::uint32_t word) {
    refused_ = refused_ || busy();
    if (busy()) return;
    if (setting == 0) {
      loaded_ = false;
      if (word > static_cast<std::uint32_t>(size_.spins)) word = 0;
    }
    if (setting == sweeps) word &= 0xFFFFFFU;
    if (setting == initial_energy) word = static_cast<std::uint32_t>(sign_extend(word, energy_bits()));
    if (setting == mode) word &= 7U;
    settings_[setting] = word;
  }

  /// The word that MEM_ADDR points at, or null.
  std::uint32_t* cell() {
    const std::size_t at = mem_addr_ & 0xFFFFU;
    auto& memory = mem_addr_ >> 28U == 3 ? rows_ : initial_;
    return (mem_addr_ >> 28U == 2 || mem_addr_ >> 28U == 3) && at < memory.size() ? &memory[at] : nullptr;
  }
  void step() { mem_addr_ = (mem_addr_ & 0xFFFF0000U) | ((mem_addr_ + 1) & 0xFFFFU); }

  std::uint32_t read_memory_word() {
    refused_ = refused_ || busy();
    if (busy()) return 0;
    std::uint32_t word = 0;
    if (const std::uint32_t* found = cell()) word = *found;
    if (mem_addr_ >> 28U < 2 && loaded_) word = packed(mem_addr_ >> 28U == 0 ? result_.spins : result_.best_spins);
    step();
    return word;
  }
  [[nodiscard]] std::uint32_t packed(const std::vector<Spin>& spins) const {
    std::uint32_t word = 0;
    const std::size_t first = 32 * std::size_t{mem_addr_ & 0xFFFFU};
    for (std::size_t k = first; k < std::min(first + 32, spins.size()); ++k) word |= (spins[k] > 0 ? 1U : 0U) << k % 32;
    return word;
  }
  void write_memory_word(std::uint32_t word) {
    refused_ = refused_ || busy();
    if (busy()) return;
    if (std::uint32_t* found = cell()) *found = word;
    step();
  }

  void start() {
    if (settings_[0] != 0 && ignored_starts > 0) {
      --ignored_starts;
      return;
    }
    if (busy() || settings_[0] == 0) {
      refused_ = true;
      return;
    }
    PbitRing twin(std::make_shared<const PbitRingImage>(image()));
    const std::uint32_t computed = std::min(settings_[sweeps], 2000U);  // more is asked only by damaged settings
    result_ = twin.run({settings_[seed] | std::uint64_t{settings_[seed + 1]} << 32U,
                        computed,
                        settings_[temperature],
                        settings_[temperature + 1],
                        true,  // the tests of the session have no other runs
                        (settings_[mode] & 2U) != 0,
                        (settings_[mode] & 4U) != 0,
                        {}});
    refused_ = false;
    done_ = loaded_ = true;
    busy_until_s_ = now_s() + static_cast<double>(result_.cycles) / clock_hz;
  }

  /// What the memories hold, as the core sees it.
  [[nodiscard]] PbitRingImage image() const {
    PbitRingImage image;
    image.size = size_;
    image.spins = static_cast<std::int32_t>(settings_[0]);
    const auto bits = static_cast<std::size_t>(size_.weight_bits);
    for (std::size_t i = 0; i < settings_[0]; ++i) {
      image.fields.push_back(sign_extend(initial_[i], size_.field_bits));
      image.initial.push_back((initial_[i] >> 31U) != 0 ? Spin{1} : Spin{-1});
      for (std::size_t k = 0; k < static_cast<std::size_t>(size_.spins); ++k) {
        const std::uint32_t word = rows_[i * words_per_row() + k * bits / 32];
        image.rows.push_back(static_cast<std::int16_t>(sign_extend(word >> (k * bits % 32), size_.weight_bits)));
      }
    }
    image.initial_energy = static_cast<std::int32_t>(settings_[initial_energy]);
    return image;
  }

  PbitRingSize size_;
  RandomStream random_;
  std::vector<std::uint32_t> initial_, rows_;
  std::array<std::uint32_t, 8> settings_{};  // SPIN_COUNT to MODE
  std::uint32_t scratch_ = 0, mem_addr_ = 0;
  bool done_ = false, refused_ = false, loaded_ = false;
  double busy_until_s_ = 0.0;
  AnnealResult result_;
};

}  // namespace isinglass
