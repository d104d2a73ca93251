// The Hopfield circuit with input-driven plasticity: the input does not push the neurons but weighs the memories
// (Betteti, Baggio, Bullo and Zampieri, Science Advances 11, 2025, arXiv 2411.05849).
//
//   C du_i/dt = (V_s / R) sum_j W_ij(x) o_j - u_i / R,   o_j = tanh(beta u_j)
//   W(x) = (1/N) sum_mu a_mu xi^mu xi^mu^T with zero diagonal
//   a_mu = xi^mu . x / N: the saliency of pattern mu in input x
//   E = V_s^2 / R [ -1/2 sum_ij W_ij o_i o_j ] + (V_s / R) sum_i (u_i o_i - ln cosh(beta u_i) / beta)
//
// so that an input held at a mixture of memories deepens the wells of those that it resembles and E falls to one of
// them. What was implemented follows the authors' public code (their W, their zero diagonal, their slope beta V_s =
// 10); the paper itself was seen as an abstract only.
//
// The state is u (N rows, volts) and the saliencies a (M rows, pure numbers), which rest as the input sets them: an
// input is shown by starting there. Deviations: time is that of a circuit, R C instead of 1; u and outputs are in
// volts; the authors' noise is left to the stages of real parts; saliencies below zero are kept as they are.
#pragma once

#include <vector>

#include "models/analog/binary_threshold.hpp"
#include "models/analog/machine.hpp"
#include "models/numeric/aligned.hpp"
#include "models/numeric/ensemble_kernels.hpp"
#include "models/problem/patterns.hpp"

namespace isinglass {

/// SI units.
struct PlasticHopfieldDesign {
  double capacitance_f = 1e-9;
  double resistance_ohm = 1e3;
  double output_v = 1.0;  ///< V_s
  double gain = 10.0;     ///< beta, 1/V
  double start_v = 0.01;
  double duration_s = 50e-6;
  double step_s = 0.25e-6;

  [[nodiscard]] double time_constant_s() const { return resistance_ohm * capacitance_f; }
};

class PlasticHopfieldMachine {
 public:
  /// Scratch memory of one thread, filled on first use.
  struct Workspace {
    Ensemble<double> outputs;
    Ensemble<float> outputs_single;
  };

  /// Throws as check_patterns.
  PlasticHopfieldMachine(const PatternSet& patterns, const PlasticHopfieldDesign& design, KernelKind kernel);
  /// The same with any crossbar, M x N: the patterns as cells of a real device hold them. One cell serves the overlap
  /// and the drive, so that W stays symmetric.
  PlasticHopfieldMachine(const Eigen::MatrixXd& crossbar, const PlasticHopfieldDesign& design, KernelKind kernel);

  [[nodiscard]] Eigen::Index size() const { return patterns_.cols() + patterns_.rows(); }
  [[nodiscard]] Eigen::Index spins() const { return patterns_.cols(); }
  [[nodiscard]] std::vector<StateGroup> layout() const {
    return {{"input voltage", "V", 0, spins()}, {"saliency", "", spins(), patterns_.rows(), false}};
  }
  [[nodiscard]] double duration_s() const { return design_.duration_s; }
  [[nodiscard]] bool has_noise() const { return false; }
  [[nodiscard]] const PlasticHopfieldDesign& design() const { return design_; }
  /// a of an input of `strength` along `spins`: strength times the overlaps.
  [[nodiscard]] std::vector<double> saliencies(std::span<const Spin> spins, double strength) const;

  /// C and 1/R of the inputs, F and S; saliencies are no circuit.
  void capacitance_f(std::span<double> per_row) const;
  void conductance_s(std::span<double> per_row) const;
  /// 1 / (R C), and an amplifier, at every input.
  void own_decay_per_s(std::span<double> per_row) const;
  void amplified(std::span<double> per_row) const;

  void diffusion(double time_s, std::span<double> amplitude) const;
  /// u uniform in [-start_v, start_v); every memory equally salient, a = 1.
  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const;

  void rhs(double time_s, const ConstEnsembleView<double>& state, EnsembleView<double> rate,
           Workspace& workspace) const {
    rhs_seen(time_s, state, state, rate, workspace);
  }
  void rhs(double time_s, const ConstEnsembleView<float>& state, EnsembleView<float> rate, Workspace& workspace) const {
    rhs_seen(time_s, state, state, rate, workspace);
  }
  /// The same where the memories are driven by the amplifiers of the voltages in `seen`.
  void rhs_seen(double time_s, const ConstEnsembleView<double>& state, const ConstEnsembleView<double>& seen,
                EnsembleView<double> rate, Workspace& workspace) const;
  void rhs_seen(double time_s, const ConstEnsembleView<float>& state, const ConstEnsembleView<float>& seen,
                EnsembleView<float> rate, Workspace& workspace) const;

  /// E in watts, one value per replica.
  void energy(double time_s, const ConstEnsembleView<double>& state, std::span<double> values,
              Workspace& workspace) const;
  void energy(double time_s, const ConstEnsembleView<float>& state, std::span<double> values,
              Workspace& workspace) const;

  /// s_i = sign u_i (+1 at zero).
  void readout(const ConstEnsembleView<double>& state, Eigen::Index replica, std::span<Spin> spins) const;
  void readout(const ConstEnsembleView<float>& state, Eigen::Index replica, std::span<Spin> spins) const;
  /// Neurons whose output is less than half way to a rail.
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<double>& state, Eigen::Index replica) const;
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<float>& state, Eigen::Index replica) const;

  /// The onset is the gain 1 / (V_s lambda_max(W)) for the saliencies in `state`; what spins need is left open.
  [[nodiscard]] ThresholdAnswer binary_threshold(std::span<const double> state) const;
  /// With constant gain, 1/V.
  [[nodiscard]] PlasticHopfieldMachine steered(double gain) const;

 private:
  PlasticHopfieldDesign design_;
  const EnsembleKernels* kernels_;
  Eigen::MatrixXd patterns_;  ///< M x N
  Eigen::MatrixXf patterns_single_;
  Eigen::MatrixXd squares_;  ///< of cells other than +-1: the diagonals that W leaves out; else empty
  Eigen::MatrixXf squares_single_;
};

static_assert(SpinMachine<PlasticHopfieldMachine> && CircuitMachine<PlasticHopfieldMachine>);

}  // namespace isinglass
