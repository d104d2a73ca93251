// Sums over the rows of a problem.
#include "models/analog/coupling_scale.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

namespace isinglass {

CouplingScale coupling_scale(const Problem& problem) {
  const auto n = static_cast<Eigen::Index>(problem.fields.size());
  const Eigen::Map<const Eigen::ArrayXd> fields(problem.fields.data(), n);
  Eigen::ArrayXd sum = fields.abs();
  Eigen::ArrayXd squares = fields.square();
  for (const auto& coupling : problem.couplings) {
    for (const auto i : {coupling.i, coupling.j}) {
      sum[i] += std::abs(coupling.value);
      squares[i] += coupling.value * coupling.value;
    }
  }
  if (n == 0 || squares.sum() == 0.0) return {};
  return {std::sqrt(squares.mean()), sum.maxCoeff(), sum.min(4.0 * squares.sqrt()).maxCoeff()};
}

}  // namespace isinglass
