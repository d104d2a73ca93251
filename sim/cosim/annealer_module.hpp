// The annealer as a SystemC module: the Verilated pbit_sparse behind its link, between its serial pins and its clock.
#pragma once

// Verilator's header wants to be seen before SystemC's.
#include <verilated.h>

#include <cstdint>
#include <functional>
#include <memory>
// SystemC defines macros that other headers trip over: it comes last.
#include <systemc>

namespace isinglass {

/// One flip as the core's observation ports show it.
struct AnnealerFlip {
  std::uint64_t cycle = 0;  ///< clock of the run
  std::int32_t index = 0;
  bool up = false;
  std::int32_t energy = 0;  ///< after it, device units
};

class AnnealerModule : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(AnnealerModule);
  sc_core::sc_in<bool> uart_rx{"uart_rx"};
  sc_core::sc_out<bool> uart_tx{"uart_tx"};
  sc_core::sc_event started;   ///< in the first clock of a run
  sc_core::sc_event finished;  ///< in the first clock after it

  /// `every` is called once in 65,536 clocks.
  AnnealerModule(const sc_core::sc_module_name& name, const sc_core::sc_time& period, std::function<void()> every);
  ~AnnealerModule() override;

  /// Called when a flip is seen and, two clocks later, when its energy is.
  std::function<void(const AnnealerFlip&)> on_flip;
  std::function<void(const AnnealerFlip&)> on_energy;

  [[nodiscard]] bool busy() const { return busy_; }
  [[nodiscard]] std::int64_t clocks() const { return clocks_; }
  /// Running energy, device units.
  [[nodiscard]] std::int32_t energy() const;

 private:
  struct Model;
  void tick();
  void observe();

  std::unique_ptr<Model> model_;
  sc_core::sc_time period_;
  std::function<void()> every_;
  std::int64_t clocks_ = 0;
  std::uint64_t run_clock_ = 0;
  bool busy_ = false;
  bool line_ = true;
  int energy_in_ = 0;  // clocks until the energy of flip_ is seen
  AnnealerFlip flip_;
};

}  // namespace isinglass
