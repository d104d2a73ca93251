// Simulated bifurcation against a plain transcription of the papers' update rules, against odeint, and against what
// Hamiltonian mechanics says.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "models/analog/bifurcation.hpp"
#include "models/problem/generators.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/batched.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;
using Variant = BifurcationVariant;

namespace {

constexpr std::array<Variant, 6> kVariants{Variant::adiabatic,        Variant::ballistic,       Variant::discrete,
                                           Variant::heated_ballistic, Variant::heated_discrete, Variant::generalised};

BifurcationDesign design_of(const Problem& problem, Variant variant, std::int64_t steps, double dt) {
  BifurcationDesign design;
  design.variant = variant;
  design.time_unit_s = 2e-6;
  design.step_s = dt * design.time_unit_s;
  design.duration_s = static_cast<double>(steps) * design.step_s;
  design.pump = Schedule(Schedule::Shape::linear, 0.0, 1.0, design.duration_s);
  design.coupling = bifurcation_coupling(problem, 0.5);
  design.heating = 0.3;
  design.control = 0.2;
  return design;
}

BifurcationMachine machine_of(const Problem& problem, const BifurcationDesign& design) {
  return {problem, design, CouplingStorage::automatic, available_kernels().back()};
}

/// One read, written down from the papers with a dense matrix in double precision: x, y and p or nothing else.
class Transcription {
 public:
  Transcription(const Problem& problem, const BifurcationDesign& design, std::vector<double> start)
      : matrix_(-dense_couplings(problem)), design_(design) {
    const auto n = static_cast<Eigen::Index>(problem.fields.size());
    field_ = -Eigen::Map<const Eigen::VectorXd>(problem.fields.data(), n);
    x_ = Eigen::Map<const Eigen::VectorXd>(start.data(), n);
    y_ = Eigen::Map<const Eigen::VectorXd>(start.data() + n, n);
    p_ = Eigen::VectorXd::Ones(n);
  }

  void run(std::int64_t steps) {
    const double dt = design_.step_s / design_.time_unit_s;
    const auto total = static_cast<double>(std::llround(design_.duration_s / design_.step_s));
    const bool discrete = design_.variant == Variant::discrete || design_.variant == Variant::heated_discrete;
    const bool heated = design_.variant == Variant::heated_ballistic || design_.variant == Variant::heated_discrete;
    for (std::int64_t m = 0; m < steps; ++m) {
      const double a = static_cast<double>(m) / total;
      Eigen::VectorXd seen = x_;
      if (discrete) seen = x_.unaryExpr([](double v) { return v >= 0.0 ? 1.0 : -1.0; });
      const Eigen::VectorXd pull = design_.coupling * (matrix_ * seen + field_);
      const Eigen::VectorXd before = y_;
      for (Eigen::Index i = 0; i < x_.size(); ++i) {
        const bool generalised = design_.variant == Variant::generalised;
        double stiffness = generalised ? p_[i] : 1.0 - a;
        if (design_.variant == Variant::adiabatic) stiffness += design_.kerr * x_[i] * x_[i];
        y_[i] += dt * (pull[i] - stiffness * x_[i]);
        p_[i] -= (1.0 - design_.control * x_[i] * x_[i]) * p_[i] / (total - static_cast<double>(m));
        x_[i] += dt * y_[i];
        if (design_.variant != Variant::adiabatic && std::abs(x_[i]) > 1.0) {
          x_[i] = x_[i] > 0.0 ? 1.0 : -1.0;
          y_[i] = 0.0;
        }
        if (heated) y_[i] += design_.heating * dt * before[i];
      }
    }
  }

  [[nodiscard]] const Eigen::VectorXd& positions() const { return x_; }
  [[nodiscard]] const Eigen::VectorXd& momenta() const { return y_; }

 private:
  Eigen::MatrixXd matrix_;
  BifurcationDesign design_;
  Eigen::VectorXd field_, x_, y_, p_;
};

std::vector<double> start_of(const BifurcationMachine& machine, std::uint32_t read) {
  std::vector<double> state(static_cast<std::size_t>(machine.size()));
  machine.initial(5, read, state);
  return state;
}

double energy_of(const BifurcationMachine& machine, double time_s, const std::vector<double>& state) {
  BifurcationMachine::Workspace workspace;
  double value = 0.0;
  machine.energy(time_s, ConstEnsembleView<double>(state.data(), machine.size(), 1), std::span<double>(&value, 1),
                 workspace);
  return value;
}

/// The largest difference of positions and momenta between column 0 of an engine and a trajectory.
double distance(const BatchedIntegrator<BifurcationMachine, double>& engine, std::span<const double> other,
                Eigen::Index spins) {
  double worst = 0.0;
  for (Eigen::Index i = 0; i < 2 * spins; ++i) {
    worst = std::max(worst, std::abs(engine.state()(i, 0) - other[static_cast<std::size_t>(i)]));
  }
  return worst;
}

}  // namespace

TEST_CASE("every variant of simulated bifurcation takes the papers' steps") {
  const Problem problem = testing::random_problem(14, 0.7, 51, true);
  for (const auto variant : kVariants) {
    const auto design = design_of(problem, variant, 60, 0.8);
    const auto machine = machine_of(problem, design);
    BatchedIntegrator<BifurcationMachine, double> engine(machine, Stepper::symplectic, design.step_s, {5, 0},
                                                         KernelKind::generic);
    Transcription paper(problem, design, start_of(machine, 3));
    engine.advance(60);
    paper.run(60);
    INFO(to_string(variant));
    const auto state = std::as_const(engine).state();
    CHECK((state.col(3).head(14).matrix() - paper.positions()).cwiseAbs().maxCoeff() < 1e-9);
    CHECK((state.col(3).segment(14, 14).matrix() - paper.momenta()).cwiseAbs().maxCoeff() < 1e-9);
    CHECK(paper.positions().cwiseAbs().maxCoeff() > 0.5);  // something happened
  }
}

TEST_CASE("single precision follows double precision until the walls part them") {
  const Problem problem = testing::random_problem(40, 0.4, 52);
  for (const auto variant : kVariants) {
    const auto design = design_of(problem, variant, 40, 0.5);
    const auto machine = machine_of(problem, design);
    BatchedIntegrator<BifurcationMachine, double> wide(machine, Stepper::symplectic, design.step_s, {5, 16},
                                                       KernelKind::generic);
    for (const auto kernel : available_kernels()) {
      const BifurcationMachine quick(problem, design, CouplingStorage::dense, kernel);
      BatchedIntegrator<BifurcationMachine> single(quick, Stepper::symplectic, design.step_s, {5, 16}, kernel);
      single.advance(12);
      if (wide.steps_done() == 0) wide.advance(12);
      INFO(to_string(variant) << ' ' << to_string(kernel));
      CHECK((std::as_const(single).state().cast<double>() - std::as_const(wide).state()).abs().maxCoeff() < 1e-4);
    }
  }
}

TEST_CASE("rates are Hamilton's equations, in positions and momenta") {
  const Problem problem = testing::random_problem(9, 0.8, 53, true);
  for (const auto variant : {Variant::adiabatic, Variant::ballistic, Variant::discrete}) {
    const auto design = design_of(problem, variant, 100, 1.0);
    const auto machine = machine_of(problem, design);
    const double time_s = 0.6 * design.duration_s;
    std::vector<double> state = start_of(machine, 0);
    for (std::size_t k = 0; k < state.size(); ++k) state[k] *= 8.0;
    std::vector<double> rate(state.size());
    BifurcationMachine::Workspace workspace;
    machine.rhs(time_s, ConstEnsembleView<double>(state.data(), machine.size(), 1),
                EnsembleView<double>(rate.data(), machine.size(), 1), workspace);
    for (std::size_t k = 0; k < 18; ++k) {
      constexpr double kShift = 1e-5;  // no position is so near to zero that its sign changes
      auto up = state;
      auto down = state;
      up[k] += kShift;
      down[k] -= kShift;
      const double slope =
          (energy_of(machine, time_s, up) - energy_of(machine, time_s, down)) / (2.0 * kShift * design.time_unit_s);
      INFO(to_string(variant) << " variable " << k);
      CHECK(rate[k < 9 ? k + 9 : k - 9] * (k < 9 ? -1.0 : 1.0) == Approx(slope).epsilon(1e-6).margin(1.0));
    }
  }
}

TEST_CASE("adiabatic bifurcation: the symplectic stepper converges to odeint's answer with order 1") {
  const Problem problem = testing::random_problem(12, 0.6, 54, true);
  const auto design = design_of(problem, Variant::adiabatic, 20, 1.0);
  const auto machine = machine_of(problem, design);
  AdaptiveTrajectory<BifurcationMachine> reference(machine, start_of(machine, 0), {1e-12, 1e-12});
  reference.advance_to(design.duration_s);
  double previous = 0.0;
  for (const std::int64_t steps : {400, 800, 1600, 3200}) {
    BatchedIntegrator<BifurcationMachine, double> engine(
        machine, Stepper::symplectic, design.duration_s / static_cast<double>(steps), {5, 0}, KernelKind::generic);
    engine.advance(steps);
    const double error = distance(engine, reference.state(), 12);
    INFO(steps << " steps, error " << error);
    if (previous > 0.0) CHECK(std::log2(previous / error) == Approx(1.0).margin(0.1));
    previous = error;
  }
  BatchedIntegrator<BifurcationMachine, double> precise(machine, Stepper::rk4, design.duration_s / 3200, {5, 0},
                                                        KernelKind::generic);
  precise.advance(3200);
  CHECK(distance(precise, reference.state(), 12) < 1e-9);
}

TEST_CASE("variants with walls: both engines agree through collisions, and through the changes of sign of dSB") {
  // Each collision is noticed at the end of a step only, so both engines are accurate to the length of a step there; a
  // third of the way is before the first collision of this problem. Heated variants are compared without their heat,
  // which belongs to fixed steps (needs_fixed_steps).
  const Problem problem = testing::random_problem(6, 0.9, 55, true);
  for (const auto variant : {Variant::ballistic, Variant::discrete, Variant::heated_ballistic, Variant::heated_discrete,
                             Variant::generalised}) {
    auto design = design_of(problem, variant, 30, 1.0);
    design.heating = 0.0;
    design.step_s = design.duration_s / 30000;
    const auto machine = machine_of(problem, design);
    AdaptiveTrajectory<BifurcationMachine> reference(machine, start_of(machine, 0), {1e-10, 1e-10});
    BatchedIntegrator<BifurcationMachine, double> engine(machine, Stepper::heun, design.step_s, {5, 0},
                                                         KernelKind::generic);
    INFO(to_string(variant));
    const bool discrete = variant == Variant::discrete || variant == Variant::heated_discrete;
    reference.advance_to(design.duration_s / 3.0);
    engine.advance(10000);
    CHECK(distance(engine, reference.state(), 6) < (discrete ? 2e-2 : 1e-6));
    reference.advance_to(design.duration_s);
    engine.advance(20000);
    CHECK(distance(engine, reference.state(), 6) < 2e-2);
    CHECK(std::as_const(engine).state().col(0).head(6).abs().maxCoeff() == 1.0);
    CHECK_FALSE(machine.needs_fixed_steps());
  }
  CHECK(machine_of(problem, design_of(problem, Variant::heated_discrete, 30, 1.0)).needs_fixed_steps());
}

TEST_CASE("at a frozen pump the symplectic stepper keeps the energy within a band, and Euler does not") {
  const Problem problem = testing::random_problem(16, 0.5, 56);
  auto design = design_of(problem, Variant::adiabatic, 20000, 0.1);
  design.pump = Schedule::constant(0.4);
  const auto machine = machine_of(problem, design);
  const auto start = start_of(machine, 0);
  const double before = energy_of(machine, 0.0, start);
  BatchedIntegrator<BifurcationMachine, double> symplectic(machine, Stepper::symplectic, design.step_s, {5, 0},
                                                           KernelKind::generic);
  std::vector<double> energies(kBlockWidth);
  std::array<double, 2> worst{};  // of the first and of the second half
  for (int k = 0; k < 2000; ++k) {
    symplectic.advance(10);
    symplectic.energy(energies);
    auto& half = worst.at(k < 1000 ? 0 : 1);
    half = std::max(half, std::abs(energies[0] - before));
  }
  INFO("energy " << before << ", largest errors " << worst[0] << " and " << worst[1]);
  CHECK(worst[1] < 1.5 * worst[0]);
  CHECK(worst[0] < 0.05);
  BatchedIntegrator<BifurcationMachine, double> euler(machine, Stepper::euler, design.step_s, {5, 0},
                                                      KernelKind::generic);
  euler.advance(100);
  euler.energy(energies);
  CHECK(std::abs(energies[0] - before) > 10.0 * worst[0]);
}

TEST_CASE("no position ever passes a wall, and a particle at a wall has stopped") {
  const Problem problem = sk_problem(60, 9);
  for (const auto variant : kVariants) {
    if (variant == Variant::adiabatic) continue;
    const auto design = design_of(problem, variant, 200, 1.1);
    const auto machine = machine_of(problem, design);
    BatchedIntegrator<BifurcationMachine> engine(machine, Stepper::symplectic, design.step_s, {1, 0},
                                                 available_kernels().back());
    bool inside = true;
    bool stopped = true;
    Eigen::Index touched = 0;
    const bool heated = variant == Variant::heated_ballistic || variant == Variant::heated_discrete;
    for (int step = 0; step < 200; ++step) {
      engine.advance(1);
      const auto x = std::as_const(engine).state().topRows(60);
      const auto y = std::as_const(engine).state().middleRows(60, 60);
      inside = inside && (x.abs() <= 1.0F).all();
      stopped = stopped && (heated || ((x.abs() < 1.0F) || (y == 0.0F)).all());
      touched += (x.abs() == 1.0F).count();
    }
    INFO(to_string(variant));
    CHECK(inside);
    CHECK(stopped);
    CHECK(touched > 1000);
  }
}

TEST_CASE("without control the generalised variant is ballistic bifurcation, step by step up to rounding") {
  // p_i falls by the factor 1 - 1/(M - m) at step m: exactly 1 - m/M, which is a0 - a. The two differ by rounding only.
  const Problem problem = testing::random_problem(20, 0.5, 57, true);
  auto design = design_of(problem, Variant::generalised, 100, 1.0);
  design.control = 0.0;
  const auto generalised = machine_of(problem, design);
  design.variant = Variant::ballistic;
  const auto ballistic = machine_of(problem, design);
  BatchedIntegrator<BifurcationMachine, double> one(generalised, Stepper::symplectic, design.step_s, {5, 0},
                                                    KernelKind::generic);
  BatchedIntegrator<BifurcationMachine, double> other(ballistic, Stepper::symplectic, design.step_s, {5, 0},
                                                      KernelKind::generic);
  for (int step = 1; step <= 100; ++step) {
    one.advance(1);
    other.advance(1);
    REQUIRE((std::as_const(one).state().topRows(40) - std::as_const(other).state()).abs().maxCoeff() < 1e-9);
    REQUIRE((std::as_const(one).state().bottomRows(20) - (1.0 - 0.01 * step)).abs().maxCoeff() < 1e-13);
  }
}

TEST_CASE("the product of the discrete variants is exact in single precision") {
  const Problem problem = sk_problem(300, 4);
  const auto design = design_of(problem, Variant::discrete, 10, 1.0);
  const auto machine = machine_of(problem, design);
  BatchedIntegrator<BifurcationMachine> engine(machine, Stepper::symplectic, design.step_s, {2, 0},
                                               available_kernels().back());
  engine.advance(7);
  const auto state = std::as_const(engine).state();
  std::vector<double> energies(kBlockWidth);
  engine.energy(energies);
  for (Eigen::Index r = 0; r < kBlockWidth; ++r) {
    std::vector<double> column(600);
    for (Eigen::Index i = 0; i < 600; ++i) column[static_cast<std::size_t>(i)] = double{state(i, r)};
    CHECK(energies[static_cast<std::size_t>(r)] ==
          Approx(energy_of(machine, 7 * design.step_s, column)).epsilon(1e-12));
  }
}

TEST_CASE("the mean energy over many reads is that of the transcription, from starts of its own") {
  // 128 reads each of an SK problem of 100 spins; both are means of independent reads, so their difference over its
  // standard error is normal: 4.5 is a false alarm of 7e-6 each.
  const Problem problem = sk_problem(100, 7);
  for (const auto variant : kVariants) {
    const auto design = design_of(problem, variant, 150, variant == Variant::adiabatic ? 0.5 : 1.0);
    const auto machine = machine_of(problem, design);
    std::vector<double> ours, theirs;
    std::vector<Spin> spins(100);
    for (std::uint32_t block = 0; block < 8; ++block) {
      BatchedIntegrator<BifurcationMachine> engine(machine, Stepper::symplectic, design.step_s,
                                                   {1, block * kBlockWidth}, available_kernels().back());
      engine.advance(150);
      for (Eigen::Index r = 0; r < kBlockWidth; ++r) {
        engine.readout(r, spins);
        ours.push_back(energy(problem, spins));
      }
    }
    for (std::uint32_t read = 0; read < 128; ++read) {
      Transcription paper(problem, design, start_of(machine, 1000 + read));
      paper.run(150);
      for (std::size_t i = 0; i < 100; ++i) {
        spins[i] = paper.positions()[static_cast<Eigen::Index>(i)] >= 0.0 ? Spin{1} : Spin{-1};
      }
      theirs.push_back(energy(problem, spins));
    }
    const Eigen::Map<const Eigen::ArrayXd> a(ours.data(), 128);
    const Eigen::Map<const Eigen::ArrayXd> b(theirs.data(), 128);
    const double error = std::sqrt(((a - a.mean()).square().sum() + (b - b.mean()).square().sum()) / (127.0 * 128.0));
    INFO(to_string(variant) << ": ours " << a.mean() << ", the transcription " << b.mean() << " +- " << error);
    CHECK(std::abs(a.mean() - b.mean()) < 4.5 * error);
  }
}
