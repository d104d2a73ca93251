// Flaws of machines whose answers are numbers, or whose couplings lie in crossbars: dead neurons, weights of layers,
// input offsets, and delays between layers and along resistors.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "models/analog/flaws/coupling_flaws.hpp"
#include "models/analog/flaws/node_flaws.hpp"
#include "testbench/physics/analog_runs.hpp"

using namespace isinglass;
using testing::end_of;
using testing::from;
using testing::open;
using testing::pair;

namespace {

const WrittenSettings kStill{{"noise_start", "0"}, {"noise_end", "0"}};

WrittenSettings with(WrittenSettings written, const WrittenSettings& more) {
  written.insert(written.end(), more.begin(), more.end());
  return written;
}

GenerativeModel one_cause() {
  GenerativeModel model;
  model.observation = Eigen::VectorXd::Constant(1, 3.0);
  model.weights = {Eigen::MatrixXd::Constant(1, 1, 2.0)};
  model.precision = {Eigen::MatrixXd::Constant(1, 1, 1.0), Eigen::MatrixXd::Constant(1, 1, 1.0)};
  model.prior = Eigen::VectorXd::Constant(1, 0.5);
  return model;
}

SparseCode two_columns() {
  SparseCode code;
  code.dictionary = Eigen::MatrixXd(2, 2);
  code.dictionary << 1.0, 0.5, 0.0, 0.8;
  code.signal = Eigen::Vector2d(1.2, 0.9);
  code.lambda = 0.1;
  return code;
}

}  // namespace

TEST_CASE("a dead neuron is silent, and the others make the best of what is left") {
  // Device seeds are tried until the first of two neurons is dead and the second works.
  NodeFlaws flaws;
  flaws.stuck = 0.5;
  std::vector<Spin> dead;
  do {
    ++flaws.device_seed;
    dead = stuck_spins(flaws, 2);
  } while (dead[0] == 0 || dead[1] != 0);
  const WrittenSettings written{{"stuck_nodes", "0.5"}, {"device_seed", std::to_string(flaws.device_seed)}};
  const SparseCode code = two_columns();
  SparseCode left = code;
  left.dictionary = code.dictionary.col(1);
  const double alone = (left.dictionary.transpose() * code.signal)(0);
  for (const std::string variant : {"lca", "proximal"}) {
    const auto run = open("competitive", code, with(written, {{"variant", variant}, {"length", "300"}}));
    const auto x = run->values_of(end_of(*run));
    CHECK(x[0] == 0.0);
    CHECK(x[1] == Approx((alone - code.lambda) / left.dictionary.squaredNorm()).epsilon(1e-6));
  }
  GenerativeModel model = one_cause();
  model.weights = {Eigen::MatrixXd(1, 2)};
  model.weights[0] << 1.0, 2.0;
  model.precision[1] = Eigen::MatrixXd::Identity(2, 2);
  model.prior = Eigen::Vector2d(0.7, 0.5);
  const auto causes = end_of(*open("predictive-coding", model, written));
  CHECK(causes[0] == 0.0);
  CHECK(causes[1] == Approx((0.5 + 2.0 * 3.0) / 5.0).epsilon(1e-6));
}

TEST_CASE("weights and inputs of predictive coding have the flaws of couplings, by the exact posterior of the device") {
  const CouplingFlaws flaws{.device_seed = 4, .mismatch = 0.3, .input_offset = 0.2};
  const GenerativeModel device = device_model(one_cause(), flaws);
  const double w = device.weights[0](0, 0);
  CHECK(w != 2.0);
  CHECK(device.observation[0] == Approx(3.0 + input_offsets(flaws, 2, 2.0)[0]));
  CHECK(device.prior[0] == Approx(0.5 + input_offsets(flaws, 2, 2.0)[1]));
  const auto end = end_of(*open("predictive-coding", one_cause(),
                                {{"coupling_mismatch", "0.3"}, {"input_offset", "0.2"}, {"device_seed", "4"}}));
  CHECK(end[0] == Approx((device.prior[0] + w * device.observation[0]) / (1.0 + w * w)).epsilon(1e-6));
}

TEST_CASE("an input offset of a sparse code is one of every drive") {
  const CouplingFlaws flaws{.device_seed = 4, .input_offset = 0.2};
  const auto offsets = input_offsets(flaws, 2, 1.0);
  const SparseCode device = device_code(two_columns(), flaws);
  CHECK(device.linear[0] == Approx(offsets[0]));
  CHECK(correlation(device)[1] == Approx(correlation(two_columns())[1] + offsets[1]));
  // 20,000 offsets: 4.5 standard errors of the variance (false alarm 7e-6).
  const auto many = input_offsets(flaws, 20000, 3.0);
  const double squares = std::inner_product(many.begin(), many.end(), many.begin(), 0.0);
  CHECK(std::abs(squares / 20000.0 / 0.36 - 1.0) < 4.5 * std::sqrt(2.0 / 20000.0));
}

TEST_CASE(
    "messages between the layers of predictive coding arrive late, with the same rest and by the solution by steps") {
  // One cause: tau z' = eta - z + w (y - w z(t - T)) on its own state now and its error's then.
  const double delay = 0.3e-3;
  const WrittenSettings written{
      {"coupling_delay", fmt::format("{}", delay)}, {"step", "0.002"}, {"length", "20"}, {"stepper", "heun"}};
  const auto run = open("predictive-coding", one_cause(), written, from({0.0}, EngineChoice::fixed));
  run->advance_to(delay);  // in the first delay the error is that of z = 0: z' = (6.5 - z) / tau
  CHECK(run->state()[0] == Approx(6.5 * (1.0 - std::exp(-0.3))).epsilon(1e-4));
  CHECK(end_of(*run)[0] == Approx((0.5 + 2.0 * 3.0) / 5.0).epsilon(1e-3));
}

TEST_CASE("each end of a resistor meets the other's voltage of a delay ago") {
  // A state of rest stays one; a change of the past shows in the rates after the delay: rate lags, not rest.
  const WrittenSettings written = with(kStill, {{"length", "100"}, {"coupling_delay", "2e-7"}});
  const auto late = end_of(*open("resistor", pair(1.0), written, from({0.3, -0.3, -0.3, 0.3}, EngineChoice::fixed)));
  const auto prompt = end_of(*open("resistor", pair(1.0), with(kStill, {{"length", "100"}}),
                                   from({0.3, -0.3, -0.3, 0.3}, EngineChoice::fixed)));
  for (std::size_t i = 0; i < 4; ++i) CHECK(late[i] == Approx(prompt[i]).epsilon(1e-4).margin(1e-6));
}
