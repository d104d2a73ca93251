// The oscillator machine and the monitor as SystemC modules.
#pragma once

#include <cmath>
#include <functional>
#include <memory>
#include <vector>

#include "sim/cosim/cosim.hpp"
#include "sim/integrate/trajectory.hpp"
#include "sim/io/wave_file.hpp"
// SystemC defines macros that other headers trip over: it comes last.
#include <systemc>

namespace isinglass {

/// Integrates the machine from the event `start` on. The stepper runs ahead of the kernel by less than one of its steps
/// and interpolates, so what is shown at an instant does not depend on how often it is looked at.
class OscillatorModule : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(OscillatorModule);
  sc_core::sc_event shown;  ///< a new state is there

  /// Shows its state `points` times in `window_s`, and at time 0.
  OscillatorModule(const sc_core::sc_module_name& name, Trajectory<OscillatorMachine>& trajectory, double window_s,
                   int points, const sc_core::sc_event& start);

  [[nodiscard]] std::span<const double> phases() const { return trajectory_->state(); }
  [[nodiscard]] std::vector<Spin> spins() const;
  [[nodiscard]] double time_s() const { return trajectory_->time_s(); }
  [[nodiscard]] bool done() const { return done_; }
  sc_core::sc_event finished;

 private:
  void run();

  Trajectory<OscillatorMachine>* trajectory_;
  double window_s_;
  int points_;
  const sc_core::sc_event* start_;
  bool done_ = false;
};

/// The signals of one co-simulation in a wave file. Times are seconds after the start of the annealer.
class CosimWaves {
 public:
  CosimWaves(const std::filesystem::path& path, const std::string& comment, std::int32_t spins);
  void put_time(double time_s) { file_.set_time_ps(static_cast<std::uint64_t>(std::llround(time_s * 1e12))); }
  void put_oscillator(std::span<const double> phases, double energy);
  void put_spin(std::int32_t index, bool up) { file_.put_bit(spins_[static_cast<std::size_t>(index)], up); }
  void put_annealer_energy(double energy) { file_.put_real(annealer_energy_, energy); }
  void put_busy(bool busy) { file_.put_bit(busy_, busy); }
  void close() { file_.close(); }

 private:
  WaveFile file_;
  std::vector<WaveFile::Signal> phases_;
  std::vector<WaveFile::Signal> spins_;
  WaveFile::Signal oscillator_energy_ = 0;
  WaveFile::Signal annealer_energy_ = 0;
  WaveFile::Signal busy_ = 0;
};

}  // namespace isinglass
