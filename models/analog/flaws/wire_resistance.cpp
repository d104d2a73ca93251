// Crossbar with resistive lines: the nodal network, and its first order.
#include "models/analog/flaws/wire_resistance.hpp"

#include <Eigen/Sparse>
#include <algorithm>
#include <cmath>
#include <vector>

#include "models/error.hpp"

namespace isinglass {
namespace {

constexpr std::int32_t kLargestNetwork = 200;
constexpr double kLargestCorrection = 0.3;
constexpr double kNegligible = 1e-12;  // of the largest coupling: rounding of the solver

/// The conductance matrix of the lines and cells; row nodes first, then column nodes, both row-major.
Eigen::SparseMatrix<double> nodal_matrix(const Eigen::MatrixXd& conductance, double segment_s) {
  const Eigen::Index rows = conductance.rows();
  const Eigen::Index columns = conductance.cols();
  const Eigen::Index cells = rows * columns;
  std::vector<Eigen::Triplet<double>> entries;
  const auto join = [&](Eigen::Index a, Eigen::Index b, double g) {
    entries.emplace_back(a, a, g);
    entries.emplace_back(b, b, g);
    entries.emplace_back(a, b, -g);
    entries.emplace_back(b, a, -g);
  };
  for (Eigen::Index i = 0; i < rows; ++i) {
    for (Eigen::Index j = 0; j < columns; ++j) {
      const Eigen::Index on_row = i * columns + j;
      const Eigen::Index on_column = cells + on_row;
      if (conductance(i, j) != 0.0) join(on_row, on_column, conductance(i, j));
      if (j == 0) entries.emplace_back(on_row, on_row, segment_s);  // to the driver
      if (j > 0) join(on_row - 1, on_row, segment_s);
      if (i == 0) entries.emplace_back(on_column, on_column, segment_s);  // to the amplifier
      if (i > 0) join(on_column - columns, on_column, segment_s);
    }
  }
  Eigen::SparseMatrix<double> matrix(2 * cells, 2 * cells);
  matrix.setFromTriplets(entries.begin(), entries.end());
  return matrix;
}

Eigen::MatrixXd part_of_sign(const Problem& problem, double largest, double sign) {
  Eigen::MatrixXd conductance = Eigen::MatrixXd::Zero(problem.size(), problem.size());
  for (const auto& c : problem.couplings) {
    if (c.value * sign > 0.0) conductance(c.i, c.j) = conductance(c.j, c.i) = std::abs(c.value) / largest;
  }
  return conductance;
}

Problem through_network(const Problem& problem, double largest, double wire_resistance) {
  if (problem.size() > kLargestNetwork) {
    throw UsageError("the network of a crossbar of " + std::to_string(problem.size()) + " spins is too large to solve",
                     "take wire_model=first-order, or at most " + std::to_string(kLargestNetwork) + " spins");
  }
  const Eigen::MatrixXd shown = crossbar_transfer(part_of_sign(problem, largest, 1.0), wire_resistance) -
                                crossbar_transfer(part_of_sign(problem, largest, -1.0), wire_resistance);
  Problem device = problem;
  device.couplings.clear();
  for (std::int32_t i = 0; i < problem.size(); ++i) {
    for (std::int32_t j = i + 1; j < problem.size(); ++j) {
      const double value = 0.5 * (shown(i, j) + shown(j, i));
      if (std::abs(value) > kNegligible) device.couplings.push_back({i, j, largest * value});
    }
  }
  return device;
}

/// P_i(j) = sum_k min(j, k) G_ik for every coupling (i, j), over the neighbours k of i whose coupling has its sign;
/// rows counted from 1.
class LineDrops {
 public:
  LineDrops(const Problem& problem, double largest) : rows_(adjacency(problem)), drops_(rows_.weight.size(), 0.0) {
    for (auto& weight : rows_.weight) weight /= largest;
    for (const double sign : {1.0, -1.0}) {
      for (std::size_t row = 0; row + 1 < rows_.start.size(); ++row) add_row(row, sign);
    }
  }

  [[nodiscard]] double drop(std::int32_t row, std::int32_t column) const {
    const auto first = rows_.neighbour.begin() + rows_.start[static_cast<std::size_t>(row)];
    const auto last = rows_.neighbour.begin() + rows_.start[static_cast<std::size_t>(row) + 1];
    return drops_[static_cast<std::size_t>(std::lower_bound(first, last, column) - rows_.neighbour.begin())];
  }

 private:
  /// Two running sums along the row: what ends before the column, and how much goes on beyond it.
  void add_row(std::size_t row, double sign) {
    const auto first = static_cast<std::size_t>(rows_.start[row]);
    const auto last = static_cast<std::size_t>(rows_.start[row + 1]);
    double beyond = 0.0;
    for (std::size_t e = first; e < last; ++e) beyond += std::max(0.0, sign * rows_.weight[e]);
    double before = 0.0;
    for (std::size_t e = first; e < last; ++e) {
      const double conductance = sign * rows_.weight[e];
      if (conductance <= 0.0) continue;
      const double distance = rows_.neighbour[e] + 1.0;
      before += distance * conductance;
      beyond -= conductance;
      drops_[e] = before + distance * beyond;
    }
  }

  Adjacency rows_;
  std::vector<double> drops_;
};

Problem through_first_order(const Problem& problem, double largest, double wire_resistance) {
  const LineDrops drops(problem, largest);
  Problem device = problem;
  double worst = 0.0;
  for (auto& c : device.couplings) {
    const double correction = wire_resistance * (drops.drop(c.i, c.j) + drops.drop(c.j, c.i));
    worst = std::max(worst, correction);
    c.value *= 1.0 - correction;
  }
  if (worst > kLargestCorrection) {
    throw UsageError(
        "the wires drop up to " + std::to_string(std::lround(100.0 * worst)) +
            " % of the voltage, which the first-order formula cannot tell (30 % at most)",
        "lower wire_resistance, or take wire_model=network for up to " + std::to_string(kLargestNetwork) + " spins");
  }
  return device;
}

}  // namespace

Eigen::MatrixXd crossbar_transfer(const Eigen::MatrixXd& conductance, double segment_ohm) {
  const Eigen::Index rows = conductance.rows();
  const Eigen::Index columns = conductance.cols();
  const double segment_s = 1.0 / segment_ohm;
  const Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> factor(nodal_matrix(conductance, segment_s));
  if (factor.info() != Eigen::Success) {
    throw NumericalError("the network of the crossbar could not be solved", "take a larger wire_resistance, or zero");
  }
  Eigen::MatrixXd transfer(rows, columns);
  Eigen::VectorXd current = Eigen::VectorXd::Zero(2 * rows * columns);
  for (Eigen::Index i = 0; i < rows; ++i) {
    current[i * columns] = segment_s;  // one volt on row i
    const Eigen::VectorXd voltage = factor.solve(current);
    transfer.row(i) = segment_s * voltage.segment(rows * columns, columns).transpose();
    current[i * columns] = 0.0;
  }
  return transfer;
}

Problem crossbar_problem(const Problem& problem, double largest, double wire_resistance, WireModel model) {
  const bool network = model == WireModel::network || (model == WireModel::automatic && problem.size() <= kNetworkSize);
  return network ? through_network(problem, largest, wire_resistance)
                 : through_first_order(problem, largest, wire_resistance);
}

}  // namespace isinglass
