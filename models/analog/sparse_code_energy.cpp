// The smoothed cost of a sparse code: formulas in sparse_code_energy.hpp.
#include "models/analog/sparse_code_energy.hpp"

#include "models/error.hpp"

namespace isinglass {
namespace {

double step_of_envelope(const SparseCode& code, double smoothing) {
  const double steepest = squared_norm(code.dictionary);
  if (steepest == 0.0) {
    throw InputError("the dictionary holds nothing but zeros", "no code can explain a signal with it");
  }
  if (smoothing > 0.0 && smoothing < 1.0) return smoothing / steepest;
  throw UsageError("the smoothing of a sparse code's energy must be between 0 and 1", "take 0.1");
}

}  // namespace

SparseCodeEnergy::SparseCodeEnergy(const SparseCode& code, double smoothing)
    : code_(code),
      gram_(code.dictionary.transpose() * code.dictionary),
      drive_(correlation(code)),
      gamma_(step_of_envelope(code, smoothing)) {}

/// p, and the gradient of f in `product`.
void SparseCodeEnergy::show(Workspace& workspace) const {
  workspace.product.noalias() = gram_ * workspace.x;
  workspace.product.colwise() -= drive_;
  workspace.shown = workspace.x - gamma_ * workspace.product;
  for (Eigen::Index r = 0; r < workspace.shown.cols(); ++r) {
    proximal(code_, gamma_, {workspace.shown.col(r).data(), static_cast<std::size_t>(size())});
  }
}

void SparseCodeEnergy::fill_gradient(Workspace& workspace) const {
  show(workspace);
  workspace.shown = workspace.x - workspace.shown;
  workspace.product.noalias() = gram_ * workspace.shown;
  workspace.product = workspace.shown / gamma_ - workspace.product;
}

void SparseCodeEnergy::fill_values(std::span<double> values, Workspace& workspace) const {
  show(workspace);
  for (Eigen::Index r = 0; r < workspace.x.cols(); ++r) {
    const Eigen::VectorXd moved = workspace.shown.col(r) - workspace.x.col(r);
    const Eigen::VectorXd x = workspace.x.col(r);
    double smooth = 0.5 * (code_.dictionary * x - code_.signal).squaredNorm();
    if (code_.linear.size() > 0) smooth -= code_.linear.dot(x);
    values[static_cast<std::size_t>(r)] = smooth + workspace.product.col(r).dot(moved) +
                                          moved.squaredNorm() / (2.0 * gamma_) +
                                          code_.lambda * workspace.shown.col(r).lpNorm<1>();
  }
}

}  // namespace isinglass
