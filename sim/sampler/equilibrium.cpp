// Differences and Newton's method.
#include "sim/sampler/equilibrium.hpp"

#include <algorithm>
#include <cmath>

namespace isinglass {
namespace {

constexpr int kNewtonSteps = 60;
constexpr double kDifference = 1e-6;  ///< of the central differences, relative to 1 or the variable
constexpr double kWideDifference = 1e-5;

Eigen::MatrixXd differences(const Flow& flow, const Eigen::VectorXd& state, double width) {
  Eigen::MatrixXd matrix(state.size(), state.size());
  Eigen::VectorXd moved = state;
  for (Eigen::Index k = 0; k < state.size(); ++k) {
    const double step = width * std::max(1.0, std::abs(state(k)));
    moved(k) = state(k) + step;
    const Eigen::VectorXd above = flow(moved);
    moved(k) = state(k) - step;
    matrix.col(k) = (above - flow(moved)) / (2.0 * step);
    moved(k) = state(k);
  }
  return matrix;
}

}  // namespace

Eigen::MatrixXd jacobian(const Flow& flow, const Eigen::VectorXd& state) {
  return differences(flow, state, kDifference);
}

Eigen::MatrixXd fine_jacobian(const Flow& flow, const Eigen::VectorXd& state) {
  return (4.0 * differences(flow, state, kWideDifference) - differences(flow, state, 2.0 * kWideDifference)) / 3.0;
}

double rate_scale(const Flow& flow, const Eigen::VectorXd& state) {
  const double steepest = jacobian(flow, state).cwiseAbs().rowwise().sum().maxCoeff();
  return std::max(1e-300, steepest) * std::max(1.0, state.lpNorm<Eigen::Infinity>());
}

Eigen::VectorXd newton(const Flow& flow, Eigen::VectorXd state, double wanted) {
  Eigen::VectorXd rate = flow(state);
  for (int k = 0; k < kNewtonSteps && rate.lpNorm<Eigen::Infinity>() > wanted; ++k) {
    Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> solver;
    solver.setThreshold(1e-10);
    const Eigen::VectorXd step = -solver.compute(jacobian(flow, state)).solve(rate);
    double share = 1.0;
    Eigen::VectorXd next = state + step;
    while (share > 1e-3 && flow(next).norm() >= rate.norm()) next = state + (share *= 0.5) * step;
    if (share <= 1e-3) break;
    state = next;
    rate = flow(state);
  }
  return state;
}

}  // namespace isinglass
