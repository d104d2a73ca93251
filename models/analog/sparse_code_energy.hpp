// The cost of a sparse code as an energy without kinks, for the Langevin machine: f(x) + lambda |x|_1 + constraint of
// models/problem/sparse_code.hpp has no gradient where an entry is zero, and none beyond the constraint's walls. Its
// forward-backward envelope has one everywhere:
//
//   E_gamma(x) = min_z f(x) + grad f(x) . (z - x) + |z - x|^2 / (2 gamma) + lambda |z|_1 + constraint of z
//              = the bracket at p = P(x - gamma grad f(x)),   P = prox of gamma (lambda |.|_1 + constraint)
//   grad E_gamma(x) = (I - gamma G) (x - p) / gamma,          G = Phi'Phi
//
// (Patrinos, Stella and Bemporad, arXiv 1402.6655, 2014). For gamma below 1 / |Phi|^2 its minima and their costs are
// those of the code, exactly, and its curvature is between 0 and 1 / gamma. Langevin dynamics in it: Eftekhari, Vargas
// and Zygalakis, Statistics and Computing 33, 2023, arXiv 2201.09096; the better known envelope of the kinks alone
// (Pereyra, Statistics and Computing 26, 745, 2016) moves the minimum.
//
// Deviation from exp(-cost/T): what is sampled is exp(-E_gamma/T). E_gamma <= cost, with equality at the solution; the
// difference goes to zero with gamma, and walls are as soft as |beyond|^2 / (2 gamma) says. What is shown is p, which
// obeys the constraint, is sparse, and at rest is the solution.
#pragma once

#include <algorithm>
#include <span>

#include "models/analog/machine.hpp"
#include "models/problem/sparse_code.hpp"

namespace isinglass {

class SparseCodeEnergy {
 public:
  static constexpr const char* no_delay =
      "forces on a smoothed sparse code pass its couplings twice in one instant, so that no single delay describes "
      "them";
  struct Workspace {
    Eigen::MatrixXd x, shown, product;
  };

  /// `code` must have passed check_sparse_code. gamma = smoothing / |Phi|^2; UsageError unless 0 < smoothing < 1.
  SparseCodeEnergy(const SparseCode& code, double smoothing);

  [[nodiscard]] Eigen::Index size() const { return code_.size(); }
  [[nodiscard]] const SparseCode& code() const { return code_; }
  [[nodiscard]] double gamma() const { return gamma_; }
  /// 1 / gamma: no curvature is larger.
  [[nodiscard]] double steepest_curvature() const { return 1.0 / gamma_; }

  template <typename Scalar>
  void gradient(double /*time_s*/, const Eigen::Map<const Ensemble<Scalar>>& state, Eigen::Map<Ensemble<Scalar>> slope,
                Workspace& workspace) const {
    workspace.x = state.matrix().template cast<double>();
    fill_gradient(workspace);
    slope = workspace.product.array().template cast<Scalar>();
  }
  template <typename Scalar>
  void value(double /*time_s*/, const Eigen::Map<const Ensemble<Scalar>>& state, std::span<double> values,
             Workspace& workspace) const {
    workspace.x = state.matrix().template cast<double>();
    fill_values(values, workspace);
  }

  [[nodiscard]] Eigen::Index values() const { return size(); }
  /// p of one replica.
  template <typename Scalar>
  void read_values(const Eigen::Map<const Ensemble<Scalar>>& state, Eigen::Index replica,
                   std::span<double> values) const {
    Workspace workspace;
    workspace.x = state.col(replica).matrix().template cast<double>();
    show(workspace);
    std::copy(workspace.shown.data(), workspace.shown.data() + size(), values.begin());
  }

 private:
  void show(Workspace& workspace) const;
  void fill_gradient(Workspace& workspace) const;
  void fill_values(std::span<double> values, Workspace& workspace) const;

  SparseCode code_;
  Eigen::MatrixXd gram_;   ///< G
  Eigen::VectorXd drive_;  ///< minus the gradient of f at zero
  double gamma_;
};

}  // namespace isinglass
