// The pump at which a coherent machine decides: equations in coherent.hpp.
#include <algorithm>
#include <cmath>

#include "models/analog/coherent.hpp"

namespace isinglass {

ThresholdAnswer CoherentMachine::binary_threshold(std::span<const double> /*state*/) const {
  if (design_.variant == CoherentVariant::cac || design_.variant == CoherentVariant::cfc) {
    return NoThreshold{"its error signals hold the amplitudes at their target whatever the pump is"};
  }
  const double end = duration_s();
  const double strongest = design_.coupling * largest_eigenvalue(coupling_.matrix());
  BinaryThreshold threshold{"pump p", "", pump(end), std::nullopt, std::nullopt};
  switch (design_.variant) {
    case CoherentVariant::sfc: {
      // dx = (p - 1 + (c + k) mu) x + k e, de = -beta (e + mu x) per mode mu of xi J: determinant and trace.
      const double standing = design_.saturation.value(end) * strongest;
      const double swinging = standing + design_.restoring * strongest - design_.error_rate.value(end);
      threshold.onset = 1.0 - std::max(standing, swinging);
      break;
    }
    case CoherentVariant::simcim:
      threshold.onset = -strongest;
      break;
    default:
      threshold.onset = 1.0 - strongest;
  }
  return threshold;
}

CoherentMachine CoherentMachine::steered(double pump) const {
  CoherentMachine machine = *this;
  const bool by_depth = design_.variant == CoherentVariant::simcim;  // p = depth (tanh u - 1)
  machine.design_.pump = Schedule::constant(by_depth ? std::atanh(pump / design_.pump_depth + 1.0) : pump);
  return machine;
}

}  // namespace isinglass
