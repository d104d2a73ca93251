// Names and Lagrangians of the interaction functions.
#include "models/analog/dense_interaction.hpp"

#include "models/error.hpp"

namespace isinglass {

std::string to_string(DenseFunction function) {
  switch (function) {
    case DenseFunction::polynomial:
      return "polynomial";
    case DenseFunction::rectified:
      return "rectified";
    case DenseFunction::exponential:
      return "exponential";
    case DenseFunction::softmax:
      return "softmax";
  }
  return "";
}

DenseFunction dense_function_named(const std::string& name) {
  for (const auto function :
       {DenseFunction::polynomial, DenseFunction::rectified, DenseFunction::exponential, DenseFunction::softmax}) {
    if (to_string(function) == name) return function;
  }
  throw UsageError("unknown interaction function '" + name + "'",
                   "choose one of polynomial, rectified, exponential, softmax");
}

double DenseInteraction::lagrangian(const Eigen::ArrayXd& h, double full_scale) const {
  switch (function) {
    case DenseFunction::polynomial:
      return full_scale / order * (h / full_scale).pow(order).sum();
    case DenseFunction::rectified:
      return full_scale / order * (h.cwiseMax(0.0) / full_scale).pow(order).sum();
    case DenseFunction::exponential:
      return ((h - full_scale) * beta).exp().sum() / beta;
    case DenseFunction::softmax: {
      const double largest = h.maxCoeff();
      return largest + std::log(((h - largest) * beta).exp().sum()) / beta;
    }
  }
  return 0.0;
}

}  // namespace isinglass
