// The oscillator Ising machine, phase model (Wang and Roychowdhury 2019, arXiv 1903.07163, generalised Adler
// equations):
//
//   dphi_i = [ Dw_i - K sum_j J_ij sin(phi_i - phi_j) - K h_i sin phi_i - K_s sin 2 phi_i ] dt + K_n dW_i
//   s_i = sign cos phi_i
//   E = - K sum_{i != j} J_ij cos(phi_i - phi_j) - 2 K sum h_i cos phi_i - K_s sum cos 2 phi_i - 2 sum Dw_i phi_i
//
// with f = -1/2 dE/dphi, so that E never rises at frozen K, K_s and without noise; a ramp may raise it.
// With noise the phases are distributed as exp(-E / K_n^2) once settled.
//
// J and h here have the papers' sign, the opposite of the project's: they are turned round once, in the constructor.
// The sum over neighbours is two matrix products, J cos phi and J sin phi (one product with twice the columns).
//
// Deviations from the paper: fields h (an oscillator locked to the reference) are added; the coupling function is the
// sine of the averaged model only; amplitudes are taken as fixed.
//
// Phases are radians and are not wrapped: the energy with mismatch needs them so, and single precision is exact enough
// for the thousand radians that a run can wind.
#pragma once

#include <vector>

#include "models/analog/coupling_matrix.hpp"
#include "models/analog/machine.hpp"
#include "models/analog/schedule.hpp"

namespace isinglass {

/// What an oscillator machine is built to, in SI units.
struct OscillatorDesign {
  double frequency_hz = 1e6;
  double duration_s = 1e-3;
  Schedule coupling = Schedule::constant(0.0);         ///< K(t), rad/s per unit of J
  Schedule second_harmonic = Schedule::constant(0.0);  ///< K_s(t), rad/s: injection locking at 2 w0 (SHIL)
  Schedule noise = Schedule::constant(0.0);            ///< K_n(t), rad/sqrt(s)
  double mismatch_ppm = 0.0;      ///< standard deviation of the oscillators' frequencies, ppm of frequency_hz
  std::uint64_t device_seed = 0;  ///< which device: fixes the mismatch, and is apart from the seed of the noise
  double step_s = 0.0;            ///< the fixed step that suits it; 0 where nobody worked it out
};

class OscillatorMachine {
 public:
  /// Scratch memory of one thread, filled on first use.
  struct Workspace {
    Ensemble<double> trig, sums;  ///< size() x 2R: cosines then sines
    AlignedFloats trig_block, sums_block;
  };

  OscillatorMachine(const Problem& problem, const OscillatorDesign& design, CouplingStorage storage, KernelKind kernel);

  [[nodiscard]] Eigen::Index size() const { return coupling_.size(); }
  [[nodiscard]] Eigen::Index spins() const { return coupling_.size(); }
  [[nodiscard]] std::vector<StateGroup> layout() const { return {{"phase", "rad", 0, size()}}; }
  [[nodiscard]] double duration_s() const { return design_.duration_s; }
  [[nodiscard]] bool has_noise() const { return !design_.noise.is_zero(); }
  [[nodiscard]] const OscillatorDesign& design() const { return design_; }
  [[nodiscard]] const CouplingMatrix& coupling() const { return coupling_; }
  /// Mismatch of each oscillator, rad/s.
  [[nodiscard]] std::span<const double> detuning() const { return detuning_; }

  /// K_n at `time_s` for every row, rad/sqrt(s).
  void diffusion(double time_s, std::span<double> amplitude) const;
  /// Uniform in [-pi, pi).
  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> phase) const;

  void rhs(double time_s, const ConstEnsembleView<double>& phase, EnsembleView<double> rate,
           Workspace& workspace) const;
  void rhs(double time_s, const ConstEnsembleView<float>& phase, EnsembleView<float> rate, Workspace& workspace) const;

  /// E in rad/s, one value per replica.
  void energy(double time_s, const ConstEnsembleView<double>& phase, std::span<double> values,
              Workspace& workspace) const;
  void energy(double time_s, const ConstEnsembleView<float>& phase, std::span<double> values,
              Workspace& workspace) const;

  /// s_i = sign cos phi_i (+1 where the cosine is zero).
  void readout(const ConstEnsembleView<double>& phase, Eigen::Index replica, std::span<Spin> spins) const;
  void readout(const ConstEnsembleView<float>& phase, Eigen::Index replica, std::span<Spin> spins) const;
  /// Oscillators with |cos phi| below one half: more than 60 degrees from both 0 and 180.
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<double>& phase, Eigen::Index replica) const;
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<float>& phase, Eigen::Index replica) const;

 private:
  OscillatorDesign design_;
  CouplingMatrix coupling_;  ///< the papers' sign
  std::vector<double> field_, detuning_;
  std::vector<float> field_single_, detuning_single_;
};

static_assert(SpinMachine<OscillatorMachine>);

}  // namespace isinglass
