// Flaws of couplings that lie in a crossbar of cells: dictionaries, stored patterns, weights of layers.
#include "models/analog/flaws/cell_flaws.hpp"

#include <algorithm>

#include "models/analog/flaws/wire_resistance.hpp"

namespace isinglass {
namespace {

/// All stages, each cell a part of its own; `first_row` tells the crossbars of one device apart.
Eigen::MatrixXd device_cells(const Eigen::MatrixXd& ideal, const CouplingFlaws& flaws, double largest,
                             Eigen::Index first_row = 0) {
  if (!flaws.any() || ideal.size() == 0 || largest == 0.0) return ideal;
  check_coupling_range(flaws);
  Eigen::MatrixXd device = ideal;
  for (Eigen::Index i = 0; i < ideal.rows(); ++i) {
    for (Eigen::Index j = 0; j < ideal.cols(); ++j) {
      double& cell = device(i, j);
      if (cell == 0.0) continue;
      cell = flawed_coupling(cell, flaws, largest, static_cast<std::uint32_t>(first_row + i),
                             static_cast<std::uint32_t>(j));
    }
  }
  if (flaws.wire_resistance == 0.0) return device;
  return crossbar_cells(device, largest, flaws.wire_resistance, flaws.wire_model);
}

}  // namespace

SparseCode device_code(const SparseCode& ideal, const CouplingFlaws& flaws) {
  SparseCode device = ideal;
  if (!flaws.any() || ideal.dictionary.size() == 0) return device;
  const double largest = ideal.dictionary.cwiseAbs().maxCoeff();
  device.dictionary = device_cells(ideal.dictionary, flaws, largest);
  if (flaws.input_offset == 0.0) return device;
  const auto offsets = input_offsets(flaws, static_cast<std::size_t>(ideal.size()), largest);
  if (device.linear.size() == 0) device.linear = Eigen::VectorXd::Zero(ideal.size());
  device.linear += Eigen::Map<const Eigen::VectorXd>(offsets.data(), ideal.size());
  return device;
}

Eigen::MatrixXd device_crossbar(const PatternSet& patterns, const CouplingFlaws& flaws) {
  check_patterns(patterns);
  return device_cells(pattern_matrix(patterns), flaws, 1.0);
}

GenerativeModel device_model(const GenerativeModel& ideal, const CouplingFlaws& flaws) {
  GenerativeModel device = ideal;
  if (!flaws.any()) return device;
  double largest = 0.0;
  for (const auto& weights : ideal.weights) largest = std::max(largest, weights.cwiseAbs().maxCoeff());
  Eigen::Index first_row = 0;
  for (auto& weights : device.weights) {
    const Eigen::Index rows = weights.rows();
    weights = device_cells(weights, flaws, largest, first_row);
    first_row += rows;
  }
  const Eigen::Index seen = device.observation.size();
  const auto offsets = input_offsets(flaws, static_cast<std::size_t>(seen + device.prior.size()), largest);
  const Eigen::Map<const Eigen::VectorXd> errors(offsets.data(), seen + device.prior.size());
  device.observation += errors.head(seen);
  device.prior += errors.tail(device.prior.size());
  return device;
}

}  // namespace isinglass
