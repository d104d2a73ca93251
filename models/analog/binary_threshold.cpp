// Eigenvalues that thresholds are made of.
#include "models/analog/binary_threshold.hpp"

#include "models/eigenvalues.hpp"

namespace isinglass {

double largest_eigenvalue(const Eigen::MatrixXd& symmetric) {
  return symmetric_eigenvalues(symmetric)[symmetric.rows() - 1];
}

std::optional<double> gain_onset(const Eigen::MatrixXd& symmetric, double loss) {
  const double strongest = largest_eigenvalue(symmetric);
  return strongest > 0.0 ? std::optional(loss / strongest) : std::nullopt;
}

}  // namespace isinglass
