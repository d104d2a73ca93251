// Competitive networks for sparse reconstruction: neurons that excite in proportion to how well they explain the signal
// and inhibit each other in proportion to how much they overlap. With G = Phi'Phi, c = Phi's + b, P = prox of
// gamma (lambda |.|_1 + constraint) (models/problem/sparse_code.hpp):
//
//   lca       tau du/dt = -u + a + gamma (c - G a),   a = P(u)        the answer is a, the neurons' output
//   proximal  tau dx/dt = -x + P(x + gamma (c - G x))                 the answer is x, read out as the P(...) above
//
// lca is the locally competitive algorithm (Rozell, Johnson, Baraniuk and Olshausen, Neural Computation 20, 2008);
// proximal is the firing-rate competitive network (Centorrino, Gokhale, Davydov, Russo and Bullo, arXiv 2311.03821,
// 2023). lca is proximal seen through u = (I - gamma G) x + gamma c: with that start both have the same outputs.
//
// Lyapunov function: the cost f + lambda |.|_1, of a for lca (its rate is -tau/gamma du/dt . da/dt <= 0, as P is
// monotone) and of x for proximal (its rate is at most -|P(...) - x|^2 / (gamma tau)).
//
// Deviations from the papers: gamma, boxes, the simplex and the linear term b are added to lca, and b to both, by the
// same derivation; |Phi_i| need not be 1. The read-out of proximal goes through P, so that what decays to zero is zero.
#pragma once

#include <vector>

#include "models/analog/coupling_matrix.hpp"
#include "models/analog/machine.hpp"
#include "models/problem/sparse_code.hpp"

namespace isinglass {

enum class CompetitiveVariant { lca, proximal };

/// What a competitive network is built to, in SI units.
struct CompetitiveDesign {
  CompetitiveVariant variant = CompetitiveVariant::lca;
  double time_constant_s = 1e-6;  ///< tau
  double gamma = 1.0;             ///< gain of the feedback: the step of the proximal map
  double duration_s = 1e-1;
};

class CompetitiveMachine {
 public:
  /// Scratch memory of one thread, filled on first use.
  struct Workspace {
    Ensemble<double> output, feedback;
    AlignedFloats output_block, feedback_block;
    std::vector<double> column;
  };

  /// `code` must have passed check_sparse_code. UsageError when tau or gamma is not above 0.
  CompetitiveMachine(const SparseCode& code, const CompetitiveDesign& design, KernelKind kernel);

  [[nodiscard]] Eigen::Index size() const { return code_.size(); }
  [[nodiscard]] std::vector<StateGroup> layout() const;
  [[nodiscard]] double duration_s() const { return design_.duration_s; }
  [[nodiscard]] bool has_noise() const { return false; }
  [[nodiscard]] const CompetitiveDesign& design() const { return design_; }
  [[nodiscard]] const SparseCode& code() const { return code_; }
  /// min(tau, 2 tau / (gamma |Phi|^2)): below it Euler's steps converge, keep x feasible and never raise the cost.
  [[nodiscard]] double stability_limit_s() const { return stability_limit_s_; }

  void diffusion(double time_s, std::span<double> amplitude) const;
  /// Read 0 starts at rest: u = 0, or x = P(0). The others start uniformly within the largest drive, to show that the
  /// end does not depend on the beginning.
  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const;

  void rhs(double time_s, const ConstEnsembleView<double>& state, EnsembleView<double> rate,
           Workspace& workspace) const;
  void rhs(double time_s, const ConstEnsembleView<float>& state, EnsembleView<float> rate, Workspace& workspace) const;
  /// The same where the neurons see each other as they were in `seen` (delayed couplings).
  void rhs_seen(double time_s, const ConstEnsembleView<double>& state, const ConstEnsembleView<double>& seen,
                EnsembleView<double> rate, Workspace& workspace) const;
  void rhs_seen(double time_s, const ConstEnsembleView<float>& state, const ConstEnsembleView<float>& seen,
                EnsembleView<float> rate, Workspace& workspace) const;

  /// The cost, in the units of f: one value per replica.
  void energy(double time_s, const ConstEnsembleView<double>& state, std::span<double> values,
              Workspace& workspace) const;
  void energy(double time_s, const ConstEnsembleView<float>& state, std::span<double> values,
              Workspace& workspace) const;

  /// The code that one replica shows: size() numbers, exactly 0 below the threshold.
  [[nodiscard]] Eigen::Index values() const { return size(); }
  void read_values(const ConstEnsembleView<double>& state, Eigen::Index replica, std::span<double> values) const;
  void read_values(const ConstEnsembleView<float>& state, Eigen::Index replica, std::span<double> values) const;

  /// The u that shows what x shows: (I - gamma G) x + gamma c.
  [[nodiscard]] Eigen::VectorXd membrane_of(const Eigen::VectorXd& x) const;

 private:
  template <typename Scalar>
  void rates(const ConstEnsembleView<Scalar>& state, const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar> rate,
             EnsembleView<Scalar> output, EnsembleView<Scalar> feedback, std::vector<double>& column) const;
  template <typename Scalar>
  void apply_proximal(EnsembleView<Scalar> values, std::vector<double>& column) const;
  void costs(const Ensemble<double>& x, std::span<double> values) const;

  SparseCode code_;
  CompetitiveDesign design_;
  CouplingMatrix coupling_;          ///< -gamma G without its diagonal
  Eigen::MatrixXd dense_;            ///< the same where it is dense: many times faster in double precision
  Eigen::ArrayXd diagonal_, drive_;  ///< 1 - gamma G_ii; gamma c
  Eigen::ArrayXf diagonal_single_, drive_single_;
  double stability_limit_s_ = 0.0;
};

static_assert(ValueMachine<CompetitiveMachine>);

}  // namespace isinglass
