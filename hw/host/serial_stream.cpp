// A serial port through Boost.Asio, with a timeout on every read.
#include "hw/host/serial_stream.hpp"

#include <fmt/format.h>

#include <utility>
// Asio 1.74 uses std::exchange without including <utility> itself.
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/serial_port.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <thread>

#include "models/error.hpp"

namespace isinglass {

namespace asio = boost::asio;

struct SerialStream::Port {
  asio::io_context context;
  asio::serial_port port{context};
};

SerialStream::SerialStream(const std::string& device, unsigned baud)
    : device_(device), port_(std::make_unique<Port>()) {
  boost::system::error_code error;
  port_->port.open(device, error);
  if (error) {
    throw UsageError(
        fmt::format("cannot open the serial port {}: {}", device, error.message()),
        "the boards are usually at /dev/ttyUSB1, /dev/ttyUSB0 or /dev/ttyACM0; the user must be in the group dialout");
  }
  using Setting = asio::serial_port;
  port_->port.set_option(Setting::character_size(8), error);
  if (!error) port_->port.set_option(Setting::parity(Setting::parity::none), error);
  if (!error) port_->port.set_option(Setting::stop_bits(Setting::stop_bits::one), error);
  if (!error) port_->port.set_option(Setting::flow_control(Setting::flow_control::none), error);
  if (!error) port_->port.set_option(Setting::baud_rate(baud), error);
  if (error) throw HardwareError(fmt::format("{} refuses {} baud, 8N1: {}", device, baud, error.message()));
}

SerialStream::~SerialStream() = default;

void SerialStream::send(std::span<const std::uint8_t> bytes) {
  boost::system::error_code error;
  asio::write(port_->port, asio::buffer(bytes.data(), bytes.size()), error);
  if (error) throw HardwareError(fmt::format("writing to {} failed: {}", device_, error.message()));
}

std::size_t SerialStream::receive(std::span<std::uint8_t> bytes, double seconds) {
  std::size_t received = 0;
  boost::system::error_code result = asio::error::would_block;
  port_->port.async_read_some(asio::buffer(bytes.data(), bytes.size()),
                              [&](const boost::system::error_code& error, std::size_t count) {
                                result = error;
                                received = count;
                              });
  port_->context.restart();
  port_->context.run_for(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds)));
  if (result == asio::error::would_block) {  // the time is up: take the read back
    port_->port.cancel();
    port_->context.restart();
    port_->context.run();
  }
  if (result && result != asio::error::operation_aborted) {
    throw HardwareError(fmt::format("reading from {} failed: {}", device_, result.message()));
  }
  return received;
}

void SerialStream::pause(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

}  // namespace isinglass
