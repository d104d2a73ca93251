// A schedule before its units and its duration are known.
#pragma once

#include <cmath>

#include "models/analog/schedule.hpp"

namespace isinglass {

/// Start and end of a schedule over the whole run.
struct Ramp {
  Schedule::Shape shape = Schedule::Shape::linear;
  double start = 0.0;
  double end = 0.0;
  int cycles = 1;  ///< of a square wave
};

/// The ramp in units of `unit`, over `duration_s`.
inline Schedule schedule_of(const Ramp& ramp, double unit, double duration_s) {
  return {ramp.shape, ramp.start * unit, ramp.end * unit, duration_s, ramp.cycles};
}

/// The ramp of a noise amplitude whose square is a temperature that goes from start to end.
inline Ramp amplitude_ramp(const Ramp& temperature) {
  return {temperature.shape, std::sqrt(temperature.start), std::sqrt(temperature.end), temperature.cycles};
}

}  // namespace isinglass
