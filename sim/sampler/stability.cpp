// Newton's method, central differences, eigenvalues, a straight line through a logarithm.
#include "sim/sampler/stability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/eigenvalues.hpp"
#include "models/error.hpp"
#include "models/random.hpp"
#include "sim/integrate/frozen_flow.hpp"
#include "sim/sampler/equilibrium.hpp"

namespace isinglass {
namespace {

constexpr std::size_t kMostRows = 1500;
constexpr double kPerturbation = 1e-4;  ///< of the fitted trajectory, relative to the largest variable
constexpr double kTight = 1e-12;
constexpr double kStiffest = 1e5;  ///< fastest over slowest rate up to which a decay is followed with explicit steps

Flow frozen_flow(AnalogRun& run) {
  return [&run](const Eigen::VectorXd& state) {
    Eigen::VectorXd rate(state.size());
    run.rates(run.duration_s(), {state.data(), static_cast<std::size_t>(state.size())},
              {rate.data(), static_cast<std::size_t>(rate.size())});
    return rate;
  };
}

/// The state after a while at frozen schedules: inside the basin of what Newton's method is then to find.
Eigen::VectorXd relax(AnalogRun& run, const Eigen::VectorXd& start) {
  const FrozenRates rates = [&](std::span<const double> state, std::span<double> rate) {
    run.rates(run.duration_s(), state, rate);
  };
  const double while_s = run.duration_s();
  const auto states = follow_frozen_flow(rates, {start.data(), start.data() + start.size()},
                                         std::span<const double>(&while_s, 1), {1e-9, 1e-9});
  return Eigen::Map<const Eigen::VectorXd>(states.front().data(), start.size());
}

void linearise(const Eigen::MatrixXd& jacobian, Stability& found) {
  const Eigen::VectorXcd values = eigenvalues(jacobian);
  found.eigenvalues.assign(values.data(), values.data() + values.size());
  std::sort(found.eigenvalues.begin(), found.eigenvalues.end(), [](const auto& a, const auto& b) {
    return a.real() != b.real() ? a.real() > b.real() : a.imag() > b.imag();
  });
  const double rounding = kFineNeutral * values.cwiseAbs().maxCoeff();
  double slowest = -std::numeric_limits<double>::infinity();
  for (const auto& value : found.eigenvalues) {
    if (std::abs(value) <= rounding) {
      ++found.neutral;
    } else if (std::abs(value.real()) <= rounding) {
      ++found.undamped;
    } else {
      slowest = std::max(slowest, value.real());
    }
  }
  found.stable = slowest < 0.0;
  found.predicted_rate = found.stable && found.undamped == 0 && std::isfinite(slowest) ? -slowest : 0.0;
}

/// A direction in which the slowest decaying mode is alone, largest component 1: inverse iteration from a random
/// vector. A random direction holds the next modes too, and one that is a tenth faster still counts after twelve
/// lifetimes.
Eigen::VectorXd slowest_direction(const Eigen::MatrixXd& jacobian, const Stability& found) {
  constexpr double kBeside = 1e-6;  // the shift keeps off the eigenvalue itself, where the matrix is singular
  constexpr int kRounds = 4;
  const auto slowest = std::find_if(found.eigenvalues.begin(), found.eigenvalues.end(),
                                    [&](const auto& v) { return v.real() <= -0.999999 * found.predicted_rate; });
  const std::complex<double> shift = *slowest * (1.0 - kBeside);
  Eigen::MatrixXcd shifted = jacobian.cast<std::complex<double>>();
  shifted.diagonal().array() -= shift;
  const Eigen::PartialPivLU<Eigen::MatrixXcd> solver(shifted);
  RandomStream random(0, 0, NoiseStream::initial);
  Eigen::VectorXcd direction(jacobian.rows());
  for (auto& value : direction) value = random.normal();
  for (int round = 0; round < kRounds; ++round) {
    direction = solver.solve(direction).eval();
    direction.normalize();
  }
  const Eigen::VectorXd real = direction.real();
  const Eigen::VectorXd imaginary = direction.imag();  // of a real mode the random phase may be anything
  const Eigen::VectorXd chosen = real.norm() >= imaginary.norm() ? real : imaginary;
  return chosen / chosen.lpNorm<Eigen::Infinity>();
}

/// Slope of log |rates| over the second half. The rates, not the distance: a neutral direction keeps its distance for
/// ever but has no rate.
void fit_decay(AnalogRun& run, const Eigen::VectorXd& state, const Eigen::VectorXd& direction, Stability& found) {
  constexpr int kPoints = 120;
  constexpr double kLifetimes = 12.0;
  const double size = kPerturbation * std::max(1e-3, state.lpNorm<Eigen::Infinity>());
  const Eigen::VectorXd pushed = state + size * direction;
  const std::vector<double> start(pushed.data(), pushed.data() + pushed.size());
  for (int k = 1; k <= kPoints; ++k) found.fit_time_s.push_back(kLifetimes / found.predicted_rate * k / kPoints);
  const FrozenRates rates = [&](std::span<const double> at, std::span<double> rate) {
    run.rates(run.duration_s(), at, rate);
  };
  const auto states = follow_frozen_flow(rates, start, found.fit_time_s, {kTight * size / kPerturbation, kTight});
  const Flow flow = frozen_flow(run);
  double n = 0.0, sum_t = 0.0, sum_y = 0.0, sum_tt = 0.0, sum_ty = 0.0;
  for (std::size_t k = 0; k < states.size(); ++k) {
    const double norm = flow(Eigen::Map<const Eigen::VectorXd>(states[k].data(), state.size())).norm();
    found.fit_rate_norm.push_back(norm);
    if (k < states.size() / 2 || !(norm > 0.0)) continue;
    const double t = found.fit_time_s[k];
    const double y = std::log(norm);
    n += 1.0, sum_t += t, sum_y += y, sum_tt += t * t, sum_ty += t * y;
  }
  if (n > 2.0) found.fitted_rate = -(n * sum_ty - sum_t * sum_y) / (n * sum_tt - sum_t * sum_t);
}

}  // namespace

void require_analysable(std::size_t rows) {
  if (rows <= kMostRows) return;
  throw UsageError(fmt::format("the stability of {} variables is too much work: at most {}", rows, kMostRows),
                   "take a smaller problem");
}

Stability analyse_stability(AnalogRun& run, std::span<const double> start) {
  require_analysable(start.size());
  const auto rows = static_cast<Eigen::Index>(start.size());
  if (const std::size_t resting = run.rows_at_wall(start); resting > 0) {
    throw NumericalError(fmt::format("{} of {} variables rest against walls, where the rates have no derivative: the "
                                     "machine is held there, and its eigenvalues would say nothing",
                                     resting, rows),
                         "a form of the machine without walls or clipping has a linear stability");
  }
  const Eigen::VectorXd begin = Eigen::Map<const Eigen::VectorXd>(start.data(), rows);
  const char* walls = "this machine stops at walls, which its rates do not know of";
  Eigen::VectorXd relaxed;
  try {
    relaxed = relax(run, begin);
  } catch (const NumericalError& failure) {
    if (!run.jumps()) throw;
    throw NumericalError(fmt::format("no equilibrium was found: {}, and {}", walls, failure.what()));
  }
  const Flow flow = frozen_flow(run);
  const double scale = rate_scale(flow, relaxed);
  const Eigen::VectorXd state = newton(flow, relaxed, 1e-12 * scale);
  Stability found;
  found.residual = flow(state).lpNorm<Eigen::Infinity>();
  if (!(found.residual < 1e-7 * scale)) {
    throw NumericalError(fmt::format("no equilibrium was found: rates of {:.3g} per second remain", found.residual),
                         run.jumps() ? walls : "let the machine run longer");
  }
  found.equilibrium.assign(state.data(), state.data() + rows);
  found.distance = (state - begin).lpNorm<Eigen::Infinity>();
  const Eigen::MatrixXd jacobian = fine_jacobian(flow, state);
  linearise(jacobian, found);
  double fastest = 0.0;
  for (const auto& value : found.eigenvalues) fastest = std::max(fastest, std::abs(value));
  if (found.predicted_rate > 0.0 && fastest < kStiffest * found.predicted_rate)
    fit_decay(run, state, slowest_direction(jacobian, found), found);
  return found;
}

}  // namespace isinglass
