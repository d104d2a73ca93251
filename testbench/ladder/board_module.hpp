// Any core behind its serial link as a SystemC module: a Verilated board (hx8k-evn) between its serial pins and its
// clock.
#pragma once

// Verilator's header wants to be seen before SystemC's.
#include <verilated.h>

#include "sim/cosim/link_pins.hpp"

// SystemC defines macros that other headers trip over: it comes last.
#include <systemc>

namespace isinglass::testbench {

/// `Top` is the Verilated class.
template <class Top>
class BoardModule : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(BoardModule);
  sc_core::sc_in<bool> uart_rx{"uart_rx"};
  sc_core::sc_out<bool> uart_tx{"uart_tx"};

  BoardModule(const sc_core::sc_module_name& name, const sc_core::sc_time& period)
      : sc_core::sc_module(name), period_(period) {
    top_.uart_rx_i = 1;
    for (int k = 0; k < power_on_clocks; ++k) clock();  // the reset is over when time begins
    SC_METHOD(tick);
  }
  ~BoardModule() override { top_.final(); }

 private:
  // One process activation per clock: both edges are evaluated at the rising one, since nothing looks in between.
  void tick() {
    next_trigger(period_);
    top_.uart_rx_i = uart_rx.read() ? 1 : 0;
    clock();
    uart_tx.write(top_.uart_tx_o != 0);
  }
  void clock() {
    top_.clk_pin_i = 0;
    top_.eval();
    top_.clk_pin_i = 1;
    top_.eval();
  }

  VerilatedContext context_;
  Top top_{&context_};
  sc_core::sc_time period_;
};

}  // namespace isinglass::testbench
