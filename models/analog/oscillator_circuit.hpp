// Small circuits that oscillate by themselves, as plain differential equations dx/dt = f(x) in units of their own time
// constant: what the phase model of an oscillator machine is derived from (phase_response.hpp).
#pragma once

#include <Eigen/Dense>
#include <functional>
#include <string>

namespace isinglass {

struct OscillatorCircuit {
  std::string name;
  std::function<Eigen::VectorXd(const Eigen::VectorXd& state)> rates;  ///< f
  Eigen::VectorXd start;                                               ///< in the basin of the limit cycle
  Eigen::Index output = 0;  ///< the variable that couplings carry to other oscillators
  Eigen::Index input = 0;   ///< the equation that couplings and injected signals are added to
};

/// Van der Pol's oscillator as an LC circuit with a cubic negative conductance (van der Pol 1926), time in units of
/// sqrt(LC): dv/dt = eps (v + asymmetry v^2 - v^3/3) - i, di/dt = v. Symmetric under (v, i) -> (-v, -i) unless
/// `asymmetry` is given. eps > 0. Output and input are the voltage: resistive coupling.
OscillatorCircuit van_der_pol_oscillator(double eps, double asymmetry = 0.0);

/// A ring of `stages` saturating inverters with an RC each, time in units of RC:
/// dv_k/dt = -v_k - tanh(gain v_{k-1} + offset). Odd number of stages, at least 3; oscillates where
/// gain cos(pi/stages) > 1 (gain > 2 for three). An offset makes the two halves of its swing differ.
OscillatorCircuit ring_oscillator(int stages, double gain, double offset = 0.0);

}  // namespace isinglass
