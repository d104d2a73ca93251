// The interaction function F of a dense associative memory, E = -sum_mu F(xi_mu . s): what separates the patterns from
// each other. Krotov and Hopfield 2016 (polynomials), Demircigil et al. 2017 (exponential), Ramsauer et al. 2020
// (softmax: F = ln sum exp). Used by the machine (dense_memory.hpp) and by its discrete reference.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "models/analog/machine.hpp"

namespace isinglass {

enum class DenseFunction { polynomial, rectified, exponential, softmax };
/// "polynomial", "rectified", "exponential", "softmax".
std::string to_string(DenseFunction function);
/// The function of that name; UsageError otherwise.
DenseFunction dense_function_named(const std::string& name);

struct DenseInteraction {
  DenseFunction function = DenseFunction::softmax;
  int order = 3;      ///< n >= 2 of the polynomials
  double beta = 1.0;  ///< of exponential and softmax, per unit of xi . g

  /// f = F' of a whole layer, in place: rows are hidden neurons, columns replicas; at most 1 for h <= full_scale.
  template <typename Scalar>
  void activate(Ensemble<Scalar>& h, double full_scale) const;
  /// L_h of one replica, the function whose gradient `activate` is.
  [[nodiscard]] double lagrangian(const Eigen::ArrayXd& h, double full_scale) const;
};

template <typename Scalar>
void DenseInteraction::activate(Ensemble<Scalar>& h, double full_scale) const {
  const auto slope = static_cast<Scalar>(beta);
  switch (function) {
    case DenseFunction::polynomial:
    case DenseFunction::rectified: {
      const auto unit = static_cast<Scalar>(1.0 / full_scale);
      if (function == DenseFunction::rectified) h = h.cwiseMax(Scalar{0});
      const Ensemble<Scalar> base = h * unit;
      h = base;
      for (int k = 2; k < order; ++k) h *= base;
      return;
    }
    case DenseFunction::exponential:
      h = ((h - static_cast<Scalar>(full_scale)) * slope).exp();
      return;
    case DenseFunction::softmax: {
      const Eigen::Array<Scalar, 1, Eigen::Dynamic> largest = h.colwise().maxCoeff();
      h = ((h.rowwise() - largest) * slope).exp();
      const Eigen::Array<Scalar, 1, Eigen::Dynamic> share = Scalar{1} / h.colwise().sum();
      h.rowwise() *= share;
      return;
    }
  }
}

}  // namespace isinglass
