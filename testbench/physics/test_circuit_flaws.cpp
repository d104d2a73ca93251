// Flaws of circuits. Thermal noise where resistors join nodes: at one temperature every capacitor has k T / C, and
// nothing joins the noise of two of them, however the resistors run. Flaws of LC oscillators, whose state is amplitudes
// in a turning frame: mismatch, phase noise, delay.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "models/analog/bistable.hpp"
#include "models/analog/flaws/flawed_machine.hpp"
#include "models/analog/frequency_mismatch.hpp"
#include "models/analog/lc_oscillator.hpp"
#include "models/analog/resistor.hpp"
#include "models/error.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/batched.hpp"

using namespace isinglass;

namespace {

constexpr double kFarad = 1e-9;
constexpr double kSiemens = 1e-3;
constexpr double kVariance = 1e-4;  ///< V^2
constexpr double kKelvin = kVariance * kFarad / kBoltzmann;

/// Covariance over time and replicas of the first rows of `machine`, from samples `apart` steps apart.
template <typename M>
Eigen::MatrixXd covariance(const M& machine, double step_s, std::int64_t apart, int samples) {
  const FlawedMachine<M> warm(machine, {.temperature_k = kKelvin}, {}, available_kernels().back());
  REQUIRE(warm.has_noise());
  BatchedIntegrator<FlawedMachine<M>, double> engine(warm, Stepper::heun, step_s, {5, 0}, available_kernels().back());
  engine.advance(20 * apart);
  const Eigen::Index rows = machine.size();
  Eigen::MatrixXd products = Eigen::MatrixXd::Zero(rows, rows);
  Eigen::VectorXd sums = Eigen::VectorXd::Zero(rows);
  for (int k = 0; k < samples; ++k) {
    engine.advance(apart);
    const Eigen::MatrixXd state = std::as_const(engine).state().matrix();
    products += state * state.transpose();
    sums += state.rowwise().sum();
  }
  const double count = static_cast<double>(samples) * kBlockWidth;
  return products / count - sums * sums.transpose() / (count * count);
}

/// k T / C on the diagonal, nothing beside it; six standard deviations of `count` independent samples, and `bias` for
/// the step.
void check_equipartition(const Eigen::MatrixXd& found, double count, double bias) {
  for (Eigen::Index i = 0; i < found.rows(); ++i) {
    for (Eigen::Index j = 0; j < found.cols(); ++j) {
      INFO(i << ' ' << j);
      const double wanted = i == j ? kVariance : 0.0;
      CHECK(std::abs(found(i, j) - wanted) < kVariance * (6.0 * std::sqrt(2.0 / count) + bias));
    }
  }
}

constexpr int kSamples = 2000;

}  // namespace

TEST_CASE("capacitors of a resistor network have k T / C each, with no correlation") {
  ResistorNetwork network;
  network.nodes = 3;
  network.capacitance_f = kFarad;
  network.resistors = {{0, 1, kSiemens}, {1, 2, 0.5 * kSiemens}};
  network.sources = {{0, 0.0, kSiemens}};
  network.current_a = {0.0, 0.0, 0.0};
  network.duration_s = 1.0;
  const ResistorMachine machine(network);
  // The slowest mode takes 5.4 C/G: samples are 20 of them apart. Steps of 0.02 C/G.
  check_equipartition(covariance(machine, 0.02 * kFarad / kSiemens, 1000, kSamples), kSamples * kBlockWidth, 0.02);
}

TEST_CASE("nodes that are coupled passively, one of them to the inverted copy of another, have k T / C each") {
  Problem problem;
  problem.fields = {0.5, 0.0, 0.0};
  problem.couplings = {{0, 1, 1.0}, {1, 2, -1.0}};
  BistableDesign design;
  design.capacitance_f = kFarad;
  design.conductance_s = kSiemens;
  design.node_s = Schedule::constant(0.0);
  const BistableMachine machine(problem, design, CouplingStorage::sparse, KernelKind::generic);
  check_equipartition(covariance(machine, 0.02 * kFarad / kSiemens, 1500, kSamples), kSamples * kBlockWidth, 0.02);
}

TEST_CASE("the noise current of a coupling between two LC oscillators enters one and leaves the other") {
  Problem problem;
  problem.fields = {0.0, 0.0, 0.0};
  problem.couplings = {{0, 1, -1.0}, {1, 2, 1.0}};
  LcOscillatorDesign design;
  design.capacitance_f = kFarad;
  design.coupling = Schedule::constant(kSiemens);
  const LcOscillatorMachine machine(problem, design, CouplingStorage::sparse, KernelKind::generic);
  const FlawedMachine<LcOscillatorMachine> warm(machine, {.temperature_k = kKelvin}, {}, KernelKind::generic);
  const double step = 1e-9;
  double squares = 0.0, product = 0.0;
  constexpr std::uint32_t kBlocks = 2000;
  for (std::uint32_t block = 0; block < kBlocks; ++block) {
    BatchedIntegrator<FlawedMachine<LcOscillatorMachine>, double> engine(warm, Stepper::euler, step,
                                                                         {3, block * kBlockWidth}, KernelKind::generic);
    engine.state().setZero();  // a state of rest
    engine.advance(1);
    const auto state = std::as_const(engine).state();
    // x_0 = +n, x_1 = -n + m, x_2 = +m: the second coupling goes to the inverted copy.
    CHECK((state.row(1) + state.row(0) - state.row(2)).abs().maxCoeff() < 1e-6 * std::sqrt(kVariance));
    squares += state.row(0).square().sum() + state.row(5).square().sum();
    product += (state.row(0) * state.row(3)).sum();
  }
  const double count = kBlocks * kBlockWidth;
  const double wanted = kVariance * kSiemens / kFarad * step;  // k T G / C^2 per second, in x and in y
  CHECK(0.5 * squares / count == Approx(wanted).epsilon(6.0 / std::sqrt(count)));
  CHECK(std::abs(product / count) < 6.0 * wanted / std::sqrt(count));
}

TEST_CASE("software forms of the bistable machine are no circuits and have no temperature in kelvin") {
  Problem problem;
  problem.fields = {0.0, 0.0};
  problem.couplings = {{0, 1, 1.0}};
  BistableDesign design;
  design.loading = BistableLoading::signed_sum;
  const BistableMachine machine(problem, design, CouplingStorage::sparse, KernelKind::generic);
  using Flawed = FlawedMachine<BistableMachine>;
  CHECK_THROWS_AS(Flawed(machine, {.temperature_k = 300.0}, {}), UsageError);
}

namespace {

using FlawedLc = FlawedMachine<LcOscillatorMachine>;

LcOscillatorDesign lc_design(LcModel model) {
  LcOscillatorDesign design;
  design.model = model;
  design.gain_s = 3e-5;
  design.cubic_s_per_v2 = 4e-5;
  return design;
}

/// (state at `time_s`) of a machine that starts where it does, on the adaptive engine or with fixed steps.
std::vector<double> at_time(const FlawedLc& machine, double time_s) {
  std::vector<double> state(static_cast<std::size_t>(machine.size()));
  machine.initial(7, 0, state);
  AdaptiveTrajectory<FlawedLc> trajectory(machine, state, {1e-10, 1e-10});
  trajectory.advance_to(time_s);
  return {trajectory.state().begin(), trajectory.state().end()};
}

double turned(const std::vector<double>& before, const std::vector<double>& after, std::size_t node) {
  const std::size_t n = before.size() / 2;
  return std::remainder(std::atan2(after[n + node], after[node]) - std::atan2(before[n + node], before[node]),
                        2.0 * std::numbers::pi);
}

}  // namespace

TEST_CASE("free LC oscillators drift apart by their mismatch, averaged and as a circuit") {
  Problem problem;
  problem.fields = {0.0, 0.0, 0.0};
  for (const LcModel model : {LcModel::averaged, LcModel::circuit}) {
    LcOscillatorDesign design = lc_design(model);
    design.mismatch_ppm = 2000.0;
    design.device_seed = 3;
    const auto drift = frequency_mismatch(design.resonance() / (2.0 * std::numbers::pi), 2000.0, 3, 3);
    const FlawedLc machine(LcOscillatorMachine(problem, design, CouplingStorage::sparse, KernelKind::generic));
    const double time_s = 100.0 / design.free_running_hz();
    std::vector<double> start(6);
    machine.initial(7, 0, start);
    const auto end = at_time(machine, time_s);
    for (std::size_t i = 0; i < 3; ++i) {
      INFO(i << (model == LcModel::circuit ? " circuit" : " averaged"));
      CHECK(std::abs(drift[i]) * time_s > 0.02);
      // The circuit's amplitudes carry ripple of the order of eps, and its drift one of the order of the mismatch.
      const double allowed = model == LcModel::circuit ? 0.01 : 1e-6;
      CHECK(turned(start, end, i) == Approx(drift[i] * time_s).margin(allowed));
    }
  }
}

TEST_CASE("phase noise and jitter of LC oscillators are white noise across the carrier, in units of the amplitude") {
  Problem problem;
  problem.fields = {0.0};
  const LcOscillatorMachine machine(problem, lc_design(LcModel::averaged), CouplingStorage::sparse,
                                    KernelKind::generic);
  const FlawedLc noisy(machine, {.phase_noise_dbc = -100.0, .phase_noise_offset_hz = 1e4}, {});
  std::vector<double> amplitude(2);
  noisy.diffusion(0.0, amplitude);
  CHECK(amplitude[0] == Approx(phase_diffusion(-100.0, 1e4) * machine.carrier_amplitude()));
  CHECK(amplitude[1] == Approx(amplitude[0]));
  const FlawedLc jittery(machine, {.jitter_s = 1e-9}, {});
  jittery.diffusion(0.0, amplitude);
  CHECK(amplitude[1] == Approx(jitter_diffusion(1e-9, machine.carrier_hz()) * machine.carrier_amplitude()));
}

TEST_CASE("a delay of half a period between LC oscillators turns the sign of their coupling, in both models") {
  Problem problem;
  problem.fields = {0.0, 0.0};
  problem.couplings = {{0, 1, 0.5}};
  Problem opposite = problem;
  opposite.couplings.front().value = -0.5;
  for (const LcModel model : {LcModel::averaged, LcModel::circuit}) {
    LcOscillatorDesign design = lc_design(model);
    design.coupling = Schedule::constant(1e-5);
    const LcOscillatorMachine asked(problem, design, CouplingStorage::sparse, KernelKind::generic);
    const LcOscillatorMachine turned(opposite, design, CouplingStorage::sparse, KernelKind::generic);
    const double period = 1.0 / asked.carrier_hz();
    const double step = period / 200.0;
    const FlawedLc delayed(asked, {.delay_s = 0.5 * period}, {});
    const FlawedLc inverted(turned);
    const FlawedLc prompt(asked);
    BatchedIntegrator<FlawedLc, double> late(delayed, Stepper::heun, step, {1, 0}, KernelKind::generic);
    BatchedIntegrator<FlawedLc, double> exact(inverted, Stepper::heun, step, {1, 0}, KernelKind::generic);
    late.advance(200 * 200);
    exact.advance(200 * 200);
    // The amplitudes change by about the coupling rate times the delay, 0.5 %, meanwhile.
    CHECK((std::as_const(late).state() - std::as_const(exact).state()).abs().maxCoeff() < 0.02);
    BatchedIntegrator<FlawedLc, double> undelayed(prompt, Stepper::heun, step, {1, 0}, KernelKind::generic);
    undelayed.advance(200 * 200);
    CHECK((std::as_const(late).state() - std::as_const(undelayed).state()).abs().maxCoeff() > 0.3);
  }
}
