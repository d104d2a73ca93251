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
void turn_by(const CouplingMatrix& /*couplings*/, const Ensemble<double>& step, Ensemble<double>& power) {
  const Eigen::Index replicas = step.cols() / 2;
  const Ensemble<double> cosine =
      power.leftCols(replicas) * step.leftCols(replicas) - power.rightCols(replicas) * step.rightCols(replicas);
  power.rightCols(replicas) =
      power.leftCols(replicas) * step.rightCols(replicas) + power.rightCols(replicas) * step.leftCols(replicas);
  power.leftCols(replicas) = cosine;
}
void turn_by(const CouplingMatrix& couplings, const Ensemble<float>& step, Ensemble<float>& power) {
  couplings.kernels().turn(step.data(), step.rows(), power.data());
}

/// From the trigonometry `base` of the phases: that of the first order, and of `stride` times the phases.
template <typename Scalar>
void start_turning(const CouplingMatrix& couplings, const Ensemble<Scalar>& base, int first, int stride,
                   typename HarmonicScratch<Scalar>::Turning& turning) {
  turning.step = base;
  turning.power = base;
  for (int k = 1; k < stride; ++k) turn_by(couplings, base, turning.step);
  for (int k = 1; k < first; ++k) turn_by(couplings, base, turning.power);
}

/// pull += one harmonic, of k times the phases `trig` and their neighbours' `sums`.
void add_harmonic(const CouplingMatrix& /*couplings*/, const Harmonic& harmonic, const std::vector<double>& field,
                  const Ensemble<double>& trig, const Ensemble<double>& sums, EnsembleView<double>& pull) {
  const Eigen::Index replicas = pull.cols();
  const auto cosine = trig.leftCols(replicas);
  const auto sine = trig.rightCols(replicas);
  const Ensemble<double> sum_cosine =
      sums.leftCols(replicas).colwise() + Eigen::Map<const Eigen::ArrayXd>(field.data(), pull.rows());
  const auto sum_sine = sums.rightCols(replicas);
  pull += harmonic.sine * (sine * sum_cosine - cosine * sum_sine) +
          harmonic.cosine * (cosine * sum_cosine + sine * sum_sine);
}
void add_harmonic(const CouplingMatrix& couplings, const Harmonic& harmonic, const std::vector<float>& field,
                  const Ensemble<float>& trig, const Ensemble<float>& sums, EnsembleView<float>& pull) {
  couplings.kernels().add_harmonic(
      {static_cast<float>(harmonic.sine), static_cast<float>(harmonic.cosine), field.data()}, pull.rows(), trig.data(),
      sums.data(), pull.data());
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
Eigen::ArrayXd row_sums(const CouplingMatrix& couplings) {
  Eigen::ArrayXd sums = Eigen::ArrayXd::Zero(couplings.size());
  couplings.for_each([&](Eigen::Index row, Eigen::Index /*column*/, double weight) { sums[row] += weight; });
  return sums;
}
Eigen::ArrayXd row_sums(const LagRows& lags) {
  Eigen::ArrayXd sums = Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(lags.start.size()) - 1);
  for (std::size_t i = 0; i + 1 < lags.start.size(); ++i) {
    for (std::size_t e = lags.start[i]; e < lags.start[i + 1]; ++e)
      sums[static_cast<Eigen::Index>(i)] += lags.weight[e];
  }
  return sums;
}

}  // namespace

HarmonicNetwork::HarmonicNetwork(CouplingFunction function, const CouplingMatrix& couplings,
                                 std::span<const double> field)
    : function_(std::move(function)),
      stride_(stride_of(function_)),
      field_(field.begin(), field.end()),
      field_single_(field.begin(), field.end()),
      steady_(function_.constant() *
              (row_sums(couplings) + Eigen::Map<const Eigen::ArrayXd>(field_.data(), couplings.size()))) {}

HarmonicNetwork::HarmonicNetwork(CouplingFunction function, const LaggedGraph& graph, std::span<const double> field)
    : function_(std::move(function)),
      stride_(stride_of(function_)),
      lags_(directed(graph)),
      field_(field.begin(), field.end()),
      field_single_(field.begin(), field.end()),
      steady_(function_.constant() *
              (row_sums(lags_) + Eigen::Map<const Eigen::ArrayXd>(field_.data(), graph.vertices))) {}

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
  fill_trig(couplings, own, scratch.base);
  if (function_.harmonics().empty()) return;
  const bool same = own.data() == seen.data();
  int order = function_.harmonics().front().order;
  start_turning<Scalar>(couplings, scratch.base, order, stride_, scratch.own);
  if (!same) {
    fill_trig(couplings, seen, scratch.sums);
    start_turning<Scalar>(couplings, scratch.sums, order, stride_, scratch.seen);
  }
  for (const auto& harmonic : function_.harmonics()) {
    for (; order < harmonic.order; order += stride_) {
      turn_by(couplings, scratch.own.step, scratch.own.power);
      if (!same) turn_by(couplings, scratch.seen.step, scratch.seen.power);
    }
    if (harmonic.sine == 0.0 && harmonic.cosine == 0.0) continue;
    multiply(couplings, order, same ? scratch.own.power : scratch.seen.power, scratch.sums);
    visit(harmonic);
  }
}

template <typename Scalar>
void HarmonicNetwork::pull(const CouplingMatrix& couplings, const ConstEnsembleView<Scalar>& own,
                           const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar> pull,
                           HarmonicScratch<Scalar>& scratch) const {
  pull.setZero();
  for_each_harmonic(couplings, own, seen, scratch, [&](const Harmonic& harmonic) {
    if constexpr (std::is_same_v<Scalar, float>) {
      add_harmonic(couplings, harmonic, field_single_, scratch.own.power, scratch.sums, pull);
    } else {
      add_harmonic(couplings, harmonic, field_, scratch.own.power, scratch.sums, pull);
    }
  });
  if (function_.constant() != 0.0) pull.colwise() += steady_.cast<Scalar>();
}

template <typename Scalar>
void HarmonicNetwork::energy(const CouplingMatrix& couplings, const ConstEnsembleView<Scalar>& phase,
                             std::span<double> values, HarmonicScratch<Scalar>& scratch) const {
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
                      2.0 * field_[static_cast<std::size_t>(i)] * cosine);
      }
    }
  });
}

template void HarmonicNetwork::pull<double>(const CouplingMatrix&, const ConstEnsembleView<double>&,
                                            const ConstEnsembleView<double>&, EnsembleView<double>,
                                            HarmonicScratch<double>&) const;
template void HarmonicNetwork::pull<float>(const CouplingMatrix&, const ConstEnsembleView<float>&,
                                           const ConstEnsembleView<float>&, EnsembleView<float>,
                                           HarmonicScratch<float>&) const;
template void HarmonicNetwork::energy<double>(const CouplingMatrix&, const ConstEnsembleView<double>&,
                                              std::span<double>, HarmonicScratch<double>&) const;
template void HarmonicNetwork::energy<float>(const CouplingMatrix&, const ConstEnsembleView<float>&, std::span<double>,
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
