// The LC oscillator machine: the averaged model against the circuit it is the average of, and both against theory.
#include <catch2/catch.hpp>
#include <cmath>
#include <complex>
#include <numbers>

#include "models/analog/lc_oscillator.hpp"
#include "models/analog/oscillator.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/batched.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;
const KernelKind kernel = available_kernels().back();

/// The four oscillators of the design notes: g1 0.3 mS, g3 0.4 mS, g_c 30 uS, g_s 60 uS at 1 MHz.
LcOscillatorDesign notes_design() {
  LcOscillatorDesign design;
  design.coupling = Schedule::constant(30e-6);
  design.sync = Schedule::constant(60e-6);
  return design;
}

Problem ring(std::int32_t n, double value) {
  Problem problem;
  problem.fields.assign(static_cast<std::size_t>(n), 0.0);
  for (std::int32_t i = 0; i < n; ++i)
    problem.couplings.push_back({std::min(i, (i + 1) % n), std::max(i, (i + 1) % n), value});
  return problem;
}

Problem lone_oscillator() {
  Problem problem;
  problem.fields = {0.0};
  return problem;
}

LcOscillatorMachine machine_of(const Problem& problem, const LcOscillatorDesign& design) {
  return {problem, design, CouplingStorage::automatic, kernel};
}

std::vector<std::complex<double>> amplitudes(std::span<const double> state) {
  const std::size_t n = state.size() / 2;
  std::vector<std::complex<double>> a(n);
  for (std::size_t i = 0; i < n; ++i) a[i] = {state[i], state[n + i]};
  return a;
}

/// The complex amplitudes at `time_s`, averaged over the period that is centred there: without it the ripple at 2 w
/// and 4 w, which averaging drops, would be counted as a difference.
class PeriodMean {
 public:
  PeriodMean(const LcOscillatorMachine& machine, std::vector<double> initial)
      : machine_(&machine), trajectory_(machine, std::move(initial), {1e-10, 1e-10}) {}
  std::vector<std::complex<double>> at(double time_s) {
    constexpr int points = 32;
    const double period = kTurn / machine_->design().reference();
    std::vector<std::complex<double>> mean(static_cast<std::size_t>(machine_->spins()));
    for (int k = 0; k < points; ++k) {
      trajectory_.advance_to(time_s + period * ((k + 0.5) / points - 0.5));
      const auto now = amplitudes(trajectory_.state());
      for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += now[i] / double{points};
    }
    return mean;
  }

 private:
  const LcOscillatorMachine* machine_;
  AdaptiveTrajectory<LcOscillatorMachine> trajectory_;
};

/// `state` without (-1) or with (+1) the ripple that averaging drops.
std::vector<double> shifted(const LcOscillatorMachine& machine, double time_s, std::span<const double> state,
                            double sign) {
  std::vector<double> moved(state.size());
  machine.ripple(time_s, state, moved);
  for (std::size_t k = 0; k < moved.size(); ++k) moved[k] = state[k] + sign * moved[k];
  return moved;
}

/// The largest difference in phase between averaged model and circuit on a ring of four, the ripple taken off, over
/// 60 instants.
double phase_gap(LcOscillatorDesign design, double duration_s) {
  const Problem problem = ring(4, 1.0);
  design.duration_s = duration_s;
  const LcOscillatorMachine averaged = machine_of(problem, design);
  design.model = LcModel::circuit;
  const LcOscillatorMachine circuit = machine_of(problem, design);
  std::vector<double> start(static_cast<std::size_t>(averaged.size()));
  averaged.initial(0, 0, start);
  AdaptiveTrajectory<LcOscillatorMachine> smooth(averaged, start, {1e-10, 1e-10});
  AdaptiveTrajectory<LcOscillatorMachine> rippled(circuit, shifted(averaged, 0.0, start, 1.0), {1e-10, 1e-10});
  double gap = 0.0;
  for (int k = 1; k <= 60; ++k) {
    const double time_s = design.duration_s * k / 60.3;
    smooth.advance_to(time_s);
    rippled.advance_to(time_s);
    const auto a = amplitudes(smooth.state());
    const auto b = amplitudes(shifted(averaged, time_s, rippled.state(), -1.0));
    for (std::size_t i = 0; i < a.size(); ++i) gap = std::max(gap, std::abs(std::arg(b[i] / a[i])));
  }
  return gap;
}

/// d(arg a)/dt of a lone oscillator's circuit once its amplitude has settled, rad/s.
double drift(LcOscillatorDesign design) {
  design.model = LcModel::circuit;
  design.duration_s = 300e-6;
  const LcOscillatorMachine circuit = machine_of(lone_oscillator(), design);
  PeriodMean run(circuit, {1.0, 0.0});
  const auto before = run.at(100e-6);
  const auto after = run.at(200e-6);
  return std::arg(after[0] / before[0]) / 100e-6;
}

/// How far the phase of a lone oscillator winds between 0.3 and 0.9 ms: near zero when it is locked.
double winding(LcOscillatorDesign design, LcModel model = LcModel::circuit) {
  design.model = model;
  design.duration_s = 1e-3;
  const LcOscillatorMachine circuit = machine_of(lone_oscillator(), design);
  PeriodMean run(circuit, {0.7, 0.7});
  auto before = run.at(0.3e-3);
  double sum = 0.0;
  for (int k = 1; k <= 60; ++k) {
    const auto now = run.at(0.3e-3 + k * 10e-6);
    sum += std::arg(now[0] / before[0]);
    before = now;
  }
  return sum;
}

}  // namespace

TEST_CASE("without detuning the averaged rates are -1/(2C) times the gradient of E, in both precisions") {
  const Problem problem = testing::random_problem(9, 0.6, 71, true);
  LcOscillatorDesign design = notes_design();
  design.sync_phase_rad = 0.4;
  design.even_s_per_v = 1e-4;
  for (const auto kind : {LcSync::multiplicative, LcSync::additive}) {
    design.sync_kind = kind;
    design.sync = Schedule::constant(kind == LcSync::additive ? 2e-3 : 60e-6);
    const LcOscillatorMachine machine = machine_of(problem, design);
    LcOscillatorMachine::Workspace workspace;
    Ensemble<double> state(18, kBlockWidth);
    RandomStream random(72, 0, 1);
    for (Eigen::Index k = 0; k < state.size(); ++k) state.data()[k] = 2.0 * random.uniform() - 1.0;
    Ensemble<double> rate(18, kBlockWidth);
    machine.rhs(0.0, ConstEnsembleView<double>(state.data(), 18, kBlockWidth),
                EnsembleView<double>(rate.data(), 18, kBlockWidth), workspace);
    std::vector<double> up(kBlockWidth), down(kBlockWidth);
    constexpr double h = 1e-5;
    for (Eigen::Index i = 0; i < 18; ++i) {
      Ensemble<double> moved = state;
      moved.row(i) += h;
      machine.energy(0.0, ConstEnsembleView<double>(moved.data(), 18, kBlockWidth), up, workspace);
      moved.row(i) -= 2.0 * h;
      machine.energy(0.0, ConstEnsembleView<double>(moved.data(), 18, kBlockWidth), down, workspace);
      for (std::size_t r = 0; r < kBlockWidth; ++r) {
        const double slope = (up[r] - down[r]) / (2.0 * h);
        CHECK(rate(i, static_cast<Eigen::Index>(r)) ==
              Approx(-slope / (2.0 * design.capacitance_f)).epsilon(1e-6).margin(1.0));
      }
    }
    const Ensemble<float> single = state.cast<float>();
    Ensemble<float> single_rate(18, kBlockWidth);
    machine.rhs(0.0, ConstEnsembleView<float>(single.data(), 18, kBlockWidth),
                EnsembleView<float>(single_rate.data(), 18, kBlockWidth), workspace);
    CHECK((single_rate.cast<double>() - rate).abs().maxCoeff() < 1e-5 * rate.abs().maxCoeff());
  }
}

TEST_CASE("without detuning the energy never rises, on either engine") {
  for (std::uint32_t seed = 80; seed < 90; ++seed) {
    const Problem problem = testing::random_problem(15, 0.4, seed, true);
    LcOscillatorDesign design = notes_design();
    design.duration_s = 60e-6;
    const LcOscillatorMachine machine = machine_of(problem, design);
    std::vector<double> start(30);
    machine.initial(seed, 0, start);
    AdaptiveTrajectory<LcOscillatorMachine> exact(machine, start, {1e-10, 1e-10});
    double last = exact.energy();
    for (int k = 1; k <= 200; ++k) {
      exact.advance_to(design.duration_s * k / 200);
      CHECK(exact.energy() <= last + 1e-9 * std::abs(last));
      last = exact.energy();
    }
    BatchedIntegrator<LcOscillatorMachine> block(machine, Stepper::heun, 0.1e-6, {seed, 0}, kernel);
    std::vector<double> before(kBlockWidth), now(kBlockWidth);
    block.energy(before);
    for (int k = 0; k < 150; ++k) {
      block.advance(4);
      block.energy(now);
      for (std::size_t r = 0; r < kBlockWidth; ++r) CHECK(now[r] <= before[r] + 2e-6 * std::abs(before[r]));
      before = now;
    }
  }
}

TEST_CASE("both engines agree, in both models, under ramps") {
  const Problem problem = testing::random_problem(8, 0.5, 73, true);
  LcOscillatorDesign design = notes_design();
  design.duration_s = 40e-6;
  design.coupling = Schedule(Schedule::Shape::linear, 10e-6, 40e-6, design.duration_s);
  design.sync = Schedule(Schedule::Shape::cosine, 0.0, 60e-6, design.duration_s);
  design.reference_hz = 1.0005e6;
  for (const auto model : {LcModel::averaged, LcModel::circuit}) {
    design.model = model;
    const LcOscillatorMachine machine = machine_of(problem, design);
    std::vector<double> start(16);
    machine.initial(3, 0, start);
    AdaptiveTrajectory<LcOscillatorMachine> exact(machine, start, {1e-12, 1e-12});
    exact.advance_to(design.duration_s);
    double errors[2];
    for (int k = 0; k < 2; ++k) {
      const std::int64_t steps = 4000 * (k + 1);
      BatchedIntegrator<LcOscillatorMachine, double> wide(
          machine, Stepper::heun, design.duration_s / static_cast<double>(steps), {3, 0}, kernel);
      wide.advance(steps);
      errors[k] = 0.0;
      for (std::size_t i = 0; i < 16; ++i) {
        errors[k] = std::max(errors[k], std::abs(wide.state()(static_cast<Eigen::Index>(i), 0) - exact.state()[i]));
      }
    }
    INFO(errors[0] << ' ' << errors[1]);
    CHECK(std::log2(errors[0] / errors[1]) == Approx(2.0).margin(0.1));
    BatchedIntegrator<LcOscillatorMachine> single(machine, Stepper::heun, design.duration_s / 8000, {3, 0}, kernel);
    single.advance(8000);
    for (std::size_t i = 0; i < 16; ++i) {
      CHECK(std::abs(double{single.state()(static_cast<Eigen::Index>(i), 0)} - exact.state()[i]) < errors[1] + 2e-5);
    }
  }
}

TEST_CASE("at fixed amplitude the phases obey the phase model with K = g_c/2C and K_s = g_s/4C") {
  const Problem problem = testing::random_problem(10, 0.5, 74, true);
  LcOscillatorDesign design = notes_design();
  const LcOscillatorMachine machine = machine_of(problem, design);
  OscillatorDesign phases;
  phases.coupling = Schedule::constant(30e-6 / 2e-9);
  phases.second_harmonic = Schedule::constant(60e-6 / 4e-9);
  const OscillatorMachine phase_model(problem, phases, CouplingStorage::automatic, kernel);
  std::vector<double> phase(10), state(20), rate(20), phase_rate(10);
  phase_model.initial(4, 0, phase);
  for (std::size_t i = 0; i < 10; ++i) {
    state[i] = design.amplitude_v() * std::cos(phase[i]);
    state[10 + i] = design.amplitude_v() * std::sin(phase[i]);
  }
  LcOscillatorMachine::Workspace workspace;
  OscillatorMachine::Workspace phase_workspace;
  machine.rhs(0.0, ConstEnsembleView<double>(state.data(), 20, 1), EnsembleView<double>(rate.data(), 20, 1), workspace);
  phase_model.rhs(0.0, ConstEnsembleView<double>(phase.data(), 10, 1), EnsembleView<double>(phase_rate.data(), 10, 1),
                  phase_workspace);
  const auto a = amplitudes(state);
  const auto da = amplitudes(rate);
  for (std::size_t i = 0; i < 10; ++i) CHECK((da[i] / a[i]).imag() == Approx(phase_rate[i]).epsilon(1e-9));
}

TEST_CASE("a free oscillator has the amplitude sqrt(4 g1 / 3 g3) and the detuning -(eps^2/16) w0") {
  for (const double gain : {1e-4, 3e-4, 6e-4}) {
    LcOscillatorDesign design;
    design.gain_s = gain;
    design.reference_hz = 1e6;
    const double expected = -design.nonlinearity() * design.nonlinearity() / 16.0 * design.resonance();
    CHECK(design.detuning() == Approx(expected).epsilon(1e-6));
    // The next term is of the order eps^4: relative to this one eps^2.
    CHECK(drift(design) == Approx(expected).epsilon(2.0 * design.nonlinearity() * design.nonlinearity() + 1e-4));

    design.model = LcModel::circuit;
    const LcOscillatorMachine circuit = machine_of(lone_oscillator(), design);
    PeriodMean run(circuit, {0.1, 0.0});
    CHECK(std::abs(run.at(200e-6)[0]) ==
          Approx(design.amplitude_v()).epsilon(design.nonlinearity() * design.nonlinearity()));
  }
}

TEST_CASE("an even term in the current lowers the frequency by g2^2 A^2 / (6 w0 C^2)") {
  LcOscillatorDesign design;
  design.even_s_per_v = 4e-4;
  design.reference_hz = 1e6;
  const double cubic_alone = -design.nonlinearity() * design.nonlinearity() / 16.0 * design.resonance();
  CHECK(design.detuning() < 3.0 * cubic_alone);
  CHECK(drift(design) == Approx(design.detuning()).epsilon(0.02));
}

TEST_CASE("the averaged model follows the circuit, the better the weaker the nonlinearity") {
  LcOscillatorDesign design = notes_design();
  design.reference_hz = 1e6;
  const double early = phase_gap(design, 2e-6);
  const double gap = phase_gap(design, 200e-6);
  design.gain_s *= 0.5;
  design.cubic_s_per_v2 *= 0.5;
  design.coupling = design.coupling.scaled(0.5);
  design.sync = design.sync.scaled(0.5);
  const double half = phase_gap(design, 400e-6);
  INFO("in two periods " << early << ", in 200 periods " << gap << ", at half the nonlinearity " << half);
  // In two periods only the ripple's second order is left (6.2 to 8.5 mrad if the ripple is not taken off); later the
  // detuning counts, which is exact at amplitude A only: of the order eps^2 w0 / K_s.
  CHECK(early < 0.001);
  CHECK(gap < 0.008);
  CHECK(half < 0.6 * gap);
}

TEST_CASE("a multiplicative SYNC locks within K_s, an additive one never locks an odd-symmetric oscillator") {
  // The reference lies half of K_s away, and the phase obeys dphi/dt = d - K_s sin 2 phi.
  LcOscillatorDesign design;
  const double locking = 60e-6 / 4e-9;
  design.sync = Schedule::constant(60e-6);
  design.reference_hz = design.free_running_hz() - 0.5 * locking / kTurn;
  CHECK(std::abs(winding(design)) < 0.01);
  const double free_turn = 0.5 * locking * 0.6e-3;  // what an oscillator that does not lock winds in the window

  LcOscillatorDesign outside = design;
  outside.reference_hz = design.free_running_hz() - 1.2 * locking / kTurn;
  CHECK(std::abs(winding(outside)) > 0.4 * 1.2 * locking * 0.6e-3);

  // 2 mA at 2 w is a third of the current that flows in the tank.
  LcOscillatorDesign additive = design;
  additive.sync_kind = LcSync::additive;
  additive.sync = Schedule::constant(2e-3);
  CHECK(std::abs(winding(additive)) > 0.9 * free_turn);

  // With an even term it has a second-harmonic response: K_s = g2 |V2| / (2C).
  additive.even_s_per_v = 2e-4;
  const double second = 2e-3 / (1.5 * additive.resonance() * additive.capacitance_f);
  const double even_locking = additive.even_s_per_v * second / (2.0 * additive.capacitance_f);
  for (const auto model : {LcModel::circuit, LcModel::averaged}) {
    additive.reference_hz = additive.free_running_hz() - 0.75 * even_locking / kTurn;
    CHECK(std::abs(winding(additive, model)) < 0.01);
    additive.reference_hz = additive.free_running_hz() - 1.3 * even_locking / kTurn;
    CHECK(std::abs(winding(additive, model)) > 0.4 * 1.3 * even_locking * 0.6e-3);
  }
}

TEST_CASE("current noise gives a lossy mode the variance sigma^2 / 2CG, so that thermal noise gives kT/C") {
  // Pairs with J = -1 and hardly any gain: the common mode of a pair sees the conductance G = 2 g_c - g1. Thermal noise
  // has sigma^2 = 2kTG, and hence kT/C.
  Problem problem;
  problem.fields.assign(400, 0.0);
  for (std::int32_t i = 0; i < 400; i += 2) problem.couplings.push_back({i, i + 1, 1.0});
  LcOscillatorDesign design;
  design.gain_s = 1e-9;
  design.cubic_s_per_v2 = 1e-9;
  const double conductance = 1e-4;
  design.coupling = Schedule::constant(conductance);
  const double sigma = 1e-10;
  design.noise = Schedule::constant(sigma);
  design.duration_s = 400e-6;
  const LcOscillatorMachine machine = machine_of(problem, design);
  BatchedIntegrator<LcOscillatorMachine> engine(machine, Stepper::heun, 0.4e-6, {9, 0}, kernel);
  engine.state().setZero();
  engine.advance(1000);
  const auto state = std::as_const(engine).state();
  double squares = 0.0, count = 0.0;
  for (Eigen::Index i = 0; i < 800; i += 2) {
    squares += 0.5 * (state.row(i) + state.row(i + 1)).cast<double>().square().sum();
    count += kBlockWidth;
  }
  const double expected = sigma * sigma / (2.0 * design.capacitance_f * (2.0 * conductance - design.gain_s));
  // 6,400 independent values, five standard errors: false alarm 6e-7; Heun's own bias at this step is 2e-4.
  CHECK(squares / count == Approx(expected).epsilon(5.0 * std::sqrt(2.0 / count) + 1e-3));
}

TEST_CASE("an LC oscillator without gain or cubic term is refused") {
  LcOscillatorDesign design;
  design.cubic_s_per_v2 = 0.0;
  CHECK_THROWS_WITH(machine_of(lone_oscillator(), design),
                    "an LC oscillator needs an inductance, a capacitance, a gain and a cubic term above zero");
}
