// The LC oscillator machine: van der Pol oscillators in circuit values, coupled through conductances, with amplitudes.
//
// Node i is a tank (L, C) with an active conductance; all in volts, amperes, siemens, henry, farad:
//
//   C dv_i/dt = -i_i + g1 v_i - g2 v_i^2 - g3 v_i^3 + SYNC_i - g_c sum_j |J_ij| (v_i - sgn(J_ij) v_j)
//               - g_c (|h_i| v_i - h_i A cos w t),      L di_i/dt = v_i,      A = sqrt(4 g1 / (3 g3))
//   SYNC_i = g_s cos(2 w t + psi) v_i   (multiplicative: a conductance pumped at 2 w)   or
//            i_s cos(2 w t + psi)       (additive: a current at 2 w into every node)
//
// w is the reference that SYNC and read-out are derived from. The state is not (v, i) but the complex amplitude
// a = x + iy (volts), v = Re(a e^{iwt}), i = w C Im(a e^{iwt}): an exact change of variables, under which (f = all
// currents but that of the inductor)
//
//   circuit:   da_i/dt = [ f_i / C + i (w0^2 - w^2)/w v_i ] e^{-iwt}
//   averaged:  da_i/dt = i d a_i + (1/2C) [ (g1 - 3/4 g3 |a_i|^2) a_i - g_c(D_i a_i - sum_j J_ij a_j - h_i A)
//                                           + 1/2 g_s e^{i psi} conj(a_i) ],   D_i = sum_j |J_ij| + |h_i|
//
// the second being the average of the first over a period (Wang and Roychowdhury 2019, arXiv 1903.07163, for the idea
// of the machine; averaging: Kryloff and Bogoliuboff 1947). s_i = sign x_i. At fixed amplitude the phases obey the
// phase model (oscillator.hpp) with K = g_c/(2C), K_s = g_s/(4C).
//
// d is the second-order detuning at amplitude A, (w0^2-w^2)/(2w) - eps^2 w0/16 - g2^2 A^2/(6 w0 C^2) with
// eps = g1 sqrt(L/C): the harmonics of the distorted oscillation fed back through the nonlinearity.
// An additive current drives v at 2 w with V2 = i_s e^{i psi} / (1.5 i w0 C), which meets the fundamental in the even
// term alone: g_s e^{i psi} is -2 g2 V2 in effect, and g1 falls by 3/2 g3 |V2|^2. Where g2 = 0 nothing locks.
//
// E (watts), with dE/dt = -2C sum |da_i/dt|^2 in the averaged model where d = 0, frozen schedules and no noise:
//   E = sum_i [ -1/2 g1 |a|^2 + 3/16 g3 |a|^4 + 1/2 g_c D_i |a|^2 - g_c h_i A x_i - 1/4 g_s Re(e^{-i psi} a^2) ]
//       - 1/2 g_c sum_{ij} J_ij Re(a_i conj(a_j))
//
// Mismatch: the resonance of node i is w0 + Dw_i, which adds Dw_i to d; E then is no Lyapunov function.
//
// Deviations: J and h have the papers' sign (turned round once, in the constructor); fields are an oscillator of fixed
// amplitude A at phase 0; d is taken at amplitude A; what coupling does to the second harmonic of an additive SYNC is
// left out of the averaged model; noise is white current noise sigma into every node, averaged too: independent in x
// and y with sigma/(sqrt 2 C) each.
#pragma once

#include <numbers>
#include <vector>

#include "models/analog/binary_threshold.hpp"
#include "models/analog/coupling_matrix.hpp"
#include "models/analog/machine.hpp"
#include "models/analog/schedule.hpp"

namespace isinglass {

enum class LcModel { averaged, circuit };
enum class LcSync { multiplicative, additive };

/// What a machine of LC oscillators is built to. The defaults oscillate at 1 MHz with an amplitude of 1 V.
struct LcOscillatorDesign {
  double inductance_h = 25.330295910584444e-6;
  double capacitance_f = 1e-9;
  double gain_s = 3e-4;          ///< g1 > 0
  double even_s_per_v = 0.0;     ///< g2
  double cubic_s_per_v2 = 4e-4;  ///< g3 > 0
  double reference_hz = 0.0;     ///< w / 2 pi; 0: where the free oscillator runs, so that d = 0
  double duration_s = 6e-4;
  Schedule coupling = Schedule::constant(0.0);  ///< g_c(t), S per unit of J
  LcSync sync_kind = LcSync::multiplicative;
  Schedule sync = Schedule::constant(0.0);   ///< g_s(t) in S, or i_s(t) in A where additive
  double sync_phase_rad = 0.0;               ///< psi
  Schedule noise = Schedule::constant(0.0);  ///< sigma(t), A/sqrt(Hz), double-sided: A sqrt(s)
  double mismatch_ppm = 0.0;                 ///< standard deviation of the resonances, ppm of w0
  std::uint64_t device_seed = 0;             ///< which device: fixes the mismatch
  LcModel model = LcModel::averaged;
  double step_s = 0.0;  ///< the fixed step that suits it; 0 where nobody worked it out

  /// w0 = 1/sqrt(LC), rad/s.
  [[nodiscard]] double resonance() const;
  /// w, rad/s.
  [[nodiscard]] double reference() const;
  /// d of the averaged model, rad/s.
  [[nodiscard]] double detuning() const;
  /// A, volts.
  [[nodiscard]] double amplitude_v() const;
  /// eps = g1 sqrt(L/C): averaging is good while it is small.
  [[nodiscard]] double nonlinearity() const;
  /// Frequency of an oscillator left alone, to second order in eps, Hz.
  [[nodiscard]] double free_running_hz() const;
};

class LcOscillatorMachine {
 public:
  /// Scratch memory of one thread, filled on first use.
  struct Workspace {
    Ensemble<double> voltage, sums;
    AlignedFloats voltage_block, sums_block;
  };

  /// UsageError when L, C, g1 or g3 is not above zero.
  LcOscillatorMachine(const Problem& problem, const LcOscillatorDesign& design, CouplingStorage storage,
                      KernelKind kernel);

  [[nodiscard]] Eigen::Index size() const { return 2 * spins(); }
  [[nodiscard]] Eigen::Index spins() const { return coupling_.size(); }
  [[nodiscard]] std::vector<StateGroup> layout() const {
    return {{"in-phase amplitude", "V", 0, spins()}, {"quadrature amplitude", "V", spins(), spins()}};
  }
  [[nodiscard]] double duration_s() const { return design_.duration_s; }
  [[nodiscard]] bool has_noise() const { return !design_.noise.is_zero(); }
  [[nodiscard]] const LcOscillatorDesign& design() const { return design_; }
  [[nodiscard]] const CouplingMatrix& coupling() const { return coupling_; }
  /// C for every row, F, and the couplings to the oscillator of the fields, S; couplings between nodes are branches.
  /// All count half, for each of x and y, which averages a white current to g^2 = k_B T G / C^2. What a tank loses and
  /// what its gain element adds is not known from their difference g1, and left out.
  void capacitance_f(std::span<double> per_row) const;
  void conductance_s(std::span<double> per_row) const;
  [[nodiscard]] std::vector<ThermalBranch> thermal_branches() const;

  /// sigma/(sqrt 2 C) for every row, V/sqrt(s).
  void diffusion(double time_s, std::span<double> amplitude) const;
  /// Both amplitudes of an oscillator.
  [[nodiscard]] std::vector<Eigen::Index> rows_of(Eigen::Index node) const { return {node, spins() + node}; }
  /// As TankMachine says: a conductance G and a capacitance cC from each node to ground add
  /// -(G/C + i c w) v e^{-iwt} to (1 + c) da/dt, averaged -(G/C + i c w) a / 2.
  void shunt(double time_s, std::span<const double> leak, std::span<const double> share,
             const ConstEnsembleView<double>& state, EnsembleView<double> rate) const;
  void shunt(double time_s, std::span<const double> leak, std::span<const double> share,
             const ConstEnsembleView<float>& state, EnsembleView<float> rate) const;

  /// Amplitude A, phases uniform in [-pi, pi).
  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const;

  void rhs(double time_s, const ConstEnsembleView<double>& state, const EnsembleView<double>& rate,
           Workspace& workspace) const {
    rhs_seen(time_s, state, state, rate, workspace);
  }
  void rhs(double time_s, const ConstEnsembleView<float>& state, const EnsembleView<float>& rate,
           Workspace& workspace) const {
    rhs_seen(time_s, state, state, rate, workspace);
  }
  /// The rates when the neighbours' amplitudes are those in `seen` (delayed, say, and turned back by the carrier).
  void rhs_seen(double time_s, const ConstEnsembleView<double>& state, const ConstEnsembleView<double>& seen,
                EnsembleView<double> rate, Workspace& workspace) const;
  void rhs_seen(double time_s, const ConstEnsembleView<float>& state, const ConstEnsembleView<float>& seen,
                EnsembleView<float> rate, Workspace& workspace) const;

  /// The reference, Hz, and the amplitude of a free oscillator, V.
  /// g1 / 2C: how fast the gain element lets a small amplitude grow.
  [[nodiscard]] double gain_rate_per_s() const { return 0.5 * design_.gain_s / design_.capacitance_f; }
  [[nodiscard]] double carrier_hz() const { return reference_ / (2.0 * std::numbers::pi); }
  [[nodiscard]] double carrier_amplitude() const { return amplitude_; }
  /// Amplitudes as they are seen when the carrier is `rad` behind: a e^{-i rad}.
  void turn_back(double rad, EnsembleView<double> state) const;
  void turn_back(double rad, EnsembleView<float> state) const;

  /// E of the averaged model in watts, one value per replica (in both models).
  void energy(double time_s, const ConstEnsembleView<double>& state, std::span<double> values,
              Workspace& workspace) const;
  void energy(double time_s, const ConstEnsembleView<float>& state, std::span<double> values,
              Workspace& workspace) const;

  /// What averaging drops, to first order: amplitudes of the circuit = averaged ones + ripple (volts, size() values).
  /// The terms of f e^{-iwt}/C that turn at 1 to 4 times w, integrated at frozen amplitudes and schedules.
  void ripple(double time_s, std::span<const double> state, std::span<double> shift) const;

  /// s_i = sign x_i (+1 where it is zero).
  void readout(const ConstEnsembleView<double>& state, Eigen::Index replica, std::span<Spin> spins) const;
  void readout(const ConstEnsembleView<float>& state, Eigen::Index replica, std::span<Spin> spins) const;
  /// Oscillators more than 60 degrees from both 0 and 180.
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<double>& state, Eigen::Index replica) const;
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<float>& state, Eigen::Index replica) const;

  /// The drive is the level of SYNC; what spins need is left open (amplitudes differ from node to node). None for the
  /// circuit, whose rates turn with the carrier, and where SYNC does not lock.
  [[nodiscard]] ThresholdAnswer binary_threshold(std::span<const double> state) const;
  /// With a constant SYNC, S or A.
  [[nodiscard]] LcOscillatorMachine steered(double sync) const;

 private:
  /// Everything of one instant that does not depend on the oscillator.
  struct Instant {
    double coupling, gain, locking_cos, locking_sin;  ///< averaged: rates in 1/s
    double carrier_cos, carrier_sin, pump, injected;  ///< circuit
  };
  [[nodiscard]] Instant averaged_instant(double time_s) const;
  [[nodiscard]] Instant circuit_instant(double time_s) const;
  template <typename Scalar>
  void averaged_rates(double time_s, const ConstEnsembleView<Scalar>& state, const ConstEnsembleView<Scalar>& seen,
                      EnsembleView<Scalar> rate, Scalar* sums) const;
  template <typename Scalar>
  void circuit_rates(double time_s, const ConstEnsembleView<Scalar>& state, const ConstEnsembleView<Scalar>& seen,
                     EnsembleView<Scalar> rate, Scalar* voltage, Scalar* sums) const;
  /// (w_i^2 - w^2) / w of node i, w_i its own resonance.
  [[nodiscard]] double offset(std::size_t node) const;
  template <typename Scalar>
  void shunt_rates(double time_s, std::span<const double> leak, std::span<const double> share,
                   const ConstEnsembleView<Scalar>& state, EnsembleView<Scalar> rate) const;
  template <typename Scalar>
  void multiply_both(const ConstEnsembleView<Scalar>& state, Scalar* sums) const;
  template <typename Scalar>
  void sum_energy(double time_s, const ConstEnsembleView<Scalar>& state, const Scalar* sums,
                  std::span<double> values) const;

  LcOscillatorDesign design_;
  CouplingMatrix coupling_;           ///< the papers' sign
  std::vector<double> field_, load_;  ///< h; D
  std::vector<double> mismatch_;      ///< Dw, rad/s
  double reference_, detuning_, amplitude_;
};

static_assert(SpinMachine<LcOscillatorMachine> && TankMachine<LcOscillatorMachine> &&
              BranchedCircuit<LcOscillatorMachine> && DelayableMachine<LcOscillatorMachine> &&
              RotatingMachine<LcOscillatorMachine>);

}  // namespace isinglass
