// The pump at which a bifurcation machine decides: equations in bifurcation.hpp.
#include <algorithm>
#include <limits>

#include "models/analog/bifurcation.hpp"

namespace isinglass {

ThresholdAnswer BifurcationMachine::binary_threshold(std::span<const double> state) const {
  if (design_.variant == BifurcationVariant::generalised) {
    return NoThreshold{"every spin has a control parameter of its own, which the run itself lowers"};
  }
  BinaryThreshold threshold{"pump a", "", design_.pump.value(duration_s()), std::nullopt, std::nullopt};
  const bool heated =
      design_.variant == BifurcationVariant::heated_ballistic || design_.variant == BifurcationVariant::heated_discrete;
  const bool smooth = design_.variant != BifurcationVariant::discrete && !heated;
  const Eigen::MatrixXd couplings = coupling_.matrix();
  if (smooth) threshold.onset = 1.0 - design_.coupling * largest_eigenvalue(couplings);
  if (!has_walls()) return threshold;
  Eigen::VectorXd spins(couplings.rows());
  for (Eigen::Index i = 0; i < spins.size(); ++i) spins(i) = state[static_cast<std::size_t>(i)] >= 0.0 ? 1.0 : -1.0;
  Eigen::VectorXd force = couplings * spins;
  if (!field_.empty()) force += Eigen::Map<const Eigen::VectorXd>(field_.data(), force.size());
  threshold.needed = 1.0 - design_.coupling * force.cwiseProduct(spins).minCoeff();
  return threshold;
}

BifurcationMachine BifurcationMachine::steered(double pump) const {
  BifurcationMachine machine = *this;
  machine.design_.pump = Schedule::constant(pump);
  return machine;
}

}  // namespace isinglass
