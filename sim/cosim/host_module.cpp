// Serial bits on SystemC signals, 8N1.
#include "sim/cosim/host_module.hpp"

#include <algorithm>

namespace isinglass {

HostModule::HostModule(const sc_core::sc_module_name& name, const sc_core::sc_time& bit,
                       std::function<void(HostModule&)> work)
    : sc_core::sc_module(name), bit_(bit), work_(std::move(work)) {
  tx.initialize(true);
  SC_THREAD(run);
  SC_THREAD(listen);
}

void HostModule::run() {
  wait(16 * bit_);  // the FPGA leaves its reset
  try {
    work_(*this);
  } catch (...) {  // SystemC's threads must not be left by an exception
    failure_ = std::current_exception();
  }
  done_ = true;
  finished.notify(sc_core::SC_ZERO_TIME);
}

void HostModule::send(std::span<const std::uint8_t> bytes) {
  for (const std::uint8_t byte : bytes) {
    const unsigned frame = 0x200U | static_cast<unsigned>(byte) << 1U;
    bool level = true;
    for (unsigned bit = 0, held = 0; bit < 10; ++bit) {
      const bool next = (frame >> bit & 1U) != 0;
      if (next != level) {
        if (held > 0) wait(held * bit_);
        tx.write(next);
        level = next;
        held = 0;
      }
      ++held;
      if (bit == 9) wait(held * bit_);
    }
  }
}

std::size_t HostModule::receive(std::span<std::uint8_t> bytes, double seconds) {
  if (received_.empty()) wait(sc_core::sc_time(seconds, sc_core::SC_SEC), arrived_);
  const std::size_t count = std::min(bytes.size(), received_.size());
  std::copy_n(received_.begin(), count, bytes.begin());
  received_.erase(received_.begin(), received_.begin() + static_cast<std::ptrdiff_t>(count));
  return count;
}

void HostModule::listen() {
  while (true) {
    wait(rx.negedge_event());
    unsigned byte = 0;
    wait(1.5 * bit_);
    for (unsigned bit = 0; bit < 8; ++bit) {
      byte |= static_cast<unsigned>(rx.read()) << bit;
      wait(bit_);
    }
    if (!rx.read()) continue;  // no stop bit
    received_.push_back(static_cast<std::uint8_t>(byte));
    arrived_.notify(sc_core::SC_ZERO_TIME);
  }
}

}  // namespace isinglass
