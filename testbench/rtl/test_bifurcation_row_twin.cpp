// The twin of the bifurcation core against its analog sibling in double precision, against enumeration, and its books.
#include <catch2/catch.hpp>
#include <cmath>
#include <iostream>
#include <map>
#include <memory>

#include "models/analog/bifurcation.hpp"
#include "models/analog/bifurcation_stability.hpp"
#include "models/digital/bifurcation_row.hpp"
#include "models/error.hpp"
#include "testbench/rtl/exact_law.hpp"
#include "testbench/rtl/random_problem.hpp"

using namespace isinglass;

namespace {

constexpr double kRare = 4.9;  // standard deviations; one false alarm in two million
constexpr BifurcationRowSize kSize{};
const KernelKind kKernel = available_kernels().back();

std::shared_ptr<const BifurcationRowImage> image_of(const Problem& problem, const BifurcationRowSize& size = kSize) {
  return std::make_shared<const BifurcationRowImage>(bifurcation_row_image(problem, size));
}

/// The papers' constants, with the step shortened where the couplings ask for it.
BifurcationRowSchedule published(const Problem& problem, std::uint32_t steps, bool ballistic) {
  const double coupling = bifurcation_coupling(problem, 0.5);
  const double limit = bifurcation_stable_dt(problem, coupling, kKernel);
  return {std::min(1.0, (ballistic ? 0.95 : 0.87) * limit), coupling, steps, ballistic};
}

/// The machine of models/analog, stepped as its papers do, in double precision.
class AnalogSibling {
 public:
  AnalogSibling(const Problem& problem, const BifurcationRowSchedule& schedule)
      : problem_(problem),
        dt_(schedule.dt),
        steps_(schedule.steps),
        machine_(problem, design(schedule), CouplingStorage::automatic, kKernel) {}

  /// One step in place of x and y, at the pump of step k.
  void step(std::uint32_t k, std::vector<double>& state) {
    const Eigen::Index n = machine_.spins();
    std::vector<double> rates(static_cast<std::size_t>(n));
    EnsembleView<double> rate(rates.data(), n, 1);
    const ConstEnsembleView<double> before(state.data(), 2 * n, 1);
    machine_.momentum_rate(k, before, rate, workspace_);
    for (std::size_t i = 0; i < rates.size(); ++i) {
      state[rates.size() + i] += dt_ * rates[i];
      state[i] += dt_ * state[rates.size() + i];
    }
    machine_.confine(k, EnsembleView<double>(state.data(), 2 * n, 1));
  }

  /// The lowest energy of the signs after any step of a run from a random start.
  double best_energy(std::uint32_t read) {
    std::vector<double> state(static_cast<std::size_t>(machine_.size()));
    machine_.initial(5, read, state);
    double best = sign_energy(state);
    for (std::uint32_t k = 0; k < steps_; ++k) {
      step(k, state);
      best = std::min(best, sign_energy(state));
    }
    return best;
  }

 private:
  static BifurcationDesign design(const BifurcationRowSchedule& schedule) {
    BifurcationDesign design;
    design.variant = schedule.ballistic ? BifurcationVariant::ballistic : BifurcationVariant::discrete;
    design.time_unit_s = 1.0;
    design.duration_s = schedule.steps;
    design.coupling = schedule.coupling;
    design.pump = Schedule(Schedule::Shape::linear, 0.0, 1.0, schedule.steps);
    return design;
  }
  [[nodiscard]] double sign_energy(const std::vector<double>& state) const {
    std::vector<Spin> spins(problem_.fields.size());
    machine_.readout(ConstEnsembleView<double>(state.data(), machine_.size(), 1), 0, spins);
    return energy(problem_, spins);
  }

  const Problem& problem_;
  double dt_;
  std::uint32_t steps_;
  BifurcationMachine machine_;
  BifurcationMachine::Workspace workspace_;
};

/// x and y of the papers from the twin's registers.
std::vector<double> paper_state(const BifurcationRow& core, double dt) {
  const double unit = std::ldexp(1.0, 1 - core.image().size.position_bits);
  std::vector<double> state;
  for (const std::int32_t x : core.positions()) state.push_back((x + 0.5) * unit);
  for (const std::int32_t v : core.momenta()) state.push_back(v * unit / dt);
  return state;
}

double ground_energy(const Problem& problem) {
  double lowest = 1e300;
  for (std::size_t s = 0; s < std::size_t{1} << problem.fields.size(); ++s)
    lowest = std::min(lowest, energy(problem, spins_of(s, problem.size())));
  return lowest;
}

std::uint64_t any_seed(RandomStream& random) {
  return static_cast<std::uint64_t>(random.word()) << 32U | random.word();
}

}  // namespace

TEST_CASE("step by step the fixed-point positions are those of the analog machine") {
  RandomStream random(41, 0, 0);
  // 15 bits of position, and in the sum of bSB as many as a product can take.
  const BifurcationRowSize fine{64, 4, 11, 15, 12};
  for (int trial = 0; trial < 40; ++trial) {
    const Problem problem = random_problem(random, 20 + static_cast<std::int32_t>(random.below(45)), 0.7, 7, true);
    const bool ballistic = trial % 2 == 0;
    const BifurcationRowSchedule schedule = published(problem, 60, ballistic);
    AnnealRun run = bifurcation_row_run(fine, schedule);
    run.seed = any_seed(random);
    BifurcationRow core(image_of(problem, fine));
    AnalogSibling analog(problem, schedule);
    const std::uint32_t step = run.temperature_step;
    const std::uint32_t start = run.temperature;
    run.sweeps = 0;
    core.run(run);
    // Each step from the twin's own state, so that errors do not add up; those of one step are a few units of 2^-14:
    // two roundings, the register of c (2^-17 of a pull), and the cells of the product.
    run.randomise = false;
    run.reload = false;
    run.sweeps = 1;
    int walls = 0;
    for (std::uint32_t k = 0; k < 60; ++k) {
      std::vector<double> state = paper_state(core, schedule.dt);
      run.temperature = start - k * step;
      core.run(run);
      analog.step(k, state);
      const std::vector<double> found = paper_state(core, schedule.dt);
      for (std::size_t i = 0; i < problem.fields.size(); ++i) {
        CAPTURE(trial, k, i);
        const bool wall = std::abs(state[i]) >= 1.0;
        walls += wall ? 1 : 0;
        CHECK(std::abs(found[i] - state[i]) < 2e-3);
        if (std::abs(std::abs(state[i]) - 1.0) > 2e-3 || wall == (core.momenta()[i] == 0))
          CHECK(std::abs(found[i + problem.fields.size()] - state[i + problem.fields.size()]) * schedule.dt < 2e-3);
      }
    }
    CHECK(walls > 100);
  }
}

TEST_CASE("both bifurcations find the ground states of problems that can be enumerated") {
  RandomStream random(42, 0, 0);
  int hits[2] = {0, 0};
  int solved[2] = {0, 0};
  for (int trial = 0; trial < 30; ++trial) {
    const Problem problem = random_problem(random, 14, 0.8, 7, trial % 2 == 0);
    const double ground = ground_energy(problem);
    for (const bool ballistic : {false, true}) {
      BifurcationRow core(image_of(problem));
      AnnealRun run = bifurcation_row_run(kSize, published(problem, 200, ballistic));
      int found = 0;
      for (int read = 0; read < 40; ++read) {
        run.seed = any_seed(random);
        const AnnealResult result = core.run(run);
        CHECK(result.best_energy >= ground);
        found += result.best_energy == ground ? 1 : 0;
      }
      hits[ballistic ? 1 : 0] += found;
      solved[ballistic ? 1 : 0] += found > 0 ? 1 : 0;
    }
  }
  // Ballistic particles often go the same way from every start: a problem may be missed by all reads.
  CAPTURE(hits[0], hits[1]);
  CHECK(solved[0] == 30);
  CHECK(solved[1] >= 27);
  // Of 1,200 reads each.
  CHECK(hits[0] > 900);
  CHECK(hits[1] > 900);
}

TEST_CASE("the lowest energies of the fixed-point core are as low as those in double precision") {
  RandomStream random(43, 0, 0);
  for (const bool ballistic : {false, true}) {
    double sum = 0.0;
    double squares = 0.0;
    int count = 0;
    for (int trial = 0; trial < 8; ++trial) {
      const Problem problem = random_problem(random, 64, 1.0, 1, false);
      const BifurcationRowSchedule schedule = published(problem, 200, ballistic);
      BifurcationRow core(image_of(problem));
      AnalogSibling analog(problem, schedule);
      AnnealRun run = bifurcation_row_run(kSize, schedule);
      for (std::uint32_t read = 0; read < 60; ++read) {
        run.seed = any_seed(random);
        const double difference = core.run(run).best_energy - analog.best_energy(read);
        sum += difference;
        squares += difference * difference;
        ++count;
      }
    }
    const double mean = sum / count;
    const double error = std::sqrt((squares / count - mean * mean) / count);
    CAPTURE(ballistic, mean, error);
    CHECK(mean < kRare * error);
    CHECK(error < 1.5);  // of energies of about -390
  }
}

// The table of docs/cores/bifurcation_row.md: mean distance of the best energies from the lowest that any of them
// found.
TEST_CASE("what fixed point costs in 200 steps on 64 spins, as a table", "[.report]") {
  const std::vector<std::pair<int, int>> widths = {{8, 4},  {10, 4}, {13, 2}, {13, 3},
                                                   {13, 4}, {13, 6}, {13, 8}, {15, 12}};
  constexpr int kProblems = 6;
  constexpr std::uint32_t kReads = 50;
  for (const bool fields : {false, true}) {
    RandomStream random(47, 0, 0);
    std::map<std::string, std::vector<double>> energies;
    std::vector<double> lowest(kProblems, 0.0);
    for (int trial = 0; trial < kProblems; ++trial) {
      const Problem problem = random_problem(random, 64, 1.0, fields ? 7 : 1, fields);
      const auto add = [&](const std::string& name, double energy) {
        energies[name].push_back(energy);
        lowest[static_cast<std::size_t>(trial)] = std::min(lowest[static_cast<std::size_t>(trial)], energy);
      };
      for (const bool ballistic : {false, true}) {
        const BifurcationRowSchedule schedule = published(problem, 200, ballistic);
        const std::string name = ballistic ? "bSB " : "dSB ";
        AnalogSibling analog(problem, schedule);
        for (std::uint32_t read = 0; read < kReads; ++read) add(name + "double", analog.best_energy(read));
        for (const auto& [position, product] : widths) {
          if (!ballistic && product != 4 && product != 12) continue;
          const BifurcationRowSize size{64, 4, 11, position, product};
          BifurcationRow core(image_of(problem, size));
          AnnealRun run = bifurcation_row_run(size, schedule);
          for (std::uint32_t read = 0; read < kReads; ++read) {
            run.seed = any_seed(random);
            add(name + std::to_string(position) + "/" + std::to_string(product), core.run(run).best_energy);
          }
        }
      }
    }
    for (const auto& [name, values] : energies) {
      double sum = 0.0;
      double squares = 0.0;
      int hits = 0;
      for (std::size_t k = 0; k < values.size(); ++k) {
        const double ground = lowest[k / kReads];
        const double gap = 100.0 * (values[k] - ground) / -ground;
        sum += gap;
        squares += gap * gap;
        hits += values[k] == ground ? 1 : 0;
      }
      const auto count = static_cast<double>(values.size());
      const double mean = sum / count;
      std::cout << (fields ? "7 with fields " : "+-1 ") << name << " gap " << mean << " +- "
                << std::sqrt((squares / count - mean * mean) / count) << " % hits " << hits / count << "\n";
    }
  }
}

TEST_CASE("without fields the core's arithmetic is odd: the mirrored start goes the mirrored way") {
  RandomStream random(44, 0, 0);
  for (int trial = 0; trial < 40; ++trial) {
    const Problem problem = random_problem(random, 1 + static_cast<std::int32_t>(random.below(64)), 0.5, 7, false);
    std::vector<Spin> start(problem.fields.size());
    for (Spin& s : start) s = random.below(2) == 0 ? Spin{1} : Spin{-1};
    std::vector<Spin> mirrored = start;
    for (Spin& s : mirrored) s = static_cast<Spin>(-s);
    BifurcationRow core(
        std::make_shared<const BifurcationRowImage>(bifurcation_row_image(problem, kSize, false, start)));
    BifurcationRow mirror(
        std::make_shared<const BifurcationRowImage>(bifurcation_row_image(problem, kSize, false, mirrored)));
    AnnealRun run = bifurcation_row_run(kSize, published(problem, 40, trial % 2 == 0));
    run.randomise = false;
    const AnnealResult result = core.run(run);
    CHECK(mirror.run(run).best_energy == result.best_energy);
    for (std::size_t i = 0; i < start.size(); ++i) {
      CHECK(mirror.positions()[i] == ~core.positions()[i]);
      CHECK(mirror.momenta()[i] == -core.momenta()[i]);
    }
  }
}

TEST_CASE("energies and the best state of the bifurcation core are those of the problem, after every step") {
  RandomStream random(45, 0, 0);
  for (int trial = 0; trial < 30; ++trial) {
    const Problem problem =
        random_problem(random, 1 + static_cast<std::int32_t>(random.below(64)), random.uniform(), 7, true);
    AnnealRun run = bifurcation_row_run(kSize, published(problem, 30, trial % 2 == 0));
    run.seed = any_seed(random);
    BifurcationRow core(image_of(problem));
    std::int32_t lowest = 0;
    for (std::uint32_t steps = 0; steps <= 30; ++steps) {
      run.sweeps = steps;
      const AnnealResult result = core.run(run);
      if (steps == 0 || result.energy < lowest) lowest = result.energy;
      CHECK(energy(problem, result.spins) == result.energy);
      CHECK(energy(problem, result.best_spins) == result.best_energy);
      CHECK(result.best_energy == lowest);
      for (std::size_t i = 0; i < result.spins.size(); ++i) CHECK((core.positions()[i] >= 0) == (result.spins[i] > 0));
    }
  }
}

TEST_CASE("random starts are spread evenly within an eighth of the walls' distance") {
  BifurcationRow core(image_of(Problem{"", Kind::ising, std::vector<double>(64, 0.0), {}, 0.0}));
  AnnealRun run;
  RandomStream random(46, 0, 0);
  double sum[2] = {0, 0};
  double squares[2] = {0, 0};
  constexpr int kRuns = 500;
  for (int k = 0; k < kRuns; ++k) {
    run.seed = any_seed(random);
    core.run(run);
    const std::vector<double> state = paper_state(core, 1.0);
    for (std::size_t i = 0; i < state.size(); ++i) {
      CHECK(std::abs(state[i]) <= 0.125);
      sum[i / 64] += state[i];
      squares[i / 64] += state[i] * state[i];
    }
  }
  constexpr double kCount = 64.0 * kRuns;
  for (const int k : {0, 1}) {
    // The momenta's mean is half a unit of 2^-12 low.
    CHECK(std::abs(sum[k] / kCount) < kRare * 0.125 / std::sqrt(3.0 * kCount) + 1.3e-4);
    CHECK(squares[k] / kCount == Approx(0.125 * 0.125 / 3).epsilon(0.03));
  }
}

TEST_CASE("clocks of the bifurcation core are its passes, as documented") {
  BifurcationRow core(image_of(Problem{"", Kind::ising, std::vector<double>(50, 1.0), {}, 0.0}));
  AnnealRun run;
  run.sweeps = 17;
  CHECK(core.run(run).cycles == (2 + 17) * 50 + 19 * 14);
  run.metropolis = true;
  CHECK(core.run(run).cycles == (2 + 17 * 4) * 50 + 19 * 14);
  BifurcationRow small(image_of(Problem{"", Kind::ising, {1.0}, {}, 0.0}));
  CHECK(small.run(run).cycles == (2 + 17 * 4) * 4 + 19 * 14);
  CHECK(BifurcationRowLatency::gap(512) == 15);
}

TEST_CASE("a problem that the bifurcation core cannot hold is refused, or scaled when asked") {
  const Problem half{"", Kind::ising, {0.5, 0.0}, {{0, 1, 20.0}}, 0.0};
  CHECK_THROWS_AS(bifurcation_row_image(half, kSize), InputError);
  const BifurcationRowImage image = bifurcation_row_image(half, kSize, true);
  CHECK(image.scale == Approx(7.0 / 20.0).epsilon(0.03));
  CHECK(image.couplings(0)[1] == -7);
  CHECK(image.row(0)[63] == -7);
  CHECK(image.row(1)[62] == -7);
  CHECK_THROWS_AS(bifurcation_row_image(Problem{"", Kind::ising, std::vector<double>(65, 0.0), {}, 0.0}, kSize),
                  InputError);
}
