// Shooting for limit cycles, and the adjoint along them.
#include "sim/integrate/limit_cycle.hpp"

#include <algorithm>
#include <boost/numeric/odeint.hpp>
#include <cmath>
#include <functional>
#include <optional>

#include "models/eigenvalues.hpp"
#include "models/error.hpp"

namespace isinglass {
namespace {

namespace odeint = boost::numeric::odeint;
using State = std::vector<double>;

/// The circuit together with its variational equation dPhi/dt = A(x) Phi, flat: x, then the columns of Phi.
class Variation {
 public:
  Variation(const OscillatorCircuit& circuit, double tolerance) : circuit_(&circuit), tolerance_(tolerance) {}

  [[nodiscard]] Eigen::Index size() const { return circuit_->start.size(); }

  /// A(x) by central differences.
  [[nodiscard]] Eigen::MatrixXd jacobian(const Eigen::VectorXd& x) const {
    Eigen::MatrixXd slope(size(), size());
    for (Eigen::Index k = 0; k < size(); ++k) {
      const double h = 1e-5 * std::max(1.0, std::abs(x[k]));
      Eigen::VectorXd up = x, down = x;
      up[k] += h;
      down[k] -= h;
      slope.col(k) = (circuit_->rates(up) - circuit_->rates(down)) / (2.0 * h);
    }
    return slope;
  }

  /// Moves `x` on by `time` and returns the transition matrix.
  Eigen::MatrixXd advance(Eigen::VectorXd& x, double time) const {
    const Eigen::Index n = size();
    State state(static_cast<std::size_t>(n + n * n), 0.0);
    Eigen::Map<Eigen::VectorXd>(state.data(), n) = x;
    Eigen::Map<Eigen::MatrixXd>(state.data() + n, n, n).setIdentity();
    integrate(state, time, [&](const State& now, State& rate, double /*time*/) {
      const Eigen::VectorXd point = Eigen::Map<const Eigen::VectorXd>(now.data(), n);
      Eigen::Map<Eigen::VectorXd>(rate.data(), n) = circuit_->rates(point);
      Eigen::Map<Eigen::MatrixXd>(rate.data() + n, n, n) =
          jacobian(point) * Eigen::Map<const Eigen::MatrixXd>(now.data() + n, n, n);
    });
    x = Eigen::Map<const Eigen::VectorXd>(state.data(), n);
    return Eigen::Map<const Eigen::MatrixXd>(state.data() + n, n, n);
  }

  /// Moves `x` on by `time`, without the variational equation.
  void advance_state(Eigen::VectorXd& x, double time) const {
    State state(x.data(), x.data() + x.size());
    integrate(state, time, [&](const State& now, State& rate, double /*time*/) {
      Eigen::Map<Eigen::VectorXd>(rate.data(), size()) =
          circuit_->rates(Eigen::Map<const Eigen::VectorXd>(now.data(), size()));
    });
    x = Eigen::Map<const Eigen::VectorXd>(state.data(), size());
  }

 private:
  using Rates = std::function<void(const State& state, State& rate, double time)>;

  void integrate(State& state, double time, const Rates& rates) const {
    constexpr double kFirstStep = 1e-3;
    constexpr double kLeastStep = 1e-12;
    auto stepper = odeint::make_controlled(tolerance_, tolerance_, odeint::runge_kutta_fehlberg78<State>());
    double now = 0.0;
    double step = kFirstStep * time;
    while (time - now > kLeastStep * time) {
      step = std::min(step, time - now);
      if (step < kLeastStep * time) throw NumericalError("the oscillator circuit ran away", "lower its gain");
      const double tried = step;
      const double before = now;
      const State kept = state;
      if (stepper.try_step(std::cref(rates), state, now, step) == odeint::fail) continue;
      // A trial step so long that its error is no number passes for a good one: it is taken back.
      if (std::all_of(state.begin(), state.end(), [](double v) { return std::isfinite(v); })) continue;
      state = kept;
      now = before;
      step = 0.1 * tried;
    }
  }

  const OscillatorCircuit* circuit_;
  double tolerance_;
};

/// The time between two maxima of the output, roughly; leaves `x` near the second.
double guess_period(const OscillatorCircuit& circuit, const Variation& flow, Eigen::VectorXd& x) {
  constexpr double kStep = 0.02;
  constexpr double kLongest = 500.0;
  std::optional<double> first;
  double slope = circuit.rates(x)[circuit.output];
  for (int step = 0; step * kStep < kLongest; ++step) {
    flow.advance_state(x, kStep);
    const double now = circuit.rates(x)[circuit.output];
    if (slope > 0.0 && now <= 0.0) {
      const double moment = kStep * (step + slope / (slope - now));
      if (first) return moment - *first;
      first = moment;
    }
    slope = now;
  }
  throw NumericalError("the circuit does not oscillate: its output has no two maxima within 500 units of time",
                       "raise its gain, or start it elsewhere");
}

struct Orbit {
  Eigen::VectorXd start;
  double period = 0.0;
};

/// Newton's method on x(T) = x(0) with the output's rate zero at the start.
Orbit shoot(const OscillatorCircuit& circuit, const Variation& flow, Orbit orbit, double closing) {
  constexpr int kMost = 30;
  const Eigen::Index n = flow.size();
  for (int round = 0; round < kMost; ++round) {
    Eigen::VectorXd end = orbit.start;
    const Eigen::MatrixXd transition = flow.advance(end, orbit.period);
    Eigen::VectorXd error(n + 1);
    error.head(n) = end - orbit.start;
    error[n] = circuit.rates(orbit.start)[circuit.output];
    Eigen::MatrixXd slope = Eigen::MatrixXd::Zero(n + 1, n + 1);
    slope.topLeftCorner(n, n) = transition - Eigen::MatrixXd::Identity(n, n);
    slope.topRightCorner(n, 1) = circuit.rates(end);
    slope.bottomLeftCorner(1, n) = flow.jacobian(orbit.start).row(circuit.output);
    const Eigen::VectorXd move = slope.fullPivLu().solve(-error);
    // Far from the cycle a full step may leave its basin.
    const double share = std::min(1.0, 0.5 * (1.0 + orbit.start.norm()) / move.norm());
    orbit.start += share * move.head(n);
    orbit.period += share * move[n];
    if (!(orbit.period > 0.0) || !orbit.start.allFinite()) break;
    if (error.norm() < closing * (1.0 + orbit.start.norm())) return orbit;
  }
  throw NumericalError("the search for the limit cycle did not converge", "let the circuit settle longer before it");
}

/// The left eigenvector of `monodromy` for the eigenvalue nearest 1, scaled to v^T rate = 1.
Eigen::VectorXd adjoint_start(const Eigen::MatrixXd& monodromy, const Eigen::VectorXd& rate) {
  const Eigen::Index n = monodromy.rows();
  const Eigen::MatrixXd gap = monodromy.transpose() - Eigen::MatrixXd::Identity(n, n);
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(gap, Eigen::ComputeFullV);
  const Eigen::VectorXd left = svd.matrixV().col(n - 1);
  return left / left.dot(rate);
}

/// The largest modulus of the eigenvalues of `monodromy` but the one nearest 1.
double second_multiplier(const Eigen::MatrixXd& monodromy) {
  const Eigen::VectorXcd values = eigenvalues(monodromy);
  Eigen::Index one = 0;
  (values.array() - 1.0).abs().minCoeff(&one);
  double most = 0.0;
  for (Eigen::Index k = 0; k < values.size(); ++k) {
    if (k != one) most = std::max(most, std::abs(values[k]));
  }
  return most;
}

}  // namespace

LimitCycle find_limit_cycle(const OscillatorCircuit& circuit, const LimitCycleOptions& options) {
  const Variation flow(circuit, options.tolerance);
  Orbit orbit{circuit.start, 0.0};
  flow.advance_state(orbit.start, options.settle_time);
  orbit.period = guess_period(circuit, flow, orbit.start);
  orbit = shoot(circuit, flow, orbit, options.closing);

  const Eigen::Index n = flow.size();
  LimitCycle cycle;
  cycle.period = orbit.period;
  cycle.states.resize(n, options.points);
  cycle.responses.resize(n, options.points);
  std::vector<Eigen::MatrixXd> transitions;
  Eigen::VectorXd x = orbit.start;
  Eigen::MatrixXd monodromy = Eigen::MatrixXd::Identity(n, n);
  for (Eigen::Index m = 0; m < options.points; ++m) {
    cycle.states.col(m) = x;
    transitions.push_back(flow.advance(x, orbit.period / options.points));
    monodromy = transitions.back() * monodromy;
  }
  cycle.multiplier = second_multiplier(monodromy);
  if (!(cycle.multiplier < 1.0)) {
    throw NumericalError("the periodic orbit found is not stable", "start the circuit elsewhere");
  }
  const Eigen::VectorXd first = adjoint_start(monodromy, circuit.rates(orbit.start));
  Eigen::VectorXd adjoint = first;
  for (Eigen::Index m = options.points - 1; m >= 0; --m) {
    adjoint = transitions[static_cast<std::size_t>(m)].transpose() * adjoint;
    cycle.responses.col(m) = adjoint;
  }
  cycle.closing_error = (adjoint - first).norm() / first.norm();
  return cycle;
}

PhaseResponse phase_response(const OscillatorCircuit& circuit, const LimitCycle& cycle) {
  PhaseResponse response;
  response.name = circuit.name;
  response.period = cycle.period;
  for (Eigen::Index m = 0; m < cycle.states.cols(); ++m) {
    response.output.push_back(cycle.states(circuit.output, m));
    response.response.push_back(cycle.responses(circuit.input, m));
  }
  return response;
}

}  // namespace isinglass
