// An associative memory of coupled oscillators: patterns are states in which all phases are 0 or pi apart.
//
//   z_m = (1/N) sum_j xi_j^m e^{i phi_j}          overlap with pattern m, |z_m| = 1 when it is shown
//   Z_2 = (1/N) sum_j e^{2 i phi_j}               how binary the phases are, |Z_2| = 1 when they all are 0 or pi apart
//
//   dphi_i = { K [ sum_m (a + b |z_m|^2) xi_i^m Im(z_m e^{-i phi_i}) + eps Im(Z_2 e^{-2 i phi_i}) ] + Dw_i } dt
//            + K_n dW_i
//   E      = -K N [ sum_m (a/2 |z_m|^2 + b/4 |z_m|^4) + eps/4 |Z_2|^2 ] - sum_i Dw_i phi_i,   f = -dE/dphi
//
// a = 1, b = 0 is Nishikawa, Lai and Hoppensteadt, Phys. Rev. Lett. 92, 108101 (2004): written over pairs,
//   dphi_i/dt = w_i + sum_j C_ij sin(phi_j - phi_i) + (eps/N) sum_j sin 2(phi_j - phi_i),  C_ij = (1/N) sum_m xi_i
//   xi_j.
// With eps = 0 (the memory before them) stored patterns are only marginally stable. A pattern m is a stable state
// exactly when 2 eps exceeds -lambda_2 of the Laplacian of C_ij xi_i^m xi_j^m, lambda_2 its least eigenvalue across the
// common rotation (pattern_threshold).
//
// b > 0 adds pairs of pairs, whose crosstalk between patterns falls with the cube of their overlap: the oscillators'
// form of a dense memory, after Naegerl and Berloff, arXiv 2507.21984, "combined second-harmonic (pairwise) and
// fourth-harmonic (quartic) coupling". Only the abstract of that paper was read; the quartic term here is the one of
// dense associative memories (Krotov and Hopfield 2016) written in overlaps of phases, and the paper may scale it
// otherwise.
//
// Nothing knows an absolute phase: a state turned as a whole, and so a pattern with all signs flipped, is the same.
// Every state of phases 0 and pi is an equilibrium, a wrong one too: a recall starts a little beside its cue, and with
// a small eps, under which wrong oscillators are unstable; eps then rises and holds what was found.
//
// Spins are read against the common axis arg(Z_2)/2, taken in (-pi/2, pi/2], so that a recall that starts near phases
// 0 and pi keeps the signs of its cue.
//
// A device whose pairwise couplings have flaws is built with a C of its own (the energy's pattern term is then
// -K/2 sum_ij C_ij cos(phi_i - phi_j)).
//
// Deviations from the papers: time is in seconds through K; noise and mismatch are those of oscillator.hpp.
// The sums over neighbours are sums over patterns, 2 M N multiplications instead of N^2.
#pragma once

#include <vector>

#include "models/analog/binary_threshold.hpp"
#include "models/analog/machine.hpp"
#include "models/analog/schedule.hpp"
#include "models/problem/patterns.hpp"

namespace isinglass {

/// What an oscillator memory is built to, in SI units.
struct OscillatorMemoryDesign {
  double frequency_hz = 1e6;
  double duration_s = 1e-4;
  double coupling = 6e5;                               ///< K, rad/s: the pull of a pattern that is shown
  double pairwise = 1.0;                               ///< a
  double quartic = 0.0;                                ///< b
  Schedule second_harmonic = Schedule::constant(0.8);  ///< eps(t)
  Schedule noise = Schedule::constant(0.0);            ///< K_n(t), rad/sqrt(s)
  double mismatch_ppm = 0.0;                           ///< standard deviation of the frequencies, ppm of frequency_hz
  std::uint64_t device_seed = 0;
};

class OscillatorMemory {
 public:
  /// Scratch memory of one thread.
  template <typename Scalar>
  struct Scratch {
    Ensemble<Scalar> trig;     ///< size() x 2R: cosines, then sines
    Ensemble<Scalar> overlap;  ///< count() x 2R: real, then imaginary parts of z_m
    Ensemble<Scalar> pull;     ///< size() x 2R: sum_m (a + b |z_m|^2) xi_i^m z_m
    Ensemble<Scalar> axis;     ///< 1 x 2R: Z_2
  };
  struct Workspace {
    Scratch<double> reference;
    Scratch<float> single;
  };

  /// Throws as check_patterns.
  OscillatorMemory(const PatternSet& patterns, const OscillatorMemoryDesign& design);
  /// The pairwise memory as a device holds it: C_ij = -J_ij of `couplings` in place of those of the patterns, with zero
  /// diagonal. UsageError where b is not 0, whose term has no couplings between two oscillators.
  OscillatorMemory(const PatternSet& patterns, const Problem& couplings, const OscillatorMemoryDesign& design);

  [[nodiscard]] Eigen::Index size() const { return patterns_.cols(); }
  [[nodiscard]] Eigen::Index spins() const { return patterns_.cols(); }
  [[nodiscard]] std::vector<StateGroup> layout() const { return {{"phase", "rad", 0, size()}}; }
  [[nodiscard]] double duration_s() const { return design_.duration_s; }
  [[nodiscard]] bool has_noise() const { return !design_.noise.is_zero(); }
  [[nodiscard]] const OscillatorMemoryDesign& design() const { return design_; }
  [[nodiscard]] Eigen::Index patterns() const { return patterns_.rows(); }

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

  /// E in rad/s at the second harmonic of `time_s`, one value per replica.
  void energy(double time_s, const ConstEnsembleView<double>& phase, std::span<double> values,
              Workspace& workspace) const;
  void energy(double time_s, const ConstEnsembleView<float>& phase, std::span<double> values,
              Workspace& workspace) const;

  /// s_i = sign cos(phi_i - axis), see above.
  void readout(const ConstEnsembleView<double>& phase, Eigen::Index replica, std::span<Spin> spins) const;
  void readout(const ConstEnsembleView<float>& phase, Eigen::Index replica, std::span<Spin> spins) const;
  /// Oscillators more than 60 degrees from both ends of the axis.
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<double>& phase, Eigen::Index replica) const;
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<float>& phase, Eigen::Index replica) const;

  /// The second harmonic above which the spins that `phase` shows are a stable state: as pattern_threshold, with the
  /// weights a + b q_m^2 of the patterns, q_m their overlaps. Left open with mismatch.
  [[nodiscard]] ThresholdAnswer binary_threshold(std::span<const double> phase) const;
  /// With constant eps.
  [[nodiscard]] OscillatorMemory steered(double second_harmonic) const;

 private:
  template <typename Scalar>
  void fill_overlaps(const ConstEnsembleView<Scalar>& phase, Scratch<Scalar>& scratch) const;
  template <typename Scalar>
  void rates(double time_s, const ConstEnsembleView<Scalar>& phase, const ConstEnsembleView<Scalar>& seen,
             EnsembleView<Scalar> rate, Scratch<Scalar>& scratch) const;
  template <typename Scalar>
  void energies(double time_s, const ConstEnsembleView<Scalar>& phase, std::span<double> values,
                Scratch<Scalar>& scratch) const;
  template <typename Scalar>
  const Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>& stored() const;
  /// (a + b |z_m|^2) xi_i^m z_m summed over the patterns, or a C_ij e^{i phi_j} over the couplings, into scratch.pull.
  template <typename Scalar>
  void fill_pull(Scratch<Scalar>& scratch) const;

  OscillatorMemoryDesign design_;
  Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> patterns_;  ///< M x N
  Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> patterns_single_;
  Eigen::MatrixXd couplings_;     ///< C, N x N; empty where it is that of the patterns
  std::vector<double> detuning_;  ///< rad/s
};

static_assert(SpinMachine<OscillatorMemory>);

/// The second harmonic above which pattern `m` is a stable state of the pairwise memory (a = 1, b = 0): -lambda_2 / 2
/// of the Laplacian of C_ij xi_i^m xi_j^m, lambda_2 the least eigenvalue across the common rotation.
double pattern_threshold(const PatternSet& patterns, std::int32_t m);

}  // namespace isinglass
