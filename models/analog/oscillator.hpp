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
// Other coupling functions c(phi_i - phi_j) than the sine and a lag psi_ij on each edge, c(phi_i - phi_j - psi_ij), go
// through harmonic_network.hpp; -cos becomes the integral Q of c. Where c has an odd part only, f = -1/2 dE/dphi holds.
//
// Deviations from the paper: fields h (an oscillator locked to the reference) are added; amplitudes are taken as fixed;
// the locking is a pure second harmonic whatever c is.
//
// Phases are radians and are not wrapped: the energy with mismatch needs them so, and single precision is exact enough
// for the thousand radians that a run can wind.
#pragma once

#include <optional>
#include <vector>

#include "models/analog/binary_threshold.hpp"
#include "models/analog/coupling_matrix.hpp"
#include "models/analog/harmonic_network.hpp"
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
  CouplingFunction function = CouplingFunction::sine();  ///< c
  double step_s = 0.0;                                   ///< the fixed step that suits it; 0 where nobody worked it out
};

class OscillatorMachine {
 public:
  /// Scratch memory of one thread, filled on first use.
  struct Workspace {
    Ensemble<double> trig, sums;  ///< size() x 2R: cosines then sines
    Ensemble<double> seen;        ///< as trig, of the phases that the neighbours see
    AlignedFloats trig_block, sums_block, seen_block;
    HarmonicScratch<double> harmonics;  ///< of coupling functions other than the sine
    HarmonicScratch<float> harmonics_single;
  };

  OscillatorMachine(const Problem& problem, const OscillatorDesign& design, CouplingStorage storage, KernelKind kernel);
  /// Oscillators on a graph with phase lags; no fields. InputError for an edge that leaves the graph.
  OscillatorMachine(const LaggedGraph& graph, const OscillatorDesign& design, KernelKind kernel);

  /// A problem whose couplings have lags: `graph` holds the same couplings, with the papers' sign.
  OscillatorMachine(const Problem& problem, const LaggedGraph& graph, const OscillatorDesign& design,
                    KernelKind kernel);

  [[nodiscard]] Eigen::Index size() const { return coupling_.size(); }
  [[nodiscard]] Eigen::Index spins() const { return coupling_.size(); }
  [[nodiscard]] std::vector<StateGroup> layout() const { return {{"phase", "rad", 0, size()}}; }
  [[nodiscard]] double duration_s() const { return design_.duration_s; }
  [[nodiscard]] bool has_noise() const { return !design_.noise.is_zero(); }
  [[nodiscard]] const OscillatorDesign& design() const { return design_; }
  [[nodiscard]] const CouplingMatrix& coupling() const { return coupling_; }
  /// True when the rates are -1/2 of the gradient of `energy`: the coupling function is odd.
  [[nodiscard]] bool has_lyapunov_function() const { return design_.function.is_odd(); }
  /// Mismatch of each oscillator, rad/s.
  [[nodiscard]] std::span<const double> detuning() const { return detuning_; }

  /// K_n at `time_s` for every row, rad/sqrt(s).
  void diffusion(double time_s, std::span<double> amplitude) const;
  /// Uniform in [-pi, pi).
  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> phase) const;

  void rhs(double time_s, const ConstEnsembleView<double>& phase, EnsembleView<double> rate,
           Workspace& workspace) const;
  void rhs(double time_s, const ConstEnsembleView<float>& phase, EnsembleView<float> rate, Workspace& workspace) const;
  /// The rates when the couplings carry the phases `seen` (delayed, say) instead of the oscillators' own.
  void rhs_seen(double time_s, const ConstEnsembleView<double>& phase, const ConstEnsembleView<double>& seen,
                EnsembleView<double> rate, Workspace& workspace) const;
  void rhs_seen(double time_s, const ConstEnsembleView<float>& phase, const ConstEnsembleView<float>& seen,
                EnsembleView<float> rate, Workspace& workspace) const;

  /// E in rad/s, one value per replica; for a coupling function with an even part that of its odd part.
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

  /// A binary state s is stable iff 2 K_s > -lambda_min of K times the Laplacian of J_ij c'(phi_i - phi_j) (of J_ij s_i
  /// s_j for the sine), fields included, at the end of the schedules (n x n eigenvalue problem). Left open with
  /// mismatch; none where binary states are no states of rest (lags, an even part of c).
  [[nodiscard]] ThresholdAnswer binary_threshold(std::span<const double> phase) const;
  /// With constant locking K_s, rad/s.
  [[nodiscard]] OscillatorMachine steered(double second_harmonic) const;

 private:
  /// From rate = pull to the rates, with (cos | sin) of the phases: what is left when the couplings went through
  /// network_.
  template <typename Scalar>
  void finish_rates(double time_s, const Ensemble<Scalar>& trig, EnsembleView<Scalar> rate) const;
  template <typename Scalar>
  void network_energy(double time_s, const ConstEnsembleView<Scalar>& phase, std::span<double> values,
                      HarmonicScratch<Scalar>& scratch) const;

  OscillatorDesign design_;
  CouplingMatrix coupling_;                 ///< the papers' sign
  std::optional<HarmonicNetwork> network_;  ///< absent for the plain sine without lags
  std::vector<double> field_, detuning_;
  std::vector<float> field_single_, detuning_single_;
};

static_assert(SpinMachine<OscillatorMachine>);

}  // namespace isinglass
