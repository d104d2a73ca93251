// Energies that the Langevin machine can move in. One is a type with
//   Workspace; size(); gradient(time_s, state, gradient, workspace) and value(time_s, state, values, workspace) in both
//   precisions,
// and, where they make sense, layout(), values() and read_values(state, replica, values) as of a machine, and
// gradient_seen(time_s, state, seen, gradient, workspace) with what the couplings carry in `seen`. Others are in
// machine_energy.hpp and sparse_code_energy.hpp.
// The plain ones have densities and escape rates in closed form or by a quadrature: they are the tests of the machine.
#pragma once

#include <cmath>
#include <span>
#include <vector>

#include "models/analog/binary_threshold.hpp"
#include "models/analog/coupling_matrix.hpp"
#include "models/analog/machine.hpp"
#include "models/analog/schedule.hpp"

namespace isinglass {

namespace machine_detail {

template <typename E, typename Scalar>
concept DescendsIn = requires(const E& energy, typename E::Workspace& workspace, double time_s,
                              const ConstEnsembleView<Scalar>& state, EnsembleView<Scalar> gradient,
                              std::span<double> values) {
  energy.gradient(time_s, state, gradient, workspace);  // dE/dx, rows x R
  energy.value(time_s, state, values, workspace);       // E of each replica
};

}  // namespace machine_detail

template <typename E>
concept EnergyFunction = requires(const E& energy) {
  typename E::Workspace;
  { energy.size() } -> std::convertible_to<Eigen::Index>;
}
&&machine_detail::DescendsIn<E, double>&& machine_detail::DescendsIn<E, float>;

/// The sum over `rows` independent copies of one energy of one variable: `Well` has value(x) and slope(x).
template <typename Well>
class SeparateWells {
 public:
  struct Workspace {};
  SeparateWells(Eigen::Index rows, Well well) : rows_(rows), well_(well) {}
  [[nodiscard]] Eigen::Index size() const { return rows_; }
  [[nodiscard]] const Well& well() const { return well_; }
  template <typename Scalar>
  void gradient(double /*time_s*/, const Eigen::Map<const Ensemble<Scalar>>& state, Eigen::Map<Ensemble<Scalar>> slope,
                Workspace& /*workspace*/) const {
    for (Eigen::Index k = 0; k < state.size(); ++k) {
      slope.data()[k] = static_cast<Scalar>(well_.slope(static_cast<double>(state.data()[k])));
    }
  }
  template <typename Scalar>
  void value(double /*time_s*/, const Eigen::Map<const Ensemble<Scalar>>& state, std::span<double> values,
             Workspace& /*workspace*/) const {
    for (Eigen::Index r = 0; r < state.cols(); ++r) {
      double sum = 0.0;
      for (Eigen::Index i = 0; i < rows_; ++i) sum += well_.value(static_cast<double>(state(i, r)));
      values[static_cast<std::size_t>(r)] = sum;
    }
  }

 private:
  Eigen::Index rows_;
  Well well_;
};

/// k x^2 / 2: the Ornstein-Uhlenbeck process, variance T / k.
struct QuadraticWell {
  double stiffness = 1.0;
  [[nodiscard]] double value(double x) const { return 0.5 * stiffness * x * x; }
  [[nodiscard]] double slope(double x) const { return stiffness * x; }
};

/// (x^2 - 1)^2: minima at -1 and +1, a barrier of height 1 between them.
struct DoubleWell {
  [[nodiscard]] double value(double x) const { return (x * x - 1.0) * (x * x - 1.0); }
  [[nodiscard]] double slope(double x) const { return 4.0 * x * (x * x - 1.0); }
};

/// The double well with its left half stretched by `width`: equal depths, equal barriers, other widths. The left side
/// holds width / (1 + width) of the probability at any temperature (entropic force).
struct WideAndNarrowWell {
  double width = 3.0;
  [[nodiscard]] double value(double x) const { return DoubleWell{}.value(x < 0.0 ? x / width : x); }
  [[nodiscard]] double slope(double x) const {
    return x < 0.0 ? DoubleWell{}.slope(x / width) / width : DoubleWell{}.slope(x);
  }
};

/// An Ising energy of real variables, each held near -1 or +1 by a double well of steerable strength:
/// E(x) = offset + sum h_i x_i + sum_{i<j} J_ij x_i x_j + (A(t)/4) sum (x_i^2 - 1)^2 (the project's sign).
class IsingWells {
 public:
  struct Workspace {
    Ensemble<double> sums;
    Ensemble<float> sums_single;
  };
  IsingWells(const Problem& problem, Schedule strength, CouplingStorage storage, KernelKind kernel)
      : strength_(strength),
        coupling_(problem, 1.0, storage, kernel),
        field_(problem.fields),
        offset_(problem.offset) {}

  [[nodiscard]] Eigen::Index size() const { return coupling_.size(); }
  [[nodiscard]] const CouplingMatrix& coupling() const { return coupling_; }
  [[nodiscard]] const Schedule& strength() const { return strength_; }
  /// The curvature at the bottom of the wells where they are steepest, couplings left out.
  [[nodiscard]] double largest_curvature() const { return 2.0 * strength_.largest(); }
  /// The drive is the strength A at `time_s`; what spins need is left open. There is no onset: without wells nothing
  /// holds the positions, and with them zero is a state of rest that any coupling upsets.
  [[nodiscard]] BinaryThreshold binary_threshold(double time_s) const {
    return {"strength A of the wells", "", strength_.value(time_s), std::nullopt, std::nullopt};
  }
  /// With constant A.
  [[nodiscard]] IsingWells steered(double strength) const {
    IsingWells energy = *this;
    energy.strength_ = Schedule::constant(strength);
    return energy;
  }

  template <typename Scalar>
  void gradient(double time_s, const Eigen::Map<const Ensemble<Scalar>>& state, Eigen::Map<Ensemble<Scalar>> slope,
                Workspace& workspace) const {
    gradient_seen(time_s, state, state, slope, workspace);
  }
  /// The same where the couplings carry `seen` instead of the positions themselves.
  template <typename Scalar>
  void gradient_seen(double time_s, const Eigen::Map<const Ensemble<Scalar>>& state,
                     const Eigen::Map<const Ensemble<Scalar>>& seen, Eigen::Map<Ensemble<Scalar>> slope,
                     Workspace& /*workspace*/) const {
    coupling_.multiply(seen, slope);
    const auto a = static_cast<Scalar>(strength_.value(time_s));
    for (Eigen::Index i = 0; i < state.rows(); ++i) {
      const auto field = static_cast<Scalar>(field_[static_cast<std::size_t>(i)]);
      slope.row(i) += field + a * state.row(i) * (state.row(i).square() - Scalar{1});
    }
  }
  template <typename Scalar>
  void value(double time_s, const Eigen::Map<const Ensemble<Scalar>>& state, std::span<double> values,
             Workspace& workspace) const {
    auto& sums = scratch<Scalar>(workspace);
    sums.resize(state.rows(), state.cols());
    coupling_.multiply(state, EnsembleView<Scalar>(sums.data(), sums.rows(), sums.cols()));
    const double a = strength_.value(time_s);
    for (Eigen::Index r = 0; r < state.cols(); ++r) {
      double sum = offset_;
      for (Eigen::Index i = 0; i < state.rows(); ++i) {
        const auto x = static_cast<double>(state(i, r));
        sum += x * (field_[static_cast<std::size_t>(i)] + 0.5 * static_cast<double>(sums(i, r)));
        sum += 0.25 * a * DoubleWell{}.value(x);
      }
      values[static_cast<std::size_t>(r)] = sum;
    }
  }

 private:
  template <typename Scalar>
  static Ensemble<Scalar>& scratch(Workspace& workspace) {
    if constexpr (std::is_same_v<Scalar, float>) {
      return workspace.sums_single;
    } else {
      return workspace.sums;
    }
  }

  Schedule strength_;
  CouplingMatrix coupling_;
  std::vector<double> field_;
  double offset_;
};

}  // namespace isinglass
