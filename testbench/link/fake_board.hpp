// A board made up for the tests of the host: the registers and memories of pbit_sparse, and the twin as its core,
// behind a line that can damage and lose bytes. What it computes does not depend on what was loaded, only whether it is
// right: ring_board.hpp has a board that computes with what it holds.
#pragma once

#include <map>

#include "hw/host/anneal_load.hpp"
#include "hw/host/pbit_sparse_load.hpp"
#include "hw/host/registers.hpp"
#include "models/digital/pbit_sparse.hpp"
#include "models/random.hpp"
#include "testbench/link/fake_link.hpp"

namespace isinglass {

class FakeBoard final : public FakeLink {
 public:
  explicit FakeBoard(PbitSparseSize size, std::uint64_t seed = 1) : random_(seed, 0, 0) {
    registers_ = {{0x00, isinglass_id},
                  {0x01, 0x00010000},
                  {0x02, core_pbit_sparse},
                  {0x03, static_cast<std::uint32_t>(size.spins)},
                  {0x04, static_cast<std::uint32_t>(size.entries)},
                  {0x05, static_cast<std::uint32_t>(size.weight_bits | size.field_bits << 8 | 11 << 16)},
                  {0x06, 48000000}};
  }

  // Faults
  double damage = 0.0;       ///< probability of a byte being changed, either way
  double loss = 0.0;         ///< probability of a byte being lost, either way
  bool dead = false;         ///< answers nothing
  std::int32_t claim = 0;    ///< added to the best energy that is reported
  bool forgetful = false;    ///< memory 4 loses a bit
  std::int64_t damaged = 0;  ///< bytes changed or lost so far
  std::shared_ptr<const PbitSparseImage>
      image;  ///< what the twin runs on; must equal what was loaded when a run starts
  std::map<std::uint8_t, std::uint32_t>& registers() { return registers_; }

 private:
  bool pass(std::uint8_t& byte) override {
    if (dead) return false;
    if (random_.uniform() < damage) {
      byte = static_cast<std::uint8_t>(byte ^ (1 + random_.below(255)));
      ++damaged;
    }
    if (random_.uniform() >= loss) return true;
    ++damaged;
    return false;
  }
  std::size_t longest_piece() override { return std::size_t{1} + random_.below(64); }

  std::uint32_t read(std::uint8_t address) override {
    if (address != reg::mem_data) return registers_[address];
    std::uint32_t& at = registers_[reg::mem_addr];
    const std::uint32_t word = memories_[at >> 28U][at & 0xFFFFU];
    ++at;
    return word;
  }

  void write(std::uint8_t address, std::uint32_t word) override {
    if (address == reg::mem_data) {
      std::uint32_t& at = registers_[reg::mem_addr];
      memories_[at >> 28U][at & 0xFFFFU] = forgetful && at == 0x40000005U ? word ^ 1U : word;
      ++at;
    } else if (address == reg::control) {
      if ((word & 1U) != 0) start();
    } else {
      registers_[address] = word;
    }
  }

  [[nodiscard]] bool holds(std::uint32_t memory, const std::vector<std::uint32_t>& words) {
    for (std::size_t k = 0; k < words.size(); ++k) {
      if (memories_[memory][static_cast<std::uint32_t>(k)] != words[k]) return false;
    }
    return true;
  }

  void start() {
    bool loaded = true;
    for (const auto& [memory, words] : load_of(*image).memories) loaded = loaded && holds(memory, words);
    AnnealRun run{registers_[0x12] | static_cast<std::uint64_t>(registers_[0x13]) << 32U,
                  registers_[0x11],
                  registers_[0x14],
                  registers_[0x15],
                  (registers_[0x17] & 1U) != 0,
                  (registers_[0x17] & 2U) != 0};
    PbitSparse twin(image);
    const AnnealResult result = twin.run(run);
    store(0, result.spins);
    store(1, result.best_spins);
    registers_[0x20] = static_cast<std::uint32_t>(result.energy) + (loaded ? 0U : 12345U);
    registers_[0x21] = static_cast<std::uint32_t>(result.best_energy + claim);
    registers_[0x22] = static_cast<std::uint32_t>(result.cycles);
    registers_[0x23] = static_cast<std::uint32_t>(result.cycles >> 32U);
    registers_[0x24] = result.flips;
    registers_[0x25] = result.sweeps;
  }

  void store(std::uint32_t memory, const std::vector<Spin>& spins) {
    memories_[memory].clear();
    for (std::size_t i = 0; i < spins.size(); ++i) {
      if (spins[i] > 0) memories_[memory][static_cast<std::uint32_t>(i / 32)] |= 1U << (i % 32);
    }
  }

  RandomStream random_;
  std::map<std::uint8_t, std::uint32_t> registers_;
  std::map<std::uint32_t, std::map<std::uint32_t, std::uint32_t>> memories_;
};

}  // namespace isinglass
