// The coherent Ising machine against plain transcriptions of the papers' iterations, against odeint, and against what
// the mean-field model's potential says.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "models/analog/coherent.hpp"
#include "models/problem/generators.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/batched.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;
using Variant = CoherentVariant;

namespace {

constexpr std::array<Variant, 5> kVariants{Variant::mean_field, Variant::cac, Variant::cfc, Variant::sfc,
                                           Variant::simcim};

/// Every schedule moves, so that a wrong one shows.
CoherentDesign design_of(Variant variant, std::int64_t steps, double dt) {
  CoherentDesign design;
  design.variant = variant;
  design.time_unit_s = 2e-6;
  design.step_s = dt * design.time_unit_s;
  design.duration_s = static_cast<double>(steps) * design.step_s;
  const auto ramp = [&](double start, double end) {
    return Schedule(Schedule::Shape::linear, start, end, design.duration_s);
  };
  design.coupling = 0.35;
  design.pump = variant == Variant::simcim ? ramp(-3.0, 3.0) : ramp(-0.5, 1.0);
  design.pump_depth = 1.5;
  design.target = ramp(1.0, 2.0);
  design.error_rate = ramp(0.3, 0.1);
  design.saturation = ramp(1.0, 3.0);
  design.restoring = 0.2;
  design.momentum = variant == Variant::simcim ? 0.8 : 0.0;
  design.spread = 0.1;
  design.clip = variant == Variant::cac || variant == Variant::cfc ? 1.5 : 0.0;
  design.error_floor = 0.01;
  return design;
}

CoherentMachine machine_of(const Problem& problem, const CoherentDesign& design) {
  return {problem, design, CouplingStorage::automatic, available_kernels().back()};
}

Problem without_fields(Problem problem) {
  std::fill(problem.fields.begin(), problem.fields.end(), 0.0);
  return problem;
}

std::vector<double> start_of(const CoherentMachine& machine, std::uint32_t read) {
  std::vector<double> state(static_cast<std::size_t>(machine.size()));
  machine.initial(5, read, state);
  return state;
}

/// One read by the iterations as the papers write them, with a dense matrix.
class Transcription {
 public:
  Transcription(const Problem& problem, const CoherentDesign& design, const std::vector<double>& start)
      : matrix_(-dense_couplings(problem)), design_(design) {
    const auto n = static_cast<Eigen::Index>(problem.fields.size());
    x_ = Eigen::Map<const Eigen::ArrayXd>(start.data(), n);
    e_ = design.variant == Variant::cac || design.variant == Variant::cfc ? Eigen::ArrayXd::Ones(n).eval()
                                                                          : Eigen::ArrayXd::Zero(n).eval();
  }

  void step(double time_s) {
    const double dt = design_.step_s / design_.time_unit_s;
    const double p = design_.pump.value(time_s);
    const double a = design_.target.value(time_s);
    const double beta = design_.error_rate.value(time_s);
    const Eigen::ArrayXd pull = design_.coupling * (matrix_ * x_.matrix()).array();
    const Eigen::ArrayXd own = -x_.cube() + (p - 1.0) * x_;
    switch (design_.variant) {
      case Variant::mean_field:
        x_ += dt * (own + pull);
        break;
      case Variant::cac: {
        const Eigen::ArrayXd x = x_ + dt * (own + e_ * pull);
        e_ += dt * (-beta * e_ * (x_.square() - a));
        x_ = x;
        break;
      }
      case Variant::cfc: {
        const Eigen::ArrayXd z = e_ * pull;
        x_ += dt * (own + z);
        e_ += dt * (-beta * e_ * (z.square() - a));
        break;
      }
      case Variant::sfc: {
        const Eigen::ArrayXd z = -pull;
        x_ += dt * (own - (design_.saturation.value(time_s) * z).tanh() - design_.restoring * (z - e_));
        e_ += dt * (-beta * (e_ - z));
        break;
      }
      case Variant::simcim: {
        const double gain = design_.pump_depth * (std::tanh(p) - 1.0);
        e_ = design_.momentum * e_ + (1.0 - design_.momentum) * (gain * x_ + pull);
        x_ = ((x_ + e_).abs() < 1.0).select(x_ + e_, x_);
        break;
      }
    }
    const double bound =
        design_.variant == Variant::cac ? 1.5 * std::sqrt(design_.target.value(time_s + design_.step_s)) : 1.5;
    if (design_.clip > 0.0) x_ = x_.max(-bound).min(bound);
    if (design_.variant == Variant::cfc || design_.variant == Variant::cac) e_ = e_.max(0.01).min(1.5);
  }

  void run(std::int64_t steps) {
    for (std::int64_t k = 0; k < steps; ++k) step(static_cast<double>(k) * design_.step_s);
  }

  [[nodiscard]] const Eigen::ArrayXd& amplitudes() const { return x_; }

 private:
  Eigen::MatrixXd matrix_;
  CoherentDesign design_;
  Eigen::ArrayXd x_, e_;  ///< e_ is the velocity of SimCIM
};

Stepper published_stepper(Variant variant) { return variant == Variant::simcim ? Stepper::symplectic : Stepper::euler; }

double published_dt(Variant variant) { return variant == Variant::simcim ? 1.0 : 0.08; }

double energy_of(const CoherentMachine& machine, double time_s, const std::vector<double>& state) {
  CoherentMachine::Workspace workspace;
  double value = 0.0;
  machine.energy(time_s, ConstEnsembleView<double>(state.data(), machine.size(), 1), std::span<double>(&value, 1),
                 workspace);
  return value;
}

}  // namespace

TEST_CASE("every variant of the coherent machine takes the papers' steps") {
  const Problem problem = without_fields(testing::random_problem(14, 0.7, 71, true));
  for (const auto variant : kVariants) {
    auto design = design_of(variant, 120, published_dt(variant));
    design.error_ceiling = 1.5;
    const auto machine = machine_of(problem, design);
    BatchedIntegrator<CoherentMachine, double> engine(machine, published_stepper(variant), design.step_s, {5, 0},
                                                      KernelKind::generic);
    Transcription paper(problem, design, start_of(machine, 3));
    engine.advance(120);
    paper.run(120);
    INFO(to_string(variant));
    CHECK((std::as_const(engine).state().col(3).head(14) - paper.amplitudes()).abs().maxCoeff() < 1e-9);
    CHECK(paper.amplitudes().abs().maxCoeff() > 0.3);  // something happened
  }
}

TEST_CASE("both engines and both precisions of the coherent machine agree") {
  const Problem problem = testing::random_problem(10, 0.6, 72, true);
  for (const auto variant : kVariants) {
    if (variant == Variant::simcim) continue;  // freezes at an amplitude, which no error-controlled step sees
    auto design = design_of(variant, 100, 0.05);
    design.clip = 0.0;
    const auto machine = machine_of(problem, design);
    AdaptiveTrajectory<CoherentMachine> reference(machine, start_of(machine, 0), {1e-12, 1e-12});
    reference.advance_to(design.duration_s);
    BatchedIntegrator<CoherentMachine, double> wide(machine, Stepper::rk4, design.duration_s / 2000, {5, 0},
                                                    KernelKind::generic);
    BatchedIntegrator<CoherentMachine> single(machine, Stepper::heun, design.duration_s / 2000, {5, 0},
                                              available_kernels().back());
    wide.advance(2000);
    single.advance(2000);
    INFO(to_string(variant));
    for (Eigen::Index i = 0; i < machine.size(); ++i) {
      CHECK(std::abs(std::as_const(wide).state()(i, 0) - reference.state()[static_cast<std::size_t>(i)]) < 1e-8);
      CHECK(std::abs(double{std::as_const(single).state()(i, 0)} - reference.state()[static_cast<std::size_t>(i)]) <
            2e-4);
    }
  }
}

TEST_CASE("the plain model runs down its potential: rates are its slope, and at a frozen pump it never rises") {
  for (const std::uint32_t seed : {73U, 74U, 75U}) {
    const Problem problem = testing::random_problem(12, 0.6, seed, true);
    auto design = design_of(Variant::mean_field, 400, 0.02);
    design.pump = Schedule::constant(0.7);
    const auto machine = machine_of(problem, design);
    auto state = start_of(machine, 0);
    for (auto& x : state) x *= 6.0;
    std::vector<double> rate(state.size());
    CoherentMachine::Workspace workspace;
    machine.rhs(0.0, ConstEnsembleView<double>(state.data(), machine.size(), 1),
                EnsembleView<double>(rate.data(), machine.size(), 1), workspace);
    for (std::size_t k = 0; k < state.size(); ++k) {
      auto up = state;
      auto down = state;
      up[k] += 1e-5;
      down[k] -= 1e-5;
      const double slope = (energy_of(machine, 0.0, up) - energy_of(machine, 0.0, down)) / (2e-5 * design.time_unit_s);
      CHECK(rate[k] == Approx(-slope).epsilon(1e-6).margin(1.0));
    }
    AdaptiveTrajectory<CoherentMachine> trajectory(machine, state, {1e-10, 1e-10});
    double last = trajectory.energy();
    for (int k = 1; k <= 100; ++k) {
      trajectory.advance_to(0.01 * k * design.duration_s);
      CHECK(trajectory.energy() <= last + 1e-9);
      last = trajectory.energy();
    }
  }
}

TEST_CASE("fields act through a reference oscillator, and the read-out is turned to it") {
  Problem problem;
  problem.fields = {0.8, -0.5, 0.3};
  const auto design = design_of(Variant::cac, 2000, 0.05);
  const auto machine = machine_of(problem, design);
  CHECK(machine.positions() == 4);
  CHECK(machine.spins() == 3);
  BatchedIntegrator<CoherentMachine> engine(machine, Stepper::euler, design.step_s, {3, 0}, available_kernels().back());
  engine.advance(2000);
  const auto state = std::as_const(engine).state();
  CHECK((state.row(3) < 0.0F).any());
  CHECK((state.row(3) > 0.0F).any());
  std::vector<Spin> spins(3);
  for (Eigen::Index r = 0; r < kBlockWidth; ++r) {
    engine.readout(r, spins);
    CHECK(spins == std::vector<Spin>{-1, 1, -1});
  }
}

TEST_CASE("a machine that remembers reads out the best state of its whole past") {
  const Problem problem = sk_problem(60, 3);
  auto design = design_of(Variant::cac, 400, 0.08);
  design.remember = true;
  const auto machine = machine_of(problem, design);
  BatchedIntegrator<CoherentMachine> engine(machine, Stepper::euler, design.step_s, {3, 0}, available_kernels().back());
  design.remember = false;
  const auto forgetful = machine_of(problem, design);
  BatchedIntegrator<CoherentMachine> plain(forgetful, Stepper::euler, design.step_s, {3, 0},
                                           available_kernels().back());
  std::vector<double> best(kBlockWidth, 1e9);
  std::vector<Spin> spins(60);
  for (int step = 0; step < 400; ++step) {
    engine.advance(1);
    plain.advance(1);
    for (std::size_t r = 0; r < kBlockWidth; ++r) {
      plain.readout(static_cast<Eigen::Index>(r), spins);
      best[r] = std::min(best[r], energy(problem, spins));
    }
  }
  bool lost_by_forgetting = false;
  for (std::size_t r = 0; r < kBlockWidth; ++r) {
    engine.readout(static_cast<Eigen::Index>(r), spins);
    CHECK(energy(problem, spins) == best[r]);
    plain.readout(static_cast<Eigen::Index>(r), spins);
    lost_by_forgetting = lost_by_forgetting || energy(problem, spins) > best[r];
  }
  CHECK(lost_by_forgetting);
  CHECK((std::as_const(engine).state().topRows(120) == std::as_const(plain).state()).all());
}

TEST_CASE("the modulation follows the energy: at the best state the target is its own, elsewhere lower") {
  const Problem problem = sk_problem(40, 5);
  auto design = design_of(Variant::cac, 3000, 1.0 / 64.0);
  design.target = Schedule::constant(3.0);
  design.pump = Schedule::constant(0.5);
  design.coupling = 0.25;
  design.clip = 0.0;
  design.modulation = {true, 2.0, 0.4, 0.05, 0.01, 5.0};
  const auto machine = machine_of(problem, design);
  BatchedIntegrator<CoherentMachine, double> engine(machine, Stepper::euler, design.step_s, {3, 0},
                                                    KernelKind::generic);
  const Eigen::Index memory = 3 * 40;  // best energy, target, pump, error rate, clock
  std::vector<Spin> spins(40);
  double last_rate = 0.0;
  int resets = 0;
  for (int step = 0; step < 3000; ++step) {
    engine.advance(1);
    const auto state = std::as_const(engine).state();
    for (std::size_t i = 0; i < 40; ++i) spins[i] = state(static_cast<Eigen::Index>(i), 0) >= 0.0 ? Spin{1} : Spin{-1};
    const double nearness = std::tanh(0.05 * (state(memory, 0) - energy(problem, spins)));
    REQUIRE(nearness <= 0.0);
    REQUIRE(state(memory + 1, 0) == Approx(3.0 + 2.0 * nearness));
    REQUIRE(state(memory + 2, 0) == Approx(0.5 - 0.4 * nearness));
    const double rate = state(memory + 3, 0);
    if (rate < last_rate) {
      ++resets;
      REQUIRE(rate == 0.0);
    } else {
      REQUIRE(rate == Approx(last_rate + 0.01 / 64.0));
    }
    last_rate = rate;
    REQUIRE(state(memory + 4, 0) <= 5.0 + 1.0 / 64.0);
  }
  CHECK(resets > 0);
}

TEST_CASE("SimCIM's noise has the strength it says") {
  // Without couplings and pump, v is an Ornstein-Uhlenbeck process in steps: the variance of v' = m v + (1 - m) sigma N
  // is (1 - m)^2 sigma^2 / (1 - m^2). 64,000 values; five standard errors (false alarm 6e-7).
  Problem problem;
  problem.fields.assign(2000, 0.0);
  auto design = design_of(Variant::simcim, 200, 1.0);
  design.pump = Schedule::constant(20.0);  // tanh 20 - 1 = 0
  design.noise = 0.03;
  design.momentum = 0.5;
  const auto machine = machine_of(problem, design);
  double squares = 0.0;
  for (const std::uint32_t block : {0U, 1U}) {
    BatchedIntegrator<CoherentMachine> engine(machine, Stepper::symplectic, design.step_s, {3, block * kBlockWidth},
                                              available_kernels().back());
    engine.advance(60);
    squares += std::as_const(engine).state().bottomRows(2000).cast<double>().square().sum();
  }
  const double expected = 0.25 * 0.03 * 0.03 / (1.0 - 0.25);
  CHECK(std::abs(squares / 64000.0 / expected - 1.0) < 5.0 * std::sqrt(2.0 / 64000.0));
}

TEST_CASE("rows of schedules exist only where the best energy steers them, and none of them is analog") {
  const Problem problem = testing::random_problem(6, 0.8, 31);
  CoherentDesign design;
  design.remember = true;
  for (const bool modulated : {false, true}) {
    design.modulation.on = modulated;
    const CoherentMachine machine(problem, design, CouplingStorage::automatic, available_kernels().back());
    Eigen::Index rows = 0;
    bool target = false;
    for (const auto& group : machine.layout()) {
      CHECK(group.first == rows);
      rows += group.rows;
      target = target || group.quantity == "target";
      CHECK(group.analog == (group.quantity == "amplitude"));
    }
    CHECK(rows == machine.size());
    CHECK(target == modulated);
  }
}
