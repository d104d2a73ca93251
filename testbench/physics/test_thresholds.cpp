// The drive at which machines become binary: closed forms for two spins and for one pattern, and for larger questions
// the machine itself, a little above and a little below the threshold that it names.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/analog/coupling_scale.hpp"
#include "models/analog/oscillator_memory.hpp"
#include "models/eigenvalues.hpp"
#include "models/problem/patterns.hpp"
#include "sim/sampler/equilibrium.hpp"
#include "sim/sampler/machines.hpp"
#include "sim/sampler/stability.hpp"
#include "sim/sampler/threshold.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

/// J = +1 in the project's sign: (+, -) is satisfied, (+, +) is not.
Problem pair() {
  Problem problem;
  problem.name = "pair";
  problem.fields = {0.0, 0.0};
  problem.couplings = {{0, 1, 1.0}};
  return problem;
}

/// One machine with constant schedules and without noise.
struct Bench {
  std::string sampler;
  WrittenSettings written;

  [[nodiscard]] const AnalogModel& model() const {
    static const ModelList models = make_models();
    return find_model(models, sampler);
  }
  [[nodiscard]] Settings settings(const WrittenSettings& more = {}) const {
    WrittenSettings all = written;
    all.insert(all.end(), more.begin(), more.end());
    return {sampler, model().info().parameters, all};
  }
  [[nodiscard]] std::unique_ptr<AnalogRun> open(const Question& question, const WrittenSettings& more = {}) const {
    return model().open(question, settings(more), {});
  }
};

BinaryThreshold threshold_at(const Bench& bench, const Question& question, const std::vector<double>& state) {
  const auto run = bench.open(question);
  const Stability rest = analyse_stability(*run, state);
  return std::get<BinaryThreshold>(threshold_of(*run, rest.equilibrium));
}

const WrittenSettings kQuiet{{"noise_start", "0"}, {"noise_end", "0"}};

WrittenSettings with(WrittenSettings settings, const WrittenSettings& more) {
  settings.insert(settings.end(), more.begin(), more.end());
  return settings;
}

PatternSet one_pattern() { return {"one", 4, {1, 1, -1, 1}}; }

}  // namespace

TEST_CASE("two Hopfield amplifiers decide at a gain of 1 over the drive, and their satisfied state needs no more") {
  const Bench bench{"hopfield", with(kQuiet, {{"output", "2"}})};
  const auto threshold = threshold_at(bench, pair(), {1.0, -1.0});
  CHECK(threshold.onset.value() == Approx(0.5).epsilon(1e-9));  // 1/V: the drive is R g V_s J_rms = 2 V
  CHECK(threshold.needed.value() == Approx(0.5).epsilon(1e-4));
  CHECK(threshold.present == Approx(5.0));
  const Bench logistic{"hopfield", with(kQuiet, {{"amplifier", "logistic"}})};
  CHECK(threshold_at(logistic, pair(), {1.0, -1.0}).onset.value() == Approx(2.0).epsilon(1e-9));
}

TEST_CASE("two unsatisfied bistable nodes need G_z = 3 g, and zero volts give way at once") {
  const Bench bench{"bistable", with(kQuiet, {{"node_start", "5"}, {"node_end", "5"}})};
  const auto threshold = threshold_at(bench, pair(), {0.8, 0.8});
  CHECK(threshold.needed.value() == Approx(3e-3).epsilon(1e-5));
  CHECK(threshold.onset.value() == Approx(0.0).margin(1e-12));
}

TEST_CASE("two unsatisfied pairs of a resistor network need 3 g and the leak, and their onset is the leak") {
  const Bench bench{"resistor", with(kQuiet, {{"node_start", "5"}, {"node_end", "5"}, {"leak", "0.2"}})};
  const auto threshold = threshold_at(bench, pair(), {0.8, 0.8, -0.8, -0.8});
  CHECK(threshold.needed.value() == Approx(3.2e-3).epsilon(1e-5));
  CHECK(threshold.onset.value() == Approx(2e-4).epsilon(1e-9));
}

TEST_CASE("two unsatisfied double wells need a strength of twice the coupling, satisfied ones none") {
  const Bench bench{"langevin",
                    {{"temperature_start", "0"}, {"temperature_end", "0"}, {"wells_start", "4"}, {"wells_end", "4"}}};
  CHECK(threshold_at(bench, pair(), {0.8, 0.8}).needed.value() == Approx(2.0).epsilon(1e-5));
  CHECK(threshold_at(bench, pair(), {1.0, -1.0}).needed.value() == Approx(0.0).margin(1e-9));
}

TEST_CASE("two unsatisfied LC oscillators need a SYNC of twice the coupling conductance") {
  const Bench bench{"lc-oscillator",
                    with(kQuiet, {{"gain", "1e-3"}, {"coupling", "0.1"}, {"sync_level", "3e-4"}})};  // g_c is 1e-4 S
  const auto threshold = threshold_at(bench, pair(), {1.0, 1.0, 0.0, 0.0});
  CHECK(threshold.needed.value() == Approx(2e-4).epsilon(1e-5));
  CHECK(threshold.unit == "S");
}

TEST_CASE("oscillators with a steeper coupling function need as much more locking") {
  const Bench bench{"oscillator", with(kQuiet, {{"coupling_function", "triangle"}, {"harmonics", "5"}})};
  const double k = 2.0 * std::acos(-1.0) * 1e5;
  const double slope = 8.0 / (std::acos(-1.0) * std::acos(-1.0)) * (1.0 - 1.0 / 3.0 + 1.0 / 5.0);
  const auto run = bench.open(pair());
  const auto threshold = std::get<BinaryThreshold>(run->binary_threshold(std::vector<double>{0.0, 0.0}));
  CHECK(threshold.needed.value() == Approx(k * slope).epsilon(1e-9));
}

TEST_CASE("two p-bits in the mean field decide at the inverse temperature 1 / |J|") {
  const Bench bench{"pbit-continuous",
                    {{"rule", "mean-field"}, {"temperature_start", "0.25"}, {"temperature_end", "0.25"}}};
  const auto threshold = threshold_at(bench, pair(), {1.0, -1.0});
  CHECK(threshold.onset.value() == Approx(1.0).epsilon(1e-9));
  CHECK(threshold.needed.value() == Approx(1.0).epsilon(1e-4));
}

TEST_CASE("memories of one pattern: the gain of a quadratic dense memory, and of plastic Hopfield amplifiers") {
  const Bench dense{"dense-memory", {{"model", "A"}, {"function", "polynomial"}, {"order", "2"}, {"gain", "3"}}};
  const auto run = dense.open(one_pattern());
  const auto quadratic = std::get<BinaryThreshold>(run->binary_threshold(run->state()));
  CHECK(quadratic.onset.value() == Approx(1.0).epsilon(1e-9));  // v = tanh k v
  const Bench plastic{"hopfield-plastic", {}};
  const auto plastic_run = plastic.open(one_pattern());
  const auto gain = std::get<BinaryThreshold>(plastic_run->binary_threshold(plastic_run->state()));
  CHECK(gain.onset.value() == Approx(4.0 / 3.0).epsilon(1e-9));  // W = (xi xi' - 1) / 4
}

TEST_CASE("the threshold that an oscillator memory names for a pattern is that of the Laplacian") {
  const PatternSet patterns = random_patterns(60, 8, 3);
  const Bench bench{"oscillator-memory", {}};
  std::vector<double> phase(60);
  for (std::size_t i = 0; i < phase.size(); ++i) phase[i] = patterns.pattern(2)[i] > 0 ? 0.0 : std::acos(-1.0);
  const auto run = bench.open(patterns);
  const auto threshold = std::get<BinaryThreshold>(run->binary_threshold(phase));
  CHECK(threshold.needed.value() == Approx(pattern_threshold(patterns, 2)).epsilon(1e-9));
}

TEST_CASE(
    "two particles of simulated bifurcation: onset 1 - c0, and walls that hold unsatisfied spins from 1 + c0 on") {
  const Bench ballistic{"bifurcation", {{"coupling", "0.4"}}};
  const auto run = ballistic.open(pair());
  const double c0 = 0.4 / std::sqrt(2.0);  // <J> sqrt N is 1 sqrt 2
  const auto walls = std::get<BinaryThreshold>(run->binary_threshold(std::vector<double>{1.0, 1.0, 0.0, 0.0}));
  CHECK(walls.onset.value() == Approx(1.0 - c0).epsilon(1e-6));
  CHECK(walls.needed.value() == Approx(1.0 + c0).epsilon(1e-6));
  const auto satisfied = std::get<BinaryThreshold>(run->binary_threshold(std::vector<double>{1.0, -1.0, 0.0, 0.0}));
  CHECK(satisfied.needed.value() == Approx(1.0 - c0).epsilon(1e-6));
  // K x^2 = a - 1 - c0 at (x, x); the mode (d, -d) is held while 3 K x^2 - (a - 1) - c0 > 0.
  const Bench adiabatic{"bifurcation",
                        {{"variant", "aSB"}, {"coupling", "0.4"}, {"pump_start", "3"}, {"pump_end", "3"}}};
  CHECK(threshold_at(adiabatic, pair(), {1.3, 1.3, 0.0, 0.0}).needed.value() == Approx(1.0 + 2.0 * c0).epsilon(1e-4));
}

TEST_CASE(
    "two coherent oscillators: the plain model and SimCIM give way at their onsets, feedback with errors has none") {
  const Bench plain{"coherent",
                    {{"variant", "mean-field"}, {"coupling", "0.2"}, {"pump_start", "2"}, {"pump_end", "2"}}};
  const auto threshold = threshold_at(plain, pair(), {1.0, 1.0});
  CHECK(threshold.onset.value() == Approx(0.8).epsilon(1e-9));
  CHECK(threshold.needed.value() == Approx(1.4).epsilon(1e-4));  // x^2 = p - 1 - xi, 3 x^2 > p - 1 + xi
  const Bench simcim{"coherent", {{"variant", "SimCIM"}, {"coupling", "0.2"}}};
  const auto published = simcim.open(pair());
  CHECK(std::get<BinaryThreshold>(published->binary_threshold(published->state())).onset.value() ==
        Approx(-0.2).epsilon(1e-9));
  const Bench cac{"coherent", {}};
  const auto controlled = cac.open(pair());
  CHECK(std::holds_alternative<NoThreshold>(controlled->binary_threshold(controlled->state())));
}

TEST_CASE("separated feedback: the eigenvalues of zero amplitudes change sign at the onset") {
  const Problem problem = testing::random_problem(6, 0.8, 2);
  Problem unbiased = problem;
  std::fill(unbiased.fields.begin(), unbiased.fields.end(), 0.0);
  const auto growth = [&](double pump) {
    const std::string p = std::to_string(pump);
    const Bench bench{
        "coherent",
        {{"variant", "SFC"}, {"readout", "final"}, {"error_rate_end", "0.3"}, {"pump_start", p}, {"pump_end", p}}};
    const auto run = bench.open(unbiased);
    const Flow flow = [&](const Eigen::VectorXd& state) {
      Eigen::VectorXd rate(state.size());
      run->rates(run->duration_s(), {state.data(), static_cast<std::size_t>(state.size())},
                 {rate.data(), static_cast<std::size_t>(rate.size())});
      return rate;
    };
    const Eigen::VectorXd zero = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(run->state().size()));
    return eigenvalues(jacobian(flow, zero)).real().maxCoeff();
  };
  const Bench bench{"coherent", {{"variant", "SFC"}, {"readout", "final"}, {"error_rate_end", "0.3"}}};
  const auto run = bench.open(unbiased);
  const double onset = std::get<BinaryThreshold>(run->binary_threshold(run->state())).onset.value();
  CHECK(growth(onset + 0.01) > 0.0);
  CHECK(growth(onset - 0.01) < 0.0);
}

namespace {

/// A machine on a larger question: how its drive is set, and what one unit of that setting is in the threshold's unit.
struct Case {
  Bench bench;
  std::vector<std::string> drive;  ///< parameters to be set, all to the same
  double unit = 1.0;
  bool inverse = false;        ///< the parameter is 1 / drive
  std::vector<Spin> cue = {};  ///< where a memory starts
};

WrittenSettings at(const Case& tried, double drive) {
  WrittenSettings settings;
  const double value = tried.inverse ? tried.unit / drive : drive / tried.unit;
  for (const auto& name : tried.drive) settings.emplace_back(name, std::to_string(value));
  return settings;
}

/// Lets the machine settle from `state` at that drive; the spins and the largest change of a variable.
std::pair<std::vector<Spin>, double> settled(const Case& tried, const Question& question, double drive,
                                             std::vector<double> state) {
  const auto run =
      tried.bench.model().open(question, tried.bench.settings(at(tried, drive)), {.initial = std::optional(state)});
  run->advance_to(run->duration_s());
  double change = 0.0;
  for (std::size_t i = 0; i < state.size(); ++i) change = std::max(change, std::abs(run->state()[i] - state[i]));
  return {run->spins(), change};
}

/// Settles at `present`, asks for the threshold, and holds it against the machine: 1 % above it the state stays, 1 %
/// below it the spins or a variable by more than a twentieth of its range are lost.
void check_against_machine(const Case& tried, const Question& question, double present) {
  INFO(tried.bench.sampler);
  OpenOptions start;
  const Settings settings = tried.bench.settings(at(tried, present));
  if (!tried.cue.empty()) start.initial = tried.bench.model().state_of(question, settings, tried.cue);
  const auto run = tried.bench.model().open(question, settings, start);
  run->advance_to(run->duration_s());
  const Stability rest = analyse_stability(*run, run->state());
  const auto threshold = std::get<BinaryThreshold>(threshold_of(*run, rest.equilibrium));
  REQUIRE(threshold.needed);
  INFO(threshold.quantity << " present " << threshold.present << " needed " << *threshold.needed << " onset "
                          << threshold.onset.value_or(-1.0));
  CHECK(threshold.present == Approx(present).epsilon(1e-4));
  REQUIRE(*threshold.needed > 0.0);
  REQUIRE(*threshold.needed < 0.98 * present);
  // Down to 1 % above in small steps, so that the state can follow.
  const auto spins = run->spins_of(rest.equilibrium);
  std::vector<double> state = rest.equilibrium;
  constexpr int kSteps = 12;
  const double above = 1.01 * *threshold.needed;
  for (int k = 1; k <= kSteps; ++k) {
    const double drive = present * std::pow(above / present, static_cast<double>(k) / kSteps);
    const auto there =
        tried.bench.model().open(question, tried.bench.settings(at(tried, drive)), {.initial = std::optional(state)});
    there->advance_to(there->duration_s());
    state.assign(there->state().begin(), there->state().end());
    REQUIRE(there->spins() == spins);
  }
  CHECK(settled(tried, question, above, state).second < 1e-3);
  std::vector<double> pushed = state;
  for (std::size_t i = 0; i < pushed.size(); ++i) pushed[i] += i % 3 == 0 ? 1e-3 : (i % 3 == 1 ? -1e-3 : 5e-4);
  const auto [lost, change] = settled(tried, question, 0.99 * *threshold.needed, pushed);
  CHECK((lost != spins || change > 0.05));
}

}  // namespace

TEST_CASE("named thresholds hold in the machine: a little above the state stays, a little below it is lost") {
  const Problem problem = testing::random_problem(8, 0.7, 5);
  const double rms = coupling_scale(problem).root_mean_square_row;
  const std::vector<std::pair<Case, double>> cases{
      {{{"hopfield", with(kQuiet, {{"length", "4000"}})}, {"gain_start", "gain_end"}}, 8.0},
      {{{"bistable", with(kQuiet, {{"length", "4000"}})}, {"node_start", "node_end"}, 1e-3}, 8e-3},
      {{{"resistor", with(kQuiet, {{"length", "4000"}})}, {"node_start", "node_end"}, 1e-3}, 8e-3},
      {{{"lc-oscillator", with(kQuiet, {{"gain", "1e-3"}, {"coupling", "0.1"}, {"length", "4000"}})}, {"sync_level"}},
       2e-3},
      {{{"oscillator", with(kQuiet, {{"mismatch", "3000"}, {"length", "4000"}})},
        {"shil_start", "shil_end"},
        0.1 * 2.0 * std::acos(-1.0) * 1e6 * rms / coupling_scale(problem).largest_row},
       4e6},
      {{{"langevin", {{"temperature_start", "0"}, {"temperature_end", "0"}, {"length", "4000"}}},
        {"wells_start", "wells_end"},
        rms},
       8.0 * rms},
      {{{"pbit-continuous", {{"rule", "mean-field"}, {"length", "4000"}}},
        {"temperature_start", "temperature_end"},
        1.0 / rms,
        true},
       4.0 / rms}};
  for (const auto& [tried, present] : cases) check_against_machine(tried, problem, present);
}

TEST_CASE("thresholds of memories hold in the machine") {
  const auto cue = [](const PatternSet& patterns) {
    return std::vector<Spin>(patterns.pattern(1).begin(), patterns.pattern(1).end());
  };
  const PatternSet few = random_patterns(40, 4, 11);
  const PatternSet many = random_patterns(40, 16, 11);
  check_against_machine({{"oscillator-memory", {{"quartic", "0.5"}, {"length", "2000"}}},
                         {"harmonic_start", "harmonic_end"},
                         1.0,
                         false,
                         cue(many)},
                        many, 2.0);
  check_against_machine({{"dense-memory", {{"model", "A"}, {"function", "rectified"}, {"length", "2000"}}},
                         {"gain"},
                         1.0,
                         false,
                         cue(few)},
                        few, 8.0);
  check_against_machine({{"hopfield-plastic", {{"length", "2000"}}}, {"gain"}, 1.0, false, cue(few)}, few, 20.0);
}

TEST_CASE("every machine says what its threshold is or why it has none") {
  const ModelList models = make_models();
  SparseCode code;
  code.dictionary = Eigen::MatrixXd::Identity(2, 2);
  code.signal = Eigen::VectorXd::Ones(2);
  for (const auto& model : models) {
    INFO(model->info().name);
    const Settings settings(model->info().name, model->info().parameters, {});
    Question question = pair();
    if (!model->answers(QuestionKind::ising)) question = one_pattern();
    if (model->answers(QuestionKind::reconstruct)) question = code;
    if (model->answers(QuestionKind::infer)) continue;  // as reconstruct
    const auto run = model->open(question, settings, {});
    const auto answer = run->binary_threshold(run->state());
    const auto* none = std::get_if<NoThreshold>(&answer);
    if (none != nullptr) CHECK(none->reason.find("worked it out") == std::string::npos);
  }
}
