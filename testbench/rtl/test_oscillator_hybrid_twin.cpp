// The twin of the oscillator core as physics: which way it locks, that its coupling is the sine, what noise and the
// second harmonic do, that its books are right, and how its answers compare with those of the analog machine.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <complex>
#include <cstdio>
#include <memory>
#include <numbers>
#include <numeric>

#include "models/analog/coupling_scale.hpp"
#include "models/analog/oscillator.hpp"
#include "models/digital/oscillator_hybrid.hpp"
#include "testbench/rtl/exact_law.hpp"
#include "testbench/rtl/random_problem.hpp"

using namespace isinglass;

namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kRare = 4.9;  // standard deviations; one false alarm in two million (two-sided one in a million)
constexpr OscillatorHybridSize kFine{64, 4, 11, 16};

OscillatorHybrid core_of(const Problem& problem, const OscillatorHybridSize& size = kFine) {
  return OscillatorHybrid(std::make_shared<const OscillatorHybridImage>(oscillator_hybrid_image(problem, size)));
}

Problem problem_of(std::vector<double> fields, std::vector<Coupling> couplings) {
  Problem problem;
  problem.name = "small";
  problem.fields = std::move(fields);
  problem.couplings = std::move(couplings);
  return problem;
}

double radians(std::uint16_t phase) { return phase * 2.0 * kPi / 65536.0; }

/// Of a - b, in [0, pi].
double distance(std::uint16_t a, std::uint16_t b) {
  return std::fabs(std::remainder(radians(a) - radians(b), 2.0 * kPi));
}

std::uint64_t seed_of(RandomStream& random) { return static_cast<std::uint64_t>(random.word()) << 32U | random.word(); }

/// No noise and no second harmonic.
OscillatorSchedule quiet(double pull, double scale, std::uint32_t turns) {
  OscillatorSchedule schedule;
  schedule.turns = turns;
  schedule.pull = pull;
  schedule.scale = scale;
  schedule.locking_end = schedule.hot = schedule.cold = 0.0;
  return schedule;
}

/// The default anneal of a problem that fits without scaling.
AnnealRun annealed(const Problem& problem, std::uint32_t turns) {
  OscillatorSchedule schedule;
  schedule.turns = turns;
  schedule.scale = coupling_scale(problem).root_mean_square_row;
  return oscillator_run(schedule);
}

double bessel_ratio(double x) {  // I1 / I0 by quadrature
  double up = 0.0;
  double all = 0.0;
  for (int k = 0; k < 2000; ++k) {
    const double angle = 2.0 * kPi * (k + 0.5) / 2000.0;
    up += std::cos(angle) * std::exp(x * std::cos(angle));
    all += std::exp(x * std::cos(angle));
  }
  return up / all;
}

/// The final energy of each of `reads` reads of the analog machine, by Euler-Maruyama's scheme with one step where the
/// core takes a turn, along the core's schedule.
std::vector<double> analog_energies(const Problem& problem, const OscillatorSchedule& schedule, int reads,
                                    std::uint64_t seed) {
  OscillatorDesign design;
  design.coupling = Schedule::constant(schedule.pull / schedule.scale);
  const OscillatorMachine machine(problem, design, CouplingStorage::automatic, KernelKind::generic);
  const Eigen::Index n = machine.size();
  Ensemble<double> phase(n, reads);
  Ensemble<double> rate(n, reads);
  OscillatorMachine::Workspace workspace;
  RandomStream random(seed, 0, 9);
  for (Eigen::Index k = 0; k < phase.size(); ++k) phase.data()[k] = 2.0 * kPi * random.uniform();
  const double hot = std::sqrt(2.0 * schedule.hot * schedule.pull);
  const double cold = std::sqrt(2.0 * schedule.cold * schedule.pull);
  for (std::uint32_t t = 0; t < schedule.turns; ++t) {
    const double along = t / std::max(1.0, schedule.turns - 1.0);
    const double locking =
        schedule.pull * (schedule.locking_start + along * (schedule.locking_end - schedule.locking_start));
    const double noise = hot + along * (cold - hot);
    machine.rhs(0.0, ConstEnsembleView<double>(phase.data(), n, reads), EnsembleView<double>(rate.data(), n, reads),
                workspace);
    phase += rate - locking * (2.0 * phase).sin();
    for (Eigen::Index k = 0; k < phase.size(); ++k) phase.data()[k] += noise * random.normal();
  }
  std::vector<double> energies;
  std::vector<Spin> spins(static_cast<std::size_t>(n));
  for (int r = 0; r < reads; ++r) {
    machine.readout(ConstEnsembleView<double>(phase.data(), n, reads), r, spins);
    energies.push_back(energy(problem, spins));
  }
  return energies;
}

std::vector<double> twin_energies(const Problem& problem, const OscillatorHybridSize& size, AnnealRun run, int reads,
                                  std::uint64_t seed) {
  OscillatorHybrid core = core_of(problem, size);
  RandomStream random(seed, 0, 10);
  std::vector<double> energies;
  for (int read = 0; read < reads; ++read) {
    run.seed = seed_of(random);
    energies.push_back(core.run(run).best_energy);
  }
  return energies;
}

double lowest(const Problem& problem) {
  double best = 1e300;
  for (std::size_t s = 0; s < std::size_t{1} << static_cast<unsigned>(problem.size()); ++s)
    best = std::min(best, energy(problem, spins_of(s, problem.size())));
  return best;
}

/// How often the lowest is reached, and how far above it the mean is, as a share.
struct Success {
  int hits = 0;
  int reads = 0;
  double gap = 0.0;
  void add(const std::vector<double>& energies, double best) {
    for (const double e : energies) {
      hits += e <= best ? 1 : 0;
      gap += (e - best) / std::fabs(best);
    }
    reads += static_cast<int>(energies.size());
  }
  [[nodiscard]] double share() const { return static_cast<double>(hits) / reads; }
};

/// By how many standard deviations b's share of hits is above a's.
double above(const Success& a, const Success& b) {
  const double both = static_cast<double>(a.hits + b.hits) / (a.reads + b.reads);
  const double spread = std::sqrt(both * (1.0 - both) * (1.0 / a.reads + 1.0 / b.reads));
  return spread > 0.0 ? (b.share() - a.share()) / spread : 0.0;
}

}  // namespace

TEST_CASE("two oscillators lock in phase where J < 0 and in antiphase where J > 0") {
  RandomStream random(41, 0, 0);
  for (const double coupling : {-3.0, 3.0}) {
    OscillatorHybrid core = core_of(problem_of({0.0, 0.0}, {{0, 1, coupling}}));
    AnnealRun run = oscillator_run(quiet(0.05, 3.0, 1500));
    for (int read = 0; read < 100; ++read) {
      run.seed = seed_of(random);
      const AnnealResult result = core.run(run);
      const double apart = distance(core.phases()[0], core.phases()[1]);
      CAPTURE(coupling, run.seed, apart);
      // A phase swings by its pull times the instants of a sweep over pi, the other as well.
      CHECK((coupling < 0 ? apart : kPi - apart) < 0.15);
      CHECK(result.best_energy == -3);
    }
  }
}

TEST_CASE("a field turns an oscillator against its sign") {
  for (const double field : {-2.0, 2.0}) {
    OscillatorHybrid core = core_of(problem_of({field}, {}));
    AnnealRun run = oscillator_run(quiet(0.01, 2.0, 3000));
    run.seed = 5;
    core.run(run);
    // In the quarter of a period from theta = 0 on it swings by (pi/2) pull (6 turns) (2/pi).
    CHECK(distance(core.phases()[0], field > 0 ? 0x8000U : 0U) < 0.08);
  }
}

TEST_CASE("a frustrated triangle rests 120 degrees apart, and the second harmonic makes it binary") {
  const Problem triangle = problem_of({0.0, 0.0, 0.0}, {{0, 1, 3.0}, {1, 2, 3.0}, {0, 2, 3.0}});
  OscillatorHybrid core = core_of(triangle);
  RandomStream random(42, 0, 0);
  OscillatorSchedule schedule = quiet(0.03, 4.0, 4000);
  for (int read = 0; read < 40; ++read) {
    AnnealRun run = oscillator_run(schedule);
    run.seed = seed_of(random);
    core.run(run);
    CAPTURE(run.seed);
    for (std::size_t i = 0; i < 3; ++i)
      CHECK(distance(core.phases()[i], core.phases()[(i + 1) % 3]) == Approx(2.0 * kPi / 3.0).margin(0.15));
  }
  schedule.locking_end = 3.0;
  for (int read = 0; read < 40; ++read) {
    AnnealRun run = oscillator_run(schedule);
    run.seed = seed_of(random);
    const AnnealResult result = core.run(run);
    CAPTURE(run.seed);
    CHECK(result.energy == -3);
    for (const std::uint16_t phase : core.phases()) CHECK(std::fabs(std::sin(radians(phase))) < 0.2);
  }
}

TEST_CASE("over the instants the pull is 2/pi K times the sine of the phase difference") {
  // One oscillator is moved by the other; both move, by opposite amounts.
  OscillatorHybrid core = core_of(problem_of({0.0, 0.0}, {{0, 1, -7.0}}));
  RandomStream random(43, 0, 0);
  double of_sine = 0.0;
  double of_cosine = 0.0;
  double square = 0.0;
  double rest = 0.0;
  double mean = 0.0;
  std::vector<std::pair<double, double>> points;
  constexpr int turns = 96;  // once up and down; levels seen are up to one instant old
  constexpr double pull = 0.002;
  const auto slow = [](int count) {
    OscillatorSchedule schedule = quiet(pull, 7.0, static_cast<std::uint32_t>(count));
    schedule.instants = turns;
    return oscillator_run(schedule);
  };
  const auto difference = [&] { return radians(core.phases()[0]) - radians(core.phases()[1]); };
  for (int read = 0; read < 2000; ++read) {
    AnnealRun still = slow(0);
    still.seed = seed_of(random);
    core.run(still);
    const double start = radians(core.phases()[0]);
    const double before = difference();
    AnnealRun run = slow(turns);
    run.seed = still.seed;
    core.run(run);
    const double middle = before + 0.5 * std::remainder(difference() - before, 2.0 * kPi);
    points.emplace_back(middle, std::remainder(radians(core.phases()[0]) - start, 2.0 * kPi) / (turns * pull));
  }
  for (const auto& [angle, moved] : points) {
    of_sine += moved * std::sin(angle);
    of_cosine += moved * std::cos(angle);
    square += std::sin(angle) * std::sin(angle);
    mean += moved;
  }
  of_sine /= square;
  for (const auto& [angle, moved] : points) rest += std::pow(moved - of_sine * std::sin(angle), 2);
  rest = std::sqrt(rest / static_cast<double>(points.size()));
  CAPTURE(of_sine, of_cosine / square, mean / 2000.0, rest);
  // 0.96: the products are cut off, half a unit of about 20 on average, and K is a whole number of eighths.
  CHECK(of_sine == Approx(-1.0).margin(0.05));
  CHECK(std::fabs(of_cosine / square) < 0.02);
  CHECK(std::fabs(mean / 2000.0) < 0.02);
  CHECK(rest < 0.05);
}

TEST_CASE("in noise the phase difference of two oscillators, and the phase in a field, follow exp(-E/T)") {
  RandomStream random(44, 0, 0);
  constexpr int reads = 2000;
  for (const double temperature : {0.5, 1.0, 2.0}) {
    OscillatorSchedule schedule = quiet(0.02, 2.0, 500);
    schedule.hot = schedule.cold = temperature;  // times the scale, 2
    const double expected = bessel_ratio(1.0 / temperature);
    for (const bool field : {false, true}) {
      OscillatorHybrid core = field ? core_of(problem_of({-2.0}, {})) : core_of(problem_of({0.0, 0.0}, {{0, 1, -2.0}}));
      double sum = 0.0;
      double squares = 0.0;
      for (int read = 0; read < reads; ++read) {
        AnnealRun run = oscillator_run(schedule);
        run.seed = seed_of(random);
        core.run(run);
        const double cosine = std::cos(distance(core.phases()[0], field ? 0 : core.phases()[1]));
        sum += cosine;
        squares += cosine * cosine;
      }
      const double mean = sum / reads;
      const double error = std::sqrt((squares / reads - mean * mean) / reads);
      CAPTURE(temperature, field, mean, expected, error);
      CHECK(std::fabs(mean - expected) < kRare * error + 0.02);  // steps of finite size
    }
  }
}

TEST_CASE("energies of the oscillator core are those of the problem, and the clocks those of the formula") {
  RandomStream random(45, 0, 0);
  for (int k = 0; k < 30; ++k) {
    const auto n = static_cast<std::int32_t>(1 + random.below(64));
    const Problem problem = random_problem(random, n, random.uniform(), 7, k % 2 == 0);
    OscillatorHybrid core = core_of(problem, {64, 4, 11, 10});
    AnnealRun run = annealed(problem, random.below(300));
    run.seed = seed_of(random);
    run.randomise = k % 3 != 0;
    std::int32_t best = 0;
    bool annealing = false;
    const AnnealResult result = core.run(run, [&](const AnnealFlip& flip) {
      if (flip.cycle < OscillatorHybridLatency::flip + 64 * (run.randomise ? 3 : 2)) return;
      best = annealing ? std::min(best, flip.energy) : flip.energy;
      annealing = true;
    });
    CHECK(result.energy == energy(problem, result.spins));
    CHECK(result.best_energy == energy(problem, result.best_spins));
    CHECK((!annealing || result.best_energy <= best));
    CHECK(result.best_energy <= result.energy);
    CHECK(result.cycles == 64ULL * (run.sweeps + (run.randomise ? 4 : 3)) + 16);
    CHECK_FALSE(result.overflow);
  }
}

TEST_CASE("on small problems the core finds the ground state at least as often as the analog machine") {
  RandomStream random(46, 0, 0);
  Success digital;
  Success analog;
  for (int k = 0; k < 20; ++k) {
    const auto n = static_cast<std::int32_t>(6 + random.below(7));
    const Problem problem = random_problem(random, n, 0.8, 7, k % 2 == 0);
    const double best = lowest(problem);
    OscillatorSchedule schedule;
    schedule.turns = 1000;
    schedule.scale = coupling_scale(problem).root_mean_square_row;
    digital.add(twin_energies(problem, {64, 4, 11, 10}, oscillator_run(schedule), 50, 100U + static_cast<unsigned>(k)),
                best);
    analog.add(analog_energies(problem, schedule, 50, 200U + static_cast<unsigned>(k)), best);
  }
  CAPTURE(digital.share(), analog.share());
  CHECK(above(digital, analog) < kRare);  // one false alarm in two million, were both equally good
  CHECK(digital.share() > 0.9);
}

TEST_CASE("so it does on dense problems of 64 spins") {
  RandomStream random(47, 0, 0);
  Success digital;
  Success analog;
  for (int k = 0; k < 4; ++k) {
    const Problem problem = random_problem(random, 64, 1.0, 7, k == 3);
    OscillatorSchedule schedule;
    schedule.turns = 2000;
    schedule.scale = coupling_scale(problem).root_mean_square_row;
    const auto ours =
        twin_energies(problem, {64, 4, 11, 10}, oscillator_run(schedule), 60, 300U + static_cast<unsigned>(k));
    const auto theirs = analog_energies(problem, schedule, 60, 400U + static_cast<unsigned>(k));
    const double best =
        std::min(*std::min_element(ours.begin(), ours.end()), *std::min_element(theirs.begin(), theirs.end()));
    digital.add(ours, best);
    analog.add(theirs, best);
  }
  CAPTURE(digital.share(), analog.share(), digital.gap / digital.reads, analog.gap / analog.reads);
  CHECK(above(digital, analog) < kRare);
  CHECK(digital.share() > 0.25);
}

TEST_CASE("what fixed point costs against bits, for the table in the docs", "[.report]") {
  struct Row {
    std::string name;
    Success success;
  };
  std::vector<Row> rows(7);
  constexpr int reads = 50;
  for (std::uint32_t k = 0; k < 4; ++k) {
    RandomStream random(50 + k, 0, 0);
    const Problem problem = random_problem(random, 64, 1.0, 7, k == 3);
    OscillatorSchedule schedule;
    schedule.scale = coupling_scale(problem).root_mean_square_row;
    std::vector<std::vector<double>> found;
    const AnnealRun run = oscillator_run(schedule);
    std::size_t at = 0;
    for (const int bits : {6, 8, 10, 12, 16}) {
      rows[at++].name = std::to_string(bits) + " phase bits";
      found.push_back(twin_energies(problem, {64, 4, 11, bits}, run, reads, 500 + k));
    }
    rows[at++].name = "analog, one step a turn";
    found.push_back(analog_energies(problem, schedule, reads, 600 + k));
    rows[at++].name = "analog, ten times the steps";
    schedule.turns *= 10;
    found.push_back(analog_energies(problem, schedule, reads / 4, 700 + k));
    double best = 1e300;
    for (const auto& energies : found) best = std::min(best, *std::min_element(energies.begin(), energies.end()));
    for (std::size_t r = 0; r < found.size(); ++r) rows[r].success.add(found[r], best);
  }
  for (const Row& row : rows)
    std::printf("%-28s %5.3f %8.5f\n", row.name.c_str(), row.success.share(), row.success.gap / row.success.reads);
}
