// Langevin dynamics against densities, occupancies and rates of escape in closed form or by quadrature.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numbers>

#include "models/analog/langevin.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/batched.hpp"
#include "testbench/physics/circuits.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

template <typename Well>
using WellMachine = LangevinMachine<SeparateWells<Well>>;

template <typename Well>
WellMachine<Well> wells(Eigen::Index rows, double temperature, Well well = {}) {
  LangevinDesign design;
  design.time_unit_s = 1.0;
  design.temperature = Schedule::constant(temperature);
  return {SeparateWells<Well>(rows, well), design};
}

/// All positions after `steps` Heun steps of `step`, `blocks` x 16 x rows of them.
template <typename M>
std::vector<double> settled(const M& machine, double step, std::int64_t steps, std::uint32_t blocks) {
  std::vector<double> positions;
  for (std::uint32_t block = 0; block < blocks; ++block) {
    BatchedIntegrator<M> engine(machine, Stepper::heun, step, {19, block * kBlockWidth}, available_kernels().back());
    engine.advance(steps);
    const auto state = std::as_const(engine).state();
    positions.insert(positions.end(), state.data(), state.data() + state.size());
  }
  return positions;
}

double integral(const std::function<double(double)>& f, double from, double to, int panels = 20000) {
  const double h = (to - from) / panels;
  double sum = 0.0;
  for (int k = 0; k < panels; ++k) sum += f(from + (k + 0.5) * h);
  return sum * h;
}

/// Mean time from -1 to +1 in the double well: (1/T) int_-1^1 dy exp(E(y)/T) int_-inf^y exp(-E(z)/T) dz.
double mean_first_passage(double temperature) {
  const DoubleWell well;
  constexpr int panels = 40000;
  constexpr double from = -3.0;
  const double h = (1.0 - from) / panels;
  double inner = 0.0, outer = 0.0;
  for (int k = 0; k < panels; ++k) {
    const double x = from + (k + 0.5) * h;
    const double weight = std::exp(-well.value(x) / temperature);
    inner += 0.5 * h * weight;
    if (x > -1.0) outer += h * inner / weight;
    inner += 0.5 * h * weight;
  }
  return outer / temperature;
}

struct Passage {
  double mean;
  double standard_error;
};

/// The same by simulation of rows x 16 particles, all until they have arrived.
Passage simulated_passage(double temperature, Eigen::Index rows, double step) {
  const auto machine = wells<DoubleWell>(rows, temperature);
  BatchedIntegrator<WellMachine<DoubleWell>> engine(machine, Stepper::heun, step, {29, 0}, available_kernels().back());
  engine.state().setConstant(-1.0F);
  std::vector<double> arrival(static_cast<std::size_t>(rows * kBlockWidth), 0.0);
  std::size_t under_way = arrival.size();
  while (under_way > 0) {
    engine.advance(1);
    const auto state = std::as_const(engine).state();
    for (std::size_t k = 0; k < arrival.size(); ++k) {
      if (arrival[k] > 0.0 || state.data()[k] < 1.0F) continue;
      arrival[k] = engine.time_s();
      --under_way;
    }
  }
  const auto count = static_cast<double>(arrival.size());
  double sum = 0.0, squares = 0.0;
  for (const double t : arrival) {
    sum += t;
    squares += t * t;
  }
  const double mean = sum / count;
  return {mean, std::sqrt((squares / count - mean * mean) / count)};
}

/// sqrt(8 * 4) / (2 pi) exp(-1/T) = 0.900 exp(-1/T).
double kramers_rate(double temperature) {
  return std::sqrt(32.0) / (2.0 * std::numbers::pi) * std::exp(-1.0 / temperature);
}

LangevinMachine<IsingWells> ising_machine(const Problem& problem, double temperature) {
  LangevinDesign design;
  design.time_unit_s = 1.0;
  design.duration_s = 10.0;
  design.temperature = Schedule::constant(temperature);
  return {IsingWells(problem, Schedule::constant(3.0), CouplingStorage::sparse, available_kernels().back()), design};
}

}  // namespace

TEST_CASE("in a quadratic energy the variance is T over the stiffness") {
  // Heun's own stationary variance at the step taken; 96,000 values, five standard errors (false alarm 6e-7).
  constexpr double k = 2.5;
  constexpr double t = 0.7;
  constexpr double h = 0.1;  // times the stiffness
  const double decay = 1.0 - h + 0.5 * h * h;
  const double expected = 2.0 * t / k * h * std::pow(1.0 - 0.5 * h, 2) / (1.0 - decay * decay);
  CHECK(expected == Approx(t / k).epsilon(0.01));
  const auto positions = settled(wells<QuadraticWell>(2000, t, {k}), h / k, 100, 3);
  double squares = 0.0;
  for (const double x : positions) squares += x * x;
  CHECK(std::abs(squares / 96000.0 / expected - 1.0) < 5.0 * std::sqrt(2.0 / 96000.0));
}

TEST_CASE("in the double well the density is exp(-E/T)") {
  // 64,000 positions in 22 bins; chi-squared below its quantile at a false-alarm rate of 1e-5 (Wilson and Hilferty).
  constexpr double t = 0.5;
  constexpr int bins = 22;
  const auto weight = [&](double x) { return std::exp(-DoubleWell{}.value(x) / t); };
  const double norm = integral(weight, -3.0, 3.0);
  std::vector<double> counts(bins, 0.0);
  const auto bin_of = [](double x) { return std::clamp(static_cast<int>((x + 1.65) / 0.15), 0, bins - 1); };
  const auto positions = settled(wells<DoubleWell>(2000, t), 0.01, 600, 2);
  for (const double x : positions) counts[static_cast<std::size_t>(bin_of(x))] += 1.0;
  double chi_squared = 0.0;
  for (int b = 0; b < bins; ++b) {
    const double from = b == 0 ? -3.0 : -1.65 + 0.15 * b;
    const double to = b == bins - 1 ? 3.0 : -1.65 + 0.15 * (b + 1);
    const double expected = static_cast<double>(positions.size()) * integral(weight, from, to, 500) / norm;
    REQUIRE(expected > 5.0);
    chi_squared += std::pow(counts[static_cast<std::size_t>(b)] - expected, 2) / expected;
  }
  const double a = 2.0 / (9.0 * (bins - 1));
  CHECK(chi_squared < (bins - 1) * std::pow(1.0 - a + 4.265 * std::sqrt(a), 3));
}

TEST_CASE("of two minima of the same depth the wide one holds the more, by its width and at any temperature") {
  // 32,000 positions; five standard errors (false alarm 6e-7 each).
  constexpr double width = 3.0;
  for (const double t : {0.7, 1.1}) {
    const auto weight = [&](double x) { return std::exp(-WideAndNarrowWell{width}.value(x) / t); };
    const double left = integral(weight, -9.0, 0.0) / integral(weight, -9.0, 3.0, 40000);
    CHECK(left == Approx(width / (1.0 + width)).epsilon(1e-6));
    const auto positions = settled(wells<WideAndNarrowWell>(2000, t, {width}), 0.02, 2000, 1);
    const auto found =
        static_cast<double>(std::count_if(positions.begin(), positions.end(), [](double x) { return x < 0.0; }));
    INFO("T " << t << ": " << found / 32000.0 << " of the particles in the wide well");
    CHECK(std::abs(found / 32000.0 - left) < 5.0 * std::sqrt(left * (1.0 - left) / 32000.0));
  }
}

TEST_CASE("the mean time of escape is that of the quadrature, which tends to Kramers' rate") {
  // Five standard errors and 0.4 % for seeing arrivals at the ends of steps only (false alarm below 6e-7).
  const Passage passage = simulated_passage(0.5, 256, 0.01);
  const double exact = mean_first_passage(0.5);
  INFO("simulated " << passage.mean << " +- " << passage.standard_error << ", exact " << exact);
  CHECK(std::abs(passage.mean - exact) < 5.0 * passage.standard_error + 0.004 * exact);
  // At low T: rate (1 - c T), so halving T halves what is missing.
  const auto missing = [](double t) { return 1.0 - 1.0 / (mean_first_passage(t) * kramers_rate(t)); };
  CHECK(missing(0.05) < 0.05);
  CHECK(missing(0.1) / missing(0.05) == Approx(2.0).margin(0.3));
}

TEST_CASE("escape rates at low temperature against Kramers' formula", "[.campaign]") {
  for (const double t : {0.25, 0.2, 0.15}) {
    const Passage passage = simulated_passage(t, 128, 0.01);
    const double exact = mean_first_passage(t);
    WARN("T " << t << ": rate " << 1.0 / passage.mean << " +- "
              << passage.standard_error / (passage.mean * passage.mean) << ", by quadrature " << 1.0 / exact
              << ", Kramers " << kramers_rate(t));
    CHECK(std::abs(passage.mean - exact) < 5.0 * passage.standard_error + 0.004 * exact);
  }
}

TEST_CASE("the force of an Ising energy in wells is the slope of its energy, which never rises without heat") {
  const Problem problem = testing::random_problem(12, 0.5, 71, true);
  const auto machine = ising_machine(problem, 0.0);
  std::vector<double> start(12), rate(12);
  machine.initial(1, 0, start);
  IsingWells::Workspace workspace;
  machine.rhs(0.0, ConstEnsembleView<double>(start.data(), 12, 1), EnsembleView<double>(rate.data(), 12, 1), workspace);
  const auto energy_of = [&](const std::vector<double>& x) {
    double value = 0.0;
    machine.energy(0.0, ConstEnsembleView<double>(x.data(), 12, 1), std::span<double>(&value, 1), workspace);
    return value;
  };
  for (std::size_t i = 0; i < 12; ++i) {
    auto up = start;
    auto down = start;
    up[i] += 1e-5;
    down[i] -= 1e-5;
    CHECK(rate[i] == Approx(-(energy_of(up) - energy_of(down)) / 2e-5).epsilon(1e-7).margin(1e-8));
  }
  AdaptiveTrajectory trajectory(machine, start, {1e-10, 1e-10});
  BatchedIntegrator<LangevinMachine<IsingWells>> fixed(machine, Stepper::heun, 1e-3, {1, 0},
                                                       available_kernels().back());
  double previous = trajectory.energy();
  for (int k = 1; k <= 50; ++k) {
    trajectory.advance_to(0.1 * k);
    CHECK(trajectory.energy() <= previous + 1e-9);
    previous = trajectory.energy();
  }
  fixed.advance(5000);
  for (std::size_t i = 0; i < 12; ++i) {
    CHECK(double{std::as_const(fixed).state()(static_cast<Eigen::Index>(i), 0)} ==
          Approx(trajectory.state()[i]).margin(1e-4));
  }
}

TEST_CASE("without heat the energy of Ising wells never rises, in both engines, over random instances") {
  for (std::uint32_t seed = 1; seed <= 8; ++seed) {
    testing::check_energy_falls(ising_machine(testing::random_problem(20, 0.4, 300 + seed, true), 0.0), 0.01, seed);
  }
}

TEST_CASE("cyclic temperature crosses the barrier of the double well and ends cold, which no constant one does") {
  // 32,000 particles from the left well, 10,000 steps each (200 time units). Five standard errors (false alarm 6e-7);
  // the energy of a cold well is T/2.
  struct End {
    double crossed, energy;
  };
  const auto run = [](const RepeatedSchedule& temperature) {
    LangevinDesign design;
    design.time_unit_s = 1.0;
    design.temperature = temperature;
    const WellMachine<DoubleWell> machine{SeparateWells<DoubleWell>(2000, {}), design};
    BatchedIntegrator<WellMachine<DoubleWell>> engine(machine, Stepper::heun, 0.02, {37, 0},
                                                      available_kernels().back());
    engine.state().setConstant(-1.0F);
    engine.advance(10000);
    End end{0.0, 0.0};
    for (const double x : std::as_const(engine).state().cast<double>().reshaped()) {
      end.crossed += x > 0.0 ? 1.0 / 32000.0 : 0.0;
      end.energy += DoubleWell{}.value(x) / 32000.0;
    }
    return end;
  };
  constexpr double cold = 0.05;
  const End cyclic = run({Schedule(Schedule::Shape::cosine, 1.0, cold, 50.0), 50.0, 4});
  const End freezing = run(Schedule::constant(cold));
  const End warm = run(Schedule::constant(0.15));
  const End hot = run(Schedule::constant(0.5));
  INFO("crossed and mean energy: cyclic " << cyclic.crossed << ' ' << cyclic.energy << ", T 0.05 " << freezing.crossed
                                          << ' ' << freezing.energy << ", T 0.15 " << warm.crossed << ' ' << warm.energy
                                          << ", T 0.5 " << hot.crossed << ' ' << hot.energy);
  CHECK(std::abs(cyclic.crossed - 0.5) < 5.0 * 0.5 / std::sqrt(32000.0));
  CHECK(cyclic.energy == Approx(0.5 * cold).epsilon(0.15));
  CHECK(freezing.crossed < 1e-4);  // 200 * 0.900 exp(-20)
  const double expected = 0.5 * (1.0 - std::exp(-2.0 * 200.0 / mean_first_passage(0.15)));
  CHECK(warm.crossed == Approx(expected).epsilon(0.15));
  CHECK(warm.energy > 2.5 * cyclic.energy);
  CHECK(std::abs(hot.crossed - 0.5) < 5.0 * 0.5 / std::sqrt(32000.0));
  CHECK(hot.energy > 7.0 * cyclic.energy);
}

TEST_CASE("on spins the energy of the wells is that of the problem") {
  const Problem problem = testing::random_problem(12, 0.5, 72, true);
  const auto machine = ising_machine(problem, 0.0);
  std::vector<Spin> spins(12);
  std::vector<double> x(12);
  for (std::size_t i = 0; i < 12; ++i) x[i] = spins[i] = i % 3 == 0 ? 1 : -1;
  double value = 0.0;
  IsingWells::Workspace workspace;
  machine.energy(0.0, ConstEnsembleView<double>(x.data(), 12, 1), std::span<double>(&value, 1), workspace);
  CHECK(value == Approx(energy(problem, spins)).epsilon(1e-12));
}

TEST_CASE("a repeated schedule falls from start to end in every cycle") {
  const RepeatedSchedule schedule(Schedule(Schedule::Shape::cosine, 2.0, 0.5, 1.0), 1.0, 3);
  for (const double cycle : {0.0, 1.0, 2.0}) {
    CHECK(schedule.value(cycle) == Approx(2.0));
    CHECK(schedule.value(cycle + 0.5) == Approx(1.25));
    CHECK(schedule.value(cycle + 1.0 - 1e-9) == Approx(0.5));
  }
  CHECK(schedule.value(3.0) == Approx(0.5));
  const RepeatedSchedule once = Schedule(Schedule::Shape::linear, 2.0, 1.0, 4.0);
  CHECK(once.value(2.0) == Approx(1.5));
}
