// `simulate --stability` and `--attractors` on every machine that comes to rest: the decay that a trajectory shows is
// the one that the eigenvalues predict, and the minima found are those that enumeration knows.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "models/analog/coupling_scale.hpp"
#include "sim/bench/attractors.hpp"
#include "sim/sampler/machines.hpp"
#include "sim/sampler/stability.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

struct Rest {
  const char* machine;
  Question question;
  WrittenSettings settings;
};

SparseCode code() {
  SparseCode asked;
  asked.dictionary = Eigen::MatrixXd::NullaryExpr(6, 9, [](Eigen::Index i, Eigen::Index j) {
    return std::cos(1.0 + 2.3 * static_cast<double>(i) + 3.7 * static_cast<double>(j * j));
  });
  asked.signal = Eigen::VectorXd::Ones(6);
  asked.lambda = 0.1;
  return asked;
}

GenerativeModel generative_model() {
  GenerativeModel model;
  model.observation = Eigen::Vector2d(1.0, -0.5);
  model.weights = {Eigen::MatrixXd::NullaryExpr(
      2, 3, [](Eigen::Index i, Eigen::Index j) { return std::cos(1.0 + static_cast<double>(i + 2 * j)); })};
  model.precision = {Eigen::MatrixXd::Identity(2, 2), Eigen::MatrixXd::Identity(3, 3)};
  model.prior = Eigen::VectorXd::Zero(3);
  return model;
}

/// All but `bifurcation`, which has no damping, and the coherent schemes with error signals, which do not settle.
std::vector<Rest> rests(std::uint32_t seed) {
  const Problem problem = testing::random_problem(10, 0.6, seed, true);
  const PatternSet patterns = random_patterns(24, 2, seed);
  const WrittenSettings still{{"noise_start", "0"}, {"noise_end", "0"}};
  return {{"oscillator", problem, still},
          {"lc-oscillator", problem, still},
          {"hopfield", problem, still},
          {"hopfield", patterns, {}},
          {"hopfield-plastic", patterns, {}},
          {"langevin", problem, {{"temperature_start", "0"}, {"temperature_end", "0"}, {"length", "100"}}},
          {"pbit-continuous", problem, {{"rule", "mean-field"}}},
          {"coherent", problem, {{"variant", "mean-field"}}},
          {"bistable", problem, {{"preset", "passive"}}},
          {"resistor", problem, {}},
          {"oscillator-memory", patterns, {}},
          {"dense-memory", patterns, {}},
          {"competitive", code(), {}},
          {"predictive-coding", generative_model(), {}}};
}

/// Every state of `n` spins.
std::vector<std::vector<Spin>> all_states(std::int32_t n) {
  std::vector<std::vector<Spin>> states;
  for (std::uint32_t code = 0; code < (1U << n); ++code) {
    std::vector<Spin> spins;
    for (std::int32_t i = 0; i < n; ++i) spins.push_back(((code >> i) & 1U) != 0 ? Spin{1} : Spin{-1});
    states.push_back(spins);
  }
  return states;
}

/// Largest eigenvalue of the oscillators' Jacobian at a binary state, in units of K: 2 K_s / K must exceed it
/// (equations.md section 3: -lambda_min of the Laplacian of J_ij s_i s_j with fields on the diagonal).
double needed_injection(const Problem& problem, const std::vector<Spin>& spins) {
  const auto n = static_cast<Eigen::Index>(spins.size());
  const auto spin = [&](Eigen::Index i) { return static_cast<double>(spins[static_cast<std::size_t>(i)]); };
  const Eigen::MatrixXd coupling = -dense_couplings(problem);
  Eigen::MatrixXd laplacian(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < n; ++j) laplacian(i, j) = -coupling(i, j) * spin(i) * spin(j);
  }
  for (Eigen::Index i = 0; i < n; ++i) {
    laplacian(i, i) = 0.0;
    laplacian(i, i) = -laplacian.row(i).sum() - problem.fields[static_cast<std::size_t>(i)] * spin(i);
  }
  return -Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(laplacian).eigenvalues()[0];
}

/// Phases at 0 and pi up to what is left to settle. Beside a binary state that is barely unstable two others are
/// stable, which lean to either side of it and read out the same spins.
bool is_binary(const std::vector<double>& phases) {
  return std::all_of(phases.begin(), phases.end(), [](double phase) { return std::abs(std::sin(phase)) < 1e-3; });
}

}  // namespace

TEST_CASE("every machine that comes to rest decays there as its eigenvalues say, within 1 %") {
  const ModelList models = make_models();
  int fitted = 0;
  for (const std::uint32_t seed : {1U, 2U, 3U}) {
    for (const Rest& rest : rests(seed)) {
      INFO(rest.machine << ", seed " << seed);
      const AnalogModel& model = find_model(models, rest.machine);
      const Settings settings(rest.machine, model.info().parameters, rest.settings);
      const auto run = model.open(rest.question, settings, {.seed = seed, .initial = std::nullopt});
      run->advance_to(run->duration_s());
      const Stability found = analyse_stability(*run, run->state());
      INFO("predicted " << found.predicted_rate << ", neutral " << found.neutral);
      CHECK(found.stable);
      REQUIRE(found.fitted_rate);
      CHECK(*found.fitted_rate == Approx(found.predicted_rate).epsilon(0.01));
      ++fitted;
    }
  }
  CHECK(fitted == 3 * 14);
}

TEST_CASE("the attractors of small oscillator machines are the binary states that enumeration finds stable") {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, "oscillator");
  for (const std::uint32_t seed : {11U, 12U, 13U}) {
    const Problem problem = testing::random_problem(7, 0.7, seed, true);
    const Settings settings(
        "oscillator", model.info().parameters,
        {{"length", "400"}, {"shil_start", "0.6"}, {"shil_end", "0.6"}, {"noise_start", "0"}, {"noise_end", "0"}});
    const double locking = 0.6 * coupling_scale(problem).root_mean_square_row;  // K_s / K
    std::set<std::vector<Spin>> stable, clearly;                                // the latter settle within the run
    for (const auto& spins : all_states(7)) {
      const double needed = needed_injection(problem, spins);
      if (2.0 * locking > needed) stable.insert(spins);
      if (2.0 * locking > needed + 0.05 * locking) clearly.insert(spins);
    }
    RunControl control;
    const SettledEnsemble settled =
        model.settle(problem, settings, {.reads = 1000, .seed = seed, .silent = true}, {}, control);
    const auto found = group_attractors(settled);
    double share = 0.0;
    std::set<std::vector<Spin>> states;
    for (const auto& attractor : found) {
      share += attractor.share;
      states.insert(attractor.spins);
      CHECK((stable.count(attractor.spins) == 1 || !is_binary(attractor.state)));
    }
    INFO("seed " << seed << ": " << found.size() << " found, " << stable.size() << " stable");
    CHECK(share == Approx(1.0).epsilon(1e-12));
    CHECK(clearly.size() >= 8);
    CHECK(std::includes(states.begin(), states.end(), clearly.begin(), clearly.end()));
    double lowest = energy(problem, *states.begin());
    for (const auto& spins : all_states(7)) lowest = std::min(lowest, energy(problem, spins));
    CHECK(energy(problem, found.front().spins) == Approx(lowest));
    for (std::size_t k = 1; k < found.size(); ++k) CHECK(found[k - 1].energy <= found[k].energy);
  }
}
