// What a predictive-coding network is asked: a layered Gaussian model of how causes make an observation, and one
// observation whose causes are wanted.
//
//   z_L ~ N(eta, Pi_L^-1),   z_l = W_l f(z_{l+1}) + N(0, Pi_l^-1) for l = L-1 ... 0,   z_0 = y is observed
#pragma once

#include <Eigen/Dense>
#include <string>
#include <vector>

namespace isinglass {

/// Plain data. Layer 0 is the observation, layer layers() the causes at the top.
struct GenerativeModel {
  enum class Activation { linear, tanh };

  std::string name;
  Eigen::VectorXd observation;             ///< y
  std::vector<Eigen::MatrixXd> weights;    ///< W_0 … W_{L-1}: size of layer l x size of layer l + 1
  std::vector<Eigen::MatrixXd> precision;  ///< Pi_0 … Pi_L, symmetric positive definite
  Eigen::VectorXd prior;                   ///< eta
  Activation activation = Activation::linear;

  /// L: how many layers are inferred.
  [[nodiscard]] std::size_t layers() const { return weights.size(); }
};

/// "linear", "tanh".
std::string to_string(GenerativeModel::Activation activation);

/// Throws InputError when shapes do not fit each other, a number is not finite, or a precision is not symmetric and
/// positive definite.
void check_generative_model(const GenerativeModel& model);

}  // namespace isinglass
