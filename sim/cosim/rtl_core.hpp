// The Verilog of the annealing cores under Verilator, reached through their register bus: a Transport for the driver.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "hw/host/transport.hpp"
#include "models/digital/anneal_run.hpp"

namespace isinglass {

/// One Verilated core of its own, reset. Copies are not possible; give every thread its own.
class RtlCore {
 public:
  /// The core of that number (hw/host/registers.hpp) with weights of that width (0 = any). Throws UsageError when this
  /// build has none.
  explicit RtlCore(std::uint32_t core, int weight_bits = 0);
  ~RtlCore();
  RtlCore(RtlCore&&) noexcept;
  RtlCore& operator=(RtlCore&&) noexcept;

  void write(std::uint8_t address, Addressing addressing, std::span<const std::uint32_t> words);
  void read(std::uint8_t address, Addressing addressing, std::span<std::uint32_t> words);
  /// Runs the clock for that long, at the 48 MHz that the core reports.
  void pause(double seconds);
  /// From now on calls `watcher` at every flip, with the clock as the twin counts it; the best energy, which no port
  /// shows, is left at 0. An empty one ends it.
  void watch(AnnealTrace watcher);
  [[nodiscard]] std::string describe() const { return "the Verilated core " + name_; }

  /// The Verilated module of one core; rtl_core.cpp has them.
  class Model;

 private:
  std::uint32_t access(std::uint8_t address, bool is_write, std::uint32_t word);
  std::unique_ptr<Model> model_;
  std::string name_;
};

}  // namespace isinglass
