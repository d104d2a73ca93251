// Clocks the Verilated core and plays the master of its register bus.
#include "sim/cosim/rtl_core.hpp"

#include <Vpbit_sparse_inferred.h>
#include <verilated.h>

namespace isinglass {

struct RtlPbitSparse::Model {
  VerilatedContext context;
  Vpbit_sparse_inferred top{&context};
  PbitSparseTrace watcher;
  std::uint64_t run_clock = 0;  // of the run under way
  PbitSparseFlip flip;          // the last one seen
  int energy_in = 0;            // clocks until its energy is seen

  ~Model() { top.final(); }
  void clock() {
    top.clk_i = 0;
    top.eval();
    if (watcher) observe();
    top.clk_i = 1;
    top.eval();
    if (energy_in > 0 && --energy_in == 0 && watcher) {
      flip.energy = static_cast<std::int32_t>(top.energy_o);
      watcher(flip);
    }
  }

  // What the ports show just before the rising edge.
  void observe() {
    constexpr int energy_delay = 2;
    run_clock = top.busy_o != 0 ? run_clock + 1 : 0;
    if (top.busy_o == 0 || top.flip_o == 0) return;
    flip = {run_clock - 1, static_cast<std::int32_t>(top.flip_index_o), top.flip_spin_o != 0 ? Spin{1} : Spin{-1}, 0,
            0};
    energy_in = energy_delay;
  }
};

RtlPbitSparse::RtlPbitSparse() : model_(std::make_unique<Model>()) {
  model_->top.rst_ni = 0;
  for (int k = 0; k < 4; ++k) model_->clock();
  model_->top.rst_ni = 1;
  model_->clock();
}

RtlPbitSparse::~RtlPbitSparse() = default;
RtlPbitSparse::RtlPbitSparse(RtlPbitSparse&&) noexcept = default;
RtlPbitSparse& RtlPbitSparse::operator=(RtlPbitSparse&&) noexcept = default;

std::uint32_t RtlPbitSparse::access(std::uint8_t address, bool is_write, std::uint32_t word) {
  constexpr int longest_access = 4096;  // clocks; the core promises 300
  Vpbit_sparse_inferred& top = model_->top;
  top.bus_valid_i = 1;
  top.bus_write_i = is_write ? 1 : 0;
  top.bus_addr_i = address;
  top.bus_wdata_i = word;
  for (int k = 0; k < longest_access; ++k) {
    model_->clock();
    if (top.bus_ready_o == 0) continue;
    const std::uint32_t answer = top.bus_rdata_o;
    model_->clock();
    top.bus_valid_i = 0;
    return answer;
  }
  throw HardwareError(describe() + " does not answer on its bus");
}

void RtlPbitSparse::write(std::uint8_t address, Addressing addressing, std::span<const std::uint32_t> words) {
  for (std::size_t k = 0; k < words.size(); ++k) {
    access(static_cast<std::uint8_t>(address + (addressing == Addressing::fixed ? 0 : k)), true, words[k]);
  }
}

void RtlPbitSparse::read(std::uint8_t address, Addressing addressing, std::span<std::uint32_t> words) {
  for (std::size_t k = 0; k < words.size(); ++k) {
    words[k] = access(static_cast<std::uint8_t>(address + (addressing == Addressing::fixed ? 0 : k)), false, 0);
  }
}

void RtlPbitSparse::watch(PbitSparseTrace watcher) {
  model_->watcher = std::move(watcher);
  model_->run_clock = 0;
  model_->energy_in = 0;
}

void RtlPbitSparse::pause(double seconds) {
  constexpr double clock_hz = 48e6;
  for (auto left = static_cast<std::int64_t>(seconds * clock_hz); left > 0; --left) {
    model_->clock();
    if (model_->top.busy_o == 0) return;  // nothing more to wait for
  }
}

}  // namespace isinglass
