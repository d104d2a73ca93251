// Resistors and amplifiers that differ, against equilibria in closed form or by a scalar equation.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "models/analog/flaws/node_flaws.hpp"
#include "models/error.hpp"
#include "testbench/physics/analog_runs.hpp"

using namespace isinglass;
using testing::end_of;
using testing::from;
using testing::open;
using testing::pair;

namespace {

NodeFlaws parts(double resistance, double gain) {
  NodeFlaws flaws;
  flaws.device_seed = 5;
  flaws.resistance_mismatch = resistance;
  flaws.gain_mismatch = gain;
  return flaws;
}

/// Two Hopfield neurons that excite each other: u_i = R_i g V_s tanh(beta_i u_j'), where R g = 1, V_s = 1 V and beta =
/// 3 nominally; by iteration, which contracts.
std::array<double, 2> excited_pair(const std::vector<double>& r, const std::vector<double>& a) {
  std::array<double, 2> u{1.0, 1.0};
  for (int k = 0; k < 500; ++k) u = {r[0] * std::tanh(3.0 * a[1] * u[1]), r[1] * std::tanh(3.0 * a[0] * u[0])};
  return u;
}

const WrittenSettings kStill{{"noise_start", "0"}, {"noise_end", "0"}};

WrittenSettings with(WrittenSettings written, const WrittenSettings& more) {
  written.insert(written.end(), more.begin(), more.end());
  return written;
}

}  // namespace

TEST_CASE("errors of resistors and gains are standard normal numbers of their own, and never turn a part round") {
  // 40,000 parts; 4.5 standard errors of mean and variance (false alarm 7e-6 each).
  const NodeFlaws flaws = parts(0.1, 0.1);
  const auto r = resistance_factors(flaws, 40000);
  const auto a = gain_factors(flaws, 40000);
  double product = 0.0;
  for (const auto& values : {r, a}) {
    double sum = 0.0, squares = 0.0;
    for (const double v : values) sum += (v - 1.0) / 0.1, squares += std::pow((v - 1.0) / 0.1, 2);
    CHECK(std::abs(sum / 40000.0) < 4.5 / 200.0);
    CHECK(std::abs(squares / 40000.0 - 1.0) < 4.5 * std::sqrt(2.0) / 200.0);
  }
  for (std::size_t i = 0; i < r.size(); ++i) product += (r[i] - 1.0) * (a[i] - 1.0) / 0.01;
  CHECK(std::abs(product / 40000.0) < 4.5 / 200.0);
  for (const double v : gain_factors(parts(0.0, 1.0), 1000)) CHECK(v >= kLeastFactor);
}

TEST_CASE("two Hopfield amplifiers settle where their own resistors and gains put them, in both engines") {
  const WrittenSettings written = with(kStill, {{"gain_start", "3"},
                                                {"gain_end", "3"},
                                                {"length", "60"},
                                                {"device_seed", "5"},
                                                {"resistance_mismatch", "0.2"},
                                                {"gain_mismatch", "0.3"}});
  const NodeFlaws flaws = parts(0.2, 0.3);
  const auto wanted = excited_pair(resistance_factors(flaws, 2), gain_factors(flaws, 2));
  const auto ideal = excited_pair({1.0, 1.0}, {1.0, 1.0});
  REQUIRE(std::abs(wanted[0] / ideal[0] - 1.0) > 0.03);
  for (const auto engine : {EngineChoice::adaptive, EngineChoice::fixed}) {
    const auto end = end_of(*open("hopfield", pair(-1.0), written, from({0.3, 0.3}, engine)));
    for (std::size_t i = 0; i < 2; ++i) {
      CHECK(end[i] == Approx(wanted[i]).epsilon(engine == EngineChoice::adaptive ? 1e-8 : 1e-5));
    }
  }
}

TEST_CASE("a plastic memory of one pattern rests where each neuron's R and gain say") {
  // Two neurons, W_12 = a / 2 with a = 1 for a whole cue: u_i = R_i V_s / 2 tanh(beta V_s a_j u_j).
  const PatternSet one{"one", 2, {1, 1}};
  const WrittenSettings written{{"length", "200"},
                                {"resistance_mismatch", "0.2"},
                                {"gain_mismatch", "0.3"},
                                {"device_seed", "5"},
                                {"gain", "10"}};
  const NodeFlaws flaws = parts(0.2, 0.3);
  const auto r = resistance_factors(flaws, 3);
  const auto a = gain_factors(flaws, 3);
  std::array<double, 2> u{0.5, 0.5};
  for (int k = 0; k < 500; ++k) {
    u = {0.5 * r[0] * std::tanh(10.0 * a[1] * u[1]), 0.5 * r[1] * std::tanh(10.0 * a[0] * u[0])};
  }
  const auto end = end_of(*open("hopfield-plastic", one, written, from({0.1, 0.1, 1.0})));
  CHECK(end[0] == Approx(u[0]).epsilon(1e-8));
  CHECK(end[1] == Approx(u[1]).epsilon(1e-8));
}

TEST_CASE("a dense memory of one pattern rests at R_i times the hidden neuron's current") {
  // Softmax of one pattern is 1 whatever the gains are: v_i = 1 + delta_i.
  const PatternSet one{"one", 3, {1, -1, 1}};
  const WrittenSettings written{{"length", "80"}, {"resistance_mismatch", "0.3"}, {"device_seed", "5"}};
  const auto r = resistance_factors(parts(0.3, 0.0), 4);
  const auto end = end_of(*open("dense-memory", one, written, from({0.5, -0.5, 0.5, 1.5})));
  CHECK(end[0] == Approx(r[0]).epsilon(1e-8));
  CHECK(end[1] == Approx(-r[1]).epsilon(1e-8));
  CHECK(end[3] == Approx(r[3] * (r[0] + r[1] + r[2])).epsilon(1e-8));  // the hidden neuron's own
  // Model A, an amplifier of gain k: the current is tanh(k (1 + delta) v) through the pattern.
  CHECK_THROWS_WITH(
      open("dense-memory", one, {{"model", "A"}, {"tau_h", "0"}, {"gain_mismatch", "0.1"}}, from({0.5, -0.5, 0.5})),
      Catch::Contains("ideal comparators"));
}

TEST_CASE("a bistable pair rests where the gains of its nodes balance its resistor, in the passive circuit") {
  // Unsatisfied: J = -1 pulls opposite voltages together, against G_z a_i (v_i - v_i^3).
  const WrittenSettings circuit =
      with(kStill,
           {{"preset", "passive"}, {"node_start", "5"}, {"node_end", "5"}, {"flips_start", "0"}, {"flips_end", "0"}});
  const WrittenSettings written = with(circuit, {{"length", "400"}, {"gain_mismatch", "0.2"}, {"device_seed", "5"}});
  const auto a = gain_factors(parts(0.0, 0.2), 2);
  const auto run = open("bistable", pair(-1.0), written, from({0.8, -0.8}));
  const auto v = end_of(*run);
  REQUIRE(v[0] > 0.3);
  REQUIRE(v[1] < -0.3);
  // At rest the nominal circuit still moves by what the gains lack: C dv/dt = -G_z delta (v - v^3), G_z = 5 mS, C = 1
  // nF.
  std::vector<double> rate(2);
  open("bistable", pair(-1.0), circuit)->rates(run->duration_s(), v, rate);
  for (std::size_t i = 0; i < 2; ++i) {
    const double wanted = -5e6 * (a[i] - 1.0) * v[i] * (1.0 - v[i] * v[i]);
    CHECK(rate[i] == Approx(wanted).epsilon(1e-5));
    CHECK(std::abs(wanted) > 1e4);
  }
}

TEST_CASE("a tank's amplitude follows the gain of its own element") {
  // |a|^2 = 4 g1 (1 + delta) / (3 g3) on its own, g3 as it was.
  const WrittenSettings written{{"model", "averaged"}, {"gain", "1e-3"},         {"coupling_conductance", "1e-9"},
                                {"noise_start", "0"},  {"noise_end", "0"},       {"shil_end", "0"},
                                {"periods", "200"},    {"gain_mismatch", "0.2"}, {"device_seed", "5"}};
  const auto a = gain_factors(parts(0.0, 0.2), 4);
  const auto end = end_of(*open("lc-oscillator", pair(1.0), written));
  WrittenSettings nominal = written;
  nominal[7].second = "0";
  const auto ideal = end_of(*open("lc-oscillator", pair(1.0), nominal));
  for (std::size_t i = 0; i < 2; ++i) {
    const double ratio = std::hypot(end[i], end[2 + i]) / std::hypot(ideal[i], ideal[2 + i]);
    CHECK(ratio == Approx(std::sqrt(a[i])).epsilon(1e-5));
  }
}

TEST_CASE("parts that a machine does not have are refused with the reason") {
  CHECK_THROWS_WITH(open("bistable", pair(1.0), {{"resistance_mismatch", "0.1"}}), Catch::Contains("its couplings"));
  CHECK_THROWS_WITH(open("oscillator", pair(1.0), {{"gain_mismatch", "0.1"}}), Catch::Contains("no amplifiers"));
  CHECK_THROWS_WITH(open("bistable", pair(1.0), {{"preset", "software-clipped"}, {"gain_mismatch", "0.1"}}),
                    Catch::Contains("no gain elements"));
}
