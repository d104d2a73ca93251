// The dense associative memory in continuous time against theory: energy, limits, the published circuits, both engines.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/analog/dense_memory.hpp"
#include "models/analog/dense_memory_discrete.hpp"
#include "models/error.hpp"
#include "models/random.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/batched.hpp"

using namespace isinglass;

namespace {

using Adaptive = AdaptiveTrajectory<DenseMemoryMachine>;

/// Times in units of tau_v = 1 s.
DenseMemoryDesign design_of(DenseModel model, DenseInteraction interaction, double hidden_time_s = 0.1,
                            double duration_s = 20.0) {
  DenseMemoryDesign design;
  design.model = model;
  design.interaction = interaction;
  design.feature_time_s = 1.0;
  design.hidden_time_s = hidden_time_s;
  design.duration_s = duration_s;
  return design;
}

constexpr double kIdeal = std::numeric_limits<double>::infinity();

struct Form {
  DenseModel model;
  DenseInteraction interaction;
  double gain = kIdeal;
};

/// Every model with every interaction that it takes and for which theory says that the energy never rises.
std::vector<Form> convex_forms() {
  std::vector<Form> forms{{DenseModel::b, {DenseFunction::softmax, 3, 0.4}}};
  for (const auto model : {DenseModel::a, DenseModel::c}) {
    for (const auto& interaction :
         {DenseInteraction{DenseFunction::polynomial, 2}, DenseInteraction{DenseFunction::polynomial, 4},
          DenseInteraction{DenseFunction::rectified, 3}, DenseInteraction{DenseFunction::exponential, 3, 0.3},
          DenseInteraction{DenseFunction::softmax, 3, 0.4}}) {
      forms.push_back({model, interaction});
      if (model == DenseModel::a) forms.push_back({model, interaction, 3.0});
    }
  }
  return forms;
}

DenseMemoryMachine machine_of(const PatternSet& patterns, const Form& form, double hidden_time_s,
                              std::vector<double> input = {}) {
  DenseMemoryDesign design = design_of(form.model, form.interaction, hidden_time_s);
  design.gain = form.gain;
  design.input = std::move(input);
  return {patterns, design};
}

std::string name_of(const Form& form) {
  return "model " + to_string(form.model) + ", " + to_string(form.interaction.function) + " " +
         std::to_string(form.interaction.order) + ", gain " + std::to_string(form.gain);
}

std::vector<double> random_state(Eigen::Index size, double width, std::uint64_t seed) {
  RandomStream random(seed, 0, 23);
  std::vector<double> state(static_cast<std::size_t>(size));
  for (auto& value : state) value = width * random.normal();
  return state;
}

double energy_of(const DenseMemoryMachine& machine, const Eigen::ArrayXd& state) {
  DenseMemoryMachine::Workspace workspace;
  double value = 0.0;
  machine.energy(0.0, ConstEnsembleView<double>(state.data(), state.size(), 1), std::span<double>(&value, 1),
                 workspace);
  return value;
}

Eigen::ArrayXd rates_of(const DenseMemoryMachine& machine, const Eigen::ArrayXd& state) {
  DenseMemoryMachine::Workspace workspace;
  Eigen::ArrayXd rate(state.size());
  machine.rhs(0.0, ConstEnsembleView<double>(state.data(), state.size(), 1),
              EnsembleView<double>(rate.data(), state.size(), 1), workspace);
  return rate;
}

/// g(v) and f(h) written down a second time, from the paper.
Eigen::ArrayXd features(const Form& form, const Eigen::ArrayXd& v) {
  if (form.model == DenseModel::a) return (form.gain * v).tanh();
  return form.model == DenseModel::b ? v : Eigen::ArrayXd(v / std::sqrt(v.square().sum()));
}
Eigen::ArrayXd hidden(const Form& form, const Eigen::ArrayXd& h, double scale) {
  const auto& f = form.interaction;
  if (f.function == DenseFunction::softmax) return (f.beta * h).exp() / (f.beta * h).exp().sum();
  if (f.function == DenseFunction::exponential) return (f.beta * (h - scale)).exp();
  const Eigen::ArrayXd x = f.function == DenseFunction::rectified ? Eigen::ArrayXd(h.max(0.0)) : h;
  return (x / scale).pow(f.order - 1);
}

/// Largest rise of the energy along one trajectory, relative to 1 + |E|.
double largest_rise(const DenseMemoryMachine& machine, std::vector<double> start, double until_s, int looks) {
  Adaptive trajectory(machine, std::move(start), {1e-10, 1e-10});
  double before = trajectory.energy();
  double rise = 0.0;
  for (int k = 1; k <= looks; ++k) {
    trajectory.advance_to(until_s * k / looks);
    const double now = trajectory.energy();
    rise = std::max(rise, (now - before) / (1.0 + std::abs(before)));
    before = now;
  }
  return rise;
}

/// The spins in which a cue ends, on the accurate engine.
std::vector<Spin> recalled(const DenseMemoryMachine& machine, std::span<const Spin> cue) {
  Adaptive trajectory(machine, machine.cue(cue), {1e-9, 1e-9});
  trajectory.advance_to(machine.duration_s());
  std::vector<Spin> spins(cue.size());
  trajectory.readout(spins);
  return spins;
}

std::vector<Spin> spins_of(std::span<const Spin> values) { return {values.begin(), values.end()}; }

}  // namespace

TEST_CASE("the rates are the paper's, and the energy falls as its second derivatives say") {
  for (Form form : convex_forms()) {
    if (form.model == DenseModel::a && form.gain == kIdeal) continue;  // sign has no derivative
    const PatternSet patterns = random_patterns(12, 5, 3);
    const std::vector<double> input = random_state(12, 0.3, 4);
    const DenseMemoryMachine machine = machine_of(patterns, form, 0.25, input);
    const auto start = random_state(17, 0.7, 5);
    const Eigen::ArrayXd state = Eigen::Map<const Eigen::ArrayXd>(start.data(), 17);
    Eigen::MatrixXd xi(5, 12);
    for (Eigen::Index m = 0; m < 5; ++m) {
      for (Eigen::Index i = 0; i < 12; ++i) xi(m, i) = patterns.values[static_cast<std::size_t>(m * 12 + i)];
    }
    const Eigen::ArrayXd v = state.head(12), h = state.tail(5);
    const Eigen::ArrayXd drive = Eigen::Map<const Eigen::ArrayXd>(input.data(), 12);
    const double scale = machine.full_scale();
    const Eigen::ArrayXd v_rate = (xi.transpose() * hidden(form, h, scale).matrix()).array() - v + drive;
    const Eigen::ArrayXd h_rate = ((xi * features(form, v).matrix()).array() - h) / 0.25;
    const Eigen::ArrayXd rate = rates_of(machine, state);
    INFO(name_of(form));
    CHECK((rate.head(12) - v_rate).abs().maxCoeff() < 1e-12);
    CHECK((rate.tail(5) - h_rate).abs().maxCoeff() < 1e-12);
    // dE/dt = -tau_v v' L_v'' v' - tau_h h' L_h'' h', both sides by central differences.
    constexpr double e = 1e-5;
    const double slope = (energy_of(machine, state + e * rate) - energy_of(machine, state - e * rate)) / (2.0 * e);
    const Eigen::ArrayXd g_change = (features(form, v + e * v_rate) - features(form, v - e * v_rate)) / (2.0 * e);
    const Eigen::ArrayXd f_change =
        (hidden(form, h + e * h_rate, scale) - hidden(form, h - e * h_rate, scale)) / (2.0 * e);
    const double expected = -(v_rate * g_change).sum() - 0.25 * (h_rate * f_change).sum();
    CHECK(slope == Approx(expected).epsilon(1e-6).margin(1e-9));
    CHECK(expected < 0.0);
  }
}

TEST_CASE("the energy never rises in any model with a convex interaction, on the accurate engine") {
  for (const Form& form : convex_forms()) {
    for (const double hidden_time : {1.0, 0.1, 0.0}) {
      for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const DenseMemoryMachine machine =
            machine_of(random_patterns(16, 6, seed), form, hidden_time, random_state(16, 0.1, 40 + seed));
        INFO(name_of(form) << ", tau_h " << hidden_time << ", seed " << seed);
        CHECK(largest_rise(machine, random_state(machine.size(), 1.0, seed), 6.0, 40) < 1e-8);
      }
    }
  }
}

TEST_CASE("the energy never rises on the fixed-step engine either, in single precision up to its rounding") {
  for (const Form& form : convex_forms()) {
    const DenseMemoryMachine machine = machine_of(random_patterns(16, 6, 9), form, 0.2);
    BatchedIntegrator<DenseMemoryMachine, double> exact(machine, Stepper::euler, 0.002, {5, 0}, KernelKind::generic);
    BatchedIntegrator<DenseMemoryMachine> single(machine, Stepper::euler, 0.002, {5, 0}, available_kernels().back());
    std::array<double, kBlockWidth> last{}, last_single{}, now{};
    exact.energy(last);
    single.energy(last_single);
    INFO(name_of(form));
    for (int k = 0; k < 40; ++k) {
      exact.advance(25);
      exact.energy(now);
      for (std::size_t r = 0; r < kBlockWidth; ++r) CHECK(now[r] <= last[r] + 1e-9 * (1.0 + std::abs(last[r])));
      last = now;
      single.advance(25);
      single.energy(now);
      for (std::size_t r = 0; r < kBlockWidth; ++r) {
        CHECK(now[r] <= last_single[r] + 1e-5 * (1.0 + std::abs(last_single[r])));
      }
      last_single = now;
    }
  }
}

TEST_CASE("a polynomial of odd order is not convex, and its energy can rise") {
  double largest = 0.0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const DenseMemoryMachine machine =
        machine_of(random_patterns(16, 6, seed), {DenseModel::a, {DenseFunction::polynomial, 3}}, 1.0);
    CHECK_FALSE(machine.energy_falls());
    largest = std::max(largest, largest_rise(machine, random_state(machine.size(), 4.0, seed), 6.0, 60));
  }
  CHECK(largest > 1e-3);
}

TEST_CASE("softmax memories of 32 spins with 10 patterns repair 10 flipped spins at any ratio of the time constants") {
  for (const double ratio : {1.0, 0.1, 0.01}) {
    int qualified = 0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      const PatternSet patterns = random_patterns(32, 10, 70 + seed);
      const DenseMemoryMachine machine(patterns, design_of(DenseModel::b, {DenseFunction::softmax, 3, 1.0}, ratio));
      for (std::int32_t m = 0; m < patterns.count(); ++m) {
        // A cue that another pattern is nearer to belongs to that one.
        const auto cue = flipped(patterns.pattern(m), 10, 100 * seed + static_cast<std::uint64_t>(m), 0);
        const auto overlap = DiscreteDenseMemory(patterns, {}).overlaps(cue);
        const bool nearest = std::count_if(overlap.begin(), overlap.end(), [](auto h) { return h >= 12; }) == 1;
        INFO("tau_h/tau_v " << ratio << ", seed " << seed << ", pattern " << m);
        if (!nearest) continue;
        ++qualified;
        CHECK(recalled(machine, cue) == spins_of(patterns.pattern(m)));
      }
      const auto cue = flipped(patterns.pattern(0), 10, seed, 0);
      CHECK(largest_rise(machine, machine.cue(cue), 10.0, 100) < 1e-9);
    }
    CHECK(qualified >= 24);  // of 40; the other nine patterns leave four in five alone
  }
}

TEST_CASE("with tau_h = 0 an Euler step of tau_v is the discrete update of all spins at once, exactly") {
  // N is a power of two, so that the sums are exact. A spin without any force stays in the one and falls to 0 in the
  // other: replicas with such a tie are followed no further.
  for (const auto& interaction :
       {DenseInteraction{DenseFunction::polynomial, 3}, DenseInteraction{DenseFunction::polynomial, 4},
        DenseInteraction{DenseFunction::rectified, 3}, DenseInteraction{DenseFunction::exponential, 3, 0.5},
        DenseInteraction{DenseFunction::softmax, 3, 0.7}}) {
    const PatternSet patterns = random_patterns(32, 24, 11);
    const DenseMemoryMachine machine(patterns, design_of(DenseModel::a, interaction, 0.0));
    const DiscreteDenseMemory discrete(patterns, interaction);
    BatchedIntegrator<DenseMemoryMachine, double> engine(machine, Stepper::euler, 1.0, {8, 0}, KernelKind::generic);
    std::vector<std::vector<Spin>> expected(kBlockWidth, std::vector<Spin>(32));
    for (Eigen::Index r = 0; r < kBlockWidth; ++r) engine.readout(r, expected[static_cast<std::size_t>(r)]);
    std::vector<bool> tied(kBlockWidth, false);
    int compared = 0;
    for (int step = 0; step < 4; ++step) {
      engine.advance(1);
      for (std::size_t r = 0; r < kBlockWidth; ++r) {
        discrete.step_together(expected[r]);
        const auto column = static_cast<Eigen::Index>(r);
        tied[r] = tied[r] || (std::as_const(engine).state().col(column) == 0.0).any();
        if (tied[r]) continue;
        std::vector<Spin> now(32);
        engine.readout(column, now);
        INFO(to_string(interaction.function) << " " << interaction.order << ", step " << step << ", replica " << r);
        CHECK(now == expected[r]);
        ++compared;
      }
    }
    CHECK(compared >= 32);
  }
}

TEST_CASE("a fast hidden layer tends to the machine without one, in proportion to tau_h") {
  const PatternSet patterns = random_patterns(24, 6, 31);
  const Form form{DenseModel::a, {DenseFunction::softmax, 3, 0.3}, 2.0};
  const auto cue = flipped(patterns.pattern(2), 7, 4, 0);
  const auto end_of = [&](double hidden_time) {
    const DenseMemoryMachine machine = machine_of(patterns, form, hidden_time);
    Adaptive trajectory(machine, machine.cue(cue), {1e-11, 1e-11});
    trajectory.advance_to(1.0);
    return Eigen::ArrayXd(Eigen::Map<const Eigen::ArrayXd>(trajectory.state().data(), 24));
  };
  const Eigen::ArrayXd limit = end_of(0.0);
  const double coarse = (end_of(0.02) - limit).abs().maxCoeff();
  const double fine = (end_of(0.01) - limit).abs().maxCoeff();
  CHECK(coarse < 0.1);
  CHECK(coarse / fine == Approx(2.0).epsilon(0.1));
}

TEST_CASE("both engines follow the same trajectory") {
  for (const Form& form :
       {Form{DenseModel::b, {DenseFunction::softmax, 3, 0.5}}, Form{DenseModel::a, {DenseFunction::rectified, 3}, 4.0},
        Form{DenseModel::c, {DenseFunction::polynomial, 4}}}) {
    const PatternSet patterns = random_patterns(20, 7, 17);
    const DenseMemoryMachine machine = machine_of(patterns, form, 0.3, random_state(20, 0.05, 6));
    BatchedIntegrator<DenseMemoryMachine, double> exact(machine, Stepper::rk4, 0.01, {2, 0}, KernelKind::generic);
    BatchedIntegrator<DenseMemoryMachine> single(machine, Stepper::rk4, 0.01, {2, 0}, available_kernels().back());
    std::vector<double> start(static_cast<std::size_t>(machine.size()));
    machine.initial(2, 3, start);
    Adaptive trajectory(machine, start, {1e-11, 1e-11});
    exact.advance(300);
    single.advance(300);
    trajectory.advance_to(3.0);
    INFO(name_of(form));
    for (Eigen::Index i = 0; i < machine.size(); ++i) {
      const double reference = trajectory.state()[static_cast<std::size_t>(i)];
      CHECK(std::as_const(exact).state()(i, 3) == Approx(reference).epsilon(1e-7).margin(1e-7));
      CHECK(double{std::as_const(single).state()(i, 3)} == Approx(reference).epsilon(1e-4).margin(1e-4));
    }
  }
}

TEST_CASE("exponentials of 64 and of 4000 overflow neither precision") {
  for (const std::int32_t size : {64, 4000}) {
    const PatternSet patterns = random_patterns(size, 4, 51);
    for (const Form& form : {Form{DenseModel::a, {DenseFunction::exponential, 3, 1.0}},
                             Form{DenseModel::b, {DenseFunction::softmax, 3, 1.0}}}) {
      const DenseMemoryMachine machine = machine_of(patterns, form, 0.1);
      BatchedIntegrator<DenseMemoryMachine> engine(machine, Stepper::euler, 0.05, {1, 0}, available_kernels().back());
      const auto start = machine.cue(flipped(patterns.pattern(1), size / 16, 3, 0));
      for (Eigen::Index i = 0; i < machine.size(); ++i) {
        engine.state().row(i) = static_cast<float>(start[static_cast<std::size_t>(i)]);
      }
      engine.advance(20 * 40);
      std::vector<Spin> spins(static_cast<std::size_t>(size));
      engine.readout(5, spins);
      INFO(name_of(form) << ", N " << size);
      CHECK(std::as_const(engine).state().isFinite().all());
      if (size == 64 || form.model == DenseModel::b) CHECK(spins == spins_of(patterns.pattern(1)));
    }
  }
}

TEST_CASE("a machine that cannot be is refused with a sentence") {
  const PatternSet patterns = random_patterns(8, 2, 1);
  CHECK_THROWS_AS(DenseMemoryMachine(patterns, design_of(DenseModel::b, {DenseFunction::polynomial, 4})), UsageError);
  CHECK_THROWS_AS(DenseMemoryMachine(patterns, design_of(DenseModel::a, {DenseFunction::polynomial, 1})), UsageError);
  CHECK_THROWS_AS(DenseMemoryMachine(PatternSet{"", 8, {}}, design_of(DenseModel::a, {})), InputError);
  CHECK_THROWS_AS(machine_of(patterns, {DenseModel::a, {}}, 0.1, {1.0}), UsageError);
  CHECK_THROWS_AS(dense_function_named("cubic"), UsageError);
  CHECK_THROWS_AS(dense_model_named("D"), UsageError);
}

// The two tasks of Bacvanski, You, Hopfield and Krotov, "Dense associative memories with analog circuits", arXiv
// 2512.15002, in which the feature neurons are RC nodes and the patterns conductances of a crossbar.

TEST_CASE("the rows of a truth table make an XOR gate: two inputs held by a current, the third node finds the answer") {
  const PatternSet table{"xor", 3, {-1, -1, -1, -1, 1, 1, 1, -1, 1, 1, 1, -1}};
  for (const Form& form : {Form{DenseModel::b, {DenseFunction::softmax, 3, 1.0}},
                           Form{DenseModel::a, {DenseFunction::softmax, 3, 1.0}, 3.0},
                           Form{DenseModel::a, {DenseFunction::rectified, 3}, 3.0}}) {
    for (const int a : {-1, 1}) {
      for (const int b : {-1, 1}) {
        const DenseMemoryMachine machine = machine_of(table, form, 0.1, {3.0 * a, 3.0 * b, 0.0});
        std::vector<double> start(7, 0.0);  // everything at rest
        Adaptive trajectory(machine, start, {1e-9, 1e-9});
        trajectory.advance_to(20.0);
        INFO(name_of(form) << ", inputs " << a << " " << b);
        CHECK(trajectory.state()[2] * (a == b ? -1 : 1) > 0.3);
      }
    }
  }
}

TEST_CASE("the sixteen words of the Hamming (7,4) code correct every single error") {
  PatternSet code{"hamming", 7, {}};
  for (int word = 0; word < 16; ++word) {
    const auto bit = [word](int k) { return (word >> k) & 1; };
    const std::array<int, 7> bits{
        bit(0), bit(1), bit(2), bit(3), bit(0) ^ bit(1) ^ bit(3), bit(0) ^ bit(2) ^ bit(3), bit(1) ^ bit(2) ^ bit(3)};
    for (const int b : bits) code.values.push_back(b == 1 ? Spin{1} : Spin{-1});
  }
  for (const Form& form :
       {Form{DenseModel::a, {DenseFunction::softmax, 3, 1.0}}, Form{DenseModel::b, {DenseFunction::softmax, 3, 1.0}}}) {
    const DenseMemoryMachine machine = machine_of(code, form, 0.1);
    for (std::int32_t word = 0; word < 16; ++word) {
      for (int error = -1; error < 7; ++error) {  // -1: none; 16 x 8 = 128 = 2^7: every input there is
        std::vector<Spin> received = spins_of(code.pattern(word));
        if (error >= 0)
          received[static_cast<std::size_t>(error)] = static_cast<Spin>(-received[static_cast<std::size_t>(error)]);
        INFO(name_of(form) << ", word " << word << ", error " << error);
        CHECK(recalled(machine, received) == spins_of(code.pattern(word)));
      }
    }
  }
}
