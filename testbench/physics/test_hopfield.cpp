// The Hopfield circuit against theory: a circuit integrated by other means, gradient, Lyapunov function, both kinds of
// amplifier, both engines, noise, and how many patterns it holds.
#include <boost/numeric/odeint.hpp>

#include "models/analog/hopfield_anneal.hpp"
#include "models/error.hpp"
#include "models/problem/patterns.hpp"
#include "testbench/physics/circuits.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

constexpr double kSynapse[4][4] = {
    {0, 1.0, -0.7, 0.4}, {1.0, 0, 0.9, -1.2}, {-0.7, 0.9, 0, 0.6}, {0.4, -1.2, 0.6, 0}};  // mS
constexpr double kBias[4] = {0.05, -0.1, 0.02, 0.0};                                      // mA
const std::vector<double> kStart{0.3, -0.2, 0.15, 0.4};                                   // V

/// The four-neuron circuit that the project's SPICE oracle uses, as a problem in the project's sign.
HopfieldMachine four_neurons(double resistance_ohm = 1e3, double gain = 2.0, double capacitance_f = 1e-9) {
  Problem problem;
  for (const double bias : kBias) problem.fields.push_back(-bias);
  for (std::int32_t i = 0; i < 4; ++i) {
    for (std::int32_t j = i + 1; j < 4; ++j) problem.couplings.push_back({i, j, -kSynapse[i][j]});
  }
  HopfieldDesign design;
  design.resistance_ohm = resistance_ohm;
  design.capacitance_f = capacitance_f;
  design.gain = Schedule::constant(gain);
  return {problem, design, CouplingStorage::automatic, KernelKind::generic};
}

/// The same circuit written down again from its netlist and integrated by Runge-Kutta-Fehlberg 7(8) at 1e-13.
std::vector<double> four_neurons_by_fehlberg(double time_s) {
  namespace odeint = boost::numeric::odeint;
  using State = std::vector<double>;
  State u = kStart;
  const auto circuit = [](const State& v, State& dv, double) {
    for (std::size_t i = 0; i < 4; ++i) {
      double current = kBias[i] * 1e-3 - v[i] / 1e3;
      for (std::size_t j = 0; j < 4; ++j) current += kSynapse[i][j] * 1e-3 * std::tanh(2.0 * v[j]);
      dv[i] = current / 1e-9;
    }
  };
  odeint::integrate_adaptive(odeint::make_controlled(1e-14, 1e-13, odeint::runge_kutta_fehlberg78<State>()), circuit, u,
                             0.0, time_s, 1e-9);
  return u;
}

HopfieldMachine random_machine(std::uint32_t seed, Amplifier amplifier, Eigen::Index n = 12) {
  const Problem problem = testing::random_problem(static_cast<std::int32_t>(n), 0.6, seed, true);
  HopfieldDesign design;
  design.amplifier = amplifier;
  design.gain = Schedule::constant(1.0 + 0.5 * seed);
  design.output_v = 0.8;
  design.start_v = 1.0;
  return {problem, design, CouplingStorage::sparse, KernelKind::generic};
}

/// Mean overlap with the cued pattern after recall from `flips` flipped spins, over `count` cues in blocks.
double mean_overlap(const PatternSet& patterns, const Problem& stored, std::int32_t flips, std::int32_t cues) {
  const HopfieldDesign design = design_hopfield_memory({.length = 60.0}, 50.0);
  const HopfieldMachine machine(stored, design, CouplingStorage::dense, available_kernels().back());
  const std::int32_t count = patterns.count();
  if (count == 0) return 0.0;
  double sum = 0.0;
  std::vector<Spin> spins(static_cast<std::size_t>(patterns.size));
  for (std::int32_t first = 0; first < cues; first += kBlockWidth) {
    BatchedIntegrator<HopfieldMachine> engine(machine, Stepper::euler, design.step_s, {}, available_kernels().back());
    for (std::int32_t c = 0; c < kBlockWidth; ++c) {
      const auto cue = flipped(patterns.pattern((first + c) % count), flips, 1, static_cast<std::uint32_t>(first + c));
      for (std::int32_t i = 0; i < patterns.size; ++i)
        engine.state()(i, c) = 0.5F * static_cast<float>(cue[static_cast<std::size_t>(i)]);
    }
    engine.advance(240);
    for (std::int32_t c = 0; c < kBlockWidth && first + c < cues; ++c) {
      engine.readout(c, spins);
      sum += overlap(spins, patterns.pattern((first + c) % count));
    }
  }
  return sum / cues;
}

}  // namespace

TEST_CASE("the four-neuron circuit moves as its netlist does, to a nanovolt on the adaptive engine") {
  const HopfieldMachine machine = four_neurons();
  AdaptiveTrajectory<HopfieldMachine> trajectory(machine, kStart, {1e-12, 1e-12});
  for (const double time_s : {0.3e-6, 2e-6, 7e-6, 20e-6}) {
    trajectory.advance_to(time_s);
    const auto expected = four_neurons_by_fehlberg(time_s);
    for (std::size_t i = 0; i < 4; ++i) CHECK(std::abs(trajectory.state()[i] - expected[i]) < 1e-9);
  }
  CHECK(machine.bias_a()[1] == Approx(-1e-4));
}

TEST_CASE("the block engine reaches the same four voltages at its order of convergence") {
  for (const auto amplifier : {Amplifier::tanh, Amplifier::logistic}) {
    HopfieldDesign design;
    design.amplifier = amplifier;
    design.start_v = 0.5;
    design.gain = Schedule(Schedule::Shape::linear, 0.5, 4.0, 2e-6);
    design.duration_s = 2e-6;
    const HopfieldMachine machine(testing::random_problem(10, 0.7, 3, true), design, CouplingStorage::sparse,
                                  KernelKind::generic);
    CHECK(testing::measured_order(machine, Stepper::euler, 400) == Approx(1.0).margin(0.1));
    CHECK(testing::measured_order(machine, Stepper::heun, 100) == Approx(2.0).margin(0.15));
    CHECK(testing::measured_order(machine, Stepper::rk4, 40) == Approx(4.0).margin(0.3));
  }
}

TEST_CASE("the current into each capacitor is minus the slope of the energy in the amplifier's output") {
  for (std::uint32_t seed = 1; seed <= 8; ++seed) {
    const HopfieldMachine machine = random_machine(seed, seed % 2 == 0 ? Amplifier::tanh : Amplifier::logistic);
    const Eigen::ArrayXd input = testing::random_state(12, 0.7, seed);
    const Eigen::ArrayXd rate = testing::rates_of(machine, input);
    for (Eigen::Index i = 0; i < 12; ++i) {
      constexpr double h = 1e-5;
      const double output = (machine.output_v(0.0, input[i] + h) - machine.output_v(0.0, input[i] - h)) / (2.0 * h);
      const double current = machine.design().capacitance_f * rate[i];
      CHECK(current * output == Approx(-testing::slope_of(machine, input, i, h)).margin(1e-10));
    }
  }
}

TEST_CASE("at a fixed gain the energy never rises, in both engines, for both amplifiers") {
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    const HopfieldMachine machine = random_machine(seed, seed % 2 == 0 ? Amplifier::tanh : Amplifier::logistic, 20);
    testing::check_energy_falls(machine, 1e-8, seed);
  }
}

TEST_CASE("the energy of a logistic circuit is the textbook's, term by term") {
  const Problem problem = testing::random_problem(7, 0.8, 5, true);
  HopfieldDesign design;
  design.amplifier = Amplifier::logistic;
  design.gain = Schedule::constant(3.0);
  design.output_v = 1.3;
  const HopfieldMachine machine(problem, design, CouplingStorage::sparse, KernelKind::generic);
  const Eigen::ArrayXd input = testing::random_state(7, 1.0, 2);
  const Eigen::MatrixXd synapse = -2.0 * design.conductance_s * dense_couplings(problem);
  const auto bias = machine.bias_a();
  double expected = 0.0;
  for (Eigen::Index i = 0; i < 7; ++i) {
    const double output = design.output_v / (1.0 + std::exp(-3.0 * input[i]));
    CHECK(machine.output_v(0.0, input[i]) == Approx(output));
    for (Eigen::Index j = 0; j < 7; ++j) {
      expected -= 0.5 * synapse(i, j) * output * design.output_v / (1.0 + std::exp(-3.0 * input[j]));
    }
    // int_{V_s/2}^V ln(v / (V_s - v)) / beta dv, with x = V / V_s
    const double x = output / design.output_v;
    const double leak = design.output_v / 3.0 * (x * std::log(x) + (1.0 - x) * std::log(1.0 - x) + std::log(2.0));
    expected += leak / design.resistance_ohm - bias[static_cast<std::size_t>(i)] * output;
  }
  CHECK(testing::energy_of(machine, input) == Approx(expected));
}

TEST_CASE("logistic amplifiers of twice the gain and synapse move as tanh amplifiers do") {
  const Problem problem = testing::random_problem(10, 0.5, 8, true);
  HopfieldDesign design;
  design.start_v = 0.5;
  design.gain = Schedule::constant(2.0);
  const HopfieldMachine tanh(problem, design, CouplingStorage::sparse, KernelKind::generic);
  design.amplifier = Amplifier::logistic;
  design.gain = Schedule::constant(4.0);
  const HopfieldMachine logistic(problem, design, CouplingStorage::sparse, KernelKind::generic);
  const Eigen::ArrayXd a = testing::adaptive_end(tanh, {1e-10, 1e-10});
  const Eigen::ArrayXd b = testing::adaptive_end(logistic, {1e-10, 1e-10});
  CHECK((a - b).abs().maxCoeff() < 1e-9);
}

TEST_CASE("saturated outputs have the problem's energy, times g V_s squared") {
  const Problem problem = testing::random_problem(15, 0.5, 7);
  HopfieldDesign design;
  design.gain = Schedule::constant(1e6);
  design.output_v = 1.7;
  const HopfieldMachine machine(problem, design, CouplingStorage::sparse, KernelKind::generic);
  RandomStream random(5, 0, 9);
  Eigen::ArrayXd input(15);
  std::vector<Spin> spins(15), read(15);
  for (std::size_t i = 0; i < 15; ++i) {
    spins[i] = random.below(2) == 0 ? Spin{1} : Spin{-1};
    input[static_cast<Eigen::Index>(i)] = 0.9 * spins[i];
  }
  machine.readout(ConstEnsembleView<double>(input.data(), 15, 1), 0, read);
  CHECK(read == spins);
  const double unit = design.conductance_s * design.output_v * design.output_v;
  CHECK(testing::energy_of(machine, input) == Approx(unit * energy(problem, spins)).epsilon(1e-5));
}

TEST_CASE("the rates in single precision follow those in double on every kernel") {
  for (const auto kind : available_kernels()) {
    for (const bool fields : {false, true}) {
      Problem problem = testing::random_problem(50, 0.3, 21, true);
      if (!fields) std::fill(problem.fields.begin(), problem.fields.end(), 0.0);
      const HopfieldMachine machine(problem, HopfieldDesign{}, CouplingStorage::sparse, kind);
      CHECK(testing::single_precision_error(machine, 1.5, 0.0) < 1e-6);
    }
  }
}

TEST_CASE("the noise of an undriven input has the root mean square that was asked for") {
  // 32,000 independent inputs after 10 R C: the variance's standard error is 0.8 %; bound five of them, false alarm
  // 6e-7.
  Problem problem;
  problem.fields.assign(2000, 0.0);
  HopfieldAnneal anneal;
  anneal.noise = {Schedule::Shape::linear, 0.3, 0.3, 1};
  anneal.length = 10.0;
  const HopfieldDesign design = design_hopfield(problem, anneal);
  const HopfieldMachine machine(problem, design, CouplingStorage::sparse, available_kernels().back());
  BatchedIntegrator<HopfieldMachine> engine(machine, Stepper::heun, 0.05 * design.time_constant_s(), {3, 0},
                                            available_kernels().back());
  engine.advance(200);
  const double variance = std::as_const(engine).state().cast<double>().square().mean();
  CHECK(variance == Approx(0.09).epsilon(0.04));
}

TEST_CASE("stored patterns are recalled below the capacity and lost above it") {
  constexpr std::int32_t n = 400;
  const PatternSet few = random_patterns(n, 32, 1);    // 0.08 N
  const PatternSet many = random_patterns(n, 100, 1);  // 0.25 N
  CHECK(mean_overlap(few, hebbian_problem(few), 40, 32) > 0.97);
  CHECK(mean_overlap(many, hebbian_problem(many), 40, 32) < 0.75);
  CHECK(mean_overlap(many, projection_problem(many), 40, 32) > 0.999);
}

TEST_CASE("Hebb's rule holds its patterns at 0.12 N and loses them at 0.16 N, on either side of 0.138 N") {
  // Mean overlaps of 32 patterns. Over ten sets of patterns 0.972 to 0.994 were seen at 0.12 N, over six 0.685 to 0.765
  // at 0.16 N, where larger networks lose more (2,000 neurons are below 0.6, as the campaign checks).
  constexpr std::int32_t n = 1000;
  const PatternSet below = random_patterns(n, 120, 1);
  const PatternSet above = random_patterns(n, 160, 1);
  CHECK(mean_overlap(below, hebbian_problem(below), 0, 32) > 0.95);
  CHECK(mean_overlap(above, hebbian_problem(above), 0, 32) < 0.85);
}

TEST_CASE("the projection rule holds 0.9 N patterns in the circuit, each when started at it") {
  const PatternSet patterns = random_patterns(64, 57, 4);
  CHECK(mean_overlap(patterns, projection_problem(patterns), 0, 57) == 1.0);
}

TEST_CASE("Hebb's rule loses its patterns near 0.138 N, the more sharply the larger the network", "[.campaign]") {
  for (const std::int32_t n : {250, 500, 1000, 2000}) {
    for (const double load : {0.10, 0.12, 0.13, 0.14, 0.15, 0.16, 0.18, 0.20}) {
      const PatternSet patterns = random_patterns(n, static_cast<std::int32_t>(load * n), 1);
      const double found = mean_overlap(patterns, hebbian_problem(patterns), 0, 48);
      WARN("N " << n << " load " << load << " mean overlap " << found);
      if (n == 2000 && load <= 0.13) CHECK(found > 0.9);
      if (n == 2000 && load >= 0.16) CHECK(found < 0.6);
    }
  }
}
