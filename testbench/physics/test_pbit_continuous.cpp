// P-bits in continuous time against exact laws: one p-bit, the transition matrix of few, the mean field.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "models/analog/pbit_continuous.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/batched.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

using Law = Eigen::VectorXd;  ///< a probability for each of the 2^n states; bit i of the index set: s_i = +1

constexpr double kResponse = 1e-9;

PbitContinuousMachine machine_of(const Problem& problem, PbitRule rule, double temperature, double synapse = 0.0) {
  PbitContinuousDesign design;
  design.rule = rule;
  design.response_s = kResponse;
  design.synapse_s = synapse * kResponse;
  design.temperature = Schedule::constant(temperature);
  return {problem, design, CouplingStorage::sparse, available_kernels().back()};
}

std::vector<Spin> spins_of(Eigen::Index state, std::int32_t n) {
  std::vector<Spin> spins(static_cast<std::size_t>(n));
  for (std::int32_t i = 0; i < n; ++i) spins[static_cast<std::size_t>(i)] = ((state >> i) & 1) != 0 ? 1 : -1;
  return spins;
}

/// What all p-bits deciding at once do to a law within one step, exactly: P(s -> s') = prod_i p_i or 1 - p_i.
Eigen::MatrixXd transition_matrix(const Problem& problem, const PbitContinuousMachine& machine, double step_s) {
  const std::int32_t n = problem.size();
  const Eigen::Index states = Eigen::Index{1} << n;
  const Eigen::MatrixXd couplings = dense_couplings(problem);
  Eigen::MatrixXd matrix(states, states);
  for (Eigen::Index from = 0; from < states; ++from) {
    const auto spins = spins_of(from, n);
    std::vector<double> flip;
    for (std::int32_t i = 0; i < n; ++i) {
      double field = -problem.fields[static_cast<std::size_t>(i)];
      for (std::int32_t j = 0; j < n; ++j) field -= couplings(i, j) * spins[static_cast<std::size_t>(j)];
      flip.push_back(machine.flip_probability(spins[static_cast<std::size_t>(i)],
                                              field / machine.design().temperature.value(0.0), step_s));
    }
    for (Eigen::Index to = 0; to < states; ++to) {
      double probability = 1.0;
      for (std::int32_t i = 0; i < n; ++i) {
        const double p = flip[static_cast<std::size_t>(i)];
        probability *= (((from ^ to) >> i) & 1) != 0 ? p : 1.0 - p;
      }
      matrix(to, from) = probability;
    }
  }
  return matrix;
}

Law stationary_law(const Eigen::MatrixXd& matrix) {
  Eigen::MatrixXd power = matrix;
  for (int k = 0; k < 20; ++k) {
    power = power * power;
    power.array().rowwise() /= power.colwise().sum().array().eval();
  }
  return power.col(0);
}

Law boltzmann_law(const Problem& problem, double temperature) {
  Law law(Eigen::Index{1} << problem.size());
  for (Eigen::Index s = 0; s < law.size(); ++s) {
    law[s] = std::exp(-energy(problem, spins_of(s, problem.size())) / temperature);
  }
  return law / law.sum();
}

double total_variation(const Law& a, const Law& b) { return 0.5 * (a - b).cwiseAbs().sum(); }

/// How often each state of `unit` is found in `copies` x 16 independent copies, each long settled.
Law counts_of(const Problem& unit, PbitRule rule, double temperature, double step, std::int32_t copies,
              double responses = 40.0) {
  Problem many;
  const std::int32_t n = unit.size();
  for (std::int32_t c = 0; c < copies; ++c) {
    many.fields.insert(many.fields.end(), unit.fields.begin(), unit.fields.end());
    for (const auto& k : unit.couplings) many.couplings.push_back({k.i + c * n, k.j + c * n, k.value});
  }
  const PbitContinuousMachine machine = machine_of(many, rule, temperature);
  BatchedIntegrator<PbitContinuousMachine> engine(machine, Stepper::euler, step * kResponse, {5, 0},
                                                  available_kernels().back());
  engine.advance(static_cast<std::int64_t>(responses / step));
  Law counts = Law::Zero(Eigen::Index{1} << n);
  std::vector<Spin> spins(many.fields.size());
  for (Eigen::Index r = 0; r < kBlockWidth; ++r) {
    engine.readout(r, spins);
    for (std::int32_t c = 0; c < copies; ++c) {
      const Spin* copy = spins.data() + Eigen::Index{c} * n;
      Eigen::Index state = 0;
      for (std::int32_t i = 0; i < n; ++i) {
        if (copy[i] > 0) state |= Eigen::Index{1} << i;
      }
      counts[state] += 1.0;
    }
  }
  return counts;
}

/// Pearson's chi-squared over its upper quantile at a false-alarm rate of 1e-5 (Wilson and Hilferty 1931); bins of
/// fewer than five expected counts are put together.
double chi_squared_share(const Law& counts, const Law& law) {
  const double total = counts.sum();
  double sum = 0.0, freedom = -1.0, rare = 0.0, rare_expected = 0.0;
  const auto add = [&](double seen, double expected) {
    sum += (seen - expected) * (seen - expected) / expected;
    freedom += 1.0;
  };
  for (Eigen::Index s = 0; s < law.size(); ++s) {
    if (total * law[s] >= 5.0) {
      add(counts[s], total * law[s]);
    } else {
      rare += counts[s];
      rare_expected += total * law[s];
    }
  }
  if (rare_expected >= 5.0) add(rare, rare_expected);
  const double a = 2.0 / (9.0 * freedom);
  return sum / (freedom * std::pow(1.0 - a + 4.265 * std::sqrt(a), 3));
}

}  // namespace

TEST_CASE("one p-bit has the mean tanh of its input; the autonomous rule up to its step") {
  // 16,000 p-bits for each field; five standard errors (false alarm 6e-7 each).
  for (const double field : {-1.2, 0.3, 0.8}) {
    Problem problem;
    problem.fields.assign(1000, -field);  // the papers' h = +field
    for (const auto& [rule, step] : {std::pair{PbitRule::glauber, 1.0}, std::pair{PbitRule::autonomous, 0.2},
                                     std::pair{PbitRule::autonomous, 0.02}}) {
      const PbitContinuousMachine machine = machine_of(problem, rule, 1.0);
      const double up = machine.flip_probability(-1.0, field, step * kResponse);
      const double down = machine.flip_probability(1.0, field, step * kResponse);
      const double mean = (up - down) / (up + down);
      if (rule == PbitRule::glauber) CHECK(mean == Approx(std::tanh(field)).epsilon(1e-12));
      if (step < 0.1) CHECK(mean == Approx(std::tanh(field)).margin(0.02));
      BatchedIntegrator<PbitContinuousMachine> engine(machine, Stepper::euler, step * kResponse, {3, 0},
                                                      available_kernels().back());
      engine.advance(static_cast<std::int64_t>(12.0 / step));
      const double measured = std::as_const(engine).state().cast<double>().mean();
      INFO(to_string(rule) << " step " << step << " field " << field << ": " << measured << " expected " << mean);
      CHECK(std::abs(measured - mean) < 5.0 * std::sqrt((1.0 - mean * mean) / 16000.0));
    }
  }
}

TEST_CASE("few p-bits follow the stationary law of their parallel rule, and not Boltzmann's when the step is long") {
  const Problem problem = testing::random_problem(6, 0.8, 51);
  for (const auto rule : {PbitRule::glauber, PbitRule::autonomous}) {
    for (const double step : {1.0 / 6.0, 1.0}) {
      const Law law = stationary_law(transition_matrix(problem, machine_of(problem, rule, 2.0), step * kResponse));
      const Law counts = counts_of(problem, rule, 2.0, step, 2000);
      const Law boltzmann = boltzmann_law(problem, 2.0);
      INFO(to_string(rule) << " step " << step << ": total variation from Boltzmann " << total_variation(law, boltzmann)
                           << ", chi-squared / bound " << chi_squared_share(counts, law) << " and against Boltzmann "
                           << chi_squared_share(counts, boltzmann));
      CHECK(chi_squared_share(counts, law) < 1.0);
      if (step == 1.0) CHECK(chi_squared_share(counts, boltzmann) > 3.0);
    }
  }
}

TEST_CASE("twelve p-bits in short steps sample Boltzmann's law of 4,096 states") {
  // 8,000 independent samples, chi-squared at a false-alarm rate of 1e-5; the step of a fiftieth of the response time
  // leaves a bias below what they can see, a fifth of temperature is seen.
  const Problem problem = testing::random_problem(12, 0.4, 52);
  const Law counts = counts_of(problem, PbitRule::glauber, 2.0, 0.02, 500, 20.0);
  INFO("chi-squared / bound " << chi_squared_share(counts, boltzmann_law(problem, 2.0)) << ", at 2.4 "
                              << chi_squared_share(counts, boltzmann_law(problem, 2.4)));
  CHECK(chi_squared_share(counts, boltzmann_law(problem, 2.0)) < 1.0);
  CHECK(chi_squared_share(counts, boltzmann_law(problem, 2.4)) > 1.0);
}

TEST_CASE("the bias of the parallel rules against Boltzmann vanishes with the first power of the step") {
  const Problem problem = testing::random_problem(6, 0.8, 51);
  const Law boltzmann = boltzmann_law(problem, 2.0);
  for (const auto rule : {PbitRule::glauber, PbitRule::autonomous}) {
    const auto bias = [&](double step) {
      const auto matrix = transition_matrix(problem, machine_of(problem, rule, 2.0), step * kResponse);
      return total_variation(stationary_law(matrix), boltzmann);
    };
    INFO(to_string(rule) << ": total variation " << bias(1.0 / 6.0) << " at a sixth of the response time");
    CHECK(bias(0.01) / bias(0.005) == Approx(2.0).margin(0.05));
    CHECK(bias(0.005) < 0.01);
  }
}

TEST_CASE("a slow synapse follows the outputs with its time constant") {
  Problem problem;
  problem.fields.assign(8, -0.7);
  const PbitContinuousMachine machine = machine_of(problem, PbitRule::glauber, 0.5, 2.0);
  REQUIRE(machine.size() == 16);
  BatchedIntegrator<PbitContinuousMachine, double> engine(machine, Stepper::heun, 0.01 * kResponse, {3, 0},
                                                          KernelKind::generic);
  engine.advance(300);
  for (Eigen::Index i = 8; i < 16; ++i) {
    CHECK(std::as_const(engine).state()(i, 4) == Approx(1.4 * (1.0 - std::exp(-3.0 / 2.0))).epsilon(1e-5));
  }
  CHECK((std::as_const(engine).state().topRows(8).abs() == 1.0).all());
}

TEST_CASE("the mean field settles where m = tanh of its input, both engines agree, and its free energy never rises") {
  for (const std::uint32_t seed : {61U, 62U, 63U, 64U}) {
    const Problem problem = testing::random_problem(15, 0.4, seed, true);
    const PbitContinuousMachine machine = machine_of(problem, PbitRule::mean_field, 0.4);
    std::vector<double> start(15);
    machine.initial(seed, 0, start);
    AdaptiveTrajectory<PbitContinuousMachine> exact(machine, start, {1e-11, 1e-11});
    BatchedIntegrator<PbitContinuousMachine, double> fixed(machine, Stepper::rk4, 0.02 * kResponse, {seed, 0},
                                                           KernelKind::generic);
    double previous = exact.energy();
    for (int k = 1; k <= 40; ++k) {
      exact.advance_to(k * kResponse);
      CHECK(exact.energy() <= previous + 1e-9);
      previous = exact.energy();
    }
    fixed.advance(2000);
    for (std::size_t i = 0; i < 15; ++i) {
      CHECK(std::as_const(fixed).state()(static_cast<Eigen::Index>(i), 0) == Approx(exact.state()[i]).margin(1e-6));
    }
    exact.advance_to(2000.0 * kResponse);
    std::vector<double> rate(15);
    PbitContinuousMachine::Workspace workspace;
    machine.rhs(0.0, ConstEnsembleView<double>(exact.state().data(), 15, 1), EnsembleView<double>(rate.data(), 15, 1),
                workspace);
    for (const double r : rate) CHECK(std::abs(r) * kResponse < 1e-6);
  }
}
