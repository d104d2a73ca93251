// Clocks a Verilated core and plays the master of its register bus.
#include "sim/cosim/rtl_core.hpp"

#include <Vbifurcation_row_inferred.h>
#include <Vmemory_match_inferred.h>
#include <Voscillator_hybrid_inferred.h>
#include <Vpbit_colour_inferred.h>
#include <Vpbit_lane_inferred.h>
#include <Vpbit_lane_signs.h>
#include <Vpbit_ring_inferred.h>
#include <Vpbit_ring_w8.h>
#include <Vpbit_sparse_inferred.h>
#include <fmt/format.h>
#include <verilated.h>

#include <algorithm>
#include <array>
#include <optional>

#include "hw/host/registers.hpp"
#include "models/error.hpp"

namespace isinglass {

/// What all cores show at their ports.
class RtlCore::Model {
 public:
  virtual ~Model() = default;
  virtual void clock() = 0;
  virtual bool busy() = 0;
  virtual void ask(std::uint8_t address, bool is_write, std::uint32_t word) = 0;
  /// The answer in the clock in which it is there.
  virtual std::optional<std::uint32_t> answer() = 0;
  virtual void release() = 0;
  virtual void reset(bool on) = 0;

  AnnealTrace watcher;
  std::uint64_t run_clock = 0;  // of the run under way
};

namespace {

template <class Top>
class VerilatedCore final : public RtlCore::Model {
 public:
  ~VerilatedCore() override { top_.final(); }

  void clock() override {
    top_.clk_i = 0;
    top_.eval();
    if (watcher) observe();
    top_.clk_i = 1;
    top_.eval();
    if (watcher) tell();
  }
  bool busy() override { return top_.busy_o != 0; }
  void ask(std::uint8_t address, bool is_write, std::uint32_t word) override {
    top_.bus_valid_i = 1;
    top_.bus_write_i = is_write ? 1 : 0;
    top_.bus_addr_i = address;
    top_.bus_wdata_i = word;
  }
  std::optional<std::uint32_t> answer() override {
    if (top_.bus_ready_o == 0) return {};
    return top_.bus_rdata_o;
  }
  void release() override { top_.bus_valid_i = 0; }
  void reset(bool on) override { top_.rst_ni = on ? 0 : 1; }

 private:
  // What the ports show just before the rising edge. Flips may follow each other clock by clock: each is told when the
  // energy has taken it, and only it.
  void observe() {
    run_clock = top_.busy_o != 0 ? run_clock + 1 : 0;
    under_way_[1] = under_way_[0];
    under_way_[0].reset();
    if (top_.busy_o == 0 || top_.flip_o == 0) return;
    under_way_[0] = AnnealFlip{run_clock - 1, static_cast<std::int32_t>(top_.flip_index_o),
                               top_.flip_spin_o != 0 ? Spin{1} : Spin{-1}, 0, 0};
  }
  void tell() {
    if (!under_way_[1]) return;
    under_way_[1]->energy = static_cast<std::int32_t>(top_.energy_o);
    watcher(*under_way_[1]);
  }

  VerilatedContext context_;
  Top top_{&context_};
  std::optional<AnnealFlip> under_way_[2];  // seen in this clock, and in the one before
};

/// One core in one size, as sim/cosim/CMakeLists.txt verilates it.
struct Verilated {
  std::uint32_t core;
  int weight_bits;
  const char* name;
  std::unique_ptr<RtlCore::Model> (*make)();
};

template <class Top>
std::unique_ptr<RtlCore::Model> make_model() {
  return std::make_unique<VerilatedCore<Top>>();
}

// Of each core the first is the one that a caller without a wish gets.
constexpr std::array verilated = {
    Verilated{core_pbit_sparse, 4, "pbit_sparse", make_model<Vpbit_sparse_inferred>},
    Verilated{core_pbit_ring, 4, "pbit_ring", make_model<Vpbit_ring_inferred>},
    Verilated{core_pbit_ring, 8, "pbit_ring", make_model<Vpbit_ring_w8>},
    Verilated{core_pbit_lane, 4, "pbit_lane", make_model<Vpbit_lane_inferred>},
    Verilated{core_pbit_lane, 1, "pbit_lane", make_model<Vpbit_lane_signs>},
    Verilated{core_bifurcation_row, 4, "bifurcation_row", make_model<Vbifurcation_row_inferred>},
    Verilated{core_oscillator_hybrid, 4, "oscillator_hybrid", make_model<Voscillator_hybrid_inferred>},
    Verilated{core_memory_match, 12, "memory_match", make_model<Vmemory_match_inferred>},
    Verilated{core_pbit_colour, 2, "pbit_colour", make_model<Vpbit_colour_inferred>},
};

}  // namespace

RtlCore::RtlCore(std::uint32_t core, int weight_bits) {
  for (const Verilated& candidate : verilated) {
    if (candidate.core != core || (weight_bits != 0 && candidate.weight_bits != weight_bits)) continue;
    model_ = candidate.make();
    name_ = candidate.name;
    break;
  }
  if (!model_) {
    const auto known = std::find_if(verilated.begin(), verilated.end(), [&](const auto& v) { return v.core == core; });
    const std::string name = known == verilated.end() ? fmt::format("core {}", core) : known->name;
    throw UsageError(fmt::format("the Verilog of {} is not simulated with {}-bit weights", name, weight_bits),
                     "the twin answers for every configuration, bit for bit the same: leave out ':rtl'");
  }
  model_->reset(true);
  for (int k = 0; k < 4; ++k) model_->clock();
  model_->reset(false);
  model_->clock();
}

RtlCore::~RtlCore() = default;
RtlCore::RtlCore(RtlCore&&) noexcept = default;
RtlCore& RtlCore::operator=(RtlCore&&) noexcept = default;

std::uint32_t RtlCore::access(std::uint8_t address, bool is_write, std::uint32_t word) {
  constexpr int longest_access = 4096;  // clocks; the cores promise less
  model_->ask(address, is_write, word);
  for (int k = 0; k < longest_access; ++k) {
    model_->clock();
    const auto answer = model_->answer();
    if (!answer) continue;
    model_->clock();
    model_->release();
    return *answer;
  }
  throw HardwareError(describe() + " does not answer on its bus");
}

void RtlCore::write(std::uint8_t address, Addressing addressing, std::span<const std::uint32_t> words) {
  for (std::size_t k = 0; k < words.size(); ++k) {
    access(static_cast<std::uint8_t>(address + (addressing == Addressing::fixed ? 0 : k)), true, words[k]);
  }
}

void RtlCore::read(std::uint8_t address, Addressing addressing, std::span<std::uint32_t> words) {
  for (std::size_t k = 0; k < words.size(); ++k) {
    words[k] = access(static_cast<std::uint8_t>(address + (addressing == Addressing::fixed ? 0 : k)), false, 0);
  }
}

void RtlCore::watch(AnnealTrace watcher) {
  model_->watcher = std::move(watcher);
  model_->run_clock = 0;
}

void RtlCore::pause(double seconds) {
  constexpr double clock_hz = 48e6;
  for (auto left = static_cast<std::int64_t>(seconds * clock_hz); left > 0; --left) {
    model_->clock();
    if (!model_->busy()) return;  // nothing more to wait for
  }
}

}  // namespace isinglass
