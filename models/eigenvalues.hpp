// Eigenvalues of dense matrices. Eigen's solvers are compiled here once: every source that names one costs seconds to
// compile.
#pragma once

#include <Eigen/Core>

namespace isinglass {

/// Eigenvalues of a symmetric n x n matrix, ascending; only its lower triangle is read.
Eigen::VectorXd symmetric_eigenvalues(const Eigen::MatrixXd& matrix);

/// matrix = vectors * diag(values) * vectors^T, values ascending.
struct SymmetricSpectrum {
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
};
SymmetricSpectrum symmetric_spectrum(const Eigen::MatrixXd& matrix);

/// Eigenvalues of any real square matrix, in no particular order.
Eigen::VectorXcd eigenvalues(const Eigen::MatrixXd& matrix);

}  // namespace isinglass
