// The frozen flow on odeint.
#include "sim/integrate/frozen_flow.hpp"

#include <boost/numeric/odeint.hpp>
#include <cmath>

#include "models/error.hpp"

namespace isinglass {

std::vector<std::vector<double>> follow_frozen_flow(const FrozenRates& rates, std::vector<double> initial,
                                                    std::span<const double> instants, Tolerance tolerance) {
  namespace odeint = boost::numeric::odeint;
  using State = std::vector<double>;
  std::vector<State> states;
  if (instants.empty()) return states;
  const auto system = [&](const State& state, State& rate, double /*time_s*/) { rates(state, rate); };
  auto stepper = odeint::make_dense_output(tolerance.absolute, tolerance.relative, odeint::runge_kutta_dopri5<State>());
  stepper.initialize(initial, 0.0, instants.back() * 1e-6);
  for (const double instant : instants) {
    while (stepper.current_time() < instant) {
      stepper.do_step(system);
      for (const double value : stepper.current_state()) {
        if (!std::isfinite(value)) throw NumericalError("the state is no longer finite", "check the couplings");
      }
    }
    states.emplace_back(initial.size());
    if (instant > 0.0) {
      stepper.calc_state(instant, states.back());
    } else {
      states.back() = initial;
    }
  }
  return states;
}

}  // namespace isinglass
