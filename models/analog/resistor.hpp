// A non-linear resistor network: nodes with capacitors, joined by linear resistors and by two-terminal elements with a
// current-voltage law, driven by current sources and by nodes held at fixed voltages.
//
//   C dv_i/dt = - sum_j g_ij (v_i - v_j) - sum of the currents into the elements at i + I_i
//   E = 1/2 sum_branches g (dv)^2 + sum_elements int_0^dv i(u) du - sum_i I_i v_i,      C dv/dt = -dE/dv
//
// E is the network's content (Millar 1951, Phil. Mag. 42, 1150) with capacitors added: with elements whose current
// rises with their voltage it is convex, so that there is one resting state and E falls towards it. Volts, amperes,
// siemens, watts. Laws of the elements (dv from their first to their second terminal):
//   diode   i = I_s (exp(dv / n V_T) - 1), continued linearly above `limit_v` (a series resistance; keeps exp finite)
//   cubic   i = -g (dv - dv^3 / V_s^2): negative conductance around zero, as of a tunnel diode: an active element
//
// Power: drawn = sum g (dv)^2 + sum dv i(dv) over all branches and elements; the sources supply as much plus what
// charges the capacitors, d/dt sum C v^2 / 2.
//
// Equilibrium propagation (Scellier and Bengio 2017, Front. Comput. Neurosci. 11, 24; in resistor networks Kendall et
// al. 2020, arXiv 2006.01981): outputs are pulled towards targets by conductances beta (`nudges`), and the slope of the
// loss sum (v - target)^2 / 2 at the outputs in a conductance follows from two resting states: see
// equilibrium_propagation_slope.
//
// Deviations: the papers' networks are at rest at once, and here every node has the same capacitance to ground;
// elements have no capacitance of their own and no noise; diodes are linear beyond `limit_v`; the bidirectional
// amplifiers that Kendall et al. put between layers are left out; conductances are changed by whoever asks for the
// slopes, not by a circuit. Pulls of both signs (+beta, -beta) may be combined, as in Laborieux et al. 2021.
//
// As an Ising machine a spin is a pair of nodes, the second an inverted copy: see pair_network.
#pragma once

#include <vector>

#include "models/analog/binary_threshold.hpp"
#include "models/analog/machine.hpp"
#include "models/analog/schedule.hpp"

namespace isinglass {

enum class ElementLaw { diode, cubic };

/// A linear resistor between two nodes.
struct Resistor {
  std::int32_t from = 0;
  std::int32_t to = 0;
  double conductance_s = 0.0;
};

/// A two-terminal element; a negative `to` is ground.
struct Element {
  std::int32_t from = 0;
  std::int32_t to = -1;
  ElementLaw law = ElementLaw::diode;
  double strength = 0.0;  ///< diode: I_s in A; cubic: g in S
  double scale_v = 0.0;   ///< diode: n V_T; cubic: V_s
};

/// A node held at a voltage, or pulled towards one through a conductance.
struct Source {
  std::int32_t node = 0;
  double voltage_v = 0.0;
  double conductance_s = 0.0;  ///< 0: the node is held
};

/// A network in SI units.
struct ResistorNetwork {
  std::int32_t nodes = 0;
  double capacitance_f = 1e-9;  ///< of every node, to ground
  std::vector<Resistor> resistors;
  std::vector<Element> elements;
  std::vector<double> current_a;             ///< I_i, one per node
  std::vector<Source> sources;               ///< held nodes, and pulls (nudges of equilibrium propagation)
  Schedule cubic = Schedule::constant(1.0);  ///< factor of all cubic elements
  Schedule noise = Schedule::constant(0.0);  ///< V/sqrt(s)
  double start_v = 0.01;
  double limit_v = 1.0;  ///< diodes are linear beyond
  double duration_s = 20e-6;
  double step_s = 0.0;
  double longest_step_s = 0.0;  ///< beyond it fixed steps mean nothing; 0 where nobody worked it out
  bool pairs = false;  ///< node i + nodes/2 is the inverted copy of node i: spins are signs of v_i - v_(i + nodes/2)
};

/// Where the power goes in one state, W.
struct PowerBalance {
  double resistors = 0.0;   ///< sum g (dv)^2, pulls included
  double elements = 0.0;    ///< sum dv i(dv): negative where an active element feeds the network
  double supplied = 0.0;    ///< by current sources, held nodes and pulls
  double capacitors = 0.0;  ///< d/dt sum C v^2 / 2
};

class ResistorMachine {
 public:
  /// Scratch memory of one thread.
  struct Workspace {
    Ensemble<double> wide;
  };

  /// Throws InputError for a node that does not exist, a negative conductance, or a node held twice.
  explicit ResistorMachine(ResistorNetwork network);

  [[nodiscard]] Eigen::Index size() const { return network_.nodes; }
  [[nodiscard]] Eigen::Index spins() const { return network_.pairs ? network_.nodes / 2 : network_.nodes; }
  [[nodiscard]] std::vector<StateGroup> layout() const;
  [[nodiscard]] double duration_s() const { return network_.duration_s; }
  [[nodiscard]] bool has_noise() const { return !network_.noise.is_zero(); }
  [[nodiscard]] const ResistorNetwork& network() const { return network_; }

  /// The rows of a spin: its node, and the inverted copy where there is one.
  [[nodiscard]] std::vector<Eigen::Index> rows_of(Eigen::Index spin) const {
    if (!network_.pairs) return {spin};
    return {spin, spins() + spin};
  }

  /// C of each node, F (0 where it is held), and the pulls that end on it, S; resistors are branches. The elements are
  /// taken to be free of noise.
  void capacitance_f(std::span<double> per_row) const;
  void conductance_s(std::span<double> per_row) const;
  [[nodiscard]] std::vector<ThermalBranch> thermal_branches() const;
  /// Of the pulls to 0 V: the leaks to ground.
  void own_decay_per_s(std::span<double> per_row) const;

  /// V/sqrt(s); held nodes have none.
  void diffusion(double time_s, std::span<double> amplitude) const;
  /// Uniform in [-start_v, start_v); held nodes at their voltage. A pair starts at opposite voltages.
  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> voltage) const;

  void rhs(double time_s, const ConstEnsembleView<double>& voltage, const EnsembleView<double>& rate,
           Workspace& workspace) const {
    rhs_seen(time_s, voltage, voltage, rate, workspace);
  }
  void rhs(double time_s, const ConstEnsembleView<float>& voltage, const EnsembleView<float>& rate,
           Workspace& workspace) const {
    rhs_seen(time_s, voltage, voltage, rate, workspace);
  }
  /// The same where each end of a resistor meets the voltage `seen` at its other end.
  void rhs_seen(double time_s, const ConstEnsembleView<double>& voltage, const ConstEnsembleView<double>& seen,
                const EnsembleView<double>& rate, Workspace& workspace) const;
  void rhs_seen(double time_s, const ConstEnsembleView<float>& voltage, const ConstEnsembleView<float>& seen,
                const EnsembleView<float>& rate, Workspace& workspace) const;

  /// Whether there are cubic elements, which feed the network.
  [[nodiscard]] bool has_gain_elements() const;
  /// Adds what a strength (1 + error) of every cubic element, the error that of its first node, changes.
  void add_gain_error(double time_s, std::span<const double> error, const ConstEnsembleView<double>& voltage,
                      EnsembleView<double> rate) const;
  void add_gain_error(double time_s, std::span<const double> error, const ConstEnsembleView<float>& voltage,
                      EnsembleView<float> rate) const;

  /// E in watts, one value per replica.
  void energy(double time_s, const ConstEnsembleView<double>& voltage, std::span<double> values,
              Workspace& workspace) const;
  void energy(double time_s, const ConstEnsembleView<float>& voltage, std::span<double> values,
              Workspace& workspace) const;

  /// Power at one instant; resistors + elements + capacitors = supplied in every state.
  [[nodiscard]] PowerBalance power(double time_s, std::span<const double> voltage) const;

  /// The sign of v_i, or of v_i - v_(its copy).
  void readout(const ConstEnsembleView<double>& voltage, Eigen::Index replica, std::span<Spin> spins) const;
  void readout(const ConstEnsembleView<float>& voltage, Eigen::Index replica, std::span<Spin> spins) const;
  /// Spins whose voltage is within a quarter of the largest cubic element's V_s (1 V without one) of zero.
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<double>& voltage, Eigen::Index replica) const;
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<float>& voltage, Eigen::Index replica) const;

  /// Of a network of pairs: the drive is the factor of the cubic elements. The onset, where opposite voltages at zero
  /// give way, is the least eigenvalue of the linear conductances between opposite voltages of the pairs; what spins
  /// need is left open. None for other networks.
  [[nodiscard]] ThresholdAnswer binary_threshold(std::span<const double> voltage) const;
  /// With a constant factor of the cubic elements.
  [[nodiscard]] ResistorMachine steered(double factor) const;

 private:
  /// The conductances of resistors and pulls that opposite voltages of the pairs meet, S; each pair's element counts 1.
  [[nodiscard]] Eigen::MatrixXd pair_conductances() const;
  template <typename Scalar>
  void currents(double time_s, const ConstEnsembleView<Scalar>& voltage, const ConstEnsembleView<Scalar>& seen,
                EnsembleView<Scalar> rate) const;
  template <typename Scalar>
  void element_errors(double time_s, std::span<const double> error, const ConstEnsembleView<Scalar>& voltage,
                      EnsembleView<Scalar> rate) const;

  ResistorNetwork network_;
  std::vector<char> held_;
};

static_assert(SpinMachine<ResistorMachine> && BranchedCircuit<ResistorMachine>);

/// Current of an element, A, at the voltage `dv` across it; `factor` scales cubic ones.
double element_current(const Element& element, double dv, double factor, double limit_v);
/// int_0^dv of it, W.
double element_content(const Element& element, double dv, double factor, double limit_v);

/// The resting voltages of a network of linear resistors and sources, by a direct solution (LDL^T) of the nodal
/// equations: the oracle of the tests, and a start for others. InputError when there is a non-linear element,
/// NumericalError when some node is not connected to any source or ground.
Eigen::VectorXd linear_rest(const ResistorNetwork& network);

/// The slope of the loss in the conductance of one resistor, from the voltage across it at rest without (`free_v`) and
/// with (`nudged_v`) a nudge of strength `beta_s`: [nudged^2 - free^2] / (2 beta), exact as beta -> 0. Learning moves g
/// against it.
double equilibrium_propagation_slope(double free_v, double nudged_v, double beta_s);

}  // namespace isinglass
