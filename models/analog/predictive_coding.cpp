// Predictive coding: equations in predictive_coding.hpp.
#include "models/analog/predictive_coding.hpp"

#include <algorithm>
#include <cmath>

#include "models/eigenvalues.hpp"
#include "models/error.hpp"
#include "models/random.hpp"

namespace isinglass {
namespace {

using Activation = GenerativeModel::Activation;

template <typename Derived>
typename Derived::PlainObject activated(const Eigen::ArrayBase<Derived>& values, Activation activation) {
  if (activation == Activation::linear) return values;
  return values.tanh();
}

const PredictiveCodingDesign& checked(const PredictiveCodingDesign& design) {
  if (design.time_constant_s > 0.0 && design.duration_s > 0.0) return design;
  throw UsageError("time constant and duration of a predictive-coding network must be above 0");
}

template <typename Scalar>
std::vector<Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>> converted(const std::vector<Eigen::MatrixXd>& from) {
  std::vector<Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>> to;
  to.reserve(from.size());
  for (const auto& matrix : from) to.push_back(matrix.cast<Scalar>());
  return to;
}

double half_log_determinant(const Eigen::MatrixXd& precision) {
  return Eigen::LLT<Eigen::MatrixXd>(precision).matrixLLT().diagonal().array().log().sum();
}

}  // namespace

PredictiveCodingMachine::PredictiveCodingMachine(const GenerativeModel& model, const PredictiveCodingDesign& design)
    : model_(model),
      design_(checked(design)),
      double_{model.weights, model.precision, model.observation, model.prior},
      single_{converted<float>(model.weights), converted<float>(model.precision), model.observation.cast<float>(),
              model.prior.cast<float>()} {
  first_.push_back(0);
  for (const auto& weights : model_.weights) first_.push_back(first_.back() + weights.cols());
  for (const auto& precision : model_.precision) log_determinants_ += half_log_determinant(precision);
  stability_limit_s_ = 2.0 * design_.time_constant_s / steepest_curvature();
}

/// The Hessian is sum_l A_l' Pi_l A_l, where e_l = A_l mu + const.
double PredictiveCodingMachine::steepest_curvature() const {
  Eigen::MatrixXd hessian = Eigen::MatrixXd::Zero(size(), size());
  for (std::size_t l = 0; l <= model_.layers(); ++l) {
    const Eigen::Index units = model_.precision[l].rows();
    Eigen::MatrixXd error = Eigen::MatrixXd::Zero(units, size());
    if (l > 0) error.middleCols(first_[l - 1], units).setIdentity();
    if (l < model_.layers()) error.middleCols(first_[l], model_.weights[l].cols()) = -model_.weights[l];
    hessian += error.transpose() * model_.precision[l] * error;
  }
  return symmetric_eigenvalues(hessian).maxCoeff();
}

std::vector<StateGroup> PredictiveCodingMachine::layout() const {
  std::vector<StateGroup> groups;
  for (std::size_t l = 0; l < model_.layers(); ++l) {
    groups.push_back({"layer " + std::to_string(l + 1), "", first_[l], first_[l + 1] - first_[l]});
  }
  return groups;
}

void PredictiveCodingMachine::diffusion(double /*time_s*/, std::span<double> amplitude) const {
  std::fill(amplitude.begin(), amplitude.end(), 0.0);
}

void PredictiveCodingMachine::initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const {
  Eigen::Map<Eigen::VectorXd> rows(state.data(), size());
  rows.tail(model_.prior.size()) = model_.prior;
  for (std::size_t l = model_.layers() - 1; l > 0; --l) {
    const Eigen::ArrayXd above = rows.segment(first_[l], first_[l + 1] - first_[l]).array();
    rows.segment(first_[l - 1], first_[l] - first_[l - 1]) =
        model_.weights[l] * activated(above, model_.activation).matrix();
  }
  if (read == 0) return;
  for (std::size_t i = 0; i < state.size(); ++i) {
    state[i] += random_normal({.seed = seed,
                               .read = read,
                               .step = 0,
                               .index = static_cast<std::uint32_t>(i),
                               .stream = NoiseStream::initial});
  }
}

template <typename Scalar>
void PredictiveCodingMachine::fill_errors(const Numbers<Scalar>& numbers, const ConstEnsembleView<Scalar>& state,
                                          const ConstEnsembleView<Scalar>& seen, Layers<Scalar>& errors,
                                          Layers<Scalar>& weighted) const {
  errors.resize(model_.layers() + 1);
  weighted.resize(model_.layers() + 1);
  for (std::size_t l = 0; l <= model_.layers(); ++l) {
    const Eigen::Index units = numbers.precision[l].rows();
    auto& error = errors[l];
    if (l == 0) {
      error = numbers.observation.replicate(1, state.cols());
    } else {
      error = state.middleRows(first_[l - 1], units).matrix();
    }
    if (l == model_.layers()) {
      error.colwise() -= numbers.prior;
    } else {
      const Ensemble<Scalar> above = seen.middleRows(first_[l], first_[l + 1] - first_[l]);
      error.noalias() -= numbers.weights[l] * activated(above, model_.activation).matrix();
    }
    weighted[l].noalias() = numbers.precision[l] * error;
  }
}

template <typename Scalar>
void PredictiveCodingMachine::rates(const Numbers<Scalar>& numbers, const ConstEnsembleView<Scalar>& state,
                                    const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar> rate,
                                    Layers<Scalar>& errors, Layers<Scalar>& weighted) const {
  fill_errors(numbers, seen, seen, errors, weighted);
  const Layers<Scalar> sent = weighted;
  if (state.data() != seen.data()) fill_errors(numbers, state, seen, errors, weighted);
  const auto speed = static_cast<Scalar>(1.0 / design_.time_constant_s);
  for (std::size_t l = 1; l <= model_.layers(); ++l) {
    const Eigen::Index units = first_[l] - first_[l - 1];
    Ensemble<Scalar> pull = (numbers.weights[l - 1].transpose() * sent[l - 1]).array();
    if (model_.activation == Activation::tanh) {
      pull *= Scalar{1} - state.middleRows(first_[l - 1], units).tanh().square();
    }
    rate.middleRows(first_[l - 1], units) = speed * (pull - weighted[l].array());
  }
}

void PredictiveCodingMachine::rhs_seen(double /*time_s*/, const ConstEnsembleView<double>& state,
                                       const ConstEnsembleView<double>& seen, EnsembleView<double> rate,
                                       Workspace& workspace) const {
  rates(double_, state, seen, rate, workspace.errors, workspace.weighted);
}

void PredictiveCodingMachine::rhs_seen(double /*time_s*/, const ConstEnsembleView<float>& state,
                                       const ConstEnsembleView<float>& seen, EnsembleView<float> rate,
                                       Workspace& workspace) const {
  rates(single_, state, seen, rate, workspace.errors_single, workspace.weighted_single);
}

void PredictiveCodingMachine::energy(double /*time_s*/, const ConstEnsembleView<double>& state,
                                     std::span<double> values, Workspace& workspace) const {
  fill_errors(double_, state, state, workspace.errors, workspace.weighted);
  Eigen::Map<Eigen::ArrayXd> energy(values.data(), state.cols());
  energy.setConstant(-log_determinants_);
  for (std::size_t l = 0; l <= model_.layers(); ++l) {
    energy += 0.5 * workspace.errors[l].cwiseProduct(workspace.weighted[l]).colwise().sum().transpose().array();
  }
}

void PredictiveCodingMachine::energy(double time_s, const ConstEnsembleView<float>& state, std::span<double> values,
                                     Workspace& workspace) const {
  const Ensemble<double> copy = state.cast<double>();
  energy(time_s, ConstEnsembleView<double>(copy.data(), size(), state.cols()), values, workspace);
}

void PredictiveCodingMachine::read_values(const ConstEnsembleView<double>& state, Eigen::Index replica,
                                          std::span<double> values) const {
  Eigen::Map<Eigen::ArrayXd>(values.data(), size()) = state.col(replica);
}

void PredictiveCodingMachine::read_values(const ConstEnsembleView<float>& state, Eigen::Index replica,
                                          std::span<double> values) const {
  Eigen::Map<Eigen::ArrayXd>(values.data(), size()) = state.col(replica).cast<double>();
}

std::vector<Eigen::MatrixXd> PredictiveCodingMachine::weight_rates(const Eigen::VectorXd& state) const {
  Layers<double> errors, weighted;
  const ConstEnsembleView<double> view(state.data(), size(), 1);
  fill_errors(double_, view, view, errors, weighted);
  std::vector<Eigen::MatrixXd> rates;
  for (std::size_t l = 0; l < model_.layers(); ++l) {
    const Eigen::ArrayXd above = state.segment(first_[l], first_[l + 1] - first_[l]).array();
    rates.emplace_back(weighted[l] * activated(above, model_.activation).matrix().transpose());
  }
  return rates;
}

}  // namespace isinglass
