// The host as a SystemC module: the real driver, speaking through the real link, bit by bit on the serial pins.
#pragma once

#include <deque>
#include <exception>
#include <functional>
#include <span>
#include <string>

#include "hw/host/link_transport.hpp"
// SystemC defines macros that other headers trip over: it comes last.
#include <systemc>

namespace isinglass {

/// Its member functions send, receive, pause and describe make it a ByteStream for `work`, which runs in its thread.
class HostModule : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(HostModule);
  sc_core::sc_out<bool> tx{"tx"};
  sc_core::sc_in<bool> rx{"rx"};

  /// `bit` is the time of one bit. `work` runs once, from time 0; what it throws is kept in `failure`.
  HostModule(const sc_core::sc_module_name& name, const sc_core::sc_time& bit, std::function<void(HostModule&)> work);

  void send(std::span<const std::uint8_t> bytes);
  std::size_t receive(std::span<std::uint8_t> bytes, double seconds);
  void pause(double seconds) { wait(sc_core::sc_time(seconds, sc_core::SC_SEC)); }
  [[nodiscard]] std::string describe() const { return "the annealer in SystemC"; }

  [[nodiscard]] const std::exception_ptr& failure() const { return failure_; }
  [[nodiscard]] bool done() const { return done_; }
  sc_core::sc_event finished;

 private:
  void run();
  void listen();

  sc_core::sc_time bit_;
  std::function<void(HostModule&)> work_;
  std::deque<std::uint8_t> received_;
  sc_core::sc_event arrived_;
  std::exception_ptr failure_;
  bool done_ = false;
};

static_assert(ByteStream<HostModule>);

}  // namespace isinglass
