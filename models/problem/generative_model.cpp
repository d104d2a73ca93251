// Checks generative models.
#include "models/problem/generative_model.hpp"

#include "models/error.hpp"

namespace isinglass {
namespace {

constexpr double kRounding = 1e-9;  ///< of the largest entry: what a stored symmetric matrix may be off by

std::string shape_text(const Eigen::MatrixXd& matrix) {
  return std::to_string(matrix.rows()) + " x " + std::to_string(matrix.cols());
}

/// Products and squares of the numbers must stay numbers.
void check_numbers(const std::string& what, const Eigen::MatrixXd& values) {
  constexpr double kLargest = 1e100;
  if (!values.allFinite()) throw InputError(what + " a number that is not finite");
  if (values.cwiseAbs().maxCoeff() > kLargest) {
    throw InputError(what + " a number beyond 1e+100", "choose units in which the numbers are nearer to 1");
  }
}

void check_precision(const Eigen::MatrixXd& precision, std::size_t layer, Eigen::Index size) {
  const std::string name = "the precision of layer " + std::to_string(layer);
  if (precision.rows() != size || precision.cols() != size) {
    throw InputError(name + " is " + shape_text(precision) + ", but the layer has " + std::to_string(size) + " units",
                     "give a square matrix with one row per unit");
  }
  check_numbers(name + " holds", precision);
  const bool symmetric =
      (precision - precision.transpose()).cwiseAbs().maxCoeff() <= kRounding * precision.cwiseAbs().maxCoeff();
  if (!symmetric || Eigen::LLT<Eigen::MatrixXd>(precision).info() != Eigen::Success) {
    throw InputError(name + " is not symmetric and positive definite", "a precision is the inverse of a covariance");
  }
}

}  // namespace

std::string to_string(GenerativeModel::Activation activation) {
  return activation == GenerativeModel::Activation::linear ? "linear" : "tanh";
}

void check_generative_model(const GenerativeModel& model) {
  if (model.weights.empty()) throw InputError("the model has no weights", "it needs at least one layer of causes");
  if (model.precision.size() != model.layers() + 1) {
    throw InputError("the model has " + std::to_string(model.layers() + 1) + " layers, but " +
                         std::to_string(model.precision.size()) + " precisions",
                     "give one precision per layer, that of the observation first");
  }
  Eigen::Index size = model.observation.size();
  if (size == 0) throw InputError("the observation is empty");
  check_numbers("the observation holds", model.observation);
  for (std::size_t l = 0; l <= model.layers(); ++l) {
    check_precision(model.precision[l], l, size);
    if (l == model.layers()) break;
    const Eigen::MatrixXd& weights = model.weights[l];
    if (weights.rows() != size || weights.cols() == 0) {
      throw InputError("the weights W" + std::to_string(l) + " are " + shape_text(weights) + ", but layer " +
                           std::to_string(l) + " has " + std::to_string(size) + " units",
                       "weights have one row per unit of the layer that they predict");
    }
    check_numbers("the weights W" + std::to_string(l) + " hold", weights);
    size = weights.cols();
  }
  if (model.prior.size() != size) {
    throw InputError("the prior has " + std::to_string(model.prior.size()) + " values, but the top layer has " +
                         std::to_string(size) + " units",
                     "give one value per unit of the top layer");
  }
  check_numbers("the prior holds", model.prior);
}

}  // namespace isinglass
