// The longest steps at which the symplectic stepper can follow simulated bifurcation: it is stable while dt times the
// fastest angular frequency stays below 2. Pure numbers, as in bifurcation.hpp.
#pragma once

#include "models/analog/bifurcation.hpp"

namespace isinglass {

/// The limit for particles near the middle: 2 over the frequency sqrt(a0 + c0 rho), rho an estimate of the largest
/// |eigenvalue| of the couplings. Graphs whose weights share a sign need it: with longer steps all particles bounce
/// between the walls in unison. `coupling` is c0.
double bifurcation_stable_dt(const Problem& problem, double coupling, KernelKind kernel);

/// The limit for aSB, whose particles no wall stops: to that frequency's square comes 3 K x^2, x the farthest position
/// among equilibria that are found from random starts at pump `pump_end`. Hubs of a graph go far out.
double adiabatic_stable_dt(const Problem& problem, double coupling, double kerr, double pump_end, KernelKind kernel);

}  // namespace isinglass
