// The Verilog of pbit_sparse under Verilator, reached through its register bus: a Transport for the driver.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "hw/host/transport.hpp"
#include "models/digital/pbit_sparse.hpp"

namespace isinglass {

/// One Verilated core of its own, reset. Throws UsageError when this build has none. Copies are not possible; give
/// every thread its own.
class RtlPbitSparse {
 public:
  RtlPbitSparse();
  ~RtlPbitSparse();
  RtlPbitSparse(RtlPbitSparse&&) noexcept;
  RtlPbitSparse& operator=(RtlPbitSparse&&) noexcept;

  void write(std::uint8_t address, Addressing addressing, std::span<const std::uint32_t> words);
  void read(std::uint8_t address, Addressing addressing, std::span<std::uint32_t> words);
  /// Runs the clock for that long, at the 48 MHz that the core reports.
  void pause(double seconds);
  /// From now on calls `watcher` at every flip, with the clock as the twin counts it; the best energy, which no port
  /// shows, is left at 0. An empty one ends it.
  void watch(PbitSparseTrace watcher);
  [[nodiscard]] std::string describe() const { return "the Verilated core pbit_sparse"; }

 private:
  struct Model;
  std::uint32_t access(std::uint8_t address, bool is_write, std::uint32_t word);
  std::unique_ptr<Model> model_;
};

}  // namespace isinglass
