// Two machines that learn: a network of resistors and diodes by equilibrium propagation, and a predictive-coding
// network by the product of its errors and causes. Every change of a part follows from what is at the part's own two
// ends.
#include <fmt/format.h>

#include <algorithm>

#include "models/analog/predictive_coding.hpp"
#include "models/analog/resistor.hpp"
#include "models/error.hpp"
#include "models/random.hpp"
#include "sim/integrate/adaptive.hpp"

using namespace isinglass;

namespace {

template <typename Machine>
std::vector<double> settled(const Machine& machine, Tolerance tolerance) {
  std::vector<double> start(static_cast<std::size_t>(machine.size()));
  machine.initial(1, 0, start);
  AdaptiveTrajectory<Machine> trajectory(machine, start, tolerance);
  trajectory.advance_to(machine.duration_s());
  return {trajectory.state().begin(), trajectory.state().end()};
}

// ---- Resistors ------------------------------------------------------------------------------------------------------

constexpr std::int32_t kNodes = 8;  // 0, 1: inputs; 2: ground; 3, 4, 5: hidden; 6, 7: outputs
constexpr std::array<std::int32_t, 2> kOutputs = {6, 7};
constexpr double kNudge = 1e-5;             // S, beta
constexpr double kRate = 1e-6;              // S^2/V^2
constexpr double kLeastConductance = 1e-6;  // S

using Pair = std::array<double, 2>;

/// Resistors of 0.2 to 1.2 mS between all nodes that are not both held, and diodes from the hidden nodes to ground.
ResistorNetwork random_network(std::uint32_t seed) {
  RandomStream random(seed, 0, 1);
  ResistorNetwork network;
  network.nodes = kNodes;
  network.current_a.assign(kNodes, 0.0);
  for (std::int32_t i = 0; i < kNodes; ++i) {
    for (std::int32_t j = std::max(i + 1, 3); j < kNodes; ++j) {
      network.resistors.push_back({i, j, 1e-3 * (0.2 + random.uniform())});
    }
  }
  for (const std::int32_t hidden : {3, 4, 5}) {
    network.elements.push_back({.from = hidden, .to = 2, .law = ElementLaw::diode, .strength = 1e-6, .scale_v = 0.05});
  }
  return network;
}

/// At rest with these inputs; with a nudge the outputs are pulled towards the targets.
std::vector<double> rest(ResistorNetwork network, const Pair& input, const Pair& target, double nudge_s) {
  network.sources = {{0, input[0], 0.0}, {1, input[1], 0.0}, {2, 0.0, 0.0}};
  for (std::size_t k = 0; nudge_s != 0.0 && k < kOutputs.size(); ++k) {
    network.sources.push_back({kOutputs[k], target[k], nudge_s});
  }
  return settled(ResistorMachine(network), {1e-13, 1e-12});
}

Pair outputs(const ResistorNetwork& network, const Pair& input) {
  const auto voltage = rest(network, input, {}, 0.0);
  return {voltage[kOutputs[0]], voltage[kOutputs[1]]};
}

struct Task {
  std::vector<Pair> inputs, targets;
};

/// Sum of the squared errors of both outputs, root of the mean over the task, V.
double error_v(const ResistorNetwork& network, const Task& task) {
  double sum = 0.0;
  for (std::size_t k = 0; k < task.inputs.size(); ++k) {
    const Pair found = outputs(network, task.inputs[k]);
    for (std::size_t o = 0; o < 2; ++o) sum += (found[o] - task.targets[k][o]) * (found[o] - task.targets[k][o]);
  }
  return std::sqrt(sum / static_cast<double>(task.inputs.size()));
}

/// One look at one question: two resting states, nudged to either side, move every conductance.
void learn(ResistorNetwork& network, const Pair& input, const Pair& target) {
  const auto down = rest(network, input, target, -kNudge), up = rest(network, input, target, kNudge);
  for (auto& resistor : network.resistors) {
    const auto across = [&](const std::vector<double>& voltage) {
      return voltage[static_cast<std::size_t>(resistor.from)] - voltage[static_cast<std::size_t>(resistor.to)];
    };
    const double slope = 0.5 * equilibrium_propagation_slope(across(down), across(up), kNudge);
    resistor.conductance_s = std::max(kLeastConductance, resistor.conductance_s - kRate * slope);
  }
}

void resistors() {
  const ResistorNetwork teacher = random_network(1);
  ResistorNetwork student = random_network(2);
  RandomStream random(3, 0, 1);
  Task seen, unseen;
  for (Task* task : {&seen, &unseen}) {
    for (int k = 0; k < 8; ++k) {
      task->inputs.push_back({2.0 * random.uniform() - 1.0, 2.0 * random.uniform() - 1.0});
      task->targets.push_back(outputs(teacher, task->inputs.back()));
    }
  }
  fmt::print("resistors and diodes that learn the answers of another network\n  rounds    seen    unseen\n");
  int rounds = 0;
  for (const int until : {0, 10, 30, 100, 300}) {
    for (; rounds < until; ++rounds) {
      for (std::size_t k = 0; k < seen.inputs.size(); ++k) learn(student, seen.inputs[k], seen.targets[k]);
    }
    fmt::print("  {:6}  {:6.1f}    {:6.1f} mV\n", rounds, 1e3 * error_v(student, seen), 1e3 * error_v(student, unseen));
  }
}

// ---- Predictive coding ----------------------------------------------------------------------------------------------

Eigen::MatrixXd random_matrix(Eigen::Index rows, Eigen::Index columns, RandomStream& random) {
  Eigen::MatrixXd values(rows, columns);
  for (Eigen::Index k = 0; k < values.size(); ++k) values(k) = random.normal();
  return values;
}

/// What share of the true plane lies outside the learnt one.
double outside(const Eigen::MatrixXd& truth, const Eigen::MatrixXd& weights) {
  const Eigen::MatrixXd plane = Eigen::HouseholderQR<Eigen::MatrixXd>(weights).householderQ() *
                                Eigen::MatrixXd::Identity(weights.rows(), weights.cols());
  return (truth - plane * (plane.transpose() * truth)).norm() / truth.norm();
}

void predictive_coding() {
  RandomStream random(12, 0, 1);
  const Eigen::MatrixXd truth = random_matrix(5, 2, random);
  GenerativeModel model;
  model.precision = {20.0 * Eigen::MatrixXd::Identity(5, 5), Eigen::MatrixXd::Identity(2, 2)};
  model.prior = Eigen::VectorXd::Zero(2);
  model.weights = {0.3 * random_matrix(5, 2, random)};
  std::vector<Eigen::VectorXd> observations;
  observations.reserve(40);
  for (int k = 0; k < 40; ++k) observations.emplace_back(truth * random_matrix(2, 1, random));
  fmt::print("two causes that learn the plane of forty observations of five numbers\n  rounds  outside the plane\n");
  int rounds = 0;
  for (const int until : {0, 1, 3, 10, 30}) {
    for (; rounds < until; ++rounds) {
      for (const auto& observation : observations) {
        model.observation = observation;
        const PredictiveCodingMachine machine(model, {.time_constant_s = 1e-3, .duration_s = 20e-3});
        const auto state = settled(machine, {1e-8, 1e-8});
        model.weights[0] += 0.002 * machine.weight_rates(Eigen::VectorXd::Map(state.data(), machine.size()))[0];
      }
    }
    fmt::print("  {:6}  {:8.2f} %\n", rounds, 100.0 * outside(truth, model.weights[0]));
  }
}

}  // namespace

int main() {
  try {
    resistors();
    predictive_coding();
    return 0;
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return static_cast<int>(error.code());
  }
}
