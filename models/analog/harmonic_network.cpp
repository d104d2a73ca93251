// Sums over neighbours, harmonic by harmonic.
#include "models/analog/harmonic_network.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>

#include "models/error.hpp"

namespace isinglass {
namespace {

/// (cos | sin) of `phase`.
void fill_trig(const CouplingMatrix& /*couplings*/, const ConstEnsembleView<double>& phase, Ensemble<double>& trig) {
  trig.resize(phase.rows(), 2 * phase.cols());
  trig.leftCols(phase.cols()) = phase.cos();
  trig.rightCols(phase.cols()) = phase.sin();
}
void fill_trig(const CouplingMatrix& couplings, const ConstEnsembleView<float>& phase, Ensemble<float>& trig) {
  trig.resize(phase.rows(), kTrigWidth);
  couplings.kernels().trigonometry(phase.data(), phase.rows(), trig.data());
}

/// power <- power * step as complex numbers.
template <typename Scalar>
void turn_by(const Ensemble<Scalar>& step, Ensemble<Scalar>& power) {
  const Eigen::Index replicas = step.cols() / 2;
  for (Eigen::Index i = 0; i < step.rows(); ++i) {
    const Scalar* by = step.data() + i * step.cols();
    Scalar* turned = power.data() + i * step.cols();
    for (Eigen::Index r = 0; r < replicas; ++r) {
      const Scalar c = turned[r] * by[r] - turned[r + replicas] * by[r + replicas];
      turned[r + replicas] = turned[r] * by[r + replicas] + turned[r + replicas] * by[r];
      turned[r] = c;
    }
  }
}

/// From the trigonometry of the phases: that of the first order, and of `stride` times the phases.
template <typename Scalar>
void start_turning(int first, int stride, typename HarmonicScratch<Scalar>::Turning& turning) {
  const Ensemble<Scalar> base = turning.power;
  turning.step = base;
  for (int k = 1; k < stride; ++k) turn_by(base, turning.step);
  for (int k = 1; k < first; ++k) turn_by(base, turning.power);
}

int stride_of(const CouplingFunction& function) {
  int stride = 0;
  for (const auto& harmonic : function.harmonics()) {
    stride = std::gcd(stride, harmonic.order - function.harmonics().front().order);
  }
  return std::max(stride, 1);
}

void check(const LaggedGraph& graph) {
  for (const auto& edge : graph.edges) {
    const bool inside = std::min(edge.i, edge.j) >= 0 && std::max(edge.i, edge.j) < graph.vertices;
    if (inside && edge.i != edge.j) continue;
    throw InputError("the edge between vertices " + std::to_string(edge.i + 1) + " and " + std::to_string(edge.j + 1) +
                         " does not join two different vertices of 1.." + std::to_string(graph.vertices),
                     "check the list of edges");
  }
}

LagRows directed(const LaggedGraph& graph) {
  check(graph);
  std::vector<std::vector<LaggedEdge>> rows(static_cast<std::size_t>(graph.vertices));
  for (const auto& edge : graph.edges) {
    rows[static_cast<std::size_t>(edge.i)].push_back(edge);
    rows[static_cast<std::size_t>(edge.j)].push_back({edge.j, edge.i, edge.weight, -edge.lag_rad});
  }
  LagRows lags;
  lags.start.push_back(0);
  for (const auto& row : rows) {
    for (const auto& edge : row) {
      lags.neighbour.push_back(edge.j);
      lags.weight.push_back(edge.weight);
      lags.lag.push_back(edge.lag_rad);
    }
    lags.start.push_back(lags.neighbour.size());
  }
  return lags;
}

/// sums = (sum_j w cos k(phi_j + psi) | sum_j w sin k(phi_j + psi)).
template <typename Scalar>
void lagged_product(const LagRows& lags, int order, const Ensemble<Scalar>& in, Ensemble<Scalar>& out) {
  const Eigen::Index replicas = in.cols() / 2;
  out.setZero();
  for (std::size_t i = 0; i + 1 < lags.start.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    for (std::size_t e = lags.start[i]; e < lags.start[i + 1]; ++e) {
      const auto c = static_cast<Scalar>(lags.weight[e] * std::cos(order * lags.lag[e]));
      const auto s = static_cast<Scalar>(lags.weight[e] * std::sin(order * lags.lag[e]));
      const auto cosine = in.row(lags.neighbour[e]).leftCols(replicas);
      const auto sine = in.row(lags.neighbour[e]).rightCols(replicas);
      out.row(row).leftCols(replicas) += c * cosine - s * sine;
      out.row(row).rightCols(replicas) += s * cosine + c * sine;
    }
  }
}

/// sum_j w_ij of each oscillator, which a constant in c multiplies.
Eigen::ArrayXd row_sums(const CouplingMatrix& couplings, const LagRows& lags) {
  const Eigen::Index n = couplings.size();
  Eigen::ArrayXd sums = Eigen::ArrayXd::Zero(n);
  if (lags.start.empty()) {
    const Ensemble<double> ones = Ensemble<double>::Ones(n, 1);
    couplings.multiply(ConstEnsembleView<double>(ones.data(), n, 1), EnsembleView<double>(sums.data(), n, 1));
    return sums;
  }
  for (std::size_t i = 0; i + 1 < lags.start.size(); ++i) {
    for (std::size_t e = lags.start[i]; e < lags.start[i + 1]; ++e)
      sums[static_cast<Eigen::Index>(i)] += lags.weight[e];
  }
  return sums;
}

}  // namespace

HarmonicNetwork::HarmonicNetwork(CouplingFunction function)
    : function_(std::move(function)), stride_(stride_of(function_)) {}

HarmonicNetwork::HarmonicNetwork(CouplingFunction function, const LaggedGraph& graph)
    : function_(std::move(function)), stride_(stride_of(function_)), lags_(directed(graph)) {}

template <typename Scalar>
void HarmonicNetwork::multiply(const CouplingMatrix& couplings, int order, const Ensemble<Scalar>& in,
                               Ensemble<Scalar>& out) const {
  out.resize(in.rows(), in.cols());
  if (has_lags()) {
    lagged_product(lags_, order, in, out);
  } else {
    couplings.multiply(ConstEnsembleView<Scalar>(in.data(), in.rows(), in.cols()),
                       EnsembleView<Scalar>(out.data(), in.rows(), in.cols()));
  }
}

template <typename Scalar, typename Visit>
void HarmonicNetwork::for_each_harmonic(const CouplingMatrix& couplings, const ConstEnsembleView<Scalar>& own,
                                        const ConstEnsembleView<Scalar>& seen, HarmonicScratch<Scalar>& scratch,
                                        const Visit& visit) const {
  if (function_.harmonics().empty()) return;
  const bool same = own.data() == seen.data();
  int order = function_.harmonics().front().order;
  fill_trig(couplings, own, scratch.own.power);
  start_turning<Scalar>(order, stride_, scratch.own);
  if (!same) {
    fill_trig(couplings, seen, scratch.seen.power);
    start_turning<Scalar>(order, stride_, scratch.seen);
  }
  for (const auto& harmonic : function_.harmonics()) {
    for (; order < harmonic.order; order += stride_) {
      turn_by(scratch.own.step, scratch.own.power);
      if (!same) turn_by(scratch.seen.step, scratch.seen.power);
    }
    if (harmonic.sine == 0.0 && harmonic.cosine == 0.0) continue;
    multiply(couplings, order, same ? scratch.own.power : scratch.seen.power, scratch.sums);
    visit(harmonic);
  }
}

template <typename Scalar>
void HarmonicNetwork::pull(const CouplingMatrix& couplings, std::span<const double> field,
                           const ConstEnsembleView<Scalar>& own, const ConstEnsembleView<Scalar>& seen,
                           EnsembleView<Scalar> pull, HarmonicScratch<Scalar>& scratch) const {
  const Eigen::Index replicas = own.cols();
  const Eigen::Array<Scalar, Eigen::Dynamic, 1> h =
      Eigen::Map<const Eigen::ArrayXd>(field.data(), own.rows()).cast<Scalar>();
  pull.setZero();
  for_each_harmonic(couplings, own, seen, scratch, [&](const Harmonic& harmonic) {
    const auto b = static_cast<Scalar>(harmonic.sine);
    const auto a = static_cast<Scalar>(harmonic.cosine);
    for (Eigen::Index i = 0; i < own.rows(); ++i) {
      const Scalar* trig = scratch.own.power.data() + i * 2 * replicas;
      const Scalar* sums = scratch.sums.data() + i * 2 * replicas;
      Scalar* out = pull.data() + i * replicas;
      for (Eigen::Index r = 0; r < replicas; ++r) {
        const Scalar cosine = trig[r], sine = trig[r + replicas];
        const Scalar sum_cosine = sums[r] + h[i], sum_sine = sums[r + replicas];
        out[r] += b * (sine * sum_cosine - cosine * sum_sine) + a * (cosine * sum_cosine + sine * sum_sine);
      }
    }
  });
  if (function_.constant() == 0.0) return;
  const Eigen::ArrayXd steady =
      function_.constant() * (row_sums(couplings, lags_) + Eigen::Map<const Eigen::ArrayXd>(field.data(), own.rows()));
  pull.colwise() += steady.cast<Scalar>();
}

template <typename Scalar>
void HarmonicNetwork::energy(const CouplingMatrix& couplings, std::span<const double> field,
                             const ConstEnsembleView<Scalar>& phase, std::span<double> values,
                             HarmonicScratch<Scalar>& scratch) const {
  const Eigen::Index replicas = phase.cols();
  std::fill(values.begin(), values.end(), 0.0);
  for_each_harmonic(couplings, phase, phase, scratch, [&](const Harmonic& harmonic) {
    const double weight = harmonic.sine / harmonic.order;
    for (Eigen::Index i = 0; i < phase.rows(); ++i) {
      for (Eigen::Index r = 0; r < replicas; ++r) {
        const double cosine = scratch.own.power(i, r);
        const double sine = scratch.own.power(i, r + replicas);
        values[static_cast<std::size_t>(r)] -=
            weight * (cosine * double{scratch.sums(i, r)} + sine * double{scratch.sums(i, r + replicas)} +
                      2.0 * field[static_cast<std::size_t>(i)] * cosine);
      }
    }
  });
}

template void HarmonicNetwork::pull<double>(const CouplingMatrix&, std::span<const double>,
                                            const ConstEnsembleView<double>&, const ConstEnsembleView<double>&,
                                            EnsembleView<double>, HarmonicScratch<double>&) const;
template void HarmonicNetwork::pull<float>(const CouplingMatrix&, std::span<const double>,
                                           const ConstEnsembleView<float>&, const ConstEnsembleView<float>&,
                                           EnsembleView<float>, HarmonicScratch<float>&) const;
template void HarmonicNetwork::energy<double>(const CouplingMatrix&, std::span<const double>,
                                              const ConstEnsembleView<double>&, std::span<double>,
                                              HarmonicScratch<double>&) const;
template void HarmonicNetwork::energy<float>(const CouplingMatrix&, std::span<const double>,
                                             const ConstEnsembleView<float>&, std::span<double>,
                                             HarmonicScratch<float>&) const;

Problem weights_of(const LaggedGraph& graph) {
  check(graph);
  std::map<std::pair<std::int32_t, std::int32_t>, double> sums;
  for (const auto& edge : graph.edges) sums[std::minmax(edge.i, edge.j)] -= edge.weight;
  Problem problem;
  problem.name = graph.name;
  problem.fields.assign(static_cast<std::size_t>(graph.vertices), 0.0);
  for (const auto& [pair, value] : sums) problem.couplings.push_back({pair.first, pair.second, value});
  return problem;
}

}  // namespace isinglass
