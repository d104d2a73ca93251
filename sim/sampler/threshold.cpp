// Continuation of a stable state of rest in the drive: secant prediction, Newton's method, halved steps near the end.
#include "sim/sampler/threshold.hpp"

#include <algorithm>
#include <cmath>

#include "models/eigenvalues.hpp"
#include "sim/sampler/equilibrium.hpp"

namespace isinglass {
namespace {

constexpr double kFirstSteps = 16.0;  ///< on the way down, before any is halved
constexpr double kPrecision = 1e-6;   ///< of the threshold, relative to the way
constexpr double kResidual = 1e-9;    ///< of a state of rest, relative to rate_scale
constexpr double kUndecided = 1e-6;   ///< all variables below this: a state that shows no spins
constexpr double kFarthest = 0.5;     ///< that a state may move in one step, relative to its largest variable

Flow flow_at(AnalogRun& run, double drive) {
  return [&run, drive](const Eigen::VectorXd& state) {
    Eigen::VectorXd rate(state.size());
    run.steered_rates(drive, {state.data(), static_cast<std::size_t>(state.size())},
                      {rate.data(), static_cast<std::size_t>(rate.size())});
    return rate;
  };
}

std::vector<Spin> spins_of(const AnalogRun& run, const Eigen::VectorXd& state) {
  return run.spins_of({state.data(), static_cast<std::size_t>(state.size())});
}

bool is_stable(const Flow& flow, const Eigen::VectorXd& state) {
  const Eigen::VectorXcd values = eigenvalues(jacobian(flow, state));
  return values.real().maxCoeff() <= kNeutral * values.cwiseAbs().maxCoeff();
}

/// The stable state of rest with the same spins beside `guess`; nothing where there is none.
std::optional<Eigen::VectorXd> rest_beside(AnalogRun& run, double drive, const Eigen::VectorXd& guess,
                                           const Eigen::VectorXd& before) {
  const Flow flow = flow_at(run, drive);
  const double scale = rate_scale(flow, guess);
  Eigen::VectorXd state = newton(flow, guess, 1e-3 * kResidual * scale);
  if (!(flow(state).lpNorm<Eigen::Infinity>() < kResidual * scale)) return std::nullopt;
  const double moved = (state - before).lpNorm<Eigen::Infinity>();
  if (!(moved <= kFarthest * before.lpNorm<Eigen::Infinity>() + 1e-12)) return std::nullopt;
  if (spins_of(run, state) != spins_of(run, before) || !is_stable(flow, state)) return std::nullopt;
  return state;
}

/// The least drive above `floor` down to which the state can be followed; nothing when it is not stable at `drive`.
std::optional<double> follow_down(AnalogRun& run, Eigen::VectorXd state, double drive, double floor) {
  auto found = rest_beside(run, drive, state, state);
  if (!found || drive <= floor || found->lpNorm<Eigen::Infinity>() < kUndecided) return std::nullopt;
  state = *found;
  Eigen::VectorXd slope = Eigen::VectorXd::Zero(state.size());  // of the state with the drive
  const double least = kPrecision * (drive - floor);
  double step = (drive - floor) / kFirstSteps;
  while (step > least) {
    const double next = std::max(floor, drive - step);
    found = rest_beside(run, next, state + (next - drive) * slope, state);
    if (!found) {
      step *= 0.5;
      continue;
    }
    slope = (*found - state) / (next - drive);
    state = *found;
    drive = next;
    if (drive <= floor) break;
  }
  return drive - floor <= 2.0 * least ? floor : drive;
}

}  // namespace

ThresholdAnswer threshold_of(AnalogRun& run, std::span<const double> state) {
  ThresholdAnswer answer = run.binary_threshold(state);
  auto* threshold = std::get_if<BinaryThreshold>(&answer);
  if (threshold == nullptr || threshold->needed || !run.can_be_steered() || state.size() > kMostThresholdRows) {
    return answer;
  }
  const Eigen::VectorXd start =
      Eigen::Map<const Eigen::VectorXd>(state.data(), static_cast<Eigen::Index>(state.size()));
  threshold->needed = follow_down(run, start, threshold->present, threshold->onset.value_or(0.0));
  return answer;
}

}  // namespace isinglass
