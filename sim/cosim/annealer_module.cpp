// Clocks the Verilated annealer_link once per period of the SystemC time axis.
#include "sim/cosim/annealer_module.hpp"

#include <Vpbit_sparse_link.h>

namespace isinglass {

struct AnnealerModule::Model {
  VerilatedContext context;
  Vpbit_sparse_link top{&context};
  ~Model() { top.final(); }
};

AnnealerModule::AnnealerModule(const sc_core::sc_module_name& name, const sc_core::sc_time& period,
                               std::function<void()> every)
    : sc_core::sc_module(name), model_(std::make_unique<Model>()), period_(period), every_(std::move(every)) {
  SC_METHOD(tick);
}

AnnealerModule::~AnnealerModule() = default;

std::int32_t AnnealerModule::energy() const { return static_cast<std::int32_t>(model_->top.energy_o); }

// One process activation per clock: both edges are evaluated at the rising one, since nothing looks in between.
void AnnealerModule::tick() {
  constexpr std::int64_t reset_clocks = 4;
  constexpr std::int64_t every_clocks = 65536;
  next_trigger(period_);
  Vpbit_sparse_link& top = model_->top;
  top.rst_ni = clocks_ < reset_clocks ? 0 : 1;
  top.uart_rx_i = uart_rx.read() ? 1 : 0;
  top.clk_i = 0;
  top.eval();
  observe();
  top.clk_i = 1;
  top.eval();
  if (energy_in_ > 0 && --energy_in_ == 0) {
    flip_.energy = energy();
    if (on_energy) on_energy(flip_);
  }
  const bool line = top.uart_tx_o != 0;
  if (line != line_ || clocks_ == 0) uart_tx.write(line);
  line_ = line;
  if (++clocks_ % every_clocks == 0) every_();
}

// What the ports show just before the rising edge; the clock of a flip is counted as in the twin.
void AnnealerModule::observe() {
  constexpr int energy_delay = 2;
  const Vpbit_sparse_link& top = model_->top;
  const bool busy = top.busy_o != 0 && top.rst_ni != 0;
  if (busy && !busy_) {
    run_clock_ = 0;
    started.notify(sc_core::SC_ZERO_TIME);
  } else if (busy) {
    ++run_clock_;
  } else if (busy_) {
    finished.notify(sc_core::SC_ZERO_TIME);
  }
  busy_ = busy;
  if (!busy || top.flip_o == 0) return;
  flip_ = {run_clock_, static_cast<std::int32_t>(top.flip_index_o), top.flip_spin_o != 0, 0};
  energy_in_ = energy_delay;
  if (on_flip) on_flip(flip_);
}

}  // namespace isinglass
