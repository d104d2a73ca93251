// What the tests of the circuit machines share: rates and energies of single states, Lyapunov checks on both engines.
#pragma once

#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "models/random.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/batched.hpp"

namespace isinglass::testing {

template <Machine M>
double energy_of(const M& machine, const Eigen::ArrayXd& state, double time_s = 0.0) {
  typename M::Workspace workspace;
  double value = 0.0;
  machine.energy(time_s, ConstEnsembleView<double>(state.data(), state.size(), 1), std::span<double>(&value, 1),
                 workspace);
  return value;
}

template <Machine M>
Eigen::ArrayXd rates_of(const M& machine, const Eigen::ArrayXd& state, double time_s = 0.0) {
  typename M::Workspace workspace;
  Eigen::ArrayXd rate(state.size());
  machine.rhs(time_s, ConstEnsembleView<double>(state.data(), state.size(), 1),
              EnsembleView<double>(rate.data(), state.size(), 1), workspace);
  return rate;
}

/// Uniform in [-half_width, half_width).
inline Eigen::ArrayXd random_state(Eigen::Index n, double half_width, std::uint32_t seed) {
  RandomStream random(seed, 0, 3);
  Eigen::ArrayXd state(n);
  for (auto& value : state) value = half_width * (2.0 * random.uniform() - 1.0);
  return state;
}

/// dE/dx_i by central differences of half width `h`.
template <Machine M>
double slope_of(const M& machine, const Eigen::ArrayXd& state, Eigen::Index i, double h, double time_s = 0.0) {
  Eigen::ArrayXd up = state, down = state;
  up[i] += h;
  down[i] -= h;
  return (energy_of(machine, up, time_s) - energy_of(machine, down, time_s)) / (2.0 * h);
}

/// Both engines from the same random start: no rise of the energy between 200 instants, beyond rounding.
template <Machine M>
void check_energy_falls(const M& machine, double step_s, std::uint32_t seed) {
  std::vector<double> start(static_cast<std::size_t>(machine.size()));
  machine.initial(seed, 0, start);
  AdaptiveTrajectory<M> trajectory(machine, start, {1e-10, 1e-10});
  double before = trajectory.energy();
  const double first = before;
  for (int k = 1; k <= 200; ++k) {
    trajectory.advance_to(machine.duration_s() * k / 200);
    const double now = trajectory.energy();
    if (now > before + 1e-9 * (std::abs(before) + std::abs(first))) FAIL("adaptive: " << before << " rises to " << now);
    before = now;
  }
  CHECK(before < first);
  BatchedIntegrator<M, double> engine(machine, Stepper::heun, step_s, {seed, 0}, KernelKind::generic);
  std::array<double, kBlockWidth> last{}, values{};
  engine.energy(last);
  const auto steps = static_cast<int>(machine.duration_s() / step_s);
  for (int k = 0; k < steps; k += 10) {
    engine.advance(10);
    engine.energy(values);
    for (std::size_t r = 0; r < kBlockWidth; ++r) {
      if (values[r] > last[r] + 1e-9 * std::abs(last[r])) FAIL("batched: " << last[r] << " rises to " << values[r]);
    }
    last = values;
  }
}

/// Largest difference of the rates in single precision from those in double, over the largest rate, on one kernel.
template <Machine M>
double single_precision_error(const M& machine, double half_width, double time_s) {
  const Eigen::Index n = machine.size();
  AlignedFloats state(static_cast<std::size_t>(n * kBlockWidth)), rate(state.size());
  RandomStream random(5, 0, 6);
  for (auto& value : state) value = static_cast<float>(half_width * (2.0 * random.uniform() - 1.0));
  const Ensemble<double> wide = ConstEnsembleView<float>(state.data(), n, kBlockWidth).cast<double>();
  Ensemble<double> expected(n, kBlockWidth);
  typename M::Workspace workspace;
  machine.rhs(time_s, ConstEnsembleView<float>(state.data(), n, kBlockWidth),
              EnsembleView<float>(rate.data(), n, kBlockWidth), workspace);
  machine.rhs(time_s, ConstEnsembleView<double>(wide.data(), n, kBlockWidth),
              EnsembleView<double>(expected.data(), n, kBlockWidth), workspace);
  const Ensemble<double> got = ConstEnsembleView<float>(rate.data(), n, kBlockWidth).cast<double>();
  return (got - expected).abs().maxCoeff() / expected.abs().maxCoeff();
}

/// The final state of the block engine in double from the machine's own start, `steps` steps: column 0.
template <Machine M>
Eigen::ArrayXd batched_end(const M& machine, Stepper stepper, std::int64_t steps, std::uint64_t seed = 1) {
  BatchedIntegrator<M, double> engine(machine, stepper, machine.duration_s() / static_cast<double>(steps), {seed, 0},
                                      KernelKind::generic);
  engine.advance(steps);
  return std::as_const(engine).state().col(0);
}

/// The same by the adaptive engine.
template <Machine M>
Eigen::ArrayXd adaptive_end(const M& machine, Tolerance tolerance, std::uint64_t seed = 1) {
  std::vector<double> start(static_cast<std::size_t>(machine.size()));
  machine.initial(seed, 0, start);
  AdaptiveTrajectory<M> trajectory(machine, start, tolerance);
  trajectory.advance_to(machine.duration_s());
  return Eigen::Map<const Eigen::ArrayXd>(trajectory.state().data(), machine.size());
}

/// Halves the step twice and returns how the error against the adaptive engine falls, as a power of the step.
template <Machine M>
double measured_order(const M& machine, Stepper stepper, std::int64_t steps) {
  const Eigen::ArrayXd exact = adaptive_end(machine, {1e-13, 1e-13});
  const double coarse = (batched_end(machine, stepper, steps) - exact).abs().maxCoeff();
  const double fine = (batched_end(machine, stepper, 4 * steps) - exact).abs().maxCoeff();
  return 0.5 * std::log2(coarse / fine);
}

}  // namespace isinglass::testing
