// Phase responses of oscillator circuits against analysis and against direct simulation: small-signal limit,
// biorthogonality, kicks, symmetry, locking at the frequency and at twice the frequency, coupled circuits.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "models/analog/oscillator.hpp"
#include "models/error.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/limit_cycle.hpp"

using namespace isinglass;

namespace {

constexpr double kPi = std::numbers::pi;
using Vector = Eigen::VectorXd;

/// One step of the classical Runge-Kutta method for dx/dt = f(x, t): independent of odeint and of the machine engines.
template <typename Rates>
void step_rk4(const Rates& f, Vector& x, double t, double h) {
  const Vector a = f(x, t);
  const Vector b = f(x + 0.5 * h * a, t + 0.5 * h);
  const Vector c = f(x + 0.5 * h * b, t + 0.5 * h);
  const Vector d = f(x + h * c, t + h);
  x += h / 6.0 * (a + 2.0 * b + 2.0 * c + d);
}

/// Moments of the output's maxima between `from` and `to` (where its rate falls through zero), interpolated by the
/// secant of the rate.
template <typename Rates>
std::vector<double> maxima(const Rates& f, Vector x, double from, double to, double h, Eigen::Index output) {
  std::vector<double> moments;
  double before = f(x, 0.0)[output];
  const auto steps = static_cast<std::int64_t>(to / h);
  for (std::int64_t k = 0; k < steps; ++k) {
    const double t = h * static_cast<double>(k);
    step_rk4(f, x, t, h);
    const double now = f(x, t + h)[output];
    if (before > 0.0 && now <= 0.0 && t >= from) moments.push_back(t + h * before / (before - now));
    before = now;
  }
  return moments;
}

/// The mean frequency of a circuit driven by A cos(w_drive t) on its input, relative to the drive's divided by
/// `harmonic`: 0 when locked, measured over the second half of `time`.
double slip(const OscillatorCircuit& circuit, double amplitude, double drive, int harmonic, double time) {
  const auto driven = [&](const Vector& x, double t) {
    Vector rate = circuit.rates(x);
    rate[circuit.input] += amplitude * std::cos(drive * t);
    return rate;
  };
  const auto moments = maxima(driven, circuit.start, 0.5 * time, time, 0.04, circuit.output);
  const double mean = 2.0 * kPi * static_cast<double>(moments.size() - 1) / (moments.back() - moments.front());
  return mean * harmonic / drive - 1.0;
}

double largest_even_harmonic(const PhaseResponse& response) {
  double most = 0.0;
  const CouplingFunction series = CouplingFunction::from_samples(response.response, 20);
  for (const auto& h : series.harmonics()) {
    if (h.order % 2 == 0) most = std::max(most, std::hypot(h.sine, h.cosine));
  }
  return most;
}

}  // namespace

TEST_CASE("van der Pol's period is 6.6632868593 at eps = 1, and 2 pi (1 + eps^2/16) at small eps") {
  CHECK(find_limit_cycle(van_der_pol_oscillator(1.0)).period == Approx(6.6632868593).epsilon(1e-9));
  // Relaxation oscillations: their first trial steps run away and have to be taken back.
  CHECK(find_limit_cycle(van_der_pol_oscillator(5.0)).period == Approx(11.61223).epsilon(1e-6));
  CHECK(find_limit_cycle(van_der_pol_oscillator(10.0)).period == Approx(19.07837).epsilon(1e-6));
  CHECK(find_limit_cycle(van_der_pol_oscillator(0.1)).period == Approx(2.0 * kPi * (1.0 + 0.01 / 16.0)).epsilon(2e-6));
}

TEST_CASE("at small eps van der Pol's phase response is -sin/2 and cos/2, up to order eps") {
  for (const double eps : {0.02, 0.01}) {
    const LimitCycle cycle = find_limit_cycle(van_der_pol_oscillator(eps));
    double farthest = 0.0;
    for (Eigen::Index m = 0; m < cycle.responses.cols(); ++m) {
      const double angle = 2.0 * kPi * static_cast<double>(m) / static_cast<double>(cycle.responses.cols());
      farthest = std::max(farthest, std::abs(cycle.responses(0, m) + 0.5 * std::sin(angle)));
      farthest = std::max(farthest, std::abs(cycle.responses(1, m) - 0.5 * std::cos(angle)));
    }
    CHECK(farthest < 0.6 * eps);
    CHECK(cycle.multiplier == Approx(std::exp(-2.0 * kPi * eps)).epsilon(1e-3));
  }
}

TEST_CASE("the phase response times the velocity is 1 all along the cycle, and closes after a period") {
  for (const auto& circuit : {van_der_pol_oscillator(0.3), van_der_pol_oscillator(2.0, 0.3), ring_oscillator(3, 3.0),
                              ring_oscillator(5, 2.0, 0.4)}) {
    const LimitCycle cycle = find_limit_cycle(circuit);
    INFO(circuit.name << " period " << cycle.period << " multiplier " << cycle.multiplier);
    CHECK(cycle.closing_error < 1e-7);
    CHECK(cycle.multiplier < 1.0);
    for (Eigen::Index m = 0; m < cycle.states.cols(); m += 7) {
      const Vector rate = circuit.rates(cycle.states.col(m));
      CHECK(cycle.responses.col(m).dot(rate) == Approx(1.0).epsilon(1e-7));
    }
  }
}

TEST_CASE("a small kick shifts the oscillator in time by what the phase response says") {
  for (const auto& circuit : {van_der_pol_oscillator(1.0, 0.2), ring_oscillator(3, 3.0, 0.3)}) {
    const LimitCycle cycle = find_limit_cycle(circuit);
    const auto free = [&](const Vector& x, double) { return circuit.rates(x); };
    for (const Eigen::Index m : {10, 77, 200}) {
      constexpr double kKick = 1e-4;  // and steps short enough for the secant to place maxima to 0.1 % of its shift
      Vector up = cycle.states.col(m), down = up;
      up[circuit.input] += kKick;
      down[circuit.input] -= kKick;
      const double late = 12.0 * cycle.period;
      const auto after_up = maxima(free, up, late, late + 2.0 * cycle.period, 0.001, circuit.output);
      const auto after_down = maxima(free, down, late, late + 2.0 * cycle.period, 0.001, circuit.output);
      const double shift = std::remainder(after_down.front() - after_up.front(), cycle.period) / (2.0 * kKick);
      CHECK(cycle.responses(circuit.input, m) == Approx(shift).margin(2e-3));
    }
  }
}

TEST_CASE("an oscillator with odd symmetry has no even harmonic in its phase response; asymmetry brings the second") {
  for (const auto& circuit : {van_der_pol_oscillator(1.0), ring_oscillator(3, 3.0)}) {
    const PhaseResponse response = phase_response(circuit, find_limit_cycle(circuit));
    CHECK(largest_even_harmonic(response) < 1e-8);
    CHECK(averaged_injection(response, 2).strength < 1e-8);
    CHECK(averaged_injection(response, 1).strength > 0.1);
  }
  for (const auto& circuit : {van_der_pol_oscillator(1.0, 0.3), ring_oscillator(3, 3.0, 0.5)}) {
    const PhaseResponse response = phase_response(circuit, find_limit_cycle(circuit));
    CHECK(averaged_injection(response, 2).strength > 0.01);
  }
}

TEST_CASE("a circuit driven near its frequency or twice it locks within the averaged range and slips outside it") {
  struct Case {
    OscillatorCircuit circuit;
    double amplitude;
    int harmonic;
  };
  for (const auto& c : {Case{van_der_pol_oscillator(1.0), 0.02, 1}, Case{van_der_pol_oscillator(1.0, 0.5), 0.03, 2},
                        Case{ring_oscillator(3, 3.0, 0.5), 0.02, 2}}) {
    const LimitCycle cycle = find_limit_cycle(c.circuit);
    const double own = 2.0 * kPi / cycle.period;
    const double range = c.amplitude * averaged_injection(phase_response(c.circuit, cycle), c.harmonic).strength;
    INFO(c.circuit.name << " harmonic " << c.harmonic << ", relative range " << range);
    REQUIRE(range > 3e-4);
    for (const double side : {-1.0, 1.0}) {
      const double time = 16.0 * cycle.period / range;
      CHECK(std::abs(slip(c.circuit, c.amplitude, c.harmonic * own * (1.0 + 0.85 * side * range), c.harmonic, time)) <
            0.01 * range);
      // Outside, at u times the range, the mean slip is sqrt(u^2 - 1) of it (Adler 1946).
      const double u = 1.25;
      const double beat = slip(c.circuit, c.amplitude, c.harmonic * own * (1.0 + u * side * range), c.harmonic, time);
      CHECK(beat == Approx(-side * range * std::sqrt(u * u - 1.0)).epsilon(0.25));
    }
  }
}

TEST_CASE("a signal at twice the frequency does not lock a symmetric oscillator that it would lock with asymmetry") {
  const OscillatorCircuit symmetric = van_der_pol_oscillator(1.0), lopsided = van_der_pol_oscillator(1.0, 0.5);
  const LimitCycle cycle = find_limit_cycle(symmetric);
  const LimitCycle other = find_limit_cycle(lopsided);
  const double range = 0.03 * averaged_injection(phase_response(lopsided, other), 2).strength;
  const double time = 16.0 * cycle.period / range;
  const double own = 2.0 * kPi / cycle.period;
  CHECK(std::abs(slip(symmetric, 0.03, 2.0 * own * (1.0 + 0.5 * range), 2, time)) > 0.4 * range);
  CHECK(std::abs(slip(lopsided, 0.03, 4.0 * kPi / other.period * (1.0 + 0.5 * range), 2, time)) < 0.01 * range);
}

TEST_CASE("two coupled circuits drift together as the averaged phase machine says, even parts of the coupling too") {
  for (const auto& circuit : {van_der_pol_oscillator(0.5), ring_oscillator(3, 3.0, 0.3)}) {
    constexpr double kStrength = 0.004;
    const LimitCycle cycle = find_limit_cycle(circuit);
    const AveragedCoupling averaged = averaged_coupling(phase_response(circuit, cycle), 20);
    REQUIRE(averaged.strength > 0.0);
    const double own = 2.0 * kPi / cycle.period;
    // The circuits: each injected with a little of the other's output; the second starts 90 points of 256 ahead.
    const Eigen::Index n = circuit.start.size();
    const auto pair = [&](const Vector& x, double) {
      Vector rate(2 * n);
      rate.head(n) = circuit.rates(x.head(n));
      rate.tail(n) = circuit.rates(x.tail(n));
      rate[circuit.input] += kStrength * x[n + circuit.output];
      rate[n + circuit.input] += kStrength * x[circuit.output];
      return rate;
    };
    Vector start(2 * n);
    start.head(n) = cycle.states.col(0);
    start.tail(n) = cycle.states.col(90);
    const double time = 60.0 * cycle.period;
    const auto first = maxima(pair, start, time, time + 1.5 * cycle.period, 0.01, circuit.output);
    const auto second = maxima(pair, start, time, time + 1.5 * cycle.period, 0.01, n + circuit.output);
    const double apart = std::remainder(own * (first.front() - second.front()), 2.0 * kPi);
    // The phase machine: papers' J = 1 between two oscillators.
    const Problem both{"", Kind::ising, {0.0, 0.0}, {{0, 1, -1.0}}, 0.0};
    OscillatorDesign design;
    design.duration_s = time;
    design.coupling = Schedule::constant(own * kStrength * averaged.strength);
    design.function = averaged.function;
    const OscillatorMachine machine(both, design, CouplingStorage::sparse, KernelKind::generic);
    AdaptiveTrajectory<OscillatorMachine> phases(machine, {0.0, 2.0 * kPi * 90.0 / 256.0}, {1e-9, 1e-9});
    phases.advance_to(time);
    const double predicted = phases.state()[1] - phases.state()[0];
    INFO(circuit.name << ": " << averaged.function.describe() << ", apart " << apart << ", predicted " << predicted);
    CHECK(predicted < 0.8 * 2.0 * kPi * 90.0 / 256.0);
    CHECK(apart == Approx(predicted).margin(0.02));
  }
}

TEST_CASE("a circuit that does not oscillate, or a response with too few samples, is refused in one sentence") {
  OscillatorCircuit damped = van_der_pol_oscillator(0.5);
  damped.rates = [](const Vector& x) { return Vector(-x); };
  CHECK_THROWS_AS(find_limit_cycle(damped), NumericalError);
  CHECK_THROWS_AS(ring_oscillator(4, 3.0), UsageError);
  CHECK_THROWS_AS(ring_oscillator(3, 1.9), UsageError);
  CHECK_THROWS_AS(averaged_injection({"", 1.0, {1.0, 0.0, -1.0}, {0.0, 1.0, 0.0}}, 2), InputError);
}
