// Crossbars of any shape with resistive lines: formulas in wire_resistance.hpp.
#include <algorithm>
#include <cmath>

#include "models/analog/flaws/wire_resistance.hpp"
#include "models/error.hpp"

namespace isinglass {
namespace {

constexpr Eigen::Index kMostCells = 200 * 200;
constexpr Eigen::Index kAutomaticCells = Eigen::Index{kNetworkSize} * kNetworkSize;
constexpr double kMostCorrection = 0.3;

/// sum_k min(j, k) g_k of every j, counted from 1.
Eigen::VectorXd line_drops(const Eigen::VectorXd& conductance) {
  Eigen::VectorXd drops(conductance.size());
  double before = 0.0;
  double beyond = conductance.sum();
  for (Eigen::Index j = 0; j < conductance.size(); ++j) {
    const auto distance = static_cast<double>(j + 1);
    before += distance * conductance[j];
    beyond -= conductance[j];
    drops[j] = before + distance * beyond;
  }
  return drops;
}

Eigen::MatrixXd cells_to_first_order(const Eigen::MatrixXd& conductance, double wire_resistance) {
  Eigen::MatrixXd correction(conductance.rows(), conductance.cols());
  for (Eigen::Index i = 0; i < conductance.rows(); ++i) {
    correction.row(i) = line_drops(conductance.row(i).transpose()).transpose();
  }
  for (Eigen::Index j = 0; j < conductance.cols(); ++j) correction.col(j) += line_drops(conductance.col(j));
  correction = wire_resistance * (conductance.array() > 0.0).select(correction.array(), 0.0);
  const double worst = correction.maxCoeff();
  if (worst > kMostCorrection) {
    throw UsageError("the wires drop up to " + std::to_string(std::lround(100.0 * worst)) +
                         " % of the voltage, which the first-order formula cannot tell (30 % at most)",
                     "lower wire_resistance, or take wire_model=network");
  }
  return conductance.array() * (1.0 - correction.array());
}

}  // namespace

Eigen::MatrixXd crossbar_cells(const Eigen::MatrixXd& cells, double largest, double wire_resistance, WireModel model) {
  const bool network =
      model == WireModel::network || (model == WireModel::automatic && cells.size() <= kAutomaticCells);
  if (network && cells.size() > kMostCells) {
    throw UsageError("the network of a crossbar of " + std::to_string(cells.size()) + " cells is too large to solve",
                     "take wire_model=first-order");
  }
  const auto shown = [&](double sign) -> Eigen::MatrixXd {
    const Eigen::MatrixXd part = (sign / largest * cells).cwiseMax(0.0);
    return network ? crossbar_transfer(part, wire_resistance) : cells_to_first_order(part, wire_resistance);
  };
  return largest * (shown(1.0) - shown(-1.0));
}

}  // namespace isinglass
