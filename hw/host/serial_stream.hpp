// A serial port, or a pseudo-terminal in its place, as a stream of bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace isinglass {

class SerialStream {
 public:
  /// Opens the device raw, 8N1. Throws UsageError when it cannot be opened, HardwareError when the rate is refused.
  SerialStream(const std::string& device, unsigned baud);
  ~SerialStream();
  SerialStream(const SerialStream&) = delete;
  SerialStream& operator=(const SerialStream&) = delete;

  /// Hands all bytes to the driver of the port; HardwareError when the device is gone.
  void send(std::span<const std::uint8_t> bytes);
  /// Waits for at least one byte; 0 after `seconds`.
  std::size_t receive(std::span<std::uint8_t> bytes, double seconds);
  void pause(double seconds);
  [[nodiscard]] std::string describe() const { return "the board at " + device_; }

 private:
  struct Port;
  std::string device_;
  std::unique_ptr<Port> port_;
};

}  // namespace isinglass
