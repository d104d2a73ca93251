// Flaws of couplings: statistics of a device, bounds of quantisation, crossbar lines against an independent solver.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <set>

#include "models/analog/flaws/coupling_flaws.hpp"
#include "models/analog/flaws/wire_resistance.hpp"
#include "models/error.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

/// Kolmogorov-Smirnov distance from the standard normal times sqrt(N).
double distance_from_normal(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto count = static_cast<double>(values.size());
  double largest = 0.0;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const double below = 0.5 * std::erfc(-values[k] / std::sqrt(2.0));
    largest = std::max({largest, below - static_cast<double>(k) / count, static_cast<double>(k + 1) / count - below});
  }
  return largest * std::sqrt(count);
}

/// value / ideal value - 1 of every coupling.
std::vector<double> relative_errors(const Problem& ideal, const Problem& device) {
  REQUIRE(device.couplings.size() == ideal.couplings.size());
  std::vector<double> errors;
  for (std::size_t k = 0; k < ideal.couplings.size(); ++k) {
    errors.push_back(device.couplings[k].value / ideal.couplings[k].value - 1.0);
  }
  return errors;
}

/// An independent solver: a list of resistors between numbered nodes, node 0 grounded, dense elimination; the voltages
/// for one volt at node `driven`, which is held there by a resistor so small that it does not matter.
class ResistorNetwork {
 public:
  explicit ResistorNetwork(Eigen::Index nodes) : laplacian_(Eigen::MatrixXd::Zero(nodes, nodes)) {}
  void resistor(Eigen::Index a, Eigen::Index b, double ohm) {
    laplacian_(a, a) += 1.0 / ohm;
    laplacian_(b, b) += 1.0 / ohm;
    laplacian_(a, b) -= 1.0 / ohm;
    laplacian_(b, a) -= 1.0 / ohm;
  }
  /// Voltages with the nodes of `held` at the given values, all others free.
  [[nodiscard]] Eigen::VectorXd voltages(const std::vector<std::pair<Eigen::Index, double>>& held) const {
    Eigen::MatrixXd system = laplacian_;
    Eigen::VectorXd right = Eigen::VectorXd::Zero(laplacian_.rows());
    for (const auto& [node, value] : held) {
      system.row(node).setZero();
      system(node, node) = 1.0;
      right[node] = value;
    }
    return system.fullPivLu().solve(right);
  }

 private:
  Eigen::MatrixXd laplacian_;
};

/// Column currents of a crossbar by that solver: nodes are ground, the drivers, then the row and column lines.
Eigen::MatrixXd reference_transfer(const Eigen::MatrixXd& g, double segment_ohm) {
  const Eigen::Index n = g.rows();
  const Eigen::Index m = g.cols();
  const auto driver = [&](Eigen::Index i) { return 1 + i; };
  const auto on_row = [&](Eigen::Index i, Eigen::Index j) { return 1 + n + 2 * (i * m + j); };
  const auto on_column = [&](Eigen::Index i, Eigen::Index j) { return 2 + n + 2 * (i * m + j); };
  ResistorNetwork network(1 + n + 2 * n * m);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < m; ++j) {
      network.resistor(j == 0 ? driver(i) : on_row(i, j - 1), on_row(i, j), segment_ohm);
      network.resistor(i == 0 ? 0 : on_column(i - 1, j), on_column(i, j), segment_ohm);
      if (g(i, j) > 0.0) network.resistor(on_row(i, j), on_column(i, j), 1.0 / g(i, j));
    }
  }
  Eigen::MatrixXd transfer(n, m);
  for (Eigen::Index i = 0; i < n; ++i) {
    std::vector<std::pair<Eigen::Index, double>> held{{0, 0.0}};
    for (Eigen::Index k = 0; k < n; ++k) held.emplace_back(driver(k), k == i ? 1.0 : 0.0);
    const Eigen::VectorXd voltage = network.voltages(held);
    for (Eigen::Index j = 0; j < m; ++j) transfer(i, j) = voltage[on_column(0, j)] / segment_ohm;
  }
  return transfer;
}

/// Largest difference of the couplings of two problems on `n` spins.
double largest_difference(const Problem& a, const Problem& b) {
  return (dense_couplings(a) - dense_couplings(b)).cwiseAbs().maxCoeff();
}

}  // namespace

TEST_CASE("without flaws the device problem is the ideal one to the bit") {
  const Problem ideal = testing::random_problem(30, 0.5, 1, true);
  CouplingFlaws other;
  other.device_seed = 99;
  const Problem device = device_problem(ideal, other);
  CHECK(device.couplings == ideal.couplings);
  CHECK(device.fields == ideal.fields);
}

TEST_CASE("mismatch and spread are standard normal numbers of their own, the same for one device") {
  // 79,800 couplings; the KS bound 2.47 has a false-alarm rate of 1e-5, 4.5 standard errors one of 7e-6.
  const Problem ideal = testing::random_problem(400, 1.0, 2);
  CouplingFlaws relative{.device_seed = 5, .mismatch = 0.05};
  CouplingFlaws absolute{.device_seed = 5, .spread = 0.02};
  auto first = relative_errors(ideal, device_problem(ideal, relative));
  auto second = relative_errors(ideal, device_problem(ideal, absolute));
  double product = 0.0;
  for (std::size_t k = 0; k < first.size(); ++k) {
    first[k] /= 0.05;
    second[k] *= ideal.couplings[k].value / 0.02;
    product += first[k] * second[k];
  }
  CHECK(distance_from_normal(first) < 2.47);
  CHECK(distance_from_normal(second) < 2.47);
  const auto count = static_cast<double>(first.size());
  CHECK(std::abs(product) < 4.5 * std::sqrt(count));
  for (const auto& values : {first, second}) {
    double squares = 0.0;
    for (const double value : values) squares += value * value;
    CHECK(std::abs(squares / count - 1.0) < 4.5 * std::sqrt(2.0 / count));
  }

  CHECK(device_problem(ideal, relative).couplings == device_problem(ideal, relative).couplings);
  CouplingFlaws elsewhere = relative;
  elsewhere.device_seed = 6;
  CHECK(device_problem(ideal, relative).couplings[0].value != device_problem(ideal, elsewhere).couplings[0].value);
}

TEST_CASE("what a coupling gets depends on its pair, not on the order of the file or on other stages") {
  const Problem ideal = testing::random_problem(20, 0.5, 3, true);
  Problem reversed = ideal;
  std::reverse(reversed.couplings.begin(), reversed.couplings.end());
  CouplingFlaws flaws{.device_seed = 5, .mismatch = 0.1, .spread = 0.1, .input_offset = 0.1};
  CHECK(largest_difference(device_problem(ideal, flaws), device_problem(reversed, flaws)) == 0.0);

  CouplingFlaws with_gaps = flaws;
  with_gaps.missing = 0.5;
  const Eigen::MatrixXd whole = dense_couplings(device_problem(ideal, flaws));
  const Eigen::MatrixXd holes = dense_couplings(device_problem(ideal, with_gaps));
  for (Eigen::Index i = 0; i < whole.size(); ++i) CHECK((holes(i) == 0.0 || holes(i) == whole(i)));
}

TEST_CASE("quantisation errs by at most half a step and clips at its range") {
  const Problem ideal = testing::random_problem(60, 1.0, 4, true);
  const double largest = largest_coupling(ideal);
  for (const int bits : {2, 3, 5, 8}) {
    const double step = largest / (std::pow(2.0, bits - 1) - 1.0);
    const Problem device = device_problem(ideal, {.bits = bits});
    CHECK(largest_difference(device, ideal) <= 0.5 * step * (1.0 + 1e-12));
    std::set<double> levels;
    for (const auto& c : device.couplings) levels.insert(c.value);
    CHECK(static_cast<double>(levels.size() + 1) <= std::pow(2.0, bits));  // zero is the level that is left out
    for (std::size_t i = 0; i < ideal.fields.size(); ++i) {
      CHECK(std::abs(device.fields[i] - ideal.fields[i]) <= 0.5 * step * (1.0 + 1e-12));
    }
  }
  const Problem clipped = device_problem(ideal, {.bits = 8, .range = 0.25});
  for (const auto& c : clipped.couplings) CHECK(std::abs(c.value) <= 0.25);
  CHECK_THROWS_AS(device_problem(ideal, {.bits = 8, .range = 0.0}), UsageError);
  const Problem signs = testing::random_problem(30, 1.0, 4);
  CHECK(device_problem(signs, {.bits = 2}).couplings == signs.couplings);  // +-1 needs two bits
}

TEST_CASE("couplings go missing with their probability, and offsets are the same for all") {
  const Problem ideal = testing::random_problem(400, 1.0, 5);
  const auto total = static_cast<double>(ideal.couplings.size());
  const double left = static_cast<double>(device_problem(ideal, {.missing = 0.1}).couplings.size());
  CHECK(std::abs(left - 0.9 * total) < 4.5 * std::sqrt(0.09 * total));  // false alarm 7e-6
  CHECK(device_problem(ideal, {.missing = 1.0}).couplings.empty());
  const Problem shifted = device_problem(ideal, {.offset = 0.25});
  for (std::size_t k = 0; k < ideal.couplings.size(); ++k) {
    CHECK(shifted.couplings[k].value == ideal.couplings[k].value + 0.25);
  }
}

TEST_CASE("one cell of a crossbar sees its two line segments in series") {
  Eigen::MatrixXd cell(1, 1);
  cell << 0.4;
  CHECK(crossbar_transfer(cell, 0.3)(0, 0) == Approx(1.0 / (1.0 / 0.4 + 0.6)).epsilon(1e-13));
}

TEST_CASE("a crossbar with resistive lines agrees with an independent solution of its resistor network") {
  RandomStream random(6, 0, 1);
  for (const double segment_ohm : {0.001, 0.1, 2.0}) {
    Eigen::MatrixXd g(6, 6);
    for (Eigen::Index k = 0; k < g.size(); ++k) g(k) = random.uniform() < 0.3 ? 0.0 : random.uniform();
    const Eigen::MatrixXd reference = reference_transfer(g, segment_ohm);
    CHECK((crossbar_transfer(g, segment_ohm) - reference).cwiseAbs().maxCoeff() < 1e-11);
    const Eigen::MatrixXd symmetric = 0.5 * (g + g.transpose());
    const Eigen::MatrixXd transfer = crossbar_transfer(symmetric, segment_ohm);
    CHECK((transfer - transfer.transpose()).cwiseAbs().maxCoeff() < 1e-11);
  }
}

TEST_CASE("the first order of the wires is wrong in the second order only") {
  const Problem ideal = testing::random_problem(12, 0.7, 7, true);
  const auto difference = [&](double wire) {
    return largest_difference(crossbar_problem(ideal, 1.0, wire, WireModel::first_order),
                              crossbar_problem(ideal, 1.0, wire, WireModel::network));
  };
  for (const double wire : {1e-4, 5e-5, 2.5e-5, 1.25e-5}) {
    const double order = std::log2(difference(wire) / difference(0.5 * wire));
    INFO("wire " << wire << " difference " << difference(wire));
    CHECK(order == Approx(2.0).margin(0.05));
  }
  const double effect = largest_difference(crossbar_problem(ideal, 1.0, 1e-4, WireModel::network), ideal);
  CHECK(difference(1e-4) < 0.02 * effect);  // and the first order is not zero
  CHECK_THROWS_WITH(crossbar_problem(ideal, 1.0, 0.1, WireModel::first_order),
                    Catch::Contains("which the first-order formula cannot tell"));
  CHECK_THROWS_WITH(crossbar_problem(testing::random_problem(201, 0.1, 7), 1.0, 1e-6, WireModel::network),
                    Catch::Contains("too large to solve"));
}

TEST_CASE("a signed crossbar of any shape is two networks, the same read from either side, and its first order") {
  RandomStream random(8, 0, 1);
  Eigen::MatrixXd cells(3, 7);
  for (Eigen::Index k = 0; k < cells.size(); ++k)
    cells(k) = random.uniform() < 0.2 ? 0.0 : 4.0 * random.uniform() - 2.0;
  const auto reference = [&](const Eigen::MatrixXd& g, double wire) -> Eigen::MatrixXd {
    return 2.0 *
           (reference_transfer((0.5 * g).cwiseMax(0.0), wire) - reference_transfer((-0.5 * g).cwiseMax(0.0), wire));
  };
  for (const double wire : {0.001, 0.05}) {
    const Eigen::MatrixXd shown = crossbar_cells(cells, 2.0, wire, WireModel::network);
    CHECK((shown - reference(cells, wire)).cwiseAbs().maxCoeff() < 1e-11);
    // Driven by the columns: the transposed array.
    CHECK((shown.transpose() - reference(cells.transpose(), wire)).cwiseAbs().maxCoeff() < 1e-11);
  }
  const auto difference = [&](double wire) {
    return (crossbar_cells(cells, 2.0, wire, WireModel::first_order) -
            crossbar_cells(cells, 2.0, wire, WireModel::network))
        .cwiseAbs()
        .maxCoeff();
  };
  for (const double wire : {1e-3, 5e-4}) {
    CHECK(std::log2(difference(wire) / difference(0.5 * wire)) == Approx(2.0).margin(0.05));
  }
  CHECK_THROWS_WITH(crossbar_cells(cells, 2.0, 0.5, WireModel::first_order), Catch::Contains("30 % at most"));
}

TEST_CASE("dictionaries and patterns are flawed cell by cell, their wires included") {
  SparseCode ideal;
  ideal.dictionary = Eigen::MatrixXd::Random(20, 30);
  ideal.signal = Eigen::VectorXd::Ones(20);
  CHECK(device_code(ideal, {}).dictionary == ideal.dictionary);
  const SparseCode device = device_code(ideal, {.bits = 4});
  const double step = ideal.dictionary.cwiseAbs().maxCoeff() / 7.0;
  CHECK((device.dictionary - ideal.dictionary).cwiseAbs().maxCoeff() <= 0.5 * step * (1.0 + 1e-12));
  const double largest = ideal.dictionary.cwiseAbs().maxCoeff();
  const SparseCode wired = device_code(ideal, {.wire_resistance = 1e-4});
  CHECK(wired.dictionary == crossbar_cells(ideal.dictionary, largest, 1e-4, WireModel::automatic));
  CHECK(wired.dictionary != ideal.dictionary);
}
