// Costs, proximal maps and optimality of sparse codes.
#include "models/problem/sparse_code.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <sstream>
#include <vector>

#include "models/eigenvalues.hpp"
#include "models/error.hpp"

namespace isinglass {
namespace {

using Constraint = SparseCode::Constraint;

constexpr double kRounding = 1e-9;  ///< of the largest entry: what a stored symmetric matrix may be off by

std::string plain(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

void check_shapes(const SparseCode& code) {
  const auto rows = code.dictionary.rows();
  if (code.size() == 0) throw InputError("the dictionary is empty", "it needs at least one row and one column");
  if (code.signal.size() != rows) {
    throw InputError("the dictionary has " + std::to_string(rows) + " rows, but the signal has " +
                         std::to_string(code.signal.size()) + " values",
                     "the signal needs one value per row of the dictionary; perhaps the dictionary is transposed");
  }
  if (code.linear.size() != 0 && code.linear.size() != code.size()) {
    throw InputError("there are " + std::to_string(code.size()) + " unknowns, but the linear term has " +
                         std::to_string(code.linear.size()) + " values",
                     "give one value per unknown");
  }
}

void check_finite(const SparseCode& code) {
  const auto refuse = [](const char* what) {
    throw InputError(std::string(what) + " holds a number that is not finite", "look for NaN and infinity in the file");
  };
  if (!code.dictionary.allFinite()) refuse("the dictionary");
  if (!code.signal.allFinite()) refuse("the signal");
  if (!code.linear.allFinite()) refuse("the linear term");
}

/// Products and squares of the numbers must stay numbers.
void check_magnitude(const char* what, double largest) {
  constexpr double kLeast = 1e-100, kMost = 1e100;
  if (largest == 0.0 || (largest >= kLeast && largest <= kMost)) return;
  throw InputError(std::string(what) + " has a largest value of " + plain(largest) + ", beyond " + plain(kLeast) +
                       " to " + plain(kMost),
                   "choose units in which the numbers are nearer to 1");
}

void check_magnitudes(const SparseCode& code) {
  check_magnitude("the dictionary", code.dictionary.cwiseAbs().maxCoeff());
  check_magnitude("the signal", code.signal.cwiseAbs().maxCoeff());
  if (code.linear.size() > 0) check_magnitude("the linear term", code.linear.cwiseAbs().maxCoeff());
  check_magnitude("lambda", code.lambda);
  if (code.constraint == Constraint::simplex) check_magnitude("the budget", code.sum);
}

}  // namespace

std::string to_string(Constraint constraint) {
  switch (constraint) {
    case Constraint::none:
      return "none";
    case Constraint::nonnegative:
      return "nonnegative";
    case Constraint::box:
      return "box";
    case Constraint::simplex:
      return "simplex";
  }
  return "";
}

std::string constraint_text(const SparseCode& code) {
  switch (code.constraint) {
    case Constraint::none:
      return "";
    case Constraint::nonnegative:
      return "x >= 0";
    case Constraint::box:
      return plain(code.low) + " <= x <= " + plain(code.high);
    case Constraint::simplex:
      return "x >= 0 with sum " + plain(code.sum);
  }
  return "";
}

void check_sparse_code(const SparseCode& code) {
  check_shapes(code);
  check_finite(code);
  if (!(code.lambda >= 0.0) || !std::isfinite(code.lambda)) {
    throw InputError("lambda is " + plain(code.lambda) + ", but must be a number from 0 on",
                     "it is the weight of the sum of |x|");
  }
  if (code.constraint == Constraint::box && !(code.low < code.high)) {
    throw InputError("the box from " + plain(code.low) + " to " + plain(code.high) + " is empty",
                     "the lower bound comes first");
  }
  if (code.constraint == Constraint::simplex && !(code.sum > 0.0 && std::isfinite(code.sum))) {
    throw InputError("the budget is " + plain(code.sum) + ", but must be a number above 0");
  }
  check_magnitudes(code);
}

SparseCode quadratic_form(const Eigen::MatrixXd& quadratic, const Eigen::VectorXd& linear) {
  if (quadratic.rows() != quadratic.cols() || quadratic.rows() == 0 || linear.size() != quadratic.rows()) {
    throw InputError("the quadratic form is " + std::to_string(quadratic.rows()) + " x " +
                         std::to_string(quadratic.cols()) + " and the linear term has " +
                         std::to_string(linear.size()) + " values",
                     "both need one row per unknown, and the quadratic form is square");
  }
  if (!quadratic.allFinite()) {
    throw InputError("the quadratic form holds a number that is not finite", "look for NaN and infinity in the file");
  }
  const double largest = quadratic.cwiseAbs().maxCoeff();
  if (largest == 0.0)
    throw InputError("the quadratic form holds nothing but zeros", "give a form with a positive eigenvalue");
  check_magnitude("the quadratic form", largest);
  if ((quadratic - quadratic.transpose()).cwiseAbs().maxCoeff() > kRounding * largest) {
    throw InputError("the quadratic form is not symmetric", "give (Q + Q transposed) / 2, which has the same values");
  }
  const SymmetricSpectrum spectrum = symmetric_spectrum(quadratic);
  const double lowest = spectrum.values[0];
  if (lowest < -kRounding * std::max(spectrum.values.maxCoeff(), -lowest)) {
    throw InputError("the quadratic form has the negative eigenvalue " + plain(lowest),
                     "only convex forms have one minimum that a flow can be trusted to find");
  }
  SparseCode code;
  code.dictionary = spectrum.values.cwiseMax(0.0).cwiseSqrt().asDiagonal() * spectrum.vectors.transpose();
  code.signal.setZero(code.size());
  code.linear = linear;
  return code;
}

Eigen::VectorXd correlation(const SparseCode& code) {
  Eigen::VectorXd values = code.dictionary.transpose() * code.signal;
  if (code.linear.size() > 0) values += code.linear;
  return values;
}

Eigen::VectorXd gradient(const SparseCode& code, const Eigen::VectorXd& x) {
  Eigen::VectorXd values = code.dictionary.transpose() * (code.dictionary * x - code.signal);
  if (code.linear.size() > 0) values -= code.linear;
  return values;
}

double cost(const SparseCode& code, const Eigen::VectorXd& x) {
  double value = 0.5 * (code.dictionary * x - code.signal).squaredNorm() + code.lambda * x.lpNorm<1>();
  if (code.linear.size() > 0) value -= code.linear.dot(x);
  return value;
}

double squared_norm(const Eigen::MatrixXd& dictionary) {
  const bool wide = dictionary.cols() > dictionary.rows();
  const Eigen::MatrixXd gram = wide ? Eigen::MatrixXd(dictionary * dictionary.transpose())
                                    : Eigen::MatrixXd(dictionary.transpose() * dictionary);
  return symmetric_eigenvalues(gram).maxCoeff();
}

void proximal(const SparseCode& code, double step, std::span<double> values) {
  // On the simplex the sum of |x| is a constant, so that lambda has no say.
  if (code.constraint == Constraint::simplex) return project_simplex(code.sum, values);
  const double threshold = step * code.lambda;
  for (double& value : values) {
    value = value > threshold ? value - threshold : value < -threshold ? value + threshold : 0.0;
    if (code.constraint == Constraint::nonnegative) value = std::max(value, 0.0);
    if (code.constraint == Constraint::box) value = std::clamp(value, code.low, code.high);
  }
}

void project_simplex(double sum, std::span<double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  // The largest values are kept, as many as stay above the theta that makes them add up.
  double total = 0.0, theta = 0.0;
  for (std::size_t k = 0; k < sorted.size(); ++k) {
    total += sorted[k];
    const double candidate = (total - sum) / static_cast<double>(k + 1);
    if (sorted[k] <= candidate) break;
    theta = candidate;
  }
  for (double& value : values) value = std::max(value - theta, 0.0);
}

double kkt_residual(const SparseCode& code, const Eigen::VectorXd& x) {
  Eigen::VectorXd moved = x - gradient(code, x);
  proximal(code, 1.0, std::span<double>(moved.data(), static_cast<std::size_t>(moved.size())));
  return (x - moved).cwiseAbs().maxCoeff();
}

}  // namespace isinglass
