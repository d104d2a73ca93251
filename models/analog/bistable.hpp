// Bistable nodes that are resistively coupled (BRIM; Afoakwa, Zhang, Vengalam, Ignjatovic and Huang, HPCA 2021), and
// the forms in which public software simulates them.
//
//   C dv_i/dt = a(t) [ sum_j G_ij v_j + B_i - L_i v_i ] + i_node(v_i) + noise        s_i = sign v_i
//   E = a(t) [ -1/2 sum_ij G_ij v_i v_j - sum B_i v_i + 1/2 sum L_i v_i^2 ] - sum int_0^{v_i} i_node dv,   C dv/dt =
//   -dE/dv
//
// v in volts, conductances in siemens, E in watts. G_ij = -g J_ij and B_i = -g V_s h_i (the project's sign is turned
// round here, once). The forms differ in the load L, in the current of the node, and in clipping:
//   loading   magnitude  L_i = g (sum_j |J_ij| + |h_i|): the passive circuit. A resistor to the neighbour, or to the
//                        neighbour's inverted output, draws current g |J| (+-v_j - v_i).
//             signed     L_i = -g (sum_j J_ij + h_i): public software writes the current as G_ij (v_j - v_i) for both
//                        signs. For J > 0 (antiferromagnets) the load feeds back: without clipping or a node current
//                        the voltages diverge.
//             none       L_i = 0: the neighbours drive the node through buffers.
//   law       none       no current
//             cubic      G_z(t) (v - v^3 / V_s^2): negative conductance between the rails
//             latch      G_z(t) [V_s tanh(k tanh(k v / V_s)) - v]: two inverters back to back, their gain k swept
//   clip                 no current out of a node at a rail, and |v| <= V_s after every step
// a(t) is constant or 1 - exp(-t/T). Noise is white and of equal strength everywhere; alternatively nodes are turned
// round at random (v -> -v) at a rate that falls during the run, as the paper anneals. With noise of amplitude s
// (V/sqrt(s)) and all else constant the voltages are distributed as exp(-2 E / (C s^2)).
//
// Deviations from the paper: its negative-impedance element is measured silicon; here it is the cubic. Its random flips
// hold a node for a while; here they are instantaneous.
#pragma once

#include <vector>

#include "models/analog/binary_threshold.hpp"
#include "models/analog/coupling_matrix.hpp"
#include "models/analog/machine.hpp"
#include "models/analog/schedule.hpp"

namespace isinglass {

enum class BistableLoading { magnitude, signed_sum, none };
enum class BistableLaw { none, cubic, latch };

/// What a bistable machine is built to, in SI units.
struct BistableDesign {
  BistableLoading loading = BistableLoading::magnitude;
  BistableLaw law = BistableLaw::cubic;
  bool clip = false;
  double capacitance_f = 1e-9;
  double conductance_s = 1e-3;                    ///< g: the resistor of a coupling |J| = 1
  double rail_v = 1.0;                            ///< V_s
  Schedule node_s = Schedule::constant(1e-3);     ///< G_z(t), S
  Schedule latch_gain = Schedule::constant(2.0);  ///< k(t)
  double coupling_growth_s = 0.0;                 ///< T of a(t) = 1 - exp(-t/T); 0: a = 1
  Schedule noise = Schedule::constant(0.0);       ///< V/sqrt(s)
  Schedule flips = Schedule::constant(0.0);       ///< random flips of each node per second
  double start_v = 0.01;                          ///< nodes start uniform in [-start_v, start_v)
  double duration_s = 20e-6;
  double step_s = 0.0;          ///< the fixed step that suits it; 0 where nobody worked it out
  double longest_step_s = 0.0;  ///< beyond it fixed steps mean nothing; 0 where nobody worked it out
};

class BistableMachine {
 public:
  /// Scratch memory of one thread, filled on first use.
  struct Workspace {
    Ensemble<double> sums;
    AlignedFloats sums_block, latch_block, normals;
  };

  BistableMachine(const Problem& problem, const BistableDesign& design, CouplingStorage storage, KernelKind kernel);

  [[nodiscard]] Eigen::Index size() const { return coupling_.size(); }
  [[nodiscard]] Eigen::Index spins() const { return coupling_.size(); }
  [[nodiscard]] std::vector<StateGroup> layout() const { return {{"voltage", "V", 0, size()}}; }
  [[nodiscard]] double duration_s() const { return design_.duration_s; }
  [[nodiscard]] bool has_noise() const { return !design_.noise.is_zero() || has_random_jumps(); }
  [[nodiscard]] const BistableDesign& design() const { return design_; }
  [[nodiscard]] const CouplingMatrix& coupling() const { return coupling_; }

  /// C of each node, F, and what ends on it besides the resistors between nodes, S. A machine with buffered neighbours
  /// has the noise of all its couplings at each node by itself. UsageError for the software forms with signed loads,
  /// which no circuit has. The node's own current is taken to be free of noise, and couplings to be fully grown.
  void capacitance_f(std::span<double> per_row) const;
  void conductance_s(std::span<double> per_row) const;
  [[nodiscard]] std::vector<ThermalBranch> thermal_branches() const;

  /// V/sqrt(s).
  void diffusion(double time_s, std::span<double> amplitude) const;
  /// Uniform in [-start_v, start_v).
  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> voltage) const;
  /// Only the forms that clip, or are annealed by flips, jump.
  [[nodiscard]] bool jumps() const { return design_.clip || has_random_jumps(); }
  [[nodiscard]] bool has_random_jumps() const { return !design_.flips.is_zero(); }
  /// Clipping alone.
  void confine(double time_s, EnsembleView<double> voltage) const;
  /// Clipping and random flips.
  void jump(const StepEnd& end, const EnsembleView<double>& voltage, Workspace& workspace) const;
  void jump(const StepEnd& end, const EnsembleView<float>& voltage, Workspace& workspace) const;

  void rhs(double time_s, const ConstEnsembleView<double>& voltage, const EnsembleView<double>& rate,
           Workspace& workspace) const {
    rhs_seen(time_s, voltage, voltage, rate, workspace);
  }
  void rhs(double time_s, const ConstEnsembleView<float>& voltage, const EnsembleView<float>& rate,
           Workspace& workspace) const {
    rhs_seen(time_s, voltage, voltage, rate, workspace);
  }
  /// The same where the couplings answer to the voltages `seen` at their far ends.
  void rhs_seen(double time_s, const ConstEnsembleView<double>& voltage, const ConstEnsembleView<double>& seen,
                const EnsembleView<double>& rate, Workspace& workspace) const;
  void rhs_seen(double time_s, const ConstEnsembleView<float>& voltage, const ConstEnsembleView<float>& seen,
                const EnsembleView<float>& rate, Workspace& workspace) const;

  /// Whether the nodes have currents of their own.
  [[nodiscard]] bool has_gain_elements() const { return design_.law != BistableLaw::none; }
  /// Adds what a node current G_z (1 + error) of the cubic, or a gain k (1 + error) of the latch, changes.
  void add_gain_error(double time_s, std::span<const double> error, const ConstEnsembleView<double>& voltage,
                      EnsembleView<double> rate) const;
  void add_gain_error(double time_s, std::span<const double> error, const ConstEnsembleView<float>& voltage,
                      EnsembleView<float> rate) const;

  /// E in watts, one value per replica.
  void energy(double time_s, const ConstEnsembleView<double>& voltage, std::span<double> values,
              Workspace& workspace) const;
  void energy(double time_s, const ConstEnsembleView<float>& voltage, std::span<double> values,
              Workspace& workspace) const;

  /// s_i = sign v_i (+1 at zero).
  void readout(const ConstEnsembleView<double>& voltage, Eigen::Index replica, std::span<Spin> spins) const;
  void readout(const ConstEnsembleView<float>& voltage, Eigen::Index replica, std::span<Spin> spins) const;
  /// Nodes within a quarter of the rail of zero.
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<double>& voltage, Eigen::Index replica) const;
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<float>& voltage, Eigen::Index replica) const;

  /// The drive is what makes a node bistable: G_z of the cubic, k of the latch. The onset, where zero volts give way,
  /// is G_z = a(T) lambda_min(L - G), or k^2 = 1 + a(T) lambda_min(L - G) / G_z; what spins need is left open. None
  /// without a node current.
  [[nodiscard]] ThresholdAnswer binary_threshold(std::span<const double> voltage) const;
  /// With constant G_z (S), or latch gain.
  [[nodiscard]] BistableMachine steered(double drive) const;

 private:
  template <typename Scalar>
  void rates(double time_s, const ConstEnsembleView<Scalar>& voltage, const Scalar* sums, const Scalar* latch,
             EnsembleView<Scalar> rate) const;
  /// What `error` adds to the node current of a node at `voltage`, over C.
  [[nodiscard]] double node_error(double time_s, double error, double voltage) const;
  template <typename Scalar>
  void node_errors(double time_s, std::span<const double> error, const ConstEnsembleView<Scalar>& voltage,
                   EnsembleView<Scalar> rate) const;
  template <typename Scalar>
  void clip(EnsembleView<Scalar>& voltage) const;
  template <typename Scalar>
  void jump_block(const StepEnd& end, EnsembleView<Scalar> voltage, Workspace& workspace) const;
  [[nodiscard]] double growth(double time_s) const;
  /// int_0^v i_node dv / G_z.
  [[nodiscard]] double node_integral(double time_s, double voltage) const;

  BistableDesign design_;
  CouplingMatrix coupling_;           ///< G / C, 1/s
  std::vector<double> drive_, load_;  ///< B / C in V/s, L / C in 1/s
};

static_assert(SpinMachine<BistableMachine> && JumpingMachine<BistableMachine> && BranchedCircuit<BistableMachine>);

}  // namespace isinglass
