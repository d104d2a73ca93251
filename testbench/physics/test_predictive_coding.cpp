// The predictive-coding network against the exact posterior of linear Gaussian models, and its two gradients.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/analog/predictive_coding.hpp"
#include "models/error.hpp"
#include "models/random.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/batched.hpp"
#include "testbench/physics/sparse_instances.hpp"

using namespace isinglass;
using namespace isinglass::testing;
using Activation = GenerativeModel::Activation;

namespace {

constexpr double kTau = 1e-3;

Eigen::MatrixXd random_precision(Eigen::Index n, RandomStream& random) {
  const Eigen::MatrixXd factor = random_matrix(n, n, random);
  return 0.3 * Eigen::MatrixXd::Identity(n, n) + factor * factor.transpose() / static_cast<double>(n);
}

/// Layers of the given sizes, layer 0 first.
GenerativeModel random_model(const std::vector<Eigen::Index>& sizes, std::uint32_t seed,
                             Activation activation = Activation::linear) {
  RandomStream random(seed, 0, 21);
  GenerativeModel model;
  model.activation = activation;
  model.observation = 2.0 * random_vector(sizes.front(), random);
  for (std::size_t l = 0; l < sizes.size(); ++l) {
    model.precision.push_back(random_precision(sizes[l], random));
    if (l + 1 < sizes.size()) model.weights.push_back(0.7 * random_matrix(sizes[l], sizes[l + 1], random));
  }
  model.prior = random_vector(sizes.back(), random);
  return model;
}

PredictiveCodingMachine machine_of(const GenerativeModel& model) { return {model, {kTau, 200.0 * kTau}}; }

Eigen::VectorXd state_at(const PredictiveCodingMachine& machine, double turns, Tolerance tolerance) {
  std::vector<double> state(static_cast<std::size_t>(machine.size()));
  machine.initial(1, 1, state);
  AdaptiveTrajectory<PredictiveCodingMachine> run(machine, state, tolerance);
  run.advance_to(turns * kTau);
  return Eigen::Map<const Eigen::VectorXd>(run.state().data(), machine.size());
}

double free_energy(const PredictiveCodingMachine& machine, const Eigen::VectorXd& state) {
  PredictiveCodingMachine::Workspace workspace;
  double value = 0.0;
  machine.energy(0.0, ConstEnsembleView<double>(state.data(), state.size(), 1), std::span<double>(&value, 1),
                 workspace);
  return value;
}

/// E[z_1 … z_L | y] by conditioning the joint Gaussian of all layers: covariances alone, no precision is assembled.
Eigen::VectorXd posterior_mean(const GenerativeModel& model) {
  const std::size_t top = model.layers();
  std::vector<Eigen::Index> first{0};
  for (const auto& precision : model.precision) first.push_back(first.back() + precision.rows());
  Eigen::VectorXd mean(first.back());
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(first.back(), first.back());
  const auto units = [&](std::size_t l) { return first[l + 1] - first[l]; };
  mean.segment(first[top], units(top)) = model.prior;
  covariance.block(first[top], first[top], units(top), units(top)) = model.precision[top].inverse();
  for (std::size_t l = top; l-- > 0;) {  // z_l = W_l z_{l+1} + noise, correlated with every layer above
    const Eigen::MatrixXd& weights = model.weights[l];
    const Eigen::Index above = first[l + 1], rest = first.back() - above;
    mean.segment(first[l], units(l)) = weights * mean.segment(above, units(l + 1));
    const Eigen::MatrixXd cross = weights * covariance.block(above, above, units(l + 1), rest);
    covariance.block(first[l], above, units(l), rest) = cross;
    covariance.block(above, first[l], rest, units(l)) = cross.transpose();
    covariance.block(first[l], first[l], units(l), units(l)) =
        cross.leftCols(units(l + 1)) * weights.transpose() + model.precision[l].inverse();
  }
  const Eigen::Index seen = units(0), hidden = first.back() - seen;
  const Eigen::VectorXd surprise = model.observation - mean.head(seen);
  return mean.tail(hidden) +
         covariance.bottomLeftCorner(hidden, seen) * covariance.topLeftCorner(seen, seen).ldlt().solve(surprise);
}

}  // namespace

TEST_CASE("a linear network settles at the mean of the exact posterior") {
  const std::vector<std::vector<Eigen::Index>> shapes{{1, 1}, {4, 2}, {3, 5}, {5, 4, 3}, {3, 4, 2, 4}};
  for (const auto& shape : shapes) {
    for (std::uint32_t seed = 1; seed <= 4; ++seed) {
      const GenerativeModel model = random_model(shape, seed);
      const Eigen::VectorXd end = state_at(machine_of(model), 400.0, {1e-12, 1e-12});
      INFO(shape.size() << " layers, seed " << seed);
      CHECK((end - posterior_mean(model)).cwiseAbs().maxCoeff() < 1e-9);
    }
  }
}

TEST_CASE("one cause of one observation settles at the precision-weighted mean") {
  GenerativeModel model;
  model.observation = Eigen::VectorXd::Constant(1, 3.0);
  model.weights = {Eigen::MatrixXd::Constant(1, 1, 1.0)};
  model.precision = {Eigen::MatrixXd::Constant(1, 1, 4.0), Eigen::MatrixXd::Constant(1, 1, 1.0)};
  model.prior = Eigen::VectorXd::Constant(1, 1.0);
  CHECK(state_at(machine_of(model), 60.0, {1e-13, 1e-13})[0] == Approx((4.0 * 3.0 + 1.0 * 1.0) / 5.0).epsilon(1e-12));
}

TEST_CASE("the rates are minus the gradient of the free energy, in causes and in weights") {
  for (const Activation activation : {Activation::linear, Activation::tanh}) {
    GenerativeModel model = random_model({4, 3, 2}, 7, activation);
    const PredictiveCodingMachine machine = machine_of(model);
    RandomStream random(7, 0, 22);
    const Eigen::VectorXd state = random_vector(machine.size(), random);
    PredictiveCodingMachine::Workspace workspace;
    Eigen::VectorXd rate(state.size());
    machine.rhs(0.0, ConstEnsembleView<double>(state.data(), state.size(), 1),
                EnsembleView<double>(rate.data(), state.size(), 1), workspace);
    constexpr double h = 1e-5;
    for (Eigen::Index i = 0; i < state.size(); ++i) {
      Eigen::VectorXd up = state, down = state;
      up[i] += h;
      down[i] -= h;
      const double slope = (free_energy(machine, up) - free_energy(machine, down)) / (2.0 * h);
      CHECK(kTau * rate[i] == Approx(-slope).margin(1e-8));
    }
    const auto learning = machine.weight_rates(state);
    for (std::size_t l = 0; l < model.layers(); ++l) {
      for (Eigen::Index k = 0; k < model.weights[l].size(); ++k) {
        GenerativeModel up = model, down = model;
        up.weights[l](k) += h;
        down.weights[l](k) -= h;
        const double slope = (free_energy(machine_of(up), state) - free_energy(machine_of(down), state)) / (2.0 * h);
        CHECK(learning[l](k) == Approx(-slope).margin(1e-8));
      }
    }
  }
}

TEST_CASE("the free energy never rises, in both engines") {
  for (const Activation activation : {Activation::linear, Activation::tanh}) {
    for (std::uint32_t seed = 1; seed <= 4; ++seed) {
      const PredictiveCodingMachine machine = machine_of(random_model({5, 6, 3}, 40 + seed, activation));
      std::vector<double> state(static_cast<std::size_t>(machine.size()));
      machine.initial(2, 5, state);
      AdaptiveTrajectory<PredictiveCodingMachine> run(machine, state, {1e-10, 1e-10});
      double before = run.energy();
      for (int k = 1; k <= 200; ++k) {
        run.advance_to(0.05 * k * kTau);
        CHECK(run.energy() <= before + 1e-9);
        before = run.energy();
      }
      BatchedIntegrator<PredictiveCodingMachine, double> engine(
          machine, Stepper::euler, 0.5 * machine.stability_limit_s(), {2, 0}, KernelKind::generic);
      std::vector<double> now(kBlockWidth), last(kBlockWidth);
      engine.energy(last);
      for (int k = 1; k <= 200; ++k) {
        engine.advance(1);
        engine.energy(now);
        for (std::size_t r = 0; r < now.size(); ++r) CHECK(now[r] <= last[r] + 1e-10);
        last = now;
      }
    }
  }
}

TEST_CASE("the fixed-step engine follows the adaptive one, in double and in single precision") {
  for (const Activation activation : {Activation::linear, Activation::tanh}) {
    const PredictiveCodingMachine machine = machine_of(random_model({5, 6, 3}, 3, activation));
    std::vector<double> state(static_cast<std::size_t>(machine.size()));
    machine.initial(2, 5, state);
    AdaptiveTrajectory<PredictiveCodingMachine> exact(machine, state, {1e-12, 1e-12});
    const double step_s = 0.01 * machine.stability_limit_s();
    BatchedIntegrator<PredictiveCodingMachine, double> fine(machine, Stepper::rk4, step_s, {2, 0}, KernelKind::generic);
    BatchedIntegrator<PredictiveCodingMachine> single(machine, Stepper::rk4, step_s, {2, 0},
                                                      available_kernels().back());
    for (int k = 1; k <= 4; ++k) {
      exact.advance_to(100 * k * step_s);
      fine.advance(100);
      single.advance(100);
      const Eigen::Map<const Eigen::ArrayXd> truth(exact.state().data(), machine.size());
      CHECK((fine.state().col(5) - truth).abs().maxCoeff() < 1e-8);
      CHECK((single.state().col(5).cast<double>() - truth).abs().maxCoeff() < 1e-4);
    }
  }
}

TEST_CASE("Euler's steps converge below the stability limit and not above it") {
  const GenerativeModel model = random_model({5, 4, 3}, 6);
  const PredictiveCodingMachine machine = machine_of(model);
  const Eigen::VectorXd answer = posterior_mean(model);
  std::vector<double> distance;
  for (const double share : {0.95, 1.05}) {
    BatchedIntegrator<PredictiveCodingMachine, double> engine(
        machine, Stepper::euler, share * machine.stability_limit_s(), {}, KernelKind::generic);
    engine.advance(600);
    distance.push_back((engine.state().col(1).matrix() - answer).norm());
  }
  CHECK(distance[0] < 1e-6);
  CHECK(distance[1] > 1e3);
}

TEST_CASE("learning between inferences finds the plane in which the observations lie") {
  // Observations of five numbers from two causes: the weights come to span the same plane as those that made them.
  RandomStream random(12, 0, 23);
  const Eigen::MatrixXd truth = random_matrix(5, 2, random);
  GenerativeModel model;
  model.precision = {20.0 * Eigen::MatrixXd::Identity(5, 5), Eigen::MatrixXd::Identity(2, 2)};
  model.prior = Eigen::VectorXd::Zero(2);
  model.weights = {0.3 * random_matrix(5, 2, random)};
  std::vector<Eigen::VectorXd> observations;
  for (int k = 0; k < 40; ++k) observations.emplace_back(truth * random_vector(2, random));
  const auto epoch = [&](double rate) {
    double total = 0.0;
    for (const auto& observation : observations) {
      model.observation = observation;
      const PredictiveCodingMachine machine = machine_of(model);
      const Eigen::VectorXd state = state_at(machine, 20.0, {1e-6, 1e-6});
      total += free_energy(machine, state);
      model.weights[0] += rate * machine.weight_rates(state)[0];
    }
    return total / static_cast<double>(observations.size());
  };
  const double first = epoch(0.002);
  for (int k = 0; k < 15; ++k) epoch(0.002);
  const double last = epoch(0.0);
  CHECK(last < first - 5.0);
  // What of the true plane lies outside the learnt one.
  const Eigen::MatrixXd learnt =
      Eigen::HouseholderQR<Eigen::MatrixXd>(model.weights[0]).householderQ() * Eigen::MatrixXd::Identity(5, 2);
  const Eigen::MatrixXd outside = truth - learnt * (learnt.transpose() * truth);
  CHECK(outside.norm() < 0.02 * truth.norm());
}

TEST_CASE("models that make no sense are refused") {
  const GenerativeModel good = random_model({4, 3, 2}, 1);
  CHECK_NOTHROW(check_generative_model(good));
  const auto refused = [&](auto change) {
    GenerativeModel model = good;
    change(model);
    CHECK_THROWS_AS(check_generative_model(model), InputError);
  };
  refused([](GenerativeModel& m) { m.weights.clear(); });
  refused([](GenerativeModel& m) { m.precision.pop_back(); });
  refused([](GenerativeModel& m) { m.observation.conservativeResize(3); });
  refused([](GenerativeModel& m) { m.observation[1] = std::nan(""); });
  refused([](GenerativeModel& m) { m.weights[1].resize(2, 2); });
  refused([](GenerativeModel& m) { m.weights[0](0, 0) = std::nan(""); });
  refused([](GenerativeModel& m) { m.precision[1](0, 1) += 0.5; });
  refused([](GenerativeModel& m) { m.precision[1](0, 0) = -1.0; });
  refused([](GenerativeModel& m) { m.prior.resize(5); });
  CHECK_THROWS_AS(PredictiveCodingMachine(good, {0.0, 1.0}), UsageError);
}
