// The continuous Hopfield network as a circuit (Hopfield 1984, PNAS 81, 3088; Hopfield and Tank 1985, Biol. Cybern. 52,
// 141): N amplifiers with saturating outputs, joined by conductances, each input with a capacitor and a resistor.
//
//   C du_i/dt = sum_j T_ij V_j - u_i/R + I_i + noise      V_i = V_s tanh(beta u_i)  or  V_s / (1 + exp(-beta u_i))
//   E = -1/2 sum_ij T_ij V_i V_j - sum_i I_i V_i + (1/R) sum_i int u dV,    int u dV = u V - int_0^u V du
//
// u and V in volts, T in siemens, I in amperes, E in watts. T is symmetric, hence dE/dt = -C sum g'(u_i) (du_i/dt)^2 <=
// 0 at frozen beta and without noise; a ramp of beta may raise E. s_i = sign u_i.
//
// A problem becomes T_ij = -g J_ij and I_i = -g V_s h_i: the project's sign is turned round here, once. With logistic
// amplifiers, whose outputs lie in (0, V_s), T_ij = -2 g J_ij and I_i = g V_s (sum_j J_ij - h_i): the same energy of
// the spins, and the same motion as tanh amplifiers of half the gain.
//
// Deviations from the papers: R is one resistance for all (the paper's R_i is the parallel of the amplifier's input and
// all its synapses); amplifiers answer at once and draw no input current; a negative T is taken as an inverting output;
// gain and noise may be ramped during a run (the paper's gain is fixed; annealing it is Hopfield and Tank's remark).
#pragma once

#include <vector>

#include "models/analog/binary_threshold.hpp"
#include "models/analog/coupling_matrix.hpp"
#include "models/analog/machine.hpp"
#include "models/analog/schedule.hpp"

namespace isinglass {

/// The curve of the amplifiers.
enum class Amplifier {
  tanh,     ///< two supplies: outputs in (-V_s, V_s)
  logistic  ///< one supply: outputs in (0, V_s)
};
/// "tanh", "logistic".
std::string to_string(Amplifier amplifier);
/// The amplifier of that name; UsageError otherwise.
Amplifier amplifier_named(const std::string& name);

/// What a Hopfield circuit is built to, in SI units.
struct HopfieldDesign {
  double capacitance_f = 1e-9;  ///< C
  double resistance_ohm = 1e3;  ///< R
  double conductance_s = 1e-3;  ///< g: the synapse of a coupling |J| = 1
  double output_v = 1.0;        ///< V_s
  Amplifier amplifier = Amplifier::tanh;
  Schedule gain = Schedule::constant(2.0);   ///< beta(t), 1/V
  Schedule noise = Schedule::constant(0.0);  ///< of the inputs, V/sqrt(s)
  double start_v = 0.01;                     ///< inputs start uniform in [-start_v, start_v)
  double duration_s = 20e-6;
  double step_s = 0.0;  ///< the fixed step that suits it; 0 where nobody worked it out

  [[nodiscard]] double time_constant_s() const { return resistance_ohm * capacitance_f; }
};

class HopfieldMachine {
 public:
  /// Scratch memory of one thread, filled on first use.
  struct Workspace {
    Ensemble<double> outputs, sums;
    AlignedFloats outputs_block, sums_block, ones;
  };

  HopfieldMachine(const Problem& problem, const HopfieldDesign& design, CouplingStorage storage, KernelKind kernel);

  [[nodiscard]] Eigen::Index size() const { return coupling_.size(); }
  [[nodiscard]] Eigen::Index spins() const { return coupling_.size(); }
  [[nodiscard]] std::vector<StateGroup> layout() const { return {{"input voltage", "V", 0, size()}}; }
  [[nodiscard]] double duration_s() const { return design_.duration_s; }
  [[nodiscard]] bool has_noise() const { return !design_.noise.is_zero(); }
  [[nodiscard]] const HopfieldDesign& design() const { return design_; }
  [[nodiscard]] const CouplingMatrix& coupling() const { return coupling_; }
  /// I_i of each amplifier, A.
  [[nodiscard]] std::vector<double> bias_a() const;
  /// V of an amplifier whose input is `input_v`, V.
  [[nodiscard]] double output_v(double time_s, double input_v) const;

  /// C of each input, F, and all that discharges it, S: the paper's R_i includes the synapses.
  void capacitance_f(std::span<double> per_row) const;
  void conductance_s(std::span<double> per_row) const;
  /// 1 / (R C), and an amplifier, at every input.
  void own_decay_per_s(std::span<double> per_row) const;
  static void amplified(std::span<double> per_row);

  /// The noise of the inputs, V/sqrt(s).
  void diffusion(double time_s, std::span<double> amplitude) const;
  /// Uniform in [-start_v, start_v).
  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> input) const;

  void rhs(double time_s, const ConstEnsembleView<double>& input, const EnsembleView<double>& rate,
           Workspace& workspace) const {
    rhs_seen(time_s, input, input, rate, workspace);
  }
  void rhs(double time_s, const ConstEnsembleView<float>& input, const EnsembleView<float>& rate,
           Workspace& workspace) const {
    rhs_seen(time_s, input, input, rate, workspace);
  }
  /// The same where the synapses answer to `seen` (delayed inputs, for instance) instead of the inputs now.
  void rhs_seen(double time_s, const ConstEnsembleView<double>& input, const ConstEnsembleView<double>& seen,
                EnsembleView<double> rate, Workspace& workspace) const;
  void rhs_seen(double time_s, const ConstEnsembleView<float>& input, const ConstEnsembleView<float>& seen,
                EnsembleView<float> rate, Workspace& workspace) const;

  /// E in watts, one value per replica.
  void energy(double time_s, const ConstEnsembleView<double>& input, std::span<double> values,
              Workspace& workspace) const;
  void energy(double time_s, const ConstEnsembleView<float>& input, std::span<double> values,
              Workspace& workspace) const;

  /// s_i = sign u_i (+1 at zero).
  void readout(const ConstEnsembleView<double>& input, Eigen::Index replica, std::span<Spin> spins) const;
  void readout(const ConstEnsembleView<float>& input, Eigen::Index replica, std::span<Spin> spins) const;
  /// Amplifiers whose output, at the final gain, is less than half way from the middle to a rail.
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<double>& input, Eigen::Index replica) const;
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<float>& input, Eigen::Index replica) const;

  /// The onset is the gain 1 / (R V_s lambda_max(T)) (of tanh amplifiers; twice that for logistic ones), below which E
  /// is convex in V; what spins need is left open.
  [[nodiscard]] ThresholdAnswer binary_threshold(std::span<const double> input) const;
  /// With constant gain, 1/V.
  [[nodiscard]] HopfieldMachine steered(double gain) const;

 private:
  [[nodiscard]] bool is_logistic() const { return design_.amplifier == Amplifier::logistic; }
  /// Half the gain of logistic amplifiers is that of the tanh ones with the same motion.
  [[nodiscard]] double tanh_gain(double time_s) const;

  HopfieldDesign design_;
  CouplingMatrix coupling_;          ///< V_s T / C of the tanh circuit with the same motion, V/s
  std::vector<double> drive_;        ///< I / C of that circuit, V/s
  std::vector<float> drive_single_;  ///< empty when there is none
  std::vector<double> row_sum_;      ///< sum_j J_ij, for the bias of logistic amplifiers
  double logistic_offset_w_ = 0.0;   ///< E of logistic amplifiers with all inputs at zero
};

static_assert(SpinMachine<HopfieldMachine> && CircuitMachine<HopfieldMachine>);

}  // namespace isinglass
