// The phase model against theory: gradient, Lyapunov function, thresholds, Gibbs distribution, signs, mismatch.
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

double energy_of(const OscillatorMachine& machine, const Eigen::ArrayXd& phase, double time_s = 0.0) {
  OscillatorMachine::Workspace workspace;
  double value = 0.0;
  machine.energy(time_s, ConstEnsembleView<double>(phase.data(), phase.size(), 1), std::span<double>(&value, 1),
                 workspace);
  return value;
}

Eigen::ArrayXd rates_of(const OscillatorMachine& machine, const Eigen::ArrayXd& phase, double time_s = 0.0) {
  OscillatorMachine::Workspace workspace;
  Eigen::ArrayXd rate(phase.size());
  machine.rhs(time_s, ConstEnsembleView<double>(phase.data(), phase.size(), 1),
              EnsembleView<double>(rate.data(), phase.size(), 1), workspace);
  return rate;
}

Eigen::ArrayXd random_phases(Eigen::Index n, std::uint32_t seed) {
  RandomStream random(seed, 0, 3);
  Eigen::ArrayXd phase(n);
  for (auto& value : phase) value = 20.0 * (random.uniform() - 0.5);
  return phase;
}

/// Largest distance from the binary state `spins` after the machine has run for `time_s` from near it.
double wanders(const OscillatorMachine& machine, const std::vector<Spin>& spins, double time_s, std::uint32_t seed) {
  RandomStream random(seed, 0, 4);
  std::vector<double> phase;
  for (const Spin s : spins) phase.push_back((s > 0 ? 0.0 : kPi) + 1e-3 * (random.uniform() - 0.5));
  AdaptiveTrajectory<OscillatorMachine> trajectory(machine, phase, {1e-9, 1e-9});
  trajectory.advance_to(time_s);
  double farthest = 0.0;
  double turn = 0.0;  // all phases may turn together when there is no locking: measured from the first
  for (std::size_t i = 0; i < spins.size(); ++i) {
    const double away = trajectory.state()[i] - (spins[i] > 0 ? 0.0 : kPi);
    if (i == 0) turn = away;
    farthest = std::max(farthest, std::abs(away - turn));
  }
  return farthest;
}

/// -lambda_min / 2 of the Laplacian of J_ij s_i s_j (papers' sign): K_s / K above which the binary state is stable.
double threshold(const Problem& problem, const std::vector<Spin>& spins) {
  const auto n = static_cast<Eigen::Index>(spins.size());
  Eigen::MatrixXd weight = -dense_couplings(problem);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < n; ++j) {
      weight(i, j) *= static_cast<double>(spins[static_cast<std::size_t>(i)] * spins[static_cast<std::size_t>(j)]);
    }
  }
  const Eigen::VectorXd degree = weight.rowwise().sum();
  const Eigen::MatrixXd laplacian = Eigen::MatrixXd(degree.asDiagonal()) - weight;
  return -0.5 * Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(laplacian).eigenvalues()[0];
}

/// Upper quantile of chi-squared by Wilson and Hilferty (1931); z is the normal quantile.
double chi_squared_quantile(double freedom, double z) {
  const double a = 2.0 / (9.0 * freedom);
  return freedom * std::pow(1.0 - a + z * std::sqrt(a), 3.0);
}

/// `copies` of a small problem side by side in one.
Problem repeated(const Problem& unit, std::int32_t copies) {
  Problem all;
  for (std::int32_t c = 0; c < copies; ++c) {
    all.fields.insert(all.fields.end(), unit.fields.begin(), unit.fields.end());
    for (const auto& k : unit.couplings)
      all.couplings.push_back({k.i + c * unit.size(), k.j + c * unit.size(), k.value});
  }
  return all;
}

constexpr int kBins = 6;  ///< of each phase

std::size_t bin_of(double phase) {
  const double turn = phase / (2.0 * kPi) + 1.0 / (2 * kBins);  // bins are centred on 0
  return static_cast<std::size_t>((turn - std::floor(turn)) * kBins) % kBins;
}

/// Probability of each phase bin of a small machine by midpoint quadrature of exp(-E/K_n^2).
std::vector<double> gibbs_bins(const Problem& unit, double coupling, double second_harmonic, double noise) {
  const OscillatorMachine machine = testing::frozen_machine(unit, coupling, second_harmonic, noise);
  const auto n = static_cast<std::size_t>(unit.size());
  constexpr std::size_t grid =
      48;  // a multiple of the bins; the midpoint rule is spectrally exact for periodic functions
  std::size_t cells = 1, bins = 1;
  for (std::size_t i = 0; i < n; ++i) {
    cells *= grid;
    bins *= kBins;
  }
  std::vector<double> probability(bins, 0.0);
  double total = 0.0;
  Eigen::ArrayXd phase(static_cast<Eigen::Index>(n));
  for (std::size_t cell = 0; cell < cells; ++cell) {
    std::size_t rest = cell, bin = 0;
    for (std::size_t i = 0; i < n; ++i) {
      phase[static_cast<Eigen::Index>(i)] = (static_cast<double>(rest % grid) + 0.5) * 2.0 * kPi / grid;
      rest /= grid;
      bin = bin * kBins + bin_of(phase[static_cast<Eigen::Index>(i)]);
    }
    const double weight = std::exp(-energy_of(machine, phase) / (noise * noise));
    probability[bin] += weight;
    total += weight;
  }
  for (auto& p : probability) p /= total;
  return probability;
}

/// Counts of the phase bins in independent runs of `copies` x 16 x `blocks` machines, each long settled.
std::vector<double> sampled_bins(const Problem& unit, double coupling, double second_harmonic, double noise,
                                 std::size_t bins) {
  constexpr std::int32_t copies = 200;
  const auto n = static_cast<Eigen::Index>(unit.size());
  const OscillatorMachine machine = testing::frozen_machine(repeated(unit, copies), coupling, second_harmonic, noise);
  std::vector<double> counts(bins, 0.0);
  for (std::uint32_t block = 0; block < 12; ++block) {
    BatchedIntegrator<OscillatorMachine> engine(machine, Stepper::heun, 0.04, {77, block * kBlockWidth},
                                                available_kernels().back());
    engine.advance(1500);
    for (Eigen::Index c = 0; c < copies; ++c) {
      for (Eigen::Index r = 0; r < kBlockWidth; ++r) {
        std::size_t bin = 0;
        for (Eigen::Index i = 0; i < n; ++i) bin = bin * kBins + bin_of(double{engine.state()(c * n + i, r)});
        counts[bin] += 1.0;
      }
    }
  }
  return counts;
}

double chi_squared(const std::vector<double>& counts, const std::vector<double>& probability) {
  double total = 0.0;
  for (const double count : counts) total += count;
  double sum = 0.0;
  for (std::size_t b = 0; b < counts.size(); ++b) {
    const double expected = total * probability[b];
    sum += (counts[b] - expected) * (counts[b] - expected) / expected;
  }
  return sum;
}

}  // namespace

TEST_CASE(
    "the rates are -1/2 of the gradient of the Lyapunov function, with fields, mismatch and schedules frozen "
    "anywhere") {
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    const Problem problem = testing::random_problem(9, 0.6, seed, true);
    OscillatorDesign design;
    design.frequency_hz = 1e5;
    design.duration_s = 1.0;
    design.coupling = Schedule(Schedule::Shape::geometric, 0.2, 3.0, 1.0);
    design.second_harmonic = Schedule(Schedule::Shape::square, 0.5, 2.0, 1.0, 3);
    design.mismatch_ppm = 2.0;
    design.device_seed = seed;
    const OscillatorMachine machine(problem, design, CouplingStorage::sparse, KernelKind::generic);
    const Eigen::ArrayXd phase = random_phases(9, seed);
    const double time_s = 0.09 * seed;
    const Eigen::ArrayXd rate = rates_of(machine, phase, time_s);
    for (Eigen::Index i = 0; i < 9; ++i) {
      constexpr double h = 1e-5;
      Eigen::ArrayXd up = phase, down = phase;
      up[i] += h;
      down[i] -= h;
      const double slope = (energy_of(machine, up, time_s) - energy_of(machine, down, time_s)) / (2.0 * h);
      CHECK(rate[i] == Approx(-0.5 * slope).margin(1e-7));
    }
  }
}

TEST_CASE("without noise and ramps the Lyapunov function never rises, in both engines") {
  for (std::uint32_t seed = 1; seed <= 8; ++seed) {
    const Problem problem = testing::random_problem(20, 0.4, 100 + seed, true);
    const OscillatorMachine machine = testing::frozen_machine(problem, 1.0, 0.4 * seed, 0.0, 1.0);
    std::vector<double> phase(20);
    machine.initial(seed, 0, phase);
    AdaptiveTrajectory<OscillatorMachine> trajectory(machine, phase, {1e-10, 1e-10});
    double before = trajectory.energy();
    for (int k = 1; k <= 300; ++k) {
      trajectory.advance_to(0.1 * k);
      const double now = trajectory.energy();
      CHECK(now <= before + 1e-9 * (1.0 + std::abs(before)));
      before = now;
    }
    BatchedIntegrator<OscillatorMachine, double> engine(machine, Stepper::heun, 0.01, {seed, 0}, KernelKind::generic);
    std::array<double, kBlockWidth> last{}, values{};
    engine.energy(last);
    for (int k = 0; k < 100; ++k) {
      engine.advance(10);
      engine.energy(values);
      for (std::size_t r = 0; r < kBlockWidth; ++r) CHECK(values[r] <= last[r] + 1e-9 * (1.0 + std::abs(last[r])));
      last = values;
    }
  }
}

TEST_CASE("the energy of binary phases is twice the problem's energy times K, apart from the locking") {
  const Problem problem = testing::random_problem(15, 0.5, 7);
  const OscillatorMachine machine = testing::frozen_machine(problem, 1.7, 0.6, 0.0);
  RandomStream random(5, 0, 9);
  Eigen::ArrayXd phase(15);
  std::vector<Spin> spins(15);
  for (std::size_t i = 0; i < 15; ++i) {
    spins[i] = random.below(2) == 0 ? Spin{1} : Spin{-1};
    phase[static_cast<Eigen::Index>(i)] = spins[i] > 0 ? 0.0 : kPi;
  }
  CHECK(energy_of(machine, phase) == Approx(2.0 * 1.7 * energy(problem, spins) - 0.6 * 15));
}

TEST_CASE("two oscillators hold their unsatisfied state exactly when K_s exceeds K |J|, and the satisfied one always") {
  for (const double j : {-1.0, 1.0, 2.5}) {
    const Problem pair{"", Kind::ising, {0.0, 0.0}, {{0, 1, j}}, 0.0};
    const Spin agree = j < 0.0 ? Spin{1} : Spin{-1};  // the second spin of the satisfied state (project's sign)
    const double critical = 3.0 * std::abs(j);
    const auto machine = [&](double locking) { return testing::frozen_machine(pair, 3.0, locking, 0.0); };
    CHECK(wanders(machine(1.03 * critical), {1, static_cast<Spin>(-agree)}, 100.0, 1) < 0.01);
    CHECK(wanders(machine(0.97 * critical), {1, static_cast<Spin>(-agree)}, 100.0, 1) > 1.0);
    CHECK(wanders(machine(0.01 * critical), {1, agree}, 100.0, 1) < 0.01);
  }
}

TEST_CASE("a binary state is stable exactly when 2 K_s exceeds -lambda_min of its Laplacian") {
  int unstable = 0;
  for (std::uint32_t seed = 1; seed <= 25; ++seed) {
    Problem problem = testing::random_problem(9, 0.6, 200 + seed, true);
    std::fill(problem.fields.begin(), problem.fields.end(), 0.0);
    RandomStream random(seed, 0, 5);
    std::vector<Spin> spins(9);
    for (auto& s : spins) s = random.below(2) == 0 ? Spin{1} : Spin{-1};
    constexpr double coupling = 2.0;
    const double critical = coupling * threshold(problem, spins);
    if (critical < 0.05) continue;  // a local minimum already
    ++unstable;
    const double time_s = 12.0 / (2.0 * 0.04 * critical);  // twelve e-foldings of the slowest escape tested
    CHECK(wanders(testing::frozen_machine(problem, coupling, 1.04 * critical, 0.0), spins, time_s, seed) < 0.02);
    CHECK(wanders(testing::frozen_machine(problem, coupling, 0.96 * critical, 0.0), spins, time_s, seed) > 0.1);
  }
  CHECK(unstable > 15);
}

TEST_CASE("at a fixed temperature the phases follow the Gibbs density of the Lyapunov function") {
  // chi-squared against quadrature; 38,400 independent samples each; false alarm 1e-5 per case (z = 4.265). Doubling
  // K_n^2 or halving K fails it by far.
  constexpr double z = 4.265;
  const Problem pair{"", Kind::ising, {0.4, -0.3}, {{0, 1, 0.8}}, 0.0};
  const Problem triangle{"", Kind::ising, {0.0, 0.0, 0.2}, {{0, 1, 1.0}, {1, 2, 1.0}, {0, 2, 1.0}}, 0.0};
  struct Case {
    const Problem* problem;
    double coupling, second_harmonic, noise;
  };
  for (const auto& c : {Case{&pair, 0.5, 0.3, 1.0}, Case{&pair, 1.0, 0.5, 1.2}, Case{&triangle, 0.4, 0.4, 1.0}}) {
    const auto probability = gibbs_bins(*c.problem, c.coupling, c.second_harmonic, c.noise);
    const auto counts = sampled_bins(*c.problem, c.coupling, c.second_harmonic, c.noise, probability.size());
    const double limit = chi_squared_quantile(static_cast<double>(probability.size()) - 1.0, z);
    const double value = chi_squared(counts, probability);
    INFO("chi-squared " << value << " of " << probability.size() - 1 << ", limit " << limit);
    CHECK(value < limit);
    auto wrong = gibbs_bins(*c.problem, c.coupling, c.second_harmonic, c.noise * std::sqrt(1.2));
    CHECK(chi_squared(counts, wrong) > limit);  // the test can see 20 % of temperature
  }
}

TEST_CASE("mismatch is drawn from the device seed in ppm of the oscillators' frequency") {
  Problem problem;
  problem.fields.assign(20000, 0.0);
  OscillatorDesign design;
  design.frequency_hz = 2e6;
  design.mismatch_ppm = 50.0;
  design.device_seed = 3;
  const OscillatorMachine machine(problem, design, CouplingStorage::sparse, KernelKind::generic);
  double squares = 0.0;
  for (const double w : machine.detuning()) squares += w * w;
  const double deviation = std::sqrt(squares / 20000.0);
  CHECK(deviation == Approx(2.0 * kPi * 2e6 * 50e-6).epsilon(0.025));  // five standard errors
  const OscillatorMachine same(problem, design, CouplingStorage::sparse, KernelKind::generic);
  CHECK(same.detuning()[123] == machine.detuning()[123]);
  design.device_seed = 4;
  const OscillatorMachine other(problem, design, CouplingStorage::sparse, KernelKind::generic);
  CHECK(other.detuning()[123] != machine.detuning()[123]);
}

TEST_CASE("schedules take their values at both ends and in between") {
  using Shape = Schedule::Shape;
  CHECK(Schedule(Shape::linear, 1.0, 3.0, 2.0).value(0.5) == 1.5);
  CHECK(Schedule(Shape::geometric, 1.0, 100.0, 2.0).value(1.0) == Approx(10.0));
  CHECK(Schedule(Shape::cosine, 1.0, 3.0, 2.0).value(1.0) == Approx(2.0));
  const Schedule square(Shape::square, 1.0, 3.0, 2.0, 2);
  CHECK(square.value(0.0) == 1.0);
  CHECK(square.value(0.6) == 3.0);
  CHECK(square.value(1.1) == 1.0);
  CHECK(square.value(1.9) == 3.0);
  for (const auto shape : {Shape::linear, Shape::geometric, Shape::cosine, Shape::square}) {
    const Schedule schedule(shape, 2.0, 5.0, 3.0, 4);
    CHECK(schedule.value(-1.0) == Approx(2.0));
    CHECK(schedule.value(3.0) == Approx(5.0));
    CHECK(schedule.value(9.0) == Approx(5.0));
    CHECK(shape_named(to_string(shape)) == shape);
  }
  CHECK_THROWS_AS(Schedule(Shape::geometric, 0.0, 1.0, 1.0), UsageError);
}

TEST_CASE("the default coupling is a tenth of the oscillators' frequency on the heaviest row") {
  const Problem problem = testing::random_problem(30, 0.4, 8, true);
  const OscillatorDesign design = design_oscillator(problem, OscillatorAnneal{});
  const double heaviest = coupling_scale(problem).largest_row;
  CHECK(design.coupling.value(0.0) * heaviest == Approx(0.1 * 2.0 * kPi * 1e6));
}
