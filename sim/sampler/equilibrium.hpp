// States of rest of dx/dt = f(x): Newton's method on differences, for a few hundred variables.
#pragma once

#include <Eigen/Dense>
#include <functional>

namespace isinglass {

/// f(x).
using Flow = std::function<Eigen::VectorXd(const Eigen::VectorXd& state)>;

/// Eigenvalues of `jacobian` below this share of the largest cannot be told from zero.
inline constexpr double kNeutral = 1e-6;
/// The same of `fine_jacobian`: circuits whose time constants lie six decades apart are within it.
inline constexpr double kFineNeutral = 1e-9;

/// df/dx by central differences.
Eigen::MatrixXd jacobian(const Flow& flow, const Eigen::VectorXd& state);
/// df/dx by central differences of two widths, extrapolated to zero (Richardson): twice the work, a thousand times less
/// error.
Eigen::MatrixXd fine_jacobian(const Flow& flow, const Eigen::VectorXd& state);

/// The size of the rates that the Jacobian at `state` gives to changes of the state's own size: what rates of an
/// equilibrium are small against.
double rate_scale(const Flow& flow, const Eigen::VectorXd& state);

/// Damped Newton from `state` until all rates are below `wanted` or nothing improves any more; with a least-norm step,
/// because neutral directions make the Jacobian singular.
Eigen::VectorXd newton(const Flow& flow, Eigen::VectorXd state, double wanted);

}  // namespace isinglass
