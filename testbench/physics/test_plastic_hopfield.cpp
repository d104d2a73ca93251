// The Hopfield circuit with input-driven plasticity against its definition, its threshold and its Lyapunov function.
#include "models/analog/plastic_hopfield.hpp"
#include "testbench/physics/circuits.hpp"

using namespace isinglass;

namespace {

PlasticHopfieldMachine machine_of(const PatternSet& patterns, double gain = 10.0) {
  PlasticHopfieldDesign design;
  design.gain = gain;
  design.start_v = 0.3;
  return {patterns, design, available_kernels().back()};
}

/// u, then saliencies.
Eigen::ArrayXd join(const Eigen::ArrayXd& input, const std::vector<double>& saliency) {
  Eigen::ArrayXd state(input.size() + static_cast<Eigen::Index>(saliency.size()));
  state << input, Eigen::Map<const Eigen::ArrayXd>(saliency.data(), static_cast<Eigen::Index>(saliency.size()));
  return state;
}

Eigen::ArrayXd settle(const PlasticHopfieldMachine& machine, const Eigen::ArrayXd& start) {
  AdaptiveTrajectory<PlasticHopfieldMachine> trajectory(machine, {start.begin(), start.end()}, {1e-10, 1e-10});
  trajectory.advance_to(machine.duration_s());
  return Eigen::Map<const Eigen::ArrayXd>(trajectory.state().data(), machine.size());
}

}  // namespace

TEST_CASE("the plastic circuit has the synapses that the input weighs, without a diagonal") {
  const PatternSet patterns = random_patterns(20, 4, 3);
  const PlasticHopfieldMachine machine = machine_of(patterns, 3.0);
  const Eigen::ArrayXd input = testing::random_state(20, 0.5, 1);
  const auto saliency = machine.saliencies(flipped(patterns.pattern(2), 3, 1, 1), 1.5);
  CHECK(saliency[2] == Approx(1.5 * 0.7));
  Eigen::MatrixXd synapse = Eigen::MatrixXd::Zero(20, 20);
  const Eigen::MatrixXd xi = pattern_matrix(patterns);
  for (Eigen::Index m = 0; m < 4; ++m) {
    synapse += saliency[static_cast<std::size_t>(m)] / 20.0 * xi.row(m).transpose() * xi.row(m);
  }
  synapse.diagonal().setZero();
  const Eigen::VectorXd expected = synapse * (3.0 * input).tanh().matrix() - input.matrix();
  const Eigen::ArrayXd rate = testing::rates_of(machine, join(input, saliency));
  for (Eigen::Index i = 0; i < 20; ++i) CHECK(rate[i] == Approx(1e6 * expected[i]));
  CHECK(rate.tail(4).abs().maxCoeff() == 0.0);
  CHECK(testing::single_precision_error(machine, 0.5, 0.0) < 1e-5);
}

TEST_CASE("the current into a neuron is minus the slope of the energy in its output, and the energy never rises") {
  const PatternSet patterns = random_patterns(15, 3, 8);
  const PlasticHopfieldMachine machine = machine_of(patterns, 3.0);
  const Eigen::ArrayXd state = join(testing::random_state(15, 0.5, 2), {0.9, -0.2, 0.4});
  const Eigen::ArrayXd rate = testing::rates_of(machine, state);
  for (Eigen::Index i = 0; i < 15; ++i) {
    const double slope = 3.0 * (1.0 - std::pow(std::tanh(3.0 * state[i]), 2));
    CHECK(1e-9 * rate[i] * slope == Approx(-testing::slope_of(machine, state, i, 1e-5)).margin(1e-10));
  }
  for (std::uint32_t seed = 1; seed <= 4; ++seed) testing::check_energy_falls(machine, 1e-7, seed);
}

TEST_CASE("a memory exists exactly when its saliency exceeds one over the gain, with the amplitude that theory gives") {
  const PatternSet patterns = random_patterns(50, 1, 6);
  const PlasticHopfieldMachine machine = machine_of(patterns, 10.0);
  const Eigen::ArrayXd pattern = pattern_matrix(patterns).row(0).transpose().array();
  const double share = 1.0 - 1.0 / 50.0;  // the missing diagonal
  for (const double saliency : {0.08, 0.15, 0.6}) {
    const Eigen::ArrayXd rest = settle(machine, join(0.05 * pattern, {saliency}));
    double output = 0.5;
    for (int k = 0; k < 5000; ++k) output = std::tanh(10.0 * saliency * share * output);
    const double expected = saliency * share * output;
    CHECK((rest.head(50) * pattern - expected).abs().maxCoeff() < 1e-6);
    CHECK((expected > 1e-3) == (saliency * share > 0.1));
  }
}

TEST_CASE("an input that mixes memories is resolved in favour of the most salient one") {
  // From near zero volts, of random direction; twelve inputs, each a mixture of eight memories with one favoured.
  const PatternSet patterns = random_patterns(400, 8, 9);
  const PlasticHopfieldMachine machine = machine_of(patterns);
  for (std::int32_t m = 0; m < 8; ++m) {
    std::vector<double> saliency(8, 0.5);
    saliency[static_cast<std::size_t>(m)] = 1.5;
    const Eigen::ArrayXd rest =
        settle(machine, join(testing::random_state(400, 0.01, static_cast<std::uint32_t>(m)), saliency));
    std::vector<Spin> spins(400);
    machine.readout(ConstEnsembleView<double>(rest.data(), rest.size(), 1), 0, spins);
    CHECK(std::abs(overlap(spins, patterns.pattern(m))) > 0.95);
  }
}

TEST_CASE("cells of a flawed crossbar weigh both ways and leave their own diagonal out") {
  Eigen::MatrixXd cells = pattern_matrix(random_patterns(12, 3, 5));
  for (Eigen::Index m = 0; m < cells.rows(); ++m) {
    for (Eigen::Index i = 0; i < cells.cols(); ++i) cells(m, i) *= 1.0 + 0.2 * std::sin(3.0 * m + 5.0 * i);
  }
  PlasticHopfieldDesign design;
  design.gain = 3.0;
  const PlasticHopfieldMachine machine(cells, design, available_kernels().back());
  const Eigen::ArrayXd state = testing::random_state(15, 0.5, 1);
  Eigen::MatrixXd synapse = cells.transpose() * state.tail(3).matrix().asDiagonal() * cells / 12.0;
  synapse.diagonal().setZero();
  const Eigen::ArrayXd wanted = (synapse * (3.0 * state.head(12)).tanh().matrix()).array() - state.head(12);
  PlasticHopfieldMachine::Workspace workspace;
  Eigen::ArrayXd rate(15);
  machine.rhs(0.0, ConstEnsembleView<double>(state.data(), 15, 1), EnsembleView<double>(rate.data(), 15, 1), workspace);
  CHECK((design.time_constant_s() * rate.head(12) - wanted).abs().maxCoeff() < 1e-12);
}
