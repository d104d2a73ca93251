// A serial port with a Verilated board behind it: a pseudo-terminal whose far end moves the bytes over the pins of the
// board-level design. What opens it cannot tell it from a real one, but for its slowness.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace isinglass {

class SimulatedPort {
 public:
  /// The board-level design of the core of that number (hw/host/registers.hpp) with weights of that width. Throws
  /// UsageError when this build has none, HardwareError when there is no pseudo-terminal.
  SimulatedPort(std::uint32_t core, int weight_bits);
  ~SimulatedPort();
  SimulatedPort(const SimulatedPort&) = delete;
  SimulatedPort& operator=(const SimulatedPort&) = delete;

  /// What to open: /dev/pts/7.
  [[nodiscard]] const std::string& name() const;

  /// How many times slower than the board it may be, at the worst: for timeouts.
  static constexpr double slowness = 100.0;

  struct Server;

 private:
  std::unique_ptr<Server> server_;
};

}  // namespace isinglass
