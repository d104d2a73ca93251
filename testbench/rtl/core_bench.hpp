// Drives a Verilated annealing core through its register bus, as a host would through the link.
#pragma once

#include <verilated.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "models/digital/bifurcation_row.hpp"
#include "models/digital/oscillator_hybrid_image.hpp"
#include "models/digital/pbit_colour.hpp"
#include "models/digital/pbit_lane.hpp"
#include "models/digital/pbit_ring.hpp"
#include "models/digital/pbit_sparse.hpp"
#include "testbench/rtl/rtl_coverage.hpp"

namespace isinglass {

/// `Top` is the Verilated class of an annealing core.
template <class Top>
class CoreBench {
 public:
  CoreBench() : top_(std::make_unique<Top>(&context_)) {
    top_->rst_ni = 0;
    for (int k = 0; k < 4; ++k) clock();
    top_->rst_ni = 1;
    clock();
  }
  CoreBench(const CoreBench&) = delete;
  CoreBench& operator=(const CoreBench&) = delete;
  ~CoreBench() { write_rtl_coverage(context_); }

  void write(std::uint32_t address, std::uint32_t value) { access(address, true, value); }
  std::uint32_t read(std::uint32_t address) { return access(address, false, 0); }

  void write_memory(std::uint32_t memory, const std::vector<std::uint32_t>& words) {
    write(0x30, memory << 28U);
    for (const std::uint32_t word : words) write(0x31, word);
  }
  std::vector<std::uint32_t> read_memory(std::uint32_t memory, std::size_t words) {
    write(0x30, memory << 28U);
    std::vector<std::uint32_t> result(words);
    for (std::uint32_t& word : result) word = read(0x31);
    return result;
  }

  void load(const PbitSparseImage& image) {
    write(0x10, static_cast<std::uint32_t>(image.spins));
    std::uint32_t memory = 2;
    for (const std::vector<std::uint32_t>& words : memory_words(image)) write_memory(memory++, words);
    write(0x16, static_cast<std::uint32_t>(image.initial_energy));
    spins_ = static_cast<std::size_t>(image.spins);
  }

  void load(const PbitRingImage& image) { load_rows(image); }
  void load(const PbitLaneImage& image) { load_rows(image); }
  void load(const BifurcationRowImage& image) { load_rows(image); }

  /// An image of initial words and rows.
  template <class Image>
  void load_rows(const Image& image) {
    write(0x10, static_cast<std::uint32_t>(image.spins));
    write_memory(2, initial_words(image));
    write_memory(3, row_words(image));
    write(0x16, static_cast<std::uint32_t>(image.initial_energy));
    spins_ = static_cast<std::size_t>(image.spins);
  }

  void load(const OscillatorHybridImage& image) { load(image.ring); }

  void load(const PbitColourImage& image) {
    write(0x10, static_cast<std::uint32_t>(image.graph.spins));
    write_memory(3, colour_words(image));
    write(0x16, static_cast<std::uint32_t>(image.initial_energy));
    spins_ = static_cast<std::size_t>(image.graph.spins);
    bits_ = spin_bits(image.graph);
  }

  void configure(const AnnealRun& run) {
    write(0x11, run.sweeps);
    write(0x12, static_cast<std::uint32_t>(run.seed));
    write(0x13, static_cast<std::uint32_t>(run.seed >> 32U));
    write(0x14, run.temperature);
    write(0x15, run.temperature_step);
    write(0x17, (run.reload ? 1U : 0U) | (run.randomise ? 2U : 0U) | (run.metropolis ? 4U : 0U));
    for (std::uint32_t k = 0; k < run.extra.size(); ++k) write(0x18 + k, run.extra[k]);
  }

  void start() { write(0x08, 1); }

  /// Clocks until the core is done, recording flips; the caller reads results.
  void wait() {
    for (std::uint64_t guard = 0; top_->busy_o != 0; ++guard) {
      if (guard > 2'000'000'000ULL) throw std::runtime_error("the core does not end");
      clock();
    }
    for (int k = 0; k < 4; ++k) clock();
  }

  AnnealResult result() {
    AnnealResult r;
    const auto last =
        bits_.empty() ? spins_ - 1 : static_cast<std::size_t>(*std::max_element(bits_.begin(), bits_.end()));
    r.spins = unpack(read_memory(0, last / 32 + 1));
    r.best_spins = unpack(read_memory(1, last / 32 + 1));
    r.energy = static_cast<std::int32_t>(read(0x20));
    r.best_energy = static_cast<std::int32_t>(read(0x21));
    r.cycles = read(0x22) | static_cast<std::uint64_t>(read(0x23)) << 32U;
    r.flips = read(0x24);
    r.sweeps = read(0x25);
    r.overflow = (read(0x09) & 4U) != 0;
    return r;
  }

  AnnealResult run(const AnnealRun& settings) {
    configure(settings);
    flips.clear();
    busy_clock_ = 0;
    start();
    wait();
    return result();
  }

  /// (clock since the start, energy after it) of every flip of the last run, as the observation ports show them.
  std::vector<std::pair<std::uint64_t, std::int32_t>> flips;
  bool record_flips = false;

  void clock() {
    top_->clk_i = 0;
    top_->eval();
    const bool flipping = record_flips && top_->flip_o != 0;
    if (top_->busy_o == 0) busy_clock_ = 0;
    if (top_->busy_o != 0) ++busy_clock_;
    top_->clk_i = 1;
    top_->eval();
    if (under_way_) flips.emplace_back(*under_way_, static_cast<std::int32_t>(top_->energy_o));
    under_way_.reset();
    if (flipping) under_way_ = busy_clock_ - 1;
  }

 private:
  [[nodiscard]] std::vector<Spin> unpack(const std::vector<std::uint32_t>& words) const {
    std::vector<Spin> spins(spins_);
    for (std::size_t i = 0; i < spins_; ++i) {
      const std::size_t bit = bits_.empty() ? i : static_cast<std::size_t>(bits_[i]);
      spins[i] = (words[bit / 32] >> (bit % 32) & 1U) != 0 ? Spin{1} : Spin{-1};
    }
    return spins;
  }
  std::uint32_t access(std::uint32_t address, bool is_write, std::uint32_t value) {
    top_->bus_valid_i = 1;
    top_->bus_write_i = is_write ? 1 : 0;
    top_->bus_addr_i = static_cast<std::uint8_t>(address);
    top_->bus_wdata_i = value;
    for (int guard = 0; guard < 1000; ++guard) {
      clock();
      if (top_->bus_ready_o != 0) {
        const std::uint32_t data = top_->bus_rdata_o;
        clock();
        top_->bus_valid_i = 0;
        return data;
      }
    }
    throw std::runtime_error("the core does not answer on its bus");
  }

  VerilatedContext context_;
  std::unique_ptr<Top> top_;
  std::size_t spins_ = 0;
  std::vector<std::int32_t> bits_;  ///< where each spin stands in memories 0 and 1; empty where in order
  std::uint64_t busy_clock_ = 0;
  std::optional<std::uint64_t> under_way_;  // clock of the flip whose energy comes next
};

}  // namespace isinglass
