// The resistor network against linear algebra, conservation of power, passivity, equilibrium propagation, and the
// bistable machine that its pairs imitate.
#include "models/analog/resistor_pairs.hpp"
#include "models/error.hpp"
#include "testbench/physics/circuits.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

/// A connected random network of conductances around 1 mS, two held nodes, one pull, some currents; with elements when
/// asked: diodes, and active ones when `active`.
ResistorNetwork random_network(std::uint32_t seed, bool elements, bool active) {
  RandomStream random(seed, 0, 7);
  ResistorNetwork network;
  network.nodes = 12;
  network.start_v = 0.5;
  network.limit_v = 0.6;
  network.duration_s = 10e-6;
  for (std::int32_t i = 0; i < 12; ++i) {
    network.resistors.push_back({i, (i + 1) % 12, 1e-3 * (0.2 + random.uniform())});
    network.resistors.push_back(
        {i, (i + 2 + static_cast<std::int32_t>(random.below(8))) % 12, 1e-3 * random.uniform()});
    network.current_a.push_back(1e-3 * (random.uniform() - 0.5));
    const bool cubic = active && i % 3 == 0;
    const auto to = i % 2 == 0 ? -1 : (i + 5) % 12;
    if (elements) {
      network.elements.push_back(
          {i, to, cubic ? ElementLaw::cubic : ElementLaw::diode, cubic ? 3e-3 : 1e-6, cubic ? 0.8 : 0.05});
    }
  }
  network.sources = {{0, 1.0, 0.0}, {7, -0.4, 0.0}, {4, 0.3, 2e-3}};
  return network;
}

std::vector<double> settle(const ResistorMachine& machine, double time_s, std::uint64_t seed = 1) {
  std::vector<double> start(static_cast<std::size_t>(machine.size()));
  machine.initial(seed, 0, start);
  AdaptiveTrajectory<ResistorMachine> trajectory(machine, start, {1e-13, 1e-12});
  trajectory.advance_to(time_s);
  return {trajectory.state().begin(), trajectory.state().end()};
}

Eigen::ArrayXd as_array(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

}  // namespace

TEST_CASE("a linear network settles where the nodal equations say") {
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    const ResistorNetwork network = random_network(seed, false, false);
    const Eigen::VectorXd expected = linear_rest(network);
    const auto rest = settle(ResistorMachine(network), 60e-6, seed);
    CHECK((as_array(rest) - expected.array()).abs().maxCoeff() < 1e-9);
  }
}

TEST_CASE("a node's current is minus the slope of the content, for every law and for floating elements") {
  for (std::uint32_t seed = 1; seed <= 8; ++seed) {
    const ResistorMachine machine(random_network(seed, true, true));
    const Eigen::ArrayXd voltage = testing::random_state(12, 1.0, seed);
    const Eigen::ArrayXd rate = testing::rates_of(machine, voltage);
    for (Eigen::Index i = 0; i < 12; ++i) {
      if (i == 0 || i == 7) {
        CHECK(rate[i] == 0.0);  // held
        continue;
      }
      const double current = machine.network().capacitance_f * rate[i];
      CHECK(current == Approx(-testing::slope_of(machine, voltage, i, 1e-6)).epsilon(1e-6).margin(1e-9));
    }
  }
}

TEST_CASE("the content never rises, in both engines") {
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    testing::check_energy_falls(ResistorMachine(random_network(seed, true, seed % 2 == 0)), 5e-10, seed);
  }
}

TEST_CASE("what the sources supply is what resistors and elements take and capacitors store, in every state") {
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    const ResistorMachine machine(random_network(seed, true, true));
    Eigen::ArrayXd voltage = testing::random_state(12, 0.7, seed);
    voltage[0] = 1.0;
    voltage[7] = -0.4;
    const PowerBalance power = machine.power(0.0, {voltage.data(), 12});
    CHECK(power.supplied == Approx(power.resistors + power.elements + power.capacitors));
    // The capacitors' share from the rates, independently.
    const Eigen::ArrayXd rate = testing::rates_of(machine, voltage);
    CHECK(power.capacitors == Approx((machine.network().capacitance_f * rate * voltage).sum()));
    // And E falls by what the capacitors' currents dissipate: dE/dt = -sum C (dv/dt)^2.
    constexpr double h = 1e-12;
    const double slope =
        (testing::energy_of(machine, voltage + h * rate) - testing::energy_of(machine, voltage - h * rate)) / (2.0 * h);
    CHECK(slope == Approx(-machine.network().capacitance_f * rate.square().sum()).epsilon(1e-4));
  }
}

TEST_CASE("over a run the energy supplied equals the heat plus the change of the charge, to the integration's error") {
  const ResistorMachine machine(random_network(3, true, false));
  std::vector<double> start(12);
  machine.initial(1, 0, start);
  AdaptiveTrajectory<ResistorMachine> trajectory(machine, start, {1e-12, 1e-12});
  const auto stored = [&] {
    return 0.5e-9 * as_array({trajectory.state().begin(), trajectory.state().end()}).square().sum();
  };
  const double before = stored();
  double supplied = 0.0, heat = 0.0;
  constexpr int kSteps = 20000;
  for (int k = 0; k < kSteps; ++k) {  // midpoint rule
    trajectory.advance_to((k + 0.5) * 10e-6 / kSteps);
    const PowerBalance power = machine.power(0.0, trajectory.state());
    supplied += power.supplied * 10e-6 / kSteps;
    heat += (power.resistors + power.elements) * 10e-6 / kSteps;
  }
  trajectory.advance_to(10e-6);
  CHECK(supplied - heat == Approx(stored() - before).epsilon(1e-3));
}

TEST_CASE("a passive network takes power in every element and forgets where it started") {
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    const ResistorMachine machine(random_network(seed, true, false));
    for (const auto& e : machine.network().elements) {
      for (double v = -2.0; v <= 2.0; v += 0.01) CHECK(v * element_current(e, v, 1.0, 0.6) >= 0.0);
    }
    const auto a = settle(machine, 60e-6, 1), b = settle(machine, 60e-6, 2);
    CHECK((as_array(a) - as_array(b)).abs().maxCoeff() < 1e-8);
    CHECK(machine.power(0.0, a).elements >= 0.0);
  }
}

TEST_CASE("equilibrium propagation finds the slope of the loss in every conductance") {
  // Two outputs pulled towards targets by beta; against central differences of the loss at rest.
  const ResistorNetwork network = random_network(5, true, false);
  const std::vector<std::pair<std::int32_t, double>> targets{{3, 0.4}, {9, -0.2}};
  const auto loss = [&](const ResistorNetwork& candidate) {
    const auto rest = settle(ResistorMachine(candidate), 80e-6);
    double sum = 0.0;
    for (const auto& [node, target] : targets) {
      sum += 0.5 * (rest[static_cast<std::size_t>(node)] - target) * (rest[static_cast<std::size_t>(node)] - target);
    }
    return sum;
  };
  const auto nudged_rest = [&](double beta_s) {
    ResistorNetwork nudged = network;
    for (const auto& [node, target] : targets) nudged.sources.push_back({node, target, beta_s});
    return settle(ResistorMachine(nudged), 80e-6);
  };
  // Symmetric nudging, +beta and -beta, has an error of order beta squared (Laborieux et al. 2021).
  constexpr double beta = 1e-6;
  const auto up = nudged_rest(beta), down = nudged_rest(-beta), free = settle(ResistorMachine(network), 80e-6);
  const auto one_sided = nudged_rest(1e-7);
  for (const std::size_t k : {0U, 5U, 10U, 17U, 22U}) {
    const auto& r = network.resistors[k];
    const auto across = [&](const std::vector<double>& v) {
      return v[static_cast<std::size_t>(r.from)] - v[static_cast<std::size_t>(r.to)];
    };
    ResistorNetwork more = network, less = network;
    more.resistors[k].conductance_s += 1e-6;
    less.resistors[k].conductance_s -= 1e-6;
    const double expected = (loss(more) - loss(less)) / 2e-6;
    CHECK(0.5 * equilibrium_propagation_slope(across(down), across(up), beta) ==
          Approx(expected).epsilon(1e-3).margin(1e-3));
    CHECK(equilibrium_propagation_slope(across(free), across(one_sided), 1e-7) ==
          Approx(expected).epsilon(1e-2).margin(1e-2));
  }
}

TEST_CASE("pairs of nodes at opposite voltages move as the passive bistable machine does") {
  const Problem problem = testing::random_problem(15, 0.5, 4, true);
  PairAnneal anneal;
  anneal.length = 10.0;
  anneal.noise = {};
  anneal.leak = 0.0;
  ResistorNetwork network = pair_network(problem, anneal);
  network.start_v = 0.5;
  const ResistorMachine pairs(network);
  BistableAnneal passive = bistable_defaults(BistablePreset::passive);
  passive.length = 10.0;
  passive.noise = {};
  BistableDesign design = design_bistable(problem, passive);
  design.start_v = 0.5;
  const BistableMachine bistable(problem, design, CouplingStorage::sparse, KernelKind::generic);
  const Eigen::ArrayXd a = testing::adaptive_end(pairs, {1e-11, 1e-11});
  const Eigen::ArrayXd b = testing::adaptive_end(bistable, {1e-11, 1e-11});
  CHECK((a.head(15) - b).abs().maxCoeff() < 1e-8);
  CHECK((a.head(15) + a.tail(15)).abs().maxCoeff() < 1e-9);
  std::vector<Spin> one(15), other(15);
  pairs.readout(ConstEnsembleView<double>(a.data(), 30, 1), 0, one);
  bistable.readout(ConstEnsembleView<double>(b.data(), 15, 1), 0, other);
  CHECK(one == other);
}

TEST_CASE("both engines and both precisions agree") {
  const ResistorMachine machine(random_network(2, true, true));
  CHECK(testing::single_precision_error(machine, 0.5, 0.0) < 1e-5);
  ResistorNetwork gentle = random_network(2, true, true);  // diodes this steep are for implicit steppers
  for (auto& e : gentle.elements) e.scale_v = std::max(e.scale_v, 0.2);
  gentle.duration_s = 1e-6;
  gentle.limit_v = 3.0;
  CHECK(testing::measured_order(ResistorMachine(gentle), Stepper::heun, 200) == Approx(2.0).margin(0.2));
  CHECK(testing::measured_order(ResistorMachine(gentle), Stepper::rk4, 60) == Approx(4.0).margin(0.4));
}

TEST_CASE("networks that make no sense are refused") {
  ResistorNetwork network = random_network(1, false, false);
  network.resistors.push_back({3, 12, 1e-3});
  CHECK_THROWS_WITH(ResistorMachine(network), "a resistor names node 12, but the network has 12");
  network.resistors.back() = {3, 4, -1e-3};
  CHECK_THROWS_WITH(ResistorMachine(network), "a resistor has a negative conductance");
  network.resistors.pop_back();
  network.sources.push_back({0, 0.5, 0.0});
  CHECK_THROWS_WITH(ResistorMachine(network), "node 0 is held twice");
  network.sources.clear();
  CHECK_THROWS_AS(linear_rest(network), NumericalError);  // floating
}
