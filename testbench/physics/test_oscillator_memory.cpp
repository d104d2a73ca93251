// Oscillator memories against theory: gradient, Lyapunov function, the threshold of the second harmonic, recall with
// pairwise and quartic coupling; honeycomb networks by exhaustive counting.
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numbers>
#include <set>

#include "models/analog/oscillator.hpp"
#include "models/analog/oscillator_memory.hpp"
#include "models/error.hpp"
#include "models/problem/honeycomb.hpp"
#include "models/random.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/batched.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

constexpr double kPi = std::numbers::pi;

/// K = 1 rad/s for `duration_s`, no noise.
OscillatorMemoryDesign plain(double second_harmonic, double quartic = 0.0, double duration_s = 100.0) {
  OscillatorMemoryDesign design;
  design.frequency_hz = 1e5;
  design.duration_s = duration_s;
  design.coupling = 1.0;
  design.pairwise = quartic == 0.0 ? 1.0 : 0.3;
  design.quartic = quartic;
  design.second_harmonic = Schedule::constant(second_harmonic);
  return design;
}

Eigen::ArrayXd random_phases(Eigen::Index n, std::uint32_t seed) {
  RandomStream random(seed, 0, 3);
  Eigen::ArrayXd phase(n);
  for (auto& value : phase) value = 20.0 * (random.uniform() - 0.5);
  return phase;
}

Eigen::ArrayXd rates_of(const OscillatorMemory& memory, const Eigen::ArrayXd& phase) {
  OscillatorMemory::Workspace workspace;
  Eigen::ArrayXd rate(phase.size());
  memory.rhs(0.0, ConstEnsembleView<double>(phase.data(), phase.size(), 1),
             EnsembleView<double>(rate.data(), phase.size(), 1), workspace);
  return rate;
}

double energy_of(const OscillatorMemory& memory, const Eigen::ArrayXd& phase) {
  OscillatorMemory::Workspace workspace;
  double value = 0.0;
  memory.energy(0.0, ConstEnsembleView<double>(phase.data(), phase.size(), 1), std::span<double>(&value, 1), workspace);
  return value;
}

/// Phases 0 and pi for `spins`, each moved by up to +-`jitter` rad.
std::vector<double> phases_of_spins(std::span<const Spin> spins, double jitter, std::uint32_t seed) {
  RandomStream random(seed, 0, 21);
  std::vector<double> phase;
  for (const Spin s : spins) phase.push_back((s > 0 ? 0.0 : kPi) + jitter * (2.0 * random.uniform() - 1.0));
  return phase;
}

/// Where the memory ends from a start.
std::vector<Spin> settle(const OscillatorMemory& memory, const std::vector<double>& start) {
  AdaptiveTrajectory<OscillatorMemory> trajectory(memory, start, {1e-7, 1e-7});
  trajectory.advance_to(memory.duration_s());
  std::vector<Spin> spins(static_cast<std::size_t>(memory.spins()));
  trajectory.readout(spins);
  return spins;
}

}  // namespace

TEST_CASE("the rates of the pairwise memory are those of Nishikawa, Lai and Hoppensteadt, summed over pairs") {
  const PatternSet patterns = random_patterns(11, 3, 5);
  OscillatorMemoryDesign design = plain(0.7);
  design.coupling = 1.3;
  design.mismatch_ppm = 1.0;
  const OscillatorMemory memory(patterns, design);
  const Eigen::ArrayXd phase = random_phases(11, 1);
  const Eigen::MatrixXd stored = pattern_matrix(patterns);
  const Eigen::MatrixXd hebb = stored.transpose() * stored / 11.0;
  const Eigen::ArrayXd free = rates_of(memory, Eigen::ArrayXd::Zero(11));  // all sines vanish: the mismatch alone
  CHECK(free.abs().maxCoeff() > 0.1);
  Eigen::ArrayXd expected = free;
  for (Eigen::Index i = 0; i < 11; ++i) {
    for (Eigen::Index j = 0; j < 11; ++j) {
      expected[i] +=
          1.3 * (hebb(i, j) * std::sin(phase[j] - phase[i]) + 0.7 / 11.0 * std::sin(2.0 * (phase[j] - phase[i])));
    }
  }
  CHECK((rates_of(memory, phase) - expected).abs().maxCoeff() < 1e-12);
}

TEST_CASE("the memory's rates are minus the gradient of its energy, quartic term and mismatch too") {
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    OscillatorMemoryDesign design = plain(0.4, seed % 2 == 0 ? 0.0 : 1.7);
    design.mismatch_ppm = 0.5;
    const OscillatorMemory memory(random_patterns(9, 4, seed), design);
    const Eigen::ArrayXd phase = random_phases(9, seed);
    const Eigen::ArrayXd rate = rates_of(memory, phase);
    for (Eigen::Index i = 0; i < 9; ++i) {
      constexpr double h = 1e-5;
      Eigen::ArrayXd up = phase, down = phase;
      up[i] += h;
      down[i] -= h;
      CHECK(rate[i] == Approx(-(energy_of(memory, up) - energy_of(memory, down)) / (2.0 * h)).margin(1e-8));
    }
  }
}

TEST_CASE("the memory's energy never rises, in both engines, which follow the same trajectory") {
  for (std::uint32_t seed = 1; seed <= 5; ++seed) {
    OscillatorMemoryDesign design = plain(0.5, seed % 2 == 0 ? 0.0 : 2.0, 20.0);
    design.mismatch_ppm = 0.1;
    const OscillatorMemory memory(random_patterns(24, 5, seed), design);
    std::vector<double> phase(24);
    memory.initial(seed, 0, phase);
    AdaptiveTrajectory<OscillatorMemory> trajectory(memory, phase, {1e-11, 1e-11});
    BatchedIntegrator<OscillatorMemory, double> engine(memory, Stepper::rk4, 0.02, {seed, 0}, KernelKind::generic);
    std::array<double, kBlockWidth> last{}, values{};
    engine.energy(last);
    double before = trajectory.energy();
    for (int k = 1; k <= 40; ++k) {
      trajectory.advance_to(0.5 * k);
      CHECK(trajectory.energy() <= before + 1e-9 * std::abs(before));
      before = trajectory.energy();
      engine.advance(25);
      engine.energy(values);
      for (std::size_t r = 0; r < kBlockWidth; ++r) CHECK(values[r] <= last[r] + 1e-9 * std::abs(last[r]));
      last = values;
    }
    for (Eigen::Index i = 0; i < 24; ++i) {
      CHECK(engine.state()(i, 0) == Approx(trajectory.state()[static_cast<std::size_t>(i)]).margin(1e-5));
    }
  }
}

TEST_CASE("single and double precision agree on the memory's rates and energies, delayed or not") {
  const OscillatorMemory memory(random_patterns(30, 6, 3), plain(0.5, 1.0));
  Ensemble<double> phase(30, kBlockWidth), seen(30, kBlockWidth), rate(30, kBlockWidth);
  for (Eigen::Index r = 0; r < kBlockWidth; ++r) {
    phase.col(r) = random_phases(30, static_cast<std::uint32_t>(r));
    seen.col(r) = random_phases(30, static_cast<std::uint32_t>(50 + r));
  }
  const Ensemble<float> phase_single = phase.cast<float>(), seen_single = seen.cast<float>();
  Ensemble<float> rate_single(30, kBlockWidth);
  const ConstEnsembleView<double> own(phase.data(), 30, kBlockWidth), late(seen.data(), 30, kBlockWidth);
  const ConstEnsembleView<float> own_single(phase_single.data(), 30, kBlockWidth);
  const ConstEnsembleView<float> late_single(seen_single.data(), 30, kBlockWidth);
  OscillatorMemory::Workspace workspace;
  for (const bool delayed : {false, true}) {
    memory.rhs_seen(0.0, own, delayed ? late : own, EnsembleView<double>(rate.data(), 30, kBlockWidth), workspace);
    memory.rhs_seen(0.0, own_single, delayed ? late_single : own_single,
                    EnsembleView<float>(rate_single.data(), 30, kBlockWidth), workspace);
    CHECK((rate - rate_single.cast<double>()).abs().maxCoeff() < 1e-5);
  }
  // Late neighbours: the mean field is theirs, the phase that it acts on is the oscillator's own.
  Ensemble<double> direct(30, kBlockWidth);
  memory.rhs(0.0, own, EnsembleView<double>(direct.data(), 30, kBlockWidth), workspace);
  CHECK((direct - rate).abs().maxCoeff() > 0.1);
  std::array<double, kBlockWidth> values{}, values_single{};
  memory.energy(0.0, own, values, workspace);
  memory.energy(0.0, own_single, values_single, workspace);
  for (std::size_t r = 0; r < kBlockWidth; ++r) CHECK(values_single[r] == Approx(values[r]).epsilon(1e-5));
}

TEST_CASE("40 random patterns of 128 oscillators: none is stable at a second harmonic of 0.2, all are at 0.8") {
  const PatternSet patterns = random_patterns(128, 40, 1);
  int weak = 0, strong = 0;
  for (std::int32_t m = 0; m < 40; ++m) {
    const double threshold = pattern_threshold(patterns, m);
    if (threshold < 0.2) ++weak;
    if (threshold < 0.8) ++strong;
  }
  CHECK(weak == 0);
  CHECK(strong == 40);
}

TEST_CASE("a stored pattern holds its place exactly above the threshold that its Laplacian gives") {
  const PatternSet patterns = random_patterns(40, 9, 4);
  for (std::int32_t m = 0; m < 9; m += 2) {
    const double threshold = pattern_threshold(patterns, m);
    REQUIRE(threshold > 0.05);
    for (const double share : {0.93, 1.07}) {
      const double rate = 2.0 * threshold * std::abs(share - 1.0);  // of escape or return
      const OscillatorMemory memory(patterns, plain(share * threshold, 0.0, 14.0 / rate));
      const auto start = phases_of_spins(patterns.pattern(m), 1e-3, static_cast<std::uint32_t>(m));
      AdaptiveTrajectory<OscillatorMemory> trajectory(memory, start, {1e-9, 1e-9});
      trajectory.advance_to(memory.duration_s());
      double farthest = 0.0;
      for (std::size_t i = 0; i < 40; ++i) {
        const double away = trajectory.state()[i] - (patterns.pattern(m)[i] > 0 ? 0.0 : kPi);
        const double turn = trajectory.state()[0] - (patterns.pattern(m)[0] > 0 ? 0.0 : kPi);
        farthest = std::max(farthest, std::abs(away - turn));
      }
      INFO("pattern " << m << ", threshold " << threshold << ", share " << share << ", farthest " << farthest);
      CHECK((farthest < 2e-3) == (share > 1.0));
    }
  }
}

TEST_CASE("without a second harmonic two patterns are only marginally stable: a phase shift between them stays") {
  // Two patterns: the oscillators fall into two groups that do not pull on each other.
  const PatternSet patterns = random_patterns(30, 2, 6);
  CHECK(pattern_threshold(patterns, 0) == Approx(0.0).margin(1e-12));
  auto start = phases_of_spins(patterns.pattern(0), 0.0, 0);
  for (std::size_t i = 0; i < 30; ++i) {
    if (patterns.pattern(0)[i] != patterns.pattern(1)[i]) start[i] += 0.4;
  }
  for (const double binary : {0.0, 0.3}) {
    const OscillatorMemory memory(patterns, plain(binary));
    AdaptiveTrajectory<OscillatorMemory> trajectory(memory, start, {1e-9, 1e-9});
    trajectory.advance_to(100.0);
    std::vector<Spin> spins(30);
    trajectory.readout(spins);
    CHECK(std::abs(overlap(spins, patterns.pattern(0))) == 1.0);
    double moved = 0.0;
    for (std::size_t i = 0; i < 30; ++i) moved = std::max(moved, std::abs(trajectory.state()[i] - start[i]));
    if (binary == 0.0) CHECK(moved < 1e-9);
    if (binary > 0.0) CHECK(moved > 0.1);
  }
}

TEST_CASE("a recall with a rising second harmonic repairs a fifth of the bits") {
  const PatternSet patterns = random_patterns(100, 5, 2);
  OscillatorMemoryDesign design = plain(0.0, 0.0, 60.0);
  design.second_harmonic = Schedule(Schedule::Shape::linear, 0.0, 0.8, 60.0);
  const OscillatorMemory memory(patterns, design);
  for (std::int32_t m = 0; m < 5; ++m) {
    const auto cue = flipped(patterns.pattern(m), 20, 7, static_cast<std::uint32_t>(m));
    const auto found = settle(memory, phases_of_spins(cue, 0.1, static_cast<std::uint32_t>(m)));
    CHECK(overlap(found, patterns.pattern(m)) == 1.0);  // its sign is that of the cue
  }
}

TEST_CASE("quartic coupling recalls where pairwise coupling is far overloaded") {
  // 40 patterns of 80 oscillators, five flipped bits: pairwise recall fails (its limit is near 0.14 N = 11 patterns).
  const PatternSet patterns = random_patterns(80, 40, 3);
  int pairwise = 0, quartic = 0;
  for (const double b : {0.0, 3.0}) {
    OscillatorMemoryDesign design = plain(0.0, b, 40.0);
    design.pairwise = b == 0.0 ? 1.0 : 0.0;
    design.second_harmonic = Schedule(Schedule::Shape::linear, 0.0, 0.3, 40.0);
    const OscillatorMemory memory(patterns, design);
    for (std::int32_t m = 0; m < 10; ++m) {
      const auto cue = flipped(patterns.pattern(m), 5, 9, static_cast<std::uint32_t>(m));
      const auto found = settle(memory, phases_of_spins(cue, 0.1, static_cast<std::uint32_t>(m)));
      const bool good = std::abs(overlap(found, patterns.pattern(m))) >= 0.95;
      (b == 0.0 ? pairwise : quartic) += good ? 1 : 0;
    }
  }
  CHECK(pairwise <= 2);
  CHECK(quartic == 10);
}

TEST_CASE("patterns that are not binary, or none, are refused") {
  CHECK_THROWS_AS(OscillatorMemory(PatternSet{"", 3, {1, 0, 1}}, plain(0.5)), InputError);
  CHECK_THROWS_AS(OscillatorMemory(PatternSet{"", 3, {}}, plain(0.5)), InputError);
}

namespace {

/// The Laplacian of cos(phi_i - phi_j) on the edges; stable when only the common rotation has no restoring force.
bool is_stable(const Problem& graph, std::span<const double> phase) {
  const auto n = static_cast<Eigen::Index>(phase.size());
  Eigen::MatrixXd laplacian = Eigen::MatrixXd::Constant(n, n, 100.0);  // lifts the common rotation
  for (const auto& edge : graph.couplings) {
    const double w = std::cos(phase[static_cast<std::size_t>(edge.i)] - phase[static_cast<std::size_t>(edge.j)]);
    laplacian(edge.i, edge.i) += w;
    laplacian(edge.j, edge.j) += w;
    laplacian(edge.i, edge.j) -= w;
    laplacian(edge.j, edge.i) -= w;
  }
  return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(laplacian, Eigen::EigenvaluesOnly).eigenvalues()[0] > 1e-9;
}

/// Writes the phases of one start.
using Start = std::function<void(std::int64_t index, std::span<double> phase)>;

/// Settles `starts` starts and returns the winding numbers found. Every end must be the stored pattern with those.
std::set<std::vector<std::int32_t>> windings_from(const Honeycomb& honeycomb, std::int64_t starts, const Start& start,
                                                  double time_s) {
  const OscillatorMachine machine = testing::frozen_machine(honeycomb_problem(honeycomb), 1.0, 0.0, 0.0);
  const auto n = static_cast<std::size_t>(honeycomb.size());
  std::set<std::vector<std::int32_t>> found;
  double farthest = 0.0;
  std::vector<double> phase(n);
  for (std::int64_t first = 0; first < starts; first += kBlockWidth) {
    BatchedIntegrator<OscillatorMachine> engine(machine, Stepper::heun, 0.2, {1, 0}, available_kernels().back());
    for (Eigen::Index r = 0; r < kBlockWidth; ++r) {
      start(std::min(first + r, starts - 1), phase);
      for (std::size_t i = 0; i < n; ++i) {
        engine.state()(static_cast<Eigen::Index>(i), r) = static_cast<float>(phase[i]);
      }
    }
    engine.advance(static_cast<std::int64_t>(time_s / 0.2));
    for (Eigen::Index r = 0; r < kBlockWidth; ++r) {
      for (std::size_t i = 0; i < n; ++i) phase[i] = double{engine.state()(static_cast<Eigen::Index>(i), r)};
      const auto windings = windings_of(honeycomb, phase);
      const auto stored = phases_of(honeycomb, windings);
      double mean = 0.0;
      for (std::size_t i = 0; i < n; ++i)
        mean += std::remainder(phase[i] - phase[0] - stored[i], 2.0 * kPi) / static_cast<double>(n);
      for (std::size_t i = 0; i < n; ++i) {
        farthest = std::max(farthest, std::abs(std::remainder(phase[i] - phase[0] - stored[i] - mean, 2.0 * kPi)));
      }
      found.insert(windings);
    }
  }
  INFO("farthest end from a stored pattern " << farthest << " rad");
  CHECK(farthest < 0.02);
  return found;
}

/// From a grid of `levels` phases for all oscillators but the first.
std::set<std::vector<std::int32_t>> windings_from_grid(const Honeycomb& honeycomb, int levels, double time_s) {
  std::int64_t starts = 1;
  for (std::int64_t i = 1; i < honeycomb.size(); ++i) starts *= levels;
  RandomStream random(3, 0, 31);
  const Start grid = [&](std::int64_t index, std::span<double> phase) {
    std::int64_t rest = index;
    for (std::size_t i = 0; i < phase.size(); ++i) {
      const double level = i == 0 ? 0.0 : static_cast<double>(rest % levels);
      if (i > 0) rest /= levels;
      // A little off the grid, which is symmetric and would leave some starts on saddles.
      phase[i] = 2.0 * kPi * level / levels + 0.02 * random.normal();
    }
  };
  return windings_from(honeycomb, starts, grid, time_s);
}

/// From chance: a twist of up to `most` turns along every cycle and up to 0.8 rad of disorder. (Independent phases
/// hardly ever wind twice round a cycle of nine: 16,000 of them found 9 patterns of the 25.)
std::set<std::vector<std::int32_t>> windings_from_twists(const Honeycomb& honeycomb, std::uint32_t most,
                                                         std::int64_t starts, double time_s) {
  RandomStream random(7, 0, 31);
  const Start twisted = [&](std::int64_t /*index*/, std::span<double> phase) {
    std::vector<std::int32_t> turns(static_cast<std::size_t>(honeycomb.cycles));
    for (auto& turn : turns)
      turn = static_cast<std::int32_t>(random.below(2 * most + 1)) - static_cast<std::int32_t>(most);
    const auto orderly = phases_of(honeycomb, turns);
    const double disorder = 0.8 * random.uniform();
    for (std::size_t i = 0; i < phase.size(); ++i) phase[i] = orderly[i] + disorder * (2.0 * random.uniform() - 1.0);
  };
  return windings_from(honeycomb, starts, twisted, time_s);
}

}  // namespace

TEST_CASE("of all phase-locked states of one cycle exactly 2 ceil(n/4) - 1 are stable") {
  // Locked: the sine of every step is the same, so that each step is d or pi - d. All choices and all turns are tried;
  // where pi - d occurs the count of stable ones does not depend on which steps have it, so the first p are taken.
  for (std::int32_t n = 3; n <= 13; ++n) {
    const Honeycomb honeycomb{1, n};
    const Problem graph = honeycomb_problem(honeycomb);
    std::set<std::int64_t> stable;
    int locked = 0;
    for (std::int32_t p = 0; p <= n; ++p) {
      if (2 * p == n) continue;  // a continuum of states, each with n/2 steps beyond a quarter turn: tested below
      for (std::int32_t q = -n; q <= n; ++q) {
        const double d = (2.0 * kPi * q - kPi * p) / (n - 2 * p);
        std::vector<double> phase{0.0};
        for (std::int32_t k = 1; k < n; ++k) phase.push_back(phase.back() + (k <= p ? kPi - d : d));
        ++locked;
        if (!is_stable(graph, phase)) continue;
        stable.insert(std::lround(1e6 * std::remainder(p == n ? kPi - d : d, 2.0 * kPi)));
      }
    }
    INFO("n " << n << ", locked states tried " << locked);
    CHECK(static_cast<std::int64_t>(stable.size()) == honeycomb.patterns());
    CHECK(honeycomb.patterns() == 2 * static_cast<std::int64_t>(std::ceil(n / 4.0)) - 1);
    for (double d = 0.05; n % 2 == 0 && d < 2.0 * kPi; d += 0.1) {
      std::vector<double> phase{0.0};
      for (std::int32_t k = 1; k < n; ++k) phase.push_back(phase.back() + (k <= n / 2 ? kPi - d : d));
      CHECK_FALSE(is_stable(graph, phase));
    }
  }
}

TEST_CASE("exhaustive starts of honeycomb networks end in exactly (2 ceil(n_c/4) - 1)^m patterns, none spurious") {
  CHECK(windings_from_grid({1, 5}, 8, 60.0).size() == 3);
  CHECK(windings_from_grid({2, 5}, 4, 60.0).size() == 9);
  CHECK(windings_from_grid({1, 9}, 4, 160.0).size() == 5);
}

TEST_CASE("random starts of two chained cycles of nine find all 25 patterns and nothing else") {
  CHECK(windings_from_twists({2, 9}, 4, 6400, 400.0).size() == 25);
}

TEST_CASE("every pattern of larger honeycombs is an equilibrium that comes back from a push") {
  for (const Honeycomb honeycomb : {Honeycomb{3, 5}, Honeycomb{2, 9}}) {
    const Problem graph = honeycomb_problem(honeycomb);
    CHECK(graph.size() == honeycomb.size());
    const OscillatorMachine machine = testing::frozen_machine(graph, 1.0, 0.0, 0.0);
    const std::int32_t most = honeycomb.windings() / 2;
    std::set<std::vector<std::int32_t>> found;
    for (std::int64_t code = 0; code < honeycomb.patterns(); ++code) {
      std::vector<std::int32_t> windings;
      for (std::int64_t rest = code; windings.size() < static_cast<std::size_t>(honeycomb.cycles);
           rest /= honeycomb.windings()) {
        windings.push_back(static_cast<std::int32_t>(rest % honeycomb.windings()) - most);
      }
      auto phase = phases_of(honeycomb, windings);
      CHECK(windings_of(honeycomb, phase) == windings);
      CHECK(is_stable(graph, phase));
      RandomStream random(static_cast<std::uint64_t>(code), 0, 32);
      for (auto& value : phase) value += 0.1 * random.uniform();
      AdaptiveTrajectory<OscillatorMachine> trajectory(machine, phase, {1e-8, 1e-8});
      trajectory.advance_to(50.0);
      found.insert(windings_of(honeycomb, trajectory.state()));
      CHECK(windings_of(honeycomb, trajectory.state()) == windings);
    }
    CHECK(static_cast<std::int64_t>(found.size()) == honeycomb.patterns());
  }
}

TEST_CASE("a memory with couplings of its own is the pairwise one for Hebb's couplings, and descends for flawed ones") {
  const PatternSet patterns = random_patterns(24, 5, 8);
  const Problem hebbian = hebbian_problem(patterns);
  const OscillatorMemory ideal(patterns, plain(0.4));
  const OscillatorMemory same(patterns, hebbian, plain(0.4));
  const Eigen::ArrayXd phase = random_phases(24, 2);
  CHECK((rates_of(ideal, phase) - rates_of(same, phase)).abs().maxCoeff() < 1e-12);
  // The diagonal of C, which pulls nobody, is M/N: -K M/2 of energy.
  CHECK(energy_of(same, phase) - energy_of(ideal, phase) == Approx(0.5 * 5.0).epsilon(1e-9));

  Problem device = hebbian;
  for (std::size_t k = 0; k < device.couplings.size(); ++k) {
    device.couplings[k].value *= 1.0 + 0.3 * std::sin(static_cast<double>(k));
  }
  const OscillatorMemory flawed(patterns, device, plain(0.4));
  const Eigen::ArrayXd rate = rates_of(flawed, phase);
  CHECK((rate - rates_of(ideal, phase)).abs().maxCoeff() > 0.01);
  for (Eigen::Index i = 0; i < phase.size(); ++i) {
    Eigen::ArrayXd above = phase, below = phase;
    above[i] += 1e-5, below[i] -= 1e-5;
    CHECK(rate[i] == Approx(-(energy_of(flawed, above) - energy_of(flawed, below)) / 2e-5).margin(1e-6));
  }
  CHECK_THROWS_AS(OscillatorMemory(patterns, device, plain(0.4, 1.0)), UsageError);
}
