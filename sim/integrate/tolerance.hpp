// How accurate the error-controlled engine is asked to be.
#pragma once

namespace isinglass {

/// Local error allowed per step, in units of the state (radians, volts).
struct Tolerance {
  double absolute = 1e-8;
  double relative = 1e-8;
};

}  // namespace isinglass
