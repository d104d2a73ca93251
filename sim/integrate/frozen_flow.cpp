// The frozen flow by Dormand-Prince steps.
#include "sim/integrate/frozen_flow.hpp"

#include <cmath>

#include "models/error.hpp"
#include "sim/integrate/dormand_prince.hpp"

namespace isinglass {

std::vector<std::vector<double>> follow_frozen_flow(const FrozenRates& rates, std::vector<double> initial,
                                                    std::span<const double> instants, Tolerance tolerance) {
  std::vector<std::vector<double>> states;
  if (instants.empty()) return states;
  DormandPrince stepper(tolerance);
  stepper.start(initial, 0.0, instants.back() * 1e-6);
  for (const double instant : instants) {
    while (stepper.time() < instant) {
      stepper.advance([&](const auto& state, auto& rate, double /*time_s*/) { rates(state, rate); });
      for (const double value : stepper.state()) {
        if (!std::isfinite(value)) throw NumericalError("the state is no longer finite", "check the couplings");
      }
    }
    states.emplace_back(initial.size());
    if (instant > 0.0) {
      stepper.interpolate(instant, states.back());
    } else {
      states.back() = initial;
    }
  }
  return states;
}

}  // namespace isinglass
