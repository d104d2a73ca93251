// Follows dx/dt = f(x) at frozen schedules with odeint's controlled Dormand-Prince 5(4): how a state relaxes once
// nothing is steered any more.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "sim/integrate/tolerance.hpp"

namespace isinglass {

/// rate = f(state); both have the same size.
using FrozenRates = std::function<void(std::span<const double> state, std::span<double> rate)>;

/// The states at `instants` (seconds from now, ascending), starting from `initial`. Throws NumericalError when the
/// state stops being finite.
std::vector<std::vector<double>> follow_frozen_flow(const FrozenRates& rates, std::vector<double> initial,
                                                    std::span<const double> instants, Tolerance tolerance);

}  // namespace isinglass
