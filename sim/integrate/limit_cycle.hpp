// Finds the limit cycle of an oscillator circuit and its phase response, from the circuit's equations alone.
//
// The period and a point of the cycle by shooting: Newton's method on x(T; x0) = x0 with the output at its maximum,
// the derivatives from the variational equation (odeint, Runge-Kutta-Fehlberg 7(8)). The phase response v1 is the left
// eigenvector of the monodromy matrix for the multiplier 1, scaled to v1^T f = 1 and carried backwards through the
// transition matrices of short intervals (Demir and Roychowdhury, IEEE Trans. CAD 22, 188 (2003)).
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "models/analog/oscillator_circuit.hpp"
#include "models/analog/phase_response.hpp"

namespace isinglass {

struct LimitCycleOptions {
  int points = 256;          ///< instants of a period, for the response and for the transition matrices
  double settle_time = 100;  ///< before shooting starts, in the circuit's units
  double tolerance = 1e-12;  ///< of the integration, absolute and relative
  double closing = 1e-10;    ///< how nearly the orbit closes, relative: equations with kinks (transistors) reach less
};

struct LimitCycle {
  double period = 0.0;
  Eigen::MatrixXd states;      ///< variables x points; the output is largest at the first
  Eigen::MatrixXd responses;   ///< v1, the same shape
  double multiplier = 0.0;     ///< largest modulus of the Floquet multipliers but the one that is 1: below 1 is stable
  double closing_error = 0.0;  ///< largest difference between v1 at both ends of the period, relative
};

/// NumericalError when the circuit comes to rest, shooting does not converge, or the cycle is not stable.
LimitCycle find_limit_cycle(const OscillatorCircuit& circuit, const LimitCycleOptions& options = {});

/// Output and response of the circuit's coupling ports along the cycle.
PhaseResponse phase_response(const OscillatorCircuit& circuit, const LimitCycle& cycle);

}  // namespace isinglass
