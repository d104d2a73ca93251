// Competitive networks: equations in competitive.hpp.
#include "models/analog/competitive.hpp"

#include <algorithm>
#include <cmath>

#include "models/analog/uniform_start.hpp"
#include "models/error.hpp"

namespace isinglass {
namespace {

/// The overlaps of the dictionary's columns as couplings of a problem, for the coupling matrix.
Problem overlaps(const Eigen::MatrixXd& gram) {
  Problem problem;
  const auto n = static_cast<std::int32_t>(gram.rows());
  problem.fields.assign(static_cast<std::size_t>(n), 0.0);
  for (std::int32_t i = 0; i < n; ++i) {
    for (std::int32_t j = i + 1; j < n; ++j) {
      if (gram(i, j) != 0.0) problem.couplings.push_back({i, j, gram(i, j)});
    }
  }
  return problem;
}

const CompetitiveDesign& checked(const CompetitiveDesign& design) {
  if (design.time_constant_s > 0.0 && design.gamma > 0.0 && design.duration_s > 0.0) return design;
  throw UsageError("time constant, gamma and duration of a competitive network must be above 0");
}

}  // namespace

CompetitiveMachine::CompetitiveMachine(const SparseCode& code, const CompetitiveDesign& design, KernelKind kernel)
    : code_(code),
      design_(checked(design)),
      coupling_(overlaps(code.dictionary.transpose() * code.dictionary), -design.gamma, CouplingStorage::automatic,
                kernel),
      diagonal_(1.0 - design.gamma * code.dictionary.colwise().squaredNorm().transpose().array()),
      drive_(design.gamma * correlation(code).array()),
      diagonal_single_(diagonal_.cast<float>()),
      drive_single_(drive_.cast<float>()) {
  if (coupling_.is_dense()) {
    dense_ = -design_.gamma * (code_.dictionary.transpose() * code_.dictionary);
    dense_.diagonal().setZero();
  }
  const double steepest = design_.gamma * squared_norm(code_.dictionary);
  stability_limit_s_ = design_.time_constant_s * (steepest > 2.0 ? 2.0 / steepest : 1.0);
}

std::vector<StateGroup> CompetitiveMachine::layout() const {
  return {{design_.variant == CompetitiveVariant::lca ? "membrane" : "rate", "", 0, size()}};
}

void CompetitiveMachine::diffusion(double /*time_s*/, std::span<double> amplitude) const {
  std::fill(amplitude.begin(), amplitude.end(), 0.0);
}

void CompetitiveMachine::initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const {
  if (read == 0) {
    std::fill(state.begin(), state.end(), 0.0);
  } else {
    uniform_start(seed, read, drive_.abs().maxCoeff() / design_.gamma, state);
  }
  if (design_.variant == CompetitiveVariant::proximal) proximal(code_, design_.gamma, state);
}

template <typename Scalar>
void CompetitiveMachine::apply_proximal(EnsembleView<Scalar> values, std::vector<double>& column) const {
  using Constraint = SparseCode::Constraint;
  if (code_.constraint == Constraint::simplex) {
    column.resize(static_cast<std::size_t>(values.rows()));
    const Eigen::Map<Eigen::ArrayXd> copy(column.data(), values.rows());
    for (Eigen::Index r = 0; r < values.cols(); ++r) {
      Eigen::Map<Eigen::ArrayXd>(column.data(), values.rows()) = values.col(r).template cast<double>();
      project_simplex(code_.sum, column);
      values.col(r) = copy.cast<Scalar>();
    }
    return;
  }
  const auto threshold = static_cast<Scalar>(design_.gamma * code_.lambda);
  if (threshold > Scalar{0}) values = (values - threshold).max(Scalar{0}) + (values + threshold).min(Scalar{0});
  if (code_.constraint == Constraint::nonnegative) values = values.max(Scalar{0});
  if (code_.constraint == Constraint::box) {
    values = values.max(static_cast<Scalar>(code_.low)).min(static_cast<Scalar>(code_.high));
  }
}

// `output` and `feedback` are scratch of the state's size.
template <typename Scalar>
void CompetitiveMachine::rates(const ConstEnsembleView<Scalar>& state, const ConstEnsembleView<Scalar>& seen,
                               EnsembleView<Scalar> rate, EnsembleView<Scalar> output, EnsembleView<Scalar> feedback,
                               std::vector<double>& column) const {
  const auto& diagonal = [&]() -> const auto& {
    if constexpr (std::is_same_v<Scalar, float>)
      return diagonal_single_;
    else
      return diagonal_;
  }
  ();
  const auto& drive = [&]() -> const auto& {
    if constexpr (std::is_same_v<Scalar, float>)
      return drive_single_;
    else
      return drive_;
  }
  ();
  const bool lca = design_.variant == CompetitiveVariant::lca;
  output = seen;
  if (lca) apply_proximal(output, column);
  const ConstEnsembleView<Scalar> carried(output.data(), output.rows(), output.cols());
  if constexpr (std::is_same_v<Scalar, double>) {
    if (dense_.size() > 0) {
      feedback.matrix().noalias() = dense_ * carried.matrix();
    } else {
      coupling_.multiply(carried, feedback);
    }
  } else {
    coupling_.multiply(carried, feedback);
  }
  if (lca && state.data() != seen.data()) {
    output = state;
    apply_proximal(output, column);
  }
  if (!lca) output = state;
  feedback += output.colwise() * diagonal;
  feedback.colwise() += drive;
  if (!lca) apply_proximal(feedback, column);
  rate = (feedback - state) * static_cast<Scalar>(1.0 / design_.time_constant_s);
}

void CompetitiveMachine::rhs_seen(double /*time_s*/, const ConstEnsembleView<double>& state,
                                  const ConstEnsembleView<double>& seen, EnsembleView<double> rate,
                                  Workspace& workspace) const {
  workspace.output.resize(size(), state.cols());
  workspace.feedback.resize(size(), state.cols());
  rates<double>(state, seen, rate, EnsembleView<double>(workspace.output.data(), size(), state.cols()),
                EnsembleView<double>(workspace.feedback.data(), size(), state.cols()), workspace.column);
}

void CompetitiveMachine::rhs_seen(double /*time_s*/, const ConstEnsembleView<float>& state,
                                  const ConstEnsembleView<float>& seen, EnsembleView<float> rate,
                                  Workspace& workspace) const {
  const auto cells = static_cast<std::size_t>(size() * state.cols());
  workspace.output_block.resize(cells);
  workspace.feedback_block.resize(cells);
  rates<float>(state, seen, rate, EnsembleView<float>(workspace.output_block.data(), size(), state.cols()),
               EnsembleView<float>(workspace.feedback_block.data(), size(), state.cols()), workspace.column);
}

void CompetitiveMachine::rhs(double time_s, const ConstEnsembleView<double>& state, EnsembleView<double> rate,
                             Workspace& workspace) const {
  rhs_seen(time_s, state, state, rate, workspace);
}

void CompetitiveMachine::rhs(double time_s, const ConstEnsembleView<float>& state, EnsembleView<float> rate,
                             Workspace& workspace) const {
  rhs_seen(time_s, state, state, rate, workspace);
}

void CompetitiveMachine::costs(const Ensemble<double>& x, std::span<double> values) const {
  Eigen::Map<Eigen::ArrayXd> cost(values.data(), x.cols());
  const Eigen::MatrixXd misfit = (code_.dictionary * x.matrix()).colwise() - code_.signal;
  cost = 0.5 * misfit.colwise().squaredNorm().transpose().array() + code_.lambda * x.abs().colwise().sum().transpose();
  if (code_.linear.size() > 0) cost -= (x.colwise() * code_.linear.array()).colwise().sum().transpose();
}

void CompetitiveMachine::energy(double /*time_s*/, const ConstEnsembleView<double>& state, std::span<double> values,
                                Workspace& workspace) const {
  workspace.output = state;
  if (design_.variant == CompetitiveVariant::lca) {
    apply_proximal(EnsembleView<double>(workspace.output.data(), size(), state.cols()), workspace.column);
  }
  costs(workspace.output, values);
}

void CompetitiveMachine::energy(double time_s, const ConstEnsembleView<float>& state, std::span<double> values,
                                Workspace& workspace) const {
  workspace.feedback = state.cast<double>();
  energy(time_s, ConstEnsembleView<double>(workspace.feedback.data(), size(), state.cols()), values, workspace);
}

void CompetitiveMachine::read_values(const ConstEnsembleView<double>& state, Eigen::Index replica,
                                     std::span<double> values) const {
  Eigen::VectorXd column = state.col(replica);
  if (design_.variant == CompetitiveVariant::proximal) column = membrane_of(column);
  std::copy(column.begin(), column.end(), values.begin());
  proximal(code_, design_.gamma, values);
}

void CompetitiveMachine::read_values(const ConstEnsembleView<float>& state, Eigen::Index replica,
                                     std::span<double> values) const {
  const Ensemble<double> column = state.col(replica).cast<double>();
  read_values(ConstEnsembleView<double>(column.data(), size(), 1), 0, values);
}

Eigen::VectorXd CompetitiveMachine::membrane_of(const Eigen::VectorXd& x) const {
  return x - design_.gamma * gradient(code_, x);
}

}  // namespace isinglass
