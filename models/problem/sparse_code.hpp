// What a sparse reconstruction is asked: x that minimises f(x) + lambda |x|_1 under a constraint, where
//
//   f(x) = 1/2 |Phi x - s|^2 - b'x
//
// covers least squares (b = 0: the LASSO of Tibshirani 1996) and every convex quadratic form 1/2 x'Qx - r'x
// (Phi'Phi = Q, s = 0, b = r: allocation of a budget). Here also: the proximal map, which is all that a machine needs
// to know about lambda and the constraint, and the residual that is zero at a solution and nowhere else.
#pragma once

#include <Eigen/Dense>
#include <span>
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
  double low = 0.0;        ///< box
  double high = 1.0;       ///< box
  double sum = 1.0;        ///< simplex: x >= 0 and sum x equals this
  Eigen::VectorXd linear;  ///< b, n values, or empty for none

  [[nodiscard]] Eigen::Index size() const { return dictionary.cols(); }
};

/// "none", "nonnegative", "box", "simplex".
std::string to_string(SparseCode::Constraint constraint);
/// "x >= 0", "0 <= x <= 1", "x >= 0 with sum 1"; empty without a constraint.
std::string constraint_text(const SparseCode& code);

/// Throws InputError when shapes do not fit each other, a number is not finite, lambda is negative, the box is empty or
/// the budget is not positive.
void check_sparse_code(const SparseCode& code);

/// 1/2 x'Qx - r'x as a sparse code: Phi from the eigenvectors of Q. InputError when the shapes do not fit, or Q is not
/// symmetric and positive semidefinite (each to 1e-9 of its largest entry or eigenvalue).
SparseCode quadratic_form(const Eigen::MatrixXd& quadratic, const Eigen::VectorXd& linear);

/// Phi's + b: minus the gradient of f at 0, n values.
Eigen::VectorXd correlation(const SparseCode& code);
/// Gradient of f at x, n values.
Eigen::VectorXd gradient(const SparseCode& code, const Eigen::VectorXd& x);
/// f(x) + lambda |x|_1, whether or not x meets the constraint.
double cost(const SparseCode& code, const Eigen::VectorXd& x);
/// The largest eigenvalue of Phi'Phi: the Lipschitz constant of the gradient of f.
double squared_norm(const Eigen::MatrixXd& dictionary);

/// argmin_x 1/2 |x - v|^2 + step (lambda |x|_1 + constraint): soft threshold, then clipping; or the projection on the
/// simplex. In place.
void proximal(const SparseCode& code, double step, std::span<double> values);

/// The Euclidean projection on {x >= 0, sum x = sum}: max(v - theta, 0) with theta set by the sum (Held, Wolfe and
/// Crowder 1974; by sorting as in Duchi et al. 2008). In place; `sum` > 0.
void project_simplex(double sum, std::span<double> values);

/// max_i |x - prox(x - gradient f(x))|_i with step 1: zero exactly where the Karush-Kuhn-Tucker conditions hold. For
/// the LASSO this is the violation of |gradient_i| <= lambda off the support (up to |x_i|) and of gradient_i = -lambda
/// sign x_i on it.
double kkt_residual(const SparseCode& code, const Eigen::VectorXd& x);

}  // namespace isinglass
