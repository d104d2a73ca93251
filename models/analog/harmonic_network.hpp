// The pull of all oscillators on each other for any coupling function and a phase lag on every edge:
//
//   pull_i = sum_j w_ij c(phi_i - phi_j - psi_ij) + h_i c(phi_i),   psi_ji = -psi_ij
//   E      = sum_{i != j} w_ij Q(phi_i - phi_j - psi_ij) + 2 sum_i h_i Q(phi_i),   pull = 1/2 dE/dphi where c is odd
//
// c is a Fourier series, so each harmonic k is one product of the couplings with (cos k phi | sin k phi); with lags
// the product turns each neighbour's phase by k psi_ij on the way. Sines are taken once for each oscillator: those of
// higher harmonics are powers of the first.
//
// Kuramoto, Chemical Oscillations, Waves, and Turbulence (Springer 1984): phases that pull each other by any periodic
// function of their difference; Sakaguchi and Kuramoto, Prog. Theor. Phys. 76, 576 (1986): a lag in it; Wang and
// Roychowdhury, arXiv 1903.07163 (2019): odd functions keep a Lyapunov function, here Q with Q' = c.
//
// Deviations: weights are symmetric and differ from pair to pair where Kuramoto's are all equal; lags are
// antisymmetric (psi_ji = -psi_ij, which keeps E), where Sakaguchi and Kuramoto's is the same in both directions (and
// does not); fields h are added, an oscillator of fixed phase 0 without a lag; c has as many harmonics as its series.
//
// In single precision the products, the turning and the sums over harmonics are vector kernels, so that K harmonics
// take little more than K times the plain sine.
//
// The phases that an oscillator has and those that its neighbours see may differ (delayed lines): `own` and `seen`.
#pragma once

#include <span>
#include <vector>

#include "models/analog/coupling_function.hpp"
#include "models/analog/coupling_matrix.hpp"
#include "models/problem/lagged_graph.hpp"

namespace isinglass {

/// Scratch of one thread, size x 2R each: cosines, then sines.
template <typename Scalar>
struct HarmonicScratch {
  struct Turning {
    Ensemble<Scalar> step;   ///< of as many times the phases as the orders are apart
    Ensemble<Scalar> power;  ///< of k times the phases
  };
  Turning own, seen;      ///< seen is left empty where it is the same
  Ensemble<Scalar> base;  ///< of the phases themselves
  Ensemble<Scalar> sums;  ///< couplings times seen.power
};

/// Directed neighbour lists with lags.
struct LagRows {
  std::vector<std::size_t> start;
  std::vector<Eigen::Index> neighbour;
  std::vector<double> weight, lag;
};

class HarmonicNetwork {
 public:
  /// A network without lags, of `couplings`, which are asked for again in every call.
  HarmonicNetwork(CouplingFunction function, const CouplingMatrix& couplings, std::span<const double> field);
  /// A network with lags. InputError when an edge leaves the graph or joins a vertex to itself.
  HarmonicNetwork(CouplingFunction function, const LaggedGraph& graph, std::span<const double> field);

  [[nodiscard]] const CouplingFunction& function() const { return function_; }
  [[nodiscard]] bool has_lags() const { return !lags_.start.empty(); }

  /// pull = as above, size x R; without lags the weights are `couplings`. Leaves (cos | sin) of `own` in scratch.base.
  template <typename Scalar>
  void pull(const CouplingMatrix& couplings, const ConstEnsembleView<Scalar>& own,
            const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar> pull, HarmonicScratch<Scalar>& scratch) const;

  /// E as above, one value for each replica; only the odd part of c counts.
  template <typename Scalar>
  void energy(const CouplingMatrix& couplings, const ConstEnsembleView<Scalar>& phase, std::span<double> values,
              HarmonicScratch<Scalar>& scratch) const;

 private:
  template <typename Scalar>
  void multiply(const CouplingMatrix& couplings, int order, const Ensemble<Scalar>& in, Ensemble<Scalar>& out) const;
  template <typename Scalar, typename Visit>
  void for_each_harmonic(const CouplingMatrix& couplings, const ConstEnsembleView<Scalar>& own,
                         const ConstEnsembleView<Scalar>& seen, HarmonicScratch<Scalar>& scratch,
                         const Visit& visit) const;

  CouplingFunction function_;
  int stride_;    ///< the orders of c are all the first one plus a multiple of this
  LagRows lags_;  ///< empty without lags
  std::vector<double> field_;
  std::vector<float> field_single_;
  Eigen::ArrayXd steady_;  ///< what the constant of c pulls with: constant * (sum_j w_ij + h_i)
};

/// The graph's weights alone, as a Problem in the project's sign (J = -weight, several edges of a pair added up): what
/// the scales of a design are taken from.
Problem weights_of(const LaggedGraph& graph);

}  // namespace isinglass
