// Moves the oscillator machine along the SystemC time axis, and names the signals of the wave file.
#include "sim/cosim/monitor_module.hpp"

#include <numbers>

namespace isinglass {

OscillatorModule::OscillatorModule(const sc_core::sc_module_name& name, Trajectory<OscillatorMachine>& trajectory,
                                   double window_s, int points, const sc_core::sc_event& start)
    : sc_core::sc_module(name), trajectory_(&trajectory), window_s_(window_s), points_(points), start_(&start) {
  SC_THREAD(run);
}

std::vector<Spin> OscillatorModule::spins() const {
  std::vector<Spin> spins(trajectory_->state().size());
  trajectory_->readout(spins);
  return spins;
}

void OscillatorModule::run() {
  wait(*start_);
  const double begin_s = sc_core::sc_time_stamp().to_seconds();
  for (int k = 0; k <= points_; ++k) {
    const double time_s = window_s_ * k / points_;
    const sc_core::sc_time when(begin_s + time_s, sc_core::SC_SEC);
    if (when > sc_core::sc_time_stamp()) wait(when - sc_core::sc_time_stamp());
    trajectory_->advance_to(time_s);
    shown.notify();
  }
  done_ = true;
  finished.notify(sc_core::SC_ZERO_TIME);
}

CosimWaves::CosimWaves(const std::filesystem::path& path, const std::string& comment, std::int32_t spins)
    : file_(path, comment) {
  file_.open_scope("oscillator");
  oscillator_energy_ = file_.add_real("energy");
  for (std::int32_t i = 0; i < spins; ++i) phases_.push_back(file_.add_real("phase_" + std::to_string(i)));
  file_.close_scope();
  file_.open_scope("annealer");
  busy_ = file_.add_bit("busy");
  annealer_energy_ = file_.add_real("energy");
  for (std::int32_t i = 0; i < spins; ++i) spins_.push_back(file_.add_bit("spin_" + std::to_string(i)));
  file_.close_scope();
}

// Phases are shown in [-pi, pi): as the comparator sees them.
void CosimWaves::put_oscillator(std::span<const double> phases, double energy) {
  constexpr double turn = 2.0 * std::numbers::pi;
  for (std::size_t i = 0; i < phases.size(); ++i) {
    file_.put_real(phases_[i], phases[i] - turn * std::floor(phases[i] / turn + 0.5));
  }
  file_.put_real(oscillator_energy_, energy);
}

}  // namespace isinglass
