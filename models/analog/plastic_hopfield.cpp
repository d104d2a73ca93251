// The Hopfield circuit whose memories are weighed by the input: equations in plastic_hopfield.hpp.
#include "models/analog/plastic_hopfield.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/analog/readout.hpp"
#include "models/analog/uniform_start.hpp"

namespace isinglass {
namespace {

/// W(x) o for each replica, through the patterns' overlaps: outputs N x R, saliency M x R.
template <typename Matrix, typename Outputs, typename Saliency>
auto fields(const Matrix& patterns, const Matrix& squares, const Outputs& outputs, const Saliency& saliency) {
  using Scalar = typename Matrix::Scalar;
  using Result = Eigen::Array<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Scalar share = Scalar{1} / static_cast<Scalar>(patterns.cols());
  const Result overlaps = (patterns * outputs.matrix()).array() * saliency * share;
  Result field = (patterns.transpose() * overlaps.matrix()).array();
  if (squares.size() > 0) {
    field -= (squares.transpose() * saliency.matrix()).array() * outputs * share;
    return field;
  }
  const auto diagonal = (saliency.colwise().sum() * share).eval();
  for (Eigen::Index i = 0; i < field.rows(); ++i) field.row(i) -= diagonal * outputs.row(i);
  return field;
}

double log_cosh(double x) {
  const double size = std::abs(x);
  return size + std::log1p(std::exp(-2.0 * size)) - std::numbers::ln2;
}

}  // namespace

PlasticHopfieldMachine::PlasticHopfieldMachine(const PatternSet& patterns, const PlasticHopfieldDesign& design,
                                               KernelKind kernel)
    : PlasticHopfieldMachine((check_patterns(patterns), pattern_matrix(patterns)), design, kernel) {}

PlasticHopfieldMachine::PlasticHopfieldMachine(const Eigen::MatrixXd& crossbar, const PlasticHopfieldDesign& design,
                                               KernelKind kernel)
    : design_(design),
      kernels_(&ensemble_kernels(kernel)),
      patterns_(crossbar),
      patterns_single_(crossbar.cast<float>()) {
  if ((crossbar.array().abs() == 1.0).all()) return;
  squares_ = crossbar.cwiseAbs2();
  squares_single_ = squares_.cast<float>();
}

std::vector<double> PlasticHopfieldMachine::saliencies(std::span<const Spin> spins, double strength) const {
  std::vector<double> saliency(static_cast<std::size_t>(patterns_.rows()), 0.0);
  for (Eigen::Index m = 0; m < patterns_.rows(); ++m) {
    double sum = 0.0;
    for (Eigen::Index i = 0; i < patterns_.cols(); ++i) sum += patterns_(m, i) * spins[static_cast<std::size_t>(i)];
    saliency[static_cast<std::size_t>(m)] = strength * sum / static_cast<double>(patterns_.cols());
  }
  return saliency;
}

void PlasticHopfieldMachine::capacitance_f(std::span<double> per_row) const {
  std::fill(per_row.begin(), per_row.end(), 0.0);
  std::fill_n(per_row.begin(), spins(), design_.capacitance_f);
}

void PlasticHopfieldMachine::conductance_s(std::span<double> per_row) const {
  std::fill(per_row.begin(), per_row.end(), 1.0 / design_.resistance_ohm);
}

void PlasticHopfieldMachine::own_decay_per_s(std::span<double> per_row) const {
  std::fill(per_row.begin(), per_row.end(), 0.0);
  std::fill_n(per_row.begin(), spins(), 1.0 / design_.time_constant_s());
}

void PlasticHopfieldMachine::amplified(std::span<double> per_row) const {
  std::fill(per_row.begin(), per_row.end(), 0.0);
  std::fill_n(per_row.begin(), spins(), 1.0);
}

void PlasticHopfieldMachine::diffusion(double /*time_s*/, std::span<double> amplitude) const {
  std::fill(amplitude.begin(), amplitude.end(), 0.0);
}

void PlasticHopfieldMachine::initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const {
  const auto neurons = static_cast<std::size_t>(spins());
  uniform_start(seed, read, design_.start_v, state.first(neurons));
  std::fill(state.begin() + static_cast<std::ptrdiff_t>(neurons), state.end(), 1.0);
}

void PlasticHopfieldMachine::rhs_seen(double /*time_s*/, const ConstEnsembleView<double>& state,
                                      const ConstEnsembleView<double>& seen, EnsembleView<double> rate,
                                      Workspace& workspace) const {
  const double rate_unit = 1.0 / design_.time_constant_s();
  workspace.outputs = (design_.gain * seen.topRows(spins())).tanh();
  rate.topRows(spins()) = rate_unit * (design_.output_v * fields(patterns_, squares_, workspace.outputs,
                                                                 state.bottomRows(patterns_.rows())) -
                                       state.topRows(spins()));
  rate.bottomRows(patterns_.rows()).setZero();
}

void PlasticHopfieldMachine::rhs_seen(double /*time_s*/, const ConstEnsembleView<float>& state,
                                      const ConstEnsembleView<float>& seen, EnsembleView<float> rate,
                                      Workspace& workspace) const {
  const auto rate_unit = static_cast<float>(1.0 / design_.time_constant_s());
  workspace.outputs_single.resize(spins(), state.cols());
  kernels_->saturate(static_cast<float>(design_.gain), seen.data(), spins(), workspace.outputs_single.data());
  rate.topRows(spins()) = rate_unit * (static_cast<float>(design_.output_v) *
                                           fields(patterns_single_, squares_single_, workspace.outputs_single,
                                                  state.bottomRows(patterns_.rows())) -
                                       state.topRows(spins()));
  rate.bottomRows(patterns_.rows()).setZero();
}

void PlasticHopfieldMachine::energy(double /*time_s*/, const ConstEnsembleView<double>& state, std::span<double> values,
                                    Workspace& workspace) const {
  workspace.outputs = (design_.gain * state.topRows(spins())).tanh();
  const Ensemble<double> field = fields(patterns_, squares_, workspace.outputs, state.bottomRows(patterns_.rows()));
  const double unit = design_.output_v / design_.resistance_ohm;
  for (Eigen::Index r = 0; r < state.cols(); ++r) {
    double sum = 0.0;
    for (Eigen::Index i = 0; i < spins(); ++i) {
      const double u = state(i, r);
      const double output = workspace.outputs(i, r);
      sum += u * output - log_cosh(design_.gain * u) / design_.gain - 0.5 * design_.output_v * field(i, r) * output;
    }
    values[static_cast<std::size_t>(r)] = unit * sum;
  }
}

void PlasticHopfieldMachine::energy(double time_s, const ConstEnsembleView<float>& state, std::span<double> values,
                                    Workspace& workspace) const {
  const Ensemble<double> wide = state.cast<double>();
  energy(time_s, ConstEnsembleView<double>(wide.data(), wide.rows(), wide.cols()), values, workspace);
}

void PlasticHopfieldMachine::readout(const ConstEnsembleView<double>& state, Eigen::Index replica,
                                     std::span<Spin> spins) const {
  read_signs<double>(state, replica, spins);
}

void PlasticHopfieldMachine::readout(const ConstEnsembleView<float>& state, Eigen::Index replica,
                                     std::span<Spin> spins) const {
  read_signs<float>(state, replica, spins);
}

Eigen::Index PlasticHopfieldMachine::undecided(const ConstEnsembleView<double>& state, Eigen::Index replica) const {
  return count_unsaturated<double>(state, spins(), replica, design_.gain);
}

Eigen::Index PlasticHopfieldMachine::undecided(const ConstEnsembleView<float>& state, Eigen::Index replica) const {
  return count_unsaturated<float>(state, spins(), replica, design_.gain);
}

ThresholdAnswer PlasticHopfieldMachine::binary_threshold(std::span<const double> state) const {
  const Eigen::Map<const Eigen::VectorXd> saliency(state.data() + spins(), patterns_.rows());
  Eigen::MatrixXd weights =
      patterns_.transpose() * saliency.asDiagonal() * patterns_ / static_cast<double>(patterns_.cols());
  weights.diagonal().setZero();
  return BinaryThreshold{"gain", "1/V", design_.gain, gain_onset(weights, 1.0 / design_.output_v), std::nullopt};
}

PlasticHopfieldMachine PlasticHopfieldMachine::steered(double gain) const {
  PlasticHopfieldMachine machine = *this;
  machine.design_.gain = gain;
  return machine;
}

}  // namespace isinglass
