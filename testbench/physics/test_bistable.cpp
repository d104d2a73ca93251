// Bistable nodes against theory: slopes of the energy, Lyapunov function, small circuits, the forms of public software,
// the distribution under noise, random flips.
#include <numbers>

#include "models/analog/bistable_anneal.hpp"
#include "models/error.hpp"
#include "testbench/physics/circuits.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

/// A random design of preset `preset` with everything frozen.
BistableMachine frozen(BistablePreset preset, std::uint32_t seed, Eigen::Index n = 12, bool clip = true) {
  const Problem problem = testing::random_problem(static_cast<std::int32_t>(n), 0.6, seed, true);
  BistableAnneal anneal = bistable_defaults(preset);
  anneal.length = 20.0;
  anneal.growth = 0.0;
  anneal.node = {Schedule::Shape::linear, 1.1, 1.1, 1};
  anneal.latch_gain = {Schedule::Shape::linear, 1.0 + 0.3 * seed, 1.0 + 0.3 * seed, 1};
  anneal.noise = {};
  anneal.rail_v = 0.9;
  BistableDesign design = design_bistable(problem, anneal);
  design.clip = design.clip && clip;
  design.start_v = 0.7;
  return {problem, design, CouplingStorage::sparse, KernelKind::generic};
}

const std::vector<BistablePreset> kPresets{BistablePreset::passive, BistablePreset::software_clipped,
                                           BistablePreset::software_ziv, BistablePreset::driven, BistablePreset::latch};

/// Antiferromagnetic ring of four.
Problem ring() { return {"", Kind::ising, {0, 0, 0, 0}, {{0, 1, 1.0}, {1, 2, 1.0}, {2, 3, 1.0}, {0, 3, 1.0}}, 0.0}; }

std::vector<double> settle(const BistableMachine& machine, std::vector<double> start) {
  AdaptiveTrajectory<BistableMachine> trajectory(machine, std::move(start), {1e-10, 1e-10});
  trajectory.advance_to(machine.duration_s());
  return {trajectory.state().begin(), trajectory.state().end()};
}

}  // namespace

TEST_CASE("in every form the current into a node is minus the slope of the energy") {
  for (const auto preset : kPresets) {
    for (std::uint32_t seed = 1; seed <= 5; ++seed) {
      const BistableMachine machine = frozen(preset, seed, 12, false);
      const Eigen::ArrayXd voltage = testing::random_state(12, 1.2, seed);
      const Eigen::ArrayXd rate = testing::rates_of(machine, voltage);
      for (Eigen::Index i = 0; i < 12; ++i) {
        const double current = machine.design().capacitance_f * rate[i];
        CHECK(current == Approx(-testing::slope_of(machine, voltage, i, 1e-5)).margin(1e-10));
      }
    }
  }
}

TEST_CASE("without ramps, noise and flips the energy never rises, in both engines") {
  for (const auto preset : kPresets) {
    for (std::uint32_t seed = 1; seed <= 6; ++seed) {
      INFO(to_string(preset) << ", seed " << seed);
      testing::check_energy_falls(frozen(preset, seed, 20), 1e-8, seed);
    }
  }
}

TEST_CASE("two passive nodes and the satisfied ring of four rest exactly at the rails") {
  BistableDesign design;
  design.duration_s = 60e-6;
  design.node_s = Schedule::constant(3e-3);
  const BistableMachine machine(ring(), design, CouplingStorage::sparse, KernelKind::generic);
  const auto rest = settle(machine, {-0.02, 0.01, -0.005, 0.03});
  for (std::size_t i = 0; i < 4; ++i) CHECK(rest[i] == Approx(i % 2 == 0 ? -1.0 : 1.0).epsilon(1e-6));
  const Problem pair{"", Kind::ising, {0.0, 0.0}, {{0, 1, -1.0}}, 0.0};
  const BistableMachine two(pair, design, CouplingStorage::sparse, KernelKind::generic);
  for (const double v : settle(two, {-0.01, 0.05})) CHECK(v == Approx(1.0).epsilon(1e-6));
}

TEST_CASE("an uncoupled latch rests where v = tanh(k tanh(k v)), and at zero below k = 1") {
  for (const double gain : {0.8, 1.5, 3.0}) {
    BistableDesign design;
    design.law = BistableLaw::latch;
    design.latch_gain = Schedule::constant(gain);
    design.duration_s = 100e-6;
    const BistableMachine machine({"", Kind::ising, {0.0}, {}, 0.0}, design, CouplingStorage::sparse,
                                  KernelKind::generic);
    double expected = 0.5;
    for (int k = 0; k < 2000; ++k) expected = std::tanh(gain * std::tanh(gain * expected));
    CHECK(settle(machine, {0.1}).front() == Approx(expected).margin(1e-6));
  }
}

TEST_CASE("the linear software form diverges on antiferromagnets unless it is clipped or has a node current") {
  BistableDesign design;
  design.loading = BistableLoading::signed_sum;
  design.law = BistableLaw::none;
  design.duration_s = 60e-6;
  const auto run = [&](const Problem& problem) {
    const BistableMachine machine(problem, design, CouplingStorage::sparse, KernelKind::generic);
    BatchedIntegrator<BistableMachine> engine(machine, Stepper::heun, 1e-8, {}, KernelKind::generic);
    engine.advance(6000);
    return double{std::as_const(engine).state().abs().maxCoeff()};
  };
  CHECK_THROWS_AS(run(ring()), NumericalError);  // grows as exp(4 t / (1 us)) to infinity
  Problem ferromagnet = ring();
  for (auto& c : ferromagnet.couplings) c.value = -1.0;
  CHECK(run(ferromagnet) < 0.02);  // there it only levels the voltages
  design.clip = true;
  CHECK(run(ring()) == Approx(1.0));
  design.clip = false;
  design.law = BistableLaw::cubic;
  CHECK(run(ring()) < 4.0);
}

TEST_CASE("both engines agree, clipping included, and steppers have their order") {
  const Problem problem = testing::random_problem(12, 0.6, 3, true);
  for (const auto law : {BistableLaw::cubic, BistableLaw::latch}) {
    for (const auto loading : {BistableLoading::magnitude, BistableLoading::none}) {
      BistableDesign design;
      design.loading = loading;
      design.law = law;
      design.latch_gain = Schedule(Schedule::Shape::linear, 0.5, 1.5, 2e-6);
      design.node_s = Schedule(Schedule::Shape::linear, 1e-3, 3e-3, 2e-6);
      design.coupling_growth_s = 1e-6;
      design.duration_s = 1e-6;
      design.start_v = 0.5;
      const BistableMachine machine(problem, design, CouplingStorage::sparse, KernelKind::generic);
      CHECK(testing::measured_order(machine, Stepper::heun, 200) == Approx(2.0).margin(0.2));
      CHECK(testing::measured_order(machine, Stepper::rk4, 50) == Approx(4.0).margin(0.4));
    }
  }
  const BistableMachine clipped = frozen(BistablePreset::software_clipped, 3);
  const Eigen::ArrayXd a = testing::adaptive_end(clipped, {1e-8, 1e-8});
  const Eigen::ArrayXd b = testing::batched_end(clipped, Stepper::euler, 200000);
  CHECK((a - b).abs().maxCoeff() < 1e-3);  // the walls are met at different instants
}

TEST_CASE("the rates in single precision follow those in double on every kernel and in every form") {
  for (const auto kind : available_kernels()) {
    for (const auto preset : kPresets) {
      const Problem problem = testing::random_problem(50, 0.3, 21, true);
      BistableAnneal anneal = bistable_defaults(preset);
      const BistableMachine machine(problem, design_bistable(problem, anneal), CouplingStorage::sparse, kind);
      CHECK(testing::single_precision_error(machine, 1.0, 0.5 * machine.duration_s()) < 2e-6);
    }
  }
}

TEST_CASE("a noisy node is distributed as exp(-2 E / (C s^2))") {
  // One node with a field, 16,000 independent ones; <v>, <v^2> within five standard errors of quadrature (false alarm
  // 6e-7 each). A tenth more of temperature would move <v> by 6.9 standard errors.
  Problem problem;
  problem.fields.assign(1000, -0.2);
  BistableDesign design;
  design.node_s = Schedule::constant(1e-3);
  design.noise = Schedule::constant(700.0);
  design.start_v = 1.0;
  const BistableMachine machine(problem, design, CouplingStorage::sparse, available_kernels().back());
  BatchedIntegrator<BistableMachine> engine(machine, Stepper::heun, 2e-8, {5, 0}, available_kernels().back());
  engine.advance(1500);
  const Ensemble<double> v = std::as_const(engine).state().cast<double>();
  const BistableMachine one({"", Kind::ising, {-0.2}, {}, 0.0}, design, CouplingStorage::sparse, KernelKind::generic);
  double total = 0.0, first = 0.0, second = 0.0, fourth = 0.0;
  for (double x = -4.0; x <= 4.0; x += 1e-3) {
    const double weight = std::exp(-2.0 * testing::energy_of(one, Eigen::ArrayXd::Constant(1, x)) /
                                   (design.capacitance_f * 700.0 * 700.0));
    total += weight;
    first += weight * x;
    second += weight * x * x;
    fourth += weight * x * x * x * x;
  }
  const double mean = first / total, square = second / total;
  const double count = static_cast<double>(v.size());
  CHECK(std::abs(v.mean() - mean) < 5.0 * std::sqrt((square - mean * mean) / count));
  CHECK(std::abs(v.square().mean() - square) < 5.0 * std::sqrt((fourth / total - square * square) / count));
}

TEST_CASE("nodes are turned round at the rate that was asked for, as a function of seed, read and step alone") {
  Problem problem;
  problem.fields.assign(1000, 0.0);
  BistableDesign design;
  design.law = BistableLaw::none;
  design.flips = Schedule::constant(1e4);
  design.start_v = 1.0;
  const BistableMachine machine(problem, design, CouplingStorage::sparse, available_kernels().back());
  const auto run = [&](std::uint64_t seed) {
    BatchedIntegrator<BistableMachine> engine(machine, Stepper::euler, 1e-6, {seed, 0}, available_kernels().back());
    double turned = 0.0;
    for (int step = 0; step < 50; ++step) {
      const Ensemble<float> before = std::as_const(engine).state();
      engine.advance(1);
      turned += static_cast<double>((before * std::as_const(engine).state() < 0.0F).count());
    }
    return turned;
  };
  const double expected = 0.01 * 50 * 16000;
  CHECK(std::abs(run(1) - expected) < 5.0 * std::sqrt(expected));  // false alarm 6e-7
  CHECK(run(1) == run(1));
  CHECK(run(1) != run(2));
}

TEST_CASE("an unknown preset is refused") {
  CHECK(to_string(bistable_preset_named("software-ziv")) == "software-ziv");
  CHECK_THROWS_WITH(bistable_preset_named("brim"), "there is no bistable preset 'brim'");
}
