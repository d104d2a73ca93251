// States of rest of dx/dt = f(x): Newton's method on differences, for a few hundred variables.
#pragma once

#include <Eigen/Dense>
#include <functional>

namespace isinglass {

/// f(x).
using Flow = std::function<Eigen::VectorXd(const Eigen::VectorXd& state)>;

/// Eigenvalues below this share of the largest count as zero: directions without a restoring force.
inline constexpr double kNeutral = 1e-6;

/// df/dx by central differences.
Eigen::MatrixXd jacobian(const Flow& flow, const Eigen::VectorXd& state);

/// The size of the rates that the Jacobian at `state` gives to changes of the state's own size: what rates of an
/// equilibrium are small against.
double rate_scale(const Flow& flow, const Eigen::VectorXd& state);

/// Damped Newton from `state` until all rates are below `wanted` or nothing improves any more; with a least-norm step,
/// because neutral directions make the Jacobian singular.
Eigen::VectorXd newton(const Flow& flow, Eigen::VectorXd state, double wanted);

}  // namespace isinglass
