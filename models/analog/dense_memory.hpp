// The dense associative memory in continuous time: N feature neurons and one hidden neuron for each of M patterns,
// joined by a crossbar that holds the patterns (Krotov and Hopfield 2020, arXiv 2008.06996, equations 1 to 6):
//
//   tau_v dv_i/dt = sum_mu xi_mu,i f_mu - v_i + I_i          f = dL_h/dh
//   tau_h dh_mu/dt = sum_i xi_mu,i g_i - h_mu                g = dL_v/dv
//   E = [ sum_i (v_i - I_i) g_i - L_v ] + [ sum_mu h_mu f_mu - L_h ] - sum_mu,i f_mu xi_mu,i g_i
//
// dE/dt = - tau_v v' (d2L_v) v' - tau_h h' (d2L_h) h', so E never rises where L_v and L_h are convex: everywhere except
// for a polynomial of odd order, which is not convex (the rectified one is). Feature neurons, by the paper's models:
//
//   A  L_v = sum |v_i|, g = sign v   (finite gain k: sum ln cosh(k v_i) / k, g = tanh k v)
//   B  L_v = sum v_i^2 / 2, g = v    (softmax only: with the other F the neurons would grow without bound)
//   C  L_v = |v|_2, g = v / |v|_2
//
// Hidden neurons (Krotov and Hopfield 2016, arXiv 1606.01164; Demircigil et al. 2017, arXiv 1702.01929; Ramsauer et al.
// 2020, arXiv 2008.02217), H the largest value that h can settle at (N in model A, sqrt N in model C):
//
//   polynomial   L_h = sum (H/n) (h/H)^n           f = (h/H)^(n-1)
//   rectified    the same of max(h, 0)
//   exponential  L_h = sum exp(beta (h - H)) / beta  f = exp(beta (h - H))
//   softmax      L_h = ln sum exp(beta h) / beta     f = softmax(beta h)
//
// Deviations from the papers: F is divided by the constant F'(H), so that a hidden neuron's output is at most 1 and
// nothing overflows; that is a change of the unit of v, I and E. Gain in model A is an addition. Softmax hidden neurons
// may also drive models A and C. tau_h = 0 removes the hidden neurons from the state: they follow at once (section 2.1
// of the paper), E = sum (v - I) g - L_v - L_h(xi g).
//
// The state is a pure number: 1 is what one fully active hidden neuron drives a feature neuron to.
#pragma once

#include <limits>
#include <vector>

#include "models/analog/binary_threshold.hpp"
#include "models/analog/dense_interaction.hpp"
#include "models/analog/machine.hpp"
#include "models/numeric/ensemble_kernels.hpp"
#include "models/problem/patterns.hpp"

namespace isinglass {

/// The feature neurons: the models A, B and C of Krotov and Hopfield 2020.
enum class DenseModel { a, b, c };
/// "A", "B", "C".
std::string to_string(DenseModel model);
/// The model of that name; UsageError otherwise.
DenseModel dense_model_named(const std::string& name);

/// What a dense memory is built to.
struct DenseMemoryDesign {
  DenseModel model = DenseModel::b;
  DenseInteraction interaction;
  double gain = std::numeric_limits<double>::infinity();  ///< of the feature neurons of model A; infinite: sign
  double feature_time_s = 1e-6;                           ///< tau_v > 0
  double hidden_time_s = 1e-7;                            ///< tau_h >= 0; 0: hidden neurons follow at once
  double duration_s = 2e-5;
  std::vector<double> input;  ///< I_i, one per feature neuron; empty: none
};

class DenseMemoryMachine {
 public:
  /// Scratch memory of one thread, filled on first use.
  struct Workspace {
    Ensemble<double> feature, hidden, drive, copy;
    Ensemble<float> feature_single, hidden_single, drive_single;
  };

  /// UsageError when the design is impossible: model B without softmax, a time constant out of range, an input of the
  /// wrong length.
  DenseMemoryMachine(const PatternSet& patterns, const DenseMemoryDesign& design);
  /// The same with any crossbar, M x N: the patterns as cells of a real device hold them. One cell serves both
  /// directions, so that there is still an energy.
  DenseMemoryMachine(const Eigen::MatrixXd& crossbar, const DenseMemoryDesign& design);

  [[nodiscard]] Eigen::Index size() const { return spins() + hidden(); }
  [[nodiscard]] Eigen::Index spins() const { return features_.cols(); }
  /// Rows of the state that are hidden neurons: M, or 0 when they follow at once.
  [[nodiscard]] Eigen::Index hidden() const { return design_.hidden_time_s > 0.0 ? features_.rows() : 0; }
  [[nodiscard]] std::vector<StateGroup> layout() const;
  [[nodiscard]] double duration_s() const { return design_.duration_s; }
  [[nodiscard]] static bool has_noise() { return false; }
  [[nodiscard]] const DenseMemoryDesign& design() const { return design_; }
  /// H, the scale of the hidden neurons.
  [[nodiscard]] double full_scale() const { return full_scale_; }
  /// True where theory says that the energy never rises: not for a polynomial of odd order.
  [[nodiscard]] bool energy_falls() const;

  /// 1 / tau of each neuron, whose leak is a resistor.
  void own_decay_per_s(std::span<double> per_row) const;
  /// All neurons but the ideal comparators of model A; hidden ones that follow at once are no rows.
  void amplified(std::span<double> per_row) const;

  static void diffusion(double /*time_s*/, std::span<double> amplitude);
  /// Random signs for the feature neurons, hidden neurons settled to them.
  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const;
  /// The state in which the memory is shown `spins`: v = spins, hidden neurons settled to them (the cue is held until
  /// they have followed, then let go).
  [[nodiscard]] std::vector<double> cue(std::span<const Spin> spins) const;

  void rhs(double time_s, const ConstEnsembleView<double>& state, EnsembleView<double> rate,
           Workspace& workspace) const {
    rhs_seen(time_s, state, state, rate, workspace);
  }
  void rhs(double time_s, const ConstEnsembleView<float>& state, EnsembleView<float> rate, Workspace& workspace) const {
    rhs_seen(time_s, state, state, rate, workspace);
  }
  /// The same where the other layer is seen as it is in `seen` (delayed, flawed) and a neuron's own leak acts on
  /// `state`.
  void rhs_seen(double time_s, const ConstEnsembleView<double>& state, const ConstEnsembleView<double>& seen,
                EnsembleView<double> rate, Workspace& workspace) const;
  void rhs_seen(double time_s, const ConstEnsembleView<float>& state, const ConstEnsembleView<float>& seen,
                EnsembleView<float> rate, Workspace& workspace) const;

  /// E, a pure number, one value per replica.
  void energy(double time_s, const ConstEnsembleView<double>& state, std::span<double> values,
              Workspace& workspace) const;
  void energy(double time_s, const ConstEnsembleView<float>& state, std::span<double> values,
              Workspace& workspace) const;

  /// s_i = sign v_i (+1 at zero).
  void readout(const ConstEnsembleView<double>& state, Eigen::Index replica, std::span<Spin> spins) const;
  void readout(const ConstEnsembleView<float>& state, Eigen::Index replica, std::span<Spin> spins) const;
  /// Feature neurons below a tenth of the mean |v| of their replica.
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<double>& state, Eigen::Index replica) const;
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<float>& state, Eigen::Index replica) const;

  /// Of model A with a finite gain, which is the drive; what spins need is left open. The onset is H / lambda_max of
  /// xi' xi for quadratic F, and there is none for the others, whose hidden neurons do not feel small features.
  [[nodiscard]] ThresholdAnswer binary_threshold(std::span<const double> state) const;
  /// With that gain of the feature neurons.
  [[nodiscard]] DenseMemoryMachine steered(double gain) const;

 private:
  template <typename Scalar>
  using Features = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  template <typename Scalar>
  void activate_features(const ConstEnsembleView<Scalar>& state, Ensemble<Scalar>& feature) const;
  template <typename Scalar>
  void rates(const Features<Scalar>& features, const ConstEnsembleView<Scalar>& state,
             const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar>& rate, Ensemble<Scalar>& feature,
             Ensemble<Scalar>& hidden, Ensemble<Scalar>& drive) const;
  [[nodiscard]] double feature_lagrangian(const Eigen::ArrayXd& v) const;

  DenseMemoryDesign design_;
  Features<double> features_;  ///< M x N
  Features<float> features_single_;
  double full_scale_;
};

static_assert(SpinMachine<DenseMemoryMachine>);

}  // namespace isinglass
