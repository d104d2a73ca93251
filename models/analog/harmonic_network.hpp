// The pull of all oscillators on each other for any coupling function and a phase lag on every edge:
//
//   pull_i = sum_j w_ij c(phi_i - phi_j - psi_ij) + h_i c(phi_i),   psi_ji = -psi_ij
//   E      = sum_{i != j} w_ij Q(phi_i - phi_j - psi_ij) + 2 sum_i h_i Q(phi_i),   pull = 1/2 dE/dphi where c is odd
//
// c is a Fourier series, so each harmonic k is one product of the couplings with (cos k phi | sin k phi); with lags
// the product turns each neighbour's phase by k psi_ij on the way. Sines are taken once for each oscillator: those of
// higher harmonics are powers of the first.
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
  /// A network without lags; `couplings` is asked for in every call.
  explicit HarmonicNetwork(CouplingFunction function);
  /// A network with lags. InputError when an edge leaves the graph or joins a vertex to itself.
  HarmonicNetwork(CouplingFunction function, const LaggedGraph& graph);

  [[nodiscard]] const CouplingFunction& function() const { return function_; }
  [[nodiscard]] bool has_lags() const { return !lags_.start.empty(); }

  /// pull = as above, size x R; without lags the weights are `couplings`.
  template <typename Scalar>
  void pull(const CouplingMatrix& couplings, std::span<const double> field, const ConstEnsembleView<Scalar>& own,
            const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar> pull, HarmonicScratch<Scalar>& scratch) const;

  /// E as above, one value for each replica; only the odd part of c counts.
  template <typename Scalar>
  void energy(const CouplingMatrix& couplings, std::span<const double> field, const ConstEnsembleView<Scalar>& phase,
              std::span<double> values, HarmonicScratch<Scalar>& scratch) const;

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
};

/// The graph's weights alone, as a Problem in the project's sign (J = -weight, several edges of a pair added up): what
/// the scales of a design are taken from.
Problem weights_of(const LaggedGraph& graph);

}  // namespace isinglass
