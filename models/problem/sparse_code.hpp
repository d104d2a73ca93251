// What a sparse reconstruction is asked: x that minimises 1/2 |Phi x - s|^2 + lambda |x|_1 under a constraint.
#pragma once

#include <Eigen/Dense>
#include <string>

namespace isinglass {

/// Plain data.
struct SparseCode {
  enum class Constraint { none, nonnegative, box, simplex };

  std::string name;
  Eigen::MatrixXd dictionary;  ///< Phi, m x n
  Eigen::VectorXd signal;      ///< s, m
  double lambda = 0.0;         ///< weight of the l1 norm
  Constraint constraint = Constraint::none;
  double low = 0.0;   ///< box
  double high = 1.0;  ///< box
  double sum = 1.0;   ///< simplex: x >= 0 and sum x equals this

  [[nodiscard]] Eigen::Index size() const { return dictionary.cols(); }
};

}  // namespace isinglass
