// Oscillator networks with any coupling function and with phase lags: series against their functions, rates against
// the pairwise sum, Lyapunov function, lags, both precisions, both engines.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "models/analog/oscillator_anneal.hpp"
#include "models/error.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/batched.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

constexpr double kPi = std::numbers::pi;

OscillatorDesign frozen(const CouplingFunction& function, double coupling, double second_harmonic) {
  OscillatorDesign design;
  design.frequency_hz = 1e5;
  design.duration_s = 1.0;
  design.coupling = Schedule::constant(coupling);
  design.second_harmonic = Schedule::constant(second_harmonic);
  design.mismatch_ppm = 1.0;
  design.device_seed = 3;
  design.function = function;
  return design;
}

Eigen::ArrayXd random_phases(Eigen::Index n, std::uint32_t seed) {
  RandomStream random(seed, 0, 3);
  Eigen::ArrayXd phase(n);
  for (auto& value : phase) value = 20.0 * (random.uniform() - 0.5);
  return phase;
}

Eigen::ArrayXd rates_of(const OscillatorMachine& machine, const Eigen::ArrayXd& phase) {
  OscillatorMachine::Workspace workspace;
  Eigen::ArrayXd rate(phase.size());
  machine.rhs(0.0, ConstEnsembleView<double>(phase.data(), phase.size(), 1),
              EnsembleView<double>(rate.data(), phase.size(), 1), workspace);
  return rate;
}

double energy_of(const OscillatorMachine& machine, const Eigen::ArrayXd& phase) {
  OscillatorMachine::Workspace workspace;
  double value = 0.0;
  machine.energy(0.0, ConstEnsembleView<double>(phase.data(), phase.size(), 1), std::span<double>(&value, 1),
                 workspace);
  return value;
}

LaggedGraph random_graph(std::int32_t n, std::uint32_t seed) {
  RandomStream random(seed, 0, 11);
  LaggedGraph graph{"random", n, {}};
  for (std::int32_t i = 0; i < n; ++i) {
    for (std::int32_t j = 0; j < n; ++j) {
      // Both directions may be drawn: two edges of one pair.
      if (i != j && random.uniform() < 0.3) graph.edges.push_back({i, j, random.normal(), 3.0 * random.normal()});
    }
  }
  return graph;
}

/// A series with sines, cosines and a constant.
CouplingFunction lopsided() { return CouplingFunction({{1, 0.8, 0.3}, {2, -0.2, 0.1}, {5, 0.05, -0.07}}, 0.15); }

/// dE/dt < 0 all along both engines, from one start.
void check_falling(const OscillatorMachine& machine, std::uint32_t seed) {
  std::vector<double> phase(static_cast<std::size_t>(machine.size()));
  machine.initial(seed, 0, phase);
  AdaptiveTrajectory<OscillatorMachine> trajectory(machine, phase, {1e-10, 1e-10});
  double before = trajectory.energy();
  for (int k = 1; k <= 100; ++k) {
    trajectory.advance_to(0.1 * k);
    CHECK(trajectory.energy() <= before + 1e-8 * (1.0 + std::abs(before)));
    before = trajectory.energy();
  }
  BatchedIntegrator<OscillatorMachine, double> engine(machine, Stepper::heun, 0.005, {seed, 0}, KernelKind::generic);
  std::array<double, kBlockWidth> last{}, values{};
  engine.energy(last);
  for (int k = 0; k < 50; ++k) {
    engine.advance(20);
    engine.energy(values);
    for (std::size_t r = 0; r < kBlockWidth; ++r) CHECK(values[r] <= last[r] + 1e-8 * (1.0 + std::abs(last[r])));
    last = values;
  }
}

}  // namespace

TEST_CASE("the series of a limiting amplifier and of a triangle wave converge to the functions they stand for") {
  const auto triangle = [](double x) { return 2.0 / kPi * std::asin(std::sin(x)); };
  const auto farthest = [](const CouplingFunction& series, const auto& function) {
    double most = 0.0;
    for (int m = 0; m < 999; ++m) {
      const double x = 0.0123 + 2.0 * kPi * m / 999.0;
      most = std::max(most, std::abs(series.value(x) - function(x)));
    }
    return most;
  };
  for (const double gain : {0.5, 2.0, 5.0}) {
    const auto tanh_sin = [&](double x) { return std::tanh(gain * std::sin(x)) / std::tanh(gain); };
    CHECK(farthest(CouplingFunction::saturated(gain, 61), tanh_sin) < 1e-6);
    CHECK(CouplingFunction::saturated(gain, 61).is_odd());
  }
  CHECK(CouplingFunction::saturated(5.0, 61).steepest() == Approx(5.0 / std::tanh(5.0)).epsilon(1e-4));
  CHECK(farthest(CouplingFunction::triangle(7), triangle) < 0.06);
  CHECK(farthest(CouplingFunction::triangle(63), triangle) < 0.007);
  CHECK(CouplingFunction::sine().is_sine());
  CHECK_FALSE(CouplingFunction::triangle(3).is_sine());
  CHECK(CouplingFunction::saturated(1e-3, 7).steepest() == Approx(1.0).epsilon(1e-6));
}

TEST_CASE("sampling a series and transforming it back returns it, delayed and scaled as asked") {
  const CouplingFunction series = lopsided();
  std::vector<double> values(64);
  for (std::size_t m = 0; m < 64; ++m) values[m] = series.value(2.0 * kPi * static_cast<double>(m) / 64.0);
  const CouplingFunction back = CouplingFunction::from_samples(values, 9);
  for (const double x : {0.1, 1.7, 4.4}) {
    CHECK(back.value(x) == Approx(series.value(x)));
    CHECK(back.delayed(0.7).value(x) == Approx(series.value(x - 0.7)));
    CHECK(series.scaled(-2.0).value(x) == Approx(-2.0 * series.value(x)));
    const double slope = (series.integral(x + 1e-5) - series.integral(x - 1e-5)) / 2e-5;
    CHECK(slope == Approx(series.odd_part().value(x)));
  }
  CHECK(series.even_share() > 0.3);
  CHECK(CouplingFunction::triangle(9).even_share() == 0.0);
  CHECK_THROWS_AS(CouplingFunction({{2, 1.0, 0.0}, {1, 1.0, 0.0}}), UsageError);
  CHECK(CouplingFunction({{1, 1.0, 0.0}, {2, 0.0, -0.5}}, 0.25).describe() == "1 sin x - 0.5 cos 2x + 0.25");
}

TEST_CASE("the rates of a network are the sum over pairs of the coupling function, lags, fields and even parts too") {
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    for (const auto& function : {CouplingFunction::saturated(3.0, 15), CouplingFunction::triangle(9), lopsided()}) {
      const Eigen::ArrayXd phase = random_phases(9, seed);
      const Problem problem = testing::random_problem(9, 0.6, seed, true);
      const OscillatorMachine machine(problem, frozen(function, 1.3, 0.6), CouplingStorage::sparse,
                                      KernelKind::generic);
      const LaggedGraph graph = random_graph(9, seed);
      const OscillatorMachine lagged(graph, frozen(function, 1.3, 0.6), KernelKind::generic);
      Eigen::ArrayXd expected(9), expected_lagged(9);
      for (Eigen::Index i = 0; i < 9; ++i) {
        const auto k = static_cast<std::size_t>(i);
        expected[i] = expected_lagged[i] = machine.detuning()[k] - 0.6 * std::sin(2.0 * phase[i]);
        expected[i] += 1.3 * problem.fields[k] * function.value(phase[i]);  // the project's sign: h = -field
      }
      for (const auto& c : problem.couplings) {
        expected[c.i] += 1.3 * c.value * function.value(phase[c.i] - phase[c.j]);
        expected[c.j] += 1.3 * c.value * function.value(phase[c.j] - phase[c.i]);
      }
      for (const auto& e : graph.edges) {
        expected_lagged[e.i] -= 1.3 * e.weight * function.value(phase[e.i] - phase[e.j] - e.lag_rad);
        expected_lagged[e.j] -= 1.3 * e.weight * function.value(phase[e.j] - phase[e.i] + e.lag_rad);
      }
      CHECK((rates_of(machine, phase) - expected).abs().maxCoeff() < 1e-11);
      CHECK((rates_of(lagged, phase) - expected_lagged).abs().maxCoeff() < 1e-11);
    }
  }
}

TEST_CASE("for an odd coupling function the rates are -1/2 of the gradient of the energy, lags or not") {
  for (std::uint32_t seed = 1; seed <= 5; ++seed) {
    for (const auto& function : {CouplingFunction::sine(), CouplingFunction::saturated(4.0, 15)}) {
      const OscillatorMachine plain(testing::random_problem(8, 0.6, seed, true), frozen(function, 1.3, 0.6),
                                    CouplingStorage::sparse, KernelKind::generic);
      const OscillatorMachine lagged(random_graph(8, seed), frozen(function, 0.7, 0.4), KernelKind::generic);
      for (const auto* machine : {&plain, &lagged}) {
        CHECK(machine->has_lyapunov_function());
        const Eigen::ArrayXd phase = random_phases(8, seed);
        const Eigen::ArrayXd rate = rates_of(*machine, phase);
        for (Eigen::Index i = 0; i < 8; ++i) {
          constexpr double h = 1e-5;
          Eigen::ArrayXd up = phase, down = phase;
          up[i] += h;
          down[i] -= h;
          const double slope = (energy_of(*machine, up) - energy_of(*machine, down)) / (2.0 * h);
          CHECK(rate[i] == Approx(-0.5 * slope).margin(2e-7));
        }
      }
    }
  }
}

TEST_CASE("the energy of odd coupling functions and of lagged graphs never rises, in both engines") {
  for (std::uint32_t seed = 1; seed <= 4; ++seed) {
    for (const auto& function : {CouplingFunction::saturated(5.0, 15), CouplingFunction::triangle(15)}) {
      const Problem problem = testing::random_problem(14, 0.5, 40 + seed, true);
      check_falling(
          OscillatorMachine(problem, frozen(function, 1.0, 0.5), CouplingStorage::sparse, KernelKind::generic), seed);
      check_falling(OscillatorMachine(random_graph(12, seed), frozen(function, 0.5, 0.0), KernelKind::generic), seed);
    }
  }
}

TEST_CASE("an even part in the coupling function makes two oscillators drift together for ever, and is flagged") {
  const Problem pair{"", Kind::ising, {0.0, 0.0}, {{0, 1, -1.0}}, 0.0};  // papers' J = +1
  OscillatorDesign design = frozen(CouplingFunction({{1, 1.0, 0.4}}), 2.0, 0.0);
  design.mismatch_ppm = 0.0;
  const OscillatorMachine machine(pair, design, CouplingStorage::sparse, KernelKind::generic);
  CHECK_FALSE(machine.has_lyapunov_function());
  AdaptiveTrajectory<OscillatorMachine> trajectory(machine, {0.3, 1.0}, {1e-9, 1e-9});
  trajectory.advance_to(10.0);
  const double early = trajectory.state()[0];
  CHECK(trajectory.state()[1] == Approx(early).margin(1e-6));
  trajectory.advance_to(20.0);
  CHECK(trajectory.state()[0] - early == Approx(-10.0 * 2.0 * 0.4).epsilon(1e-6));  // -K a per second
}

TEST_CASE("oscillators with phase lags settle at the lags wherever these can all be met") {
  // Lags that are differences of given phases: every one can be met, and the energy there is the least there is.
  for (std::uint32_t seed = 1; seed <= 5; ++seed) {
    const Eigen::ArrayXd wanted = random_phases(6, 70 + seed);
    LaggedGraph graph{"", 6, {}};
    for (std::int32_t i = 1; i < 6; ++i) {
      for (std::int32_t j = 0; j < i; ++j) graph.edges.push_back({i, j, 1.0, wanted[i] - wanted[j]});
    }
    OscillatorDesign design = frozen(CouplingFunction::sine(), 1.0, 0.0);
    design.mismatch_ppm = 0.0;
    const OscillatorMachine machine(graph, design, KernelKind::generic);
    std::vector<double> phase(6);
    machine.initial(seed, 0, phase);
    AdaptiveTrajectory<OscillatorMachine> trajectory(machine, phase, {1e-10, 1e-10});
    trajectory.advance_to(40.0);
    for (std::size_t i = 1; i < 6; ++i) {
      const double off =
          trajectory.state()[i] - trajectory.state()[0] - (wanted[static_cast<Eigen::Index>(i)] - wanted[0]);
      CHECK(std::cos(off) == Approx(1.0).margin(1e-10));
    }
    CHECK(trajectory.energy() == Approx(-30.0).epsilon(1e-9));  // -K over all ordered pairs
  }
}

TEST_CASE("a lag of nought changes nothing, and an edge that leaves the graph is refused") {
  Problem problem = testing::random_problem(10, 0.5, 3, true);
  std::fill(problem.fields.begin(), problem.fields.end(), 0.0);
  LaggedGraph graph{"", 10, {}};
  for (const auto& c : problem.couplings) graph.edges.push_back({c.i, c.j, -c.value, 0.0});
  const auto design = frozen(CouplingFunction::sine(), 1.0, 0.3);
  const OscillatorMachine plain(problem, design, CouplingStorage::sparse, KernelKind::generic);
  const OscillatorMachine lagged(graph, design, KernelKind::generic);
  const Eigen::ArrayXd phase = random_phases(10, 9);
  CHECK((rates_of(plain, phase) - rates_of(lagged, phase)).abs().maxCoeff() < 1e-12);
  CHECK(energy_of(plain, phase) == Approx(energy_of(lagged, phase)));
  graph.edges.push_back({3, 10, 1.0, 0.0});
  CHECK_THROWS_AS(OscillatorMachine(graph, design, KernelKind::generic), InputError);
  graph.edges.back() = {3, 3, 1.0, 0.0};
  CHECK_THROWS_AS(OscillatorMachine(graph, design, KernelKind::generic), InputError);
}

TEST_CASE("single precision and double precision agree for every coupling function and with lags") {
  const auto function = CouplingFunction::saturated(3.0, 15);
  const OscillatorMachine plain(testing::random_problem(20, 0.5, 5, true), frozen(function, 1.0, 0.4),
                                CouplingStorage::dense, available_kernels().back());
  const OscillatorMachine lagged(random_graph(20, 5), frozen(function, 1.0, 0.4), available_kernels().back());
  const OscillatorMachine sine(testing::random_problem(20, 0.5, 5, true), frozen(CouplingFunction::sine(), 1.0, 0.4),
                               CouplingStorage::sparse, available_kernels().back());
  for (const auto* machine : {&plain, &lagged, &sine}) {
    Ensemble<double> phase(20, kBlockWidth), seen(20, kBlockWidth), rate(20, kBlockWidth);
    for (Eigen::Index r = 0; r < kBlockWidth; ++r) {
      phase.col(r) = random_phases(20, static_cast<std::uint32_t>(r));
      seen.col(r) = random_phases(20, static_cast<std::uint32_t>(100 + r));
    }
    const Ensemble<float> phase_single = phase.cast<float>(), seen_single = seen.cast<float>();
    Ensemble<float> rate_single(20, kBlockWidth);
    OscillatorMachine::Workspace workspace;
    const auto view = [](const auto& ensemble) {
      using Scalar = typename std::decay_t<decltype(ensemble)>::Scalar;
      return ConstEnsembleView<Scalar>(ensemble.data(), ensemble.rows(), ensemble.cols());
    };
    machine->rhs_seen(0.0, view(phase), view(seen), EnsembleView<double>(rate.data(), 20, kBlockWidth), workspace);
    machine->rhs_seen(0.0, view(phase_single), view(seen_single),
                      EnsembleView<float>(rate_single.data(), 20, kBlockWidth), workspace);
    CHECK((rate - rate_single.cast<double>()).abs().maxCoeff() < 3e-4);
    std::array<double, kBlockWidth> values{}, values_single{};
    machine->energy(0.0, view(phase), values, workspace);
    machine->energy(0.0, view(phase_single), values_single, workspace);
    for (std::size_t r = 0; r < kBlockWidth; ++r) CHECK(values_single[r] == Approx(values[r]).margin(2e-3));
  }
}

TEST_CASE("neighbours that are seen late pull towards where they are seen") {
  const Problem problem = testing::random_problem(8, 0.7, 2, true);
  for (const auto& function : {CouplingFunction::sine(), CouplingFunction::triangle(5)}) {
    const OscillatorMachine machine(problem, frozen(function, 1.1, 0.3), CouplingStorage::sparse, KernelKind::generic);
    const Eigen::ArrayXd phase = random_phases(8, 1), seen = random_phases(8, 2);
    Eigen::ArrayXd expected(8), rate(8);
    for (Eigen::Index i = 0; i < 8; ++i) {
      const auto k = static_cast<std::size_t>(i);
      expected[i] =
          machine.detuning()[k] - 0.3 * std::sin(2.0 * phase[i]) + 1.1 * problem.fields[k] * function.value(phase[i]);
    }
    for (const auto& c : problem.couplings) {
      expected[c.i] += 1.1 * c.value * function.value(phase[c.i] - seen[c.j]);
      expected[c.j] += 1.1 * c.value * function.value(phase[c.j] - seen[c.i]);
    }
    OscillatorMachine::Workspace workspace;
    machine.rhs_seen(0.0, ConstEnsembleView<double>(phase.data(), 8, 1), ConstEnsembleView<double>(seen.data(), 8, 1),
                     EnsembleView<double>(rate.data(), 8, 1), workspace);
    CHECK((rate - expected).abs().maxCoeff() < 1e-12);
  }
}

TEST_CASE("both engines follow the same trajectory of a network with lags and a limiting amplifier") {
  const OscillatorMachine machine(random_graph(10, 8), frozen(CouplingFunction::saturated(3.0, 9), 0.5, 0.3),
                                  KernelKind::generic);
  std::vector<double> phase(10);
  machine.initial(4, 0, phase);
  AdaptiveTrajectory<OscillatorMachine> trajectory(machine, phase, {1e-11, 1e-11});
  trajectory.advance_to(1.0);
  BatchedIntegrator<OscillatorMachine, double> engine(machine, Stepper::rk4, 1e-3, {4, 0}, KernelKind::generic);
  engine.advance(1000);
  for (Eigen::Index i = 0; i < 10; ++i) {
    CHECK(engine.state()(i, 0) == Approx(trajectory.state()[static_cast<std::size_t>(i)]).margin(1e-8));
  }
}
