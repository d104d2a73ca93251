// Flaws of nodes against closed forms: leakage, parasitics, thermal and phase noise, stuck nodes, comparators, delay.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <complex>
#include <numbers>

#include "models/analog/flaws/flawed_machine.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/batched.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

constexpr double kFarad = 1e-12;
constexpr double kSiemens = 1e-6;

/// Capacitors discharging through resistors, each seen by a coupling that drains it too:
/// C dv/dt = -G (1 - share) v - G share seen. What is read is the sign of v.
class DischargingNodes {
 public:
  struct Workspace {};
  DischargingNodes(Eigen::Index rows, double share, double start) : rows_(rows), share_(share), start_(start) {}
  [[nodiscard]] Eigen::Index size() const { return rows_; }
  [[nodiscard]] Eigen::Index spins() const { return rows_; }
  [[nodiscard]] std::vector<StateGroup> layout() const { return {{"voltage", "V", 0, rows_}}; }
  [[nodiscard]] double duration_s() const { return 10.0 * kFarad / kSiemens; }
  [[nodiscard]] bool has_noise() const { return false; }
  void diffusion(double /*time_s*/, std::span<double> amplitude) const {
    std::fill(amplitude.begin(), amplitude.end(), 0.0);
  }
  void initial(std::uint64_t /*seed*/, std::uint32_t /*read*/, std::span<double> state) const {
    std::fill(state.begin(), state.end(), start_);
  }
  void capacitance_f(std::span<double> per_row) const { std::fill(per_row.begin(), per_row.end(), kFarad); }
  void conductance_s(std::span<double> per_row) const { std::fill(per_row.begin(), per_row.end(), kSiemens); }
  template <typename Scalar>
  void rhs(double time_s, const Eigen::Map<const Ensemble<Scalar>>& state, Eigen::Map<Ensemble<Scalar>> rate,
           Workspace& workspace) const {
    rhs_seen(time_s, state, state, rate, workspace);
  }
  template <typename Scalar>
  void rhs_seen(double /*time_s*/, const Eigen::Map<const Ensemble<Scalar>>& state,
                const Eigen::Map<const Ensemble<Scalar>>& seen, Eigen::Map<Ensemble<Scalar>> rate,
                Workspace& /*workspace*/) const {
    constexpr double per_s = kSiemens / kFarad;
    rate = static_cast<Scalar>(-per_s * (1.0 - share_)) * state - static_cast<Scalar>(per_s * share_) * seen;
  }
  template <typename Scalar>
  void energy(double /*time_s*/, const Eigen::Map<const Ensemble<Scalar>>& state, std::span<double> values,
              Workspace& /*workspace*/) const {
    for (Eigen::Index r = 0; r < state.cols(); ++r) {
      values[static_cast<std::size_t>(r)] = state.col(r).template cast<double>().square().sum();
    }
  }
  template <typename Scalar>
  void readout(const Eigen::Map<const Ensemble<Scalar>>& state, Eigen::Index replica, std::span<Spin> spins) const {
    for (Eigen::Index i = 0; i < rows_; ++i) {
      spins[static_cast<std::size_t>(i)] = state(i, replica) >= Scalar{0} ? Spin{1} : Spin{-1};
    }
  }
  template <typename Scalar>
  [[nodiscard]] Eigen::Index undecided(const Eigen::Map<const Ensemble<Scalar>>& /*state*/,
                                       Eigen::Index /*replica*/) const {
    return 0;
  }

 private:
  Eigen::Index rows_;
  double share_;
  double start_;
};

static_assert(DelayableMachine<DischargingNodes> && CircuitMachine<DischargingNodes>);
static_assert(SpinMachine<FlawedMachine<DischargingNodes>> && SpinMachine<FlawedMachine<OscillatorMachine>>);

using FlawedNodes = FlawedMachine<DischargingNodes>;
using FlawedOscillators = FlawedMachine<OscillatorMachine>;

constexpr double kRc = kFarad / kSiemens;

FlawedNodes nodes_with(const NodeFlaws& flaws, Eigen::Index rows = 4, double share = 0.0, double start = 1.0) {
  const auto size = static_cast<std::size_t>(rows);
  return {
      DischargingNodes(rows, share, start), flaws, {std::vector<double>(size, 1.0), std::vector<double>(size, -1.0)}};
}

std::vector<double> adaptive_state(const FlawedNodes& machine, double time_s) {
  std::vector<double> initial(static_cast<std::size_t>(machine.size()));
  machine.initial(0, 0, initial);
  AdaptiveTrajectory<FlawedNodes> trajectory(machine, initial, {1e-12, 1e-12});
  trajectory.advance_to(time_s);
  return {trajectory.state().begin(), trajectory.state().end()};
}

/// Mean square of all rows and replicas after `steps` steps of `step_s`.
double mean_square(const FlawedNodes& machine, double step_s, std::int64_t steps, std::uint32_t blocks) {
  double squares = 0.0;
  double count = 0.0;
  for (std::uint32_t block = 0; block < blocks; ++block) {
    BatchedIntegrator<FlawedNodes> engine(machine, Stepper::euler, step_s, {8, block * kBlockWidth},
                                          available_kernels().back());
    engine.advance(steps);
    squares += std::as_const(engine).state().cast<double>().square().sum();
    count += static_cast<double>(std::as_const(engine).state().size());
  }
  return squares / count;
}

/// x' = -a x(t - delay), x = 1 before 0, by the method of steps.
double delayed_decay(double a, double delay, double time) {
  double sum = 0.0;
  double factorial = 1.0;
  for (int k = 0; time - (k - 1) * delay >= 0.0; ++k) {
    if (k > 0) factorial *= k;
    sum += std::pow(-a * (time - (k - 1) * delay), k) / factorial;
  }
  return sum;
}

double delayed_error(double delay_s, double time_s, std::int64_t steps) {
  NodeFlaws flaws;
  flaws.delay_s = delay_s;
  const FlawedNodes machine = nodes_with(flaws, 3, 1.0);
  BatchedIntegrator<FlawedNodes, double> engine(machine, Stepper::heun, time_s / static_cast<double>(steps), {1, 0},
                                                KernelKind::generic);
  engine.advance(steps);
  return std::abs(std::as_const(engine).state()(1, 5) - delayed_decay(1.0 / kRc, delay_s, time_s));
}

FlawedOscillators free_oscillators(const NodeFlaws& flaws, std::size_t count) {
  Problem problem;
  problem.fields.assign(count, 0.0);
  OscillatorDesign design;
  design.frequency_hz = 1e6;
  return {OscillatorMachine(problem, design, CouplingStorage::sparse, available_kernels().back()), flaws, {}};
}

}  // namespace

TEST_CASE("a machine wrapped without flaws gives the same bits") {
  const Problem problem = testing::random_problem(40, 0.3, 21);
  const OscillatorMachine bare = testing::frozen_machine(problem, 1.0, 0.5, 0.7, 3.0);
  const FlawedOscillators wrapped(bare);
  const BlockOrigin origin{4, 16};
  for (const auto stepper : {Stepper::euler, Stepper::heun}) {
    BatchedIntegrator<OscillatorMachine> a(bare, stepper, 0.01, origin, available_kernels().back());
    BatchedIntegrator<FlawedOscillators> b(wrapped, stepper, 0.01, origin, available_kernels().back());
    a.advance(200);
    b.advance(200);
    CHECK((std::as_const(a).state() == std::as_const(b).state()).all());
    std::vector<double> energies_a(kBlockWidth), energies_b(kBlockWidth);
    a.energy(energies_a);
    b.energy(energies_b);
    CHECK(energies_a == energies_b);
  }
}

TEST_CASE("leakage and parasitic capacitance change the decay of a node as the circuit says") {
  NodeFlaws flaws;
  flaws.device_seed = 3;
  flaws.leakage_s = 2.0 * kRc;
  flaws.parasitic = 0.5;
  flaws.parasitic_spread = 0.2;
  const FlawedNodes machine = nodes_with(flaws, 50);
  const auto shares = parasitic_shares(flaws, 50);
  const auto state = adaptive_state(machine, 1.5 * kRc);
  for (std::size_t i = 0; i < 50; ++i) {
    CHECK(shares[i] >= 0.0);
    CHECK(state[i] == Approx(std::exp(-1.5 * (1.0 + 0.5) / (1.0 + shares[i]))).epsilon(1e-9));
  }
  CHECK(*std::max_element(shares.begin(), shares.end()) > *std::min_element(shares.begin(), shares.end()));
  BatchedIntegrator<FlawedNodes> engine(machine, Stepper::heun, kRc / 200, {0, 0}, available_kernels().back());
  engine.advance(300);
  for (std::size_t i = 0; i < 50; ++i) {
    CHECK(std::as_const(engine).state()(static_cast<Eigen::Index>(i), 2) == Approx(state[i]).epsilon(1e-4));
  }
}

TEST_CASE("thermal noise brings a node to k T / C, with its leakage and with all of its capacitance") {
  // 96,000 independent nodes; Euler's own factor 1 / (1 - h/2 per time constant) is taken into account. Five standard
  // errors: false alarm 6e-7 each.
  NodeFlaws flaws;
  flaws.temperature_k = 300.0;
  for (const bool leaky : {false, true}) {
    if (leaky) flaws.leakage_s = kRc;
    flaws.parasitic = leaky ? 0.6 : 0.0;
    const FlawedNodes machine = nodes_with(flaws, 2000, 0.0, 0.0);
    const double decay = (leaky ? 2.0 / 1.6 : 1.0) / kRc;
    const double step_s = 0.1 / decay;
    const double expected = kBoltzmann * 300.0 / (kFarad * (leaky ? 1.6 : 1.0)) / (1.0 - 0.05);
    const double variance = mean_square(machine, step_s, 100, 3);
    INFO("variance " << variance << " expected " << expected);
    CHECK(std::abs(variance / expected - 1.0) < 5.0 * std::sqrt(2.0 / 96000.0));
  }
}

TEST_CASE("white noise adds in quadrature to the noise of the machine") {
  const Problem problem = testing::random_problem(5, 0.5, 22);
  NodeFlaws flaws;
  flaws.white_noise = 0.4;
  const FlawedOscillators machine(testing::frozen_machine(problem, 1.0, 0.5, 0.3), flaws, {});
  std::vector<double> amplitude(5);
  machine.diffusion(0.0, amplitude);
  for (const double g : amplitude) CHECK(g == Approx(0.5));
}

TEST_CASE("a free oscillator has the phase noise it was given, in variance and in spectrum") {
  // L = -60 dBc/Hz at 10 kHz. 4,096 paths of 5 ms: the spectrum of exp(i phi) has a relative standard error of 1/64 at
  // each frequency, the variance one of sqrt(2)/64; five of them (false alarm 6e-7).
  NodeFlaws flaws;
  flaws.phase_noise_dbc = -60.0;
  flaws.phase_noise_offset_hz = 1e4;
  const FlawedOscillators machine = free_oscillators(flaws, 256);
  constexpr double step_s = 2.5e-6;
  constexpr int steps = 2000;
  const std::vector<double> offsets_hz{1e4, 2e4};
  BatchedIntegrator<FlawedOscillators> engine(machine, Stepper::euler, step_s, {12, 0}, available_kernels().back());
  engine.state().setZero();
  using Lines = Eigen::Array<std::complex<double>, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  std::vector<Lines> sums(offsets_hz.size(), Lines::Zero(256, kBlockWidth));
  double window_power = 0.0;
  for (int k = 0; k < steps; ++k) {
    const double window = std::pow(std::sin(std::numbers::pi * k / steps), 2);
    window_power += window * window * step_s;
    const Ensemble<float> cosine = std::as_const(engine).state().cos();
    const Ensemble<float> sine = std::as_const(engine).state().sin();
    for (std::size_t f = 0; f < offsets_hz.size(); ++f) {
      const auto turn = std::polar(window * step_s, -2.0 * std::numbers::pi * offsets_hz[f] * k * step_s);
      sums[f] +=
          turn * (cosine.cast<std::complex<double>>() + std::complex<double>(0, 1) * sine.cast<std::complex<double>>());
    }
    engine.advance(1);
  }
  const double diffusion = phase_diffusion(-60.0, 1e4);
  const double variance = std::as_const(engine).state().cast<double>().square().mean();
  CHECK(std::abs(variance / (diffusion * diffusion * steps * step_s) - 1.0) < 5.0 * std::sqrt(2.0) / 64.0);
  for (std::size_t f = 0; f < offsets_hz.size(); ++f) {
    const double density = sums[f].abs2().mean() / window_power;
    const double expected = 1e-6 * std::pow(1e4 / offsets_hz[f], 2);
    INFO(offsets_hz[f] << " Hz: " << 10.0 * std::log10(density) << " dBc/Hz");
    CHECK(std::abs(density / expected - 1.0) < 5.0 / 64.0);
  }
}

TEST_CASE("jitter is the standard deviation of one period") {
  NodeFlaws flaws;
  flaws.jitter_s = 2e-9;
  const FlawedOscillators machine = free_oscillators(flaws, 1000);
  BatchedIntegrator<FlawedOscillators> engine(machine, Stepper::euler, 1e-7, {13, 0}, available_kernels().back());
  engine.state().setZero();
  engine.advance(10);  // one period of 1 us; 16,000 oscillators, five standard errors
  const double deviation_s =
      std::sqrt(std::as_const(engine).state().cast<double>().square().mean()) / (2.0 * std::numbers::pi * 1e6);
  CHECK(std::abs(deviation_s / 2e-9 - 1.0) < 5.0 / std::sqrt(2.0 * 16000.0));
}

TEST_CASE("stuck nodes stay at their spin from the first step on, the others are not touched") {
  NodeFlaws flaws;
  flaws.stuck = 0.3;
  flaws.device_seed = 4;
  const FlawedNodes machine = nodes_with(flaws, 1000);
  const auto stuck = stuck_spins(flaws, 1000);
  const auto held = std::count_if(stuck.begin(), stuck.end(), [](Spin s) { return s != 0; });
  CHECK(std::abs(static_cast<double>(held) - 300.0) < 4.5 * std::sqrt(210.0));
  BatchedIntegrator<FlawedNodes> engine(machine, Stepper::heun, kRc / 50, {0, 0}, available_kernels().back());
  engine.state().setConstant(0.25F);  // put elsewhere from outside, as a recall does
  engine.advance(50);
  std::vector<Spin> spins(1000);
  engine.readout(0, spins);
  for (std::size_t i = 0; i < 1000; ++i) {
    const double value = std::as_const(engine).state()(static_cast<Eigen::Index>(i), 0);
    CHECK(value == Approx(stuck[i] == 0 ? 0.25 * std::exp(-1.0) : static_cast<double>(stuck[i])).epsilon(1e-3));
    if (stuck[i] != 0) CHECK(spins[i] == stuck[i]);
  }
  CHECK_THROWS_WITH(FlawedNodes(DischargingNodes(4, 0.0, 1.0), flaws, {}), Catch::Contains("stuck nodes"));
}

TEST_CASE("a comparator reads a node against its own offset") {
  NodeFlaws flaws;
  flaws.comparator_offset = 0.1;
  const FlawedNodes machine = nodes_with(flaws, 200, 0.0, 0.05);
  const auto offsets = comparator_offsets(flaws, 200);
  BatchedIntegrator<FlawedNodes> engine(machine, Stepper::euler, kRc, {0, 0}, available_kernels().back());
  std::vector<Spin> spins(200);
  engine.readout(3, spins);
  for (std::size_t i = 0; i < 200; ++i) CHECK(int{spins[i]} == (offsets[i] <= 0.05 ? 1 : -1));
  CHECK(std::count(spins.begin(), spins.end(), Spin{-1}) > 30);  // about 62 of 200
}

TEST_CASE("a delayed coupling follows the solution by steps, with order 2") {
  // x' = -x(t - delay) / RC up to 4.3 delays, where the solution has left its first polynomials behind.
  const double delay_s = 0.7 * kRc;
  const double time_s = 4.3 * delay_s;
  CHECK(delayed_decay(1.0, 0.7, 0.5) == Approx(0.5));  // in the first delay the node falls straight
  double previous = delayed_error(delay_s, time_s, 43);
  for (const std::int64_t steps : {86, 172, 344}) {
    const double error = delayed_error(delay_s, time_s, steps);
    INFO(steps << " steps: error " << error);
    CHECK(std::log2(previous / error) == Approx(2.0).margin(0.3));
    previous = error;
  }
  CHECK(previous < 1e-4);
  CHECK(delayed_error(delay_s, time_s, 1001) < 1e-5);  // steps that do not divide the delay
  CHECK_THROWS_WITH(delayed_error(0.01 * kRc, time_s, 43), "the step is longer than the coupling delay");
}

TEST_CASE("a stage without a meaning for the machine is refused in one sentence") {
  const OscillatorMachine bare = testing::frozen_machine(testing::random_problem(4, 0.5, 23), 1.0, 0.5, 0.0);
  const auto flawed = [&](auto set) {
    NodeFlaws flaws;
    set(flaws);
    return FlawedOscillators(bare, flaws, {});
  };
  CHECK_THROWS_WITH(flawed([](NodeFlaws& f) { f.leakage_s = 1.0; }), Catch::Contains("phases only"));
  CHECK_THROWS_WITH(flawed([](NodeFlaws& f) { f.temperature_k = 300.0; }), Catch::Contains("no capacitances"));
  NodeFlaws jitter;
  jitter.jitter_s = 1e-9;
  CHECK_THROWS_WITH(nodes_with(jitter), Catch::Contains("a machine of oscillators"));
}

TEST_CASE("a wrapped machine jumps only where it or a flaw of it does") {
  NodeFlaws flaws;
  flaws.leakage_s = 1.0;
  CHECK_FALSE(nodes_with({}).jumps());
  CHECK_FALSE(nodes_with(flaws).jumps());
  flaws.stuck = 1.0;
  CHECK(nodes_with(flaws).jumps());
  flaws.stuck = 0.0;
  flaws.delay_s = 1e-9;
  CHECK(nodes_with(flaws).jumps());
}

TEST_CASE("white noise holds a discharging node at g^2 RC / 2") {
  // 96,000 independent nodes, five standard errors (false alarm 6e-7); Euler's factor 1 / (1 - h/2) as above.
  NodeFlaws flaws;
  flaws.white_noise = 0.3 / std::sqrt(kRc);
  const double variance = mean_square(nodes_with(flaws, 2000, 0.0, 0.0), 0.1 * kRc, 100, 3);
  CHECK(std::abs(variance / (0.5 * 0.09 / 0.95) - 1.0) < 5.0 * std::sqrt(2.0 / 96000.0));
}

TEST_CASE("parasitics and comparators spread by as much as was asked, and half of the stuck nodes are up") {
  // 40,000 parts; 4.5 standard errors of each figure (false alarm 7e-6 each).
  constexpr std::size_t kParts = 40000;
  const auto check = [](const std::vector<double>& values, double mean, double deviation) {
    double sum = 0.0, squares = 0.0;
    for (const double v : values) sum += (v - mean) / deviation, squares += std::pow((v - mean) / deviation, 2);
    CHECK(std::abs(sum / kParts) < 4.5 / 200.0);
    CHECK(std::abs(squares / kParts - 1.0) < 4.5 * std::sqrt(2.0) / 200.0);
  };
  NodeFlaws flaws;
  flaws.device_seed = 9;
  flaws.parasitic = 0.5;
  flaws.parasitic_spread = 0.05;  // ten deviations from the cut at zero
  flaws.comparator_offset = 0.02;
  flaws.stuck = 0.4;
  check(parasitic_shares(flaws, kParts), 0.5, 0.05);
  check(comparator_offsets(flaws, kParts), 0.0, 0.02);
  const auto stuck = stuck_spins(flaws, kParts);
  const auto up = static_cast<double>(std::count(stuck.begin(), stuck.end(), Spin{1}));
  const auto down = static_cast<double>(std::count(stuck.begin(), stuck.end(), Spin{-1}));
  CHECK(std::abs(up + down - 0.4 * kParts) < 4.5 * std::sqrt(0.24 * kParts));
  CHECK(std::abs(up - down) < 4.5 * std::sqrt(0.4 * kParts));
}
