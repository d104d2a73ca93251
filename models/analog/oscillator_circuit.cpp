// Right-hand sides of small oscillator circuits.
#include "models/analog/oscillator_circuit.hpp"

#include <cmath>
#include <numbers>

#include "models/error.hpp"

namespace isinglass {

OscillatorCircuit van_der_pol_oscillator(double eps, double asymmetry) {
  if (!(eps > 0.0)) throw UsageError("van der Pol's oscillator needs a positive eps", "1 is moderately non-linear");
  OscillatorCircuit circuit;
  circuit.name = "van-der-pol";
  circuit.rates = [eps, asymmetry](const Eigen::VectorXd& x) {
    const double v = x[0];
    Eigen::VectorXd rate(2);
    rate[0] = eps * (v + asymmetry * v * v - v * v * v / 3.0) - x[1];
    rate[1] = v;
    return rate;
  };
  circuit.start = Eigen::Vector2d(2.0, 0.0);
  return circuit;
}

OscillatorCircuit ring_oscillator(int stages, double gain, double offset) {
  if (stages < 3 || stages % 2 == 0) {
    throw UsageError("a ring oscillator has an odd number of stages, at least three", "take 3 or 5");
  }
  if (gain * std::cos(std::numbers::pi / stages) <= 1.0) {
    throw UsageError("the inverters of the ring have too little gain to oscillate",
                     "gain cos(pi/stages) must exceed 1: more than 2 for three stages");
  }
  OscillatorCircuit circuit;
  circuit.name = "ring";
  circuit.rates = [gain, offset](const Eigen::VectorXd& v) {
    Eigen::VectorXd rate(v.size());
    for (Eigen::Index k = 0; k < v.size(); ++k) {
      const double before = v[k == 0 ? v.size() - 1 : k - 1];
      rate[k] = -v[k] - std::tanh(gain * before + offset);
    }
    return rate;
  };
  circuit.start = Eigen::VectorXd::Zero(stages);
  circuit.start[0] = 0.5;
  circuit.start[1] = -0.2;
  return circuit;
}

}  // namespace isinglass
