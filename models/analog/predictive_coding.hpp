// The predictive-coding network: layers of neurons that predict the layer below and are driven by the errors of both
// predictions, so that they descend the free energy of a layered Gaussian model (models/problem/generative_model.hpp):
//
//   e_l = mu_l - W_l f(mu_{l+1})  (l < L),   e_L = mu_L - eta,   mu_0 = y
//   tau dmu_l/dt = -Pi_l e_l + f'(mu_l) * W_{l-1}' Pi_{l-1} e_{l-1}              (l = 1 … L, * by element)
//   F = 1/2 sum_l e_l' Pi_l e_l - 1/2 sum_l log |Pi_l|
//   dW_l/dt is proportional to Pi_l e_l f(mu_{l+1})'
//
// Rao and Ballard, Nature Neuroscience 2, 79 (1999); Friston, Phil. Trans. R. Soc. B 360, 815 (2005); the form above as
// in Bogacz, J. Math. Psychology 76, 198 (2017). Both rules are minus the gradient of F, so F never rises while y and W
// stand still. With linear f the network settles at the mean of the posterior p(z | y), exactly.
//
// Deviations: e_l and Pi_l e_l are computed at once (the papers' error neurons are infinitely fast); causes are point
// estimates (their uncertainty is left out of F); precisions are given, not learnt; constants (2 pi) are left out of F.
#pragma once

#include <vector>

#include "models/analog/machine.hpp"
#include "models/problem/generative_model.hpp"

namespace isinglass {

struct PredictiveCodingDesign {
  double time_constant_s = 1e-3;  ///< tau
  double duration_s = 1.0;
};

class PredictiveCodingMachine {
 public:
  template <typename Scalar>
  using Layers = std::vector<Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>>;
  /// Scratch memory of one thread: Pi_l e_l of every layer, and e_l.
  struct Workspace {
    Layers<double> weighted, errors;
    Layers<float> weighted_single, errors_single;
  };

  /// `model` must have passed check_generative_model. UsageError when tau or the duration is not above 0.
  PredictiveCodingMachine(const GenerativeModel& model, const PredictiveCodingDesign& design);

  /// The rows of the state are layers 1 … L, one after the other.
  [[nodiscard]] Eigen::Index size() const { return first_.back(); }
  [[nodiscard]] std::vector<StateGroup> layout() const;
  [[nodiscard]] double duration_s() const { return design_.duration_s; }
  [[nodiscard]] bool has_noise() const { return false; }
  [[nodiscard]] const PredictiveCodingDesign& design() const { return design_; }
  [[nodiscard]] const GenerativeModel& model() const { return model_; }
  /// 2 tau over the largest eigenvalue of F's Hessian with f' = 1: below it Euler's steps converge for linear f, and
  /// near any equilibrium with small errors for tanh, whose slope is at most 1.
  [[nodiscard]] double stability_limit_s() const { return stability_limit_s_; }

  void diffusion(double time_s, std::span<double> amplitude) const;
  /// Read 0 starts at what the prior predicts; the others that plus standard normals.
  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const;

  void rhs(double time_s, const ConstEnsembleView<double>& state, EnsembleView<double> rate,
           Workspace& workspace) const {
    rhs_seen(time_s, state, state, rate, workspace);
  }
  void rhs(double time_s, const ConstEnsembleView<float>& state, EnsembleView<float> rate, Workspace& workspace) const {
    rhs_seen(time_s, state, state, rate, workspace);
  }
  /// The same where what other layers send, predictions from above and errors from below, is of the state `seen`.
  void rhs_seen(double time_s, const ConstEnsembleView<double>& state, const ConstEnsembleView<double>& seen,
                EnsembleView<double> rate, Workspace& workspace) const;
  void rhs_seen(double time_s, const ConstEnsembleView<float>& state, const ConstEnsembleView<float>& seen,
                EnsembleView<float> rate, Workspace& workspace) const;
  /// F, one value per replica.
  void energy(double time_s, const ConstEnsembleView<double>& state, std::span<double> values,
              Workspace& workspace) const;
  void energy(double time_s, const ConstEnsembleView<float>& state, std::span<double> values,
              Workspace& workspace) const;

  /// The estimate of all causes: the state itself.
  [[nodiscard]] Eigen::Index values() const { return size(); }
  void read_values(const ConstEnsembleView<double>& state, Eigen::Index replica, std::span<double> values) const;
  void read_values(const ConstEnsembleView<float>& state, Eigen::Index replica, std::span<double> values) const;

  /// Pi_l e_l f(mu_{l+1})' for every l < L: minus the gradient of F in W_l, at one state (size() values).
  [[nodiscard]] std::vector<Eigen::MatrixXd> weight_rates(const Eigen::VectorXd& state) const;

 private:
  template <typename Scalar>
  struct Numbers {
    Layers<Scalar> weights, precision;
    Eigen::Matrix<Scalar, Eigen::Dynamic, 1> observation, prior;
  };
  template <typename Scalar>
  void fill_errors(const Numbers<Scalar>& numbers, const ConstEnsembleView<Scalar>& state,
                   const ConstEnsembleView<Scalar>& seen, Layers<Scalar>& errors, Layers<Scalar>& weighted) const;
  template <typename Scalar>
  void rates(const Numbers<Scalar>& numbers, const ConstEnsembleView<Scalar>& state,
             const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar> rate, Layers<Scalar>& errors,
             Layers<Scalar>& weighted) const;
  [[nodiscard]] double steepest_curvature() const;

  GenerativeModel model_;
  PredictiveCodingDesign design_;
  std::vector<Eigen::Index> first_;  ///< row of layer 1 + k, then the number of rows
  Numbers<double> double_;
  Numbers<float> single_;
  double log_determinants_ = 0.0;  ///< 1/2 sum log |Pi_l|
  double stability_limit_s_ = 0.0;
};

static_assert(ValueMachine<PredictiveCodingMachine>);

}  // namespace isinglass
