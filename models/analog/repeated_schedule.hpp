// A schedule run through several times: cyclic annealing with warm restarts.
#pragma once

#include <cmath>
#include <string>

#include "models/analog/schedule.hpp"

namespace isinglass {

class RepeatedSchedule {
 public:
  /// Once.
  RepeatedSchedule(Schedule once) : once_(once) {}
  /// `once`, which lasts `period_s`, `times` times one after the other; held at its end afterwards.
  RepeatedSchedule(Schedule once, double period_s, int times) : once_(once), period_s_(period_s), times_(times) {}

  [[nodiscard]] double value(double time_s) const {
    if (times_ == 1) return once_.value(time_s);
    return once_.value(time_s >= period_s_ * times_ ? period_s_ : std::fmod(time_s, period_s_));
  }
  [[nodiscard]] bool is_zero() const { return once_.is_zero(); }
  [[nodiscard]] bool is_constant() const { return once_.is_constant(); }
  [[nodiscard]] std::string describe() const {
    return times_ == 1 ? once_.describe() : once_.describe() + ", " + std::to_string(times_) + " times";
  }

 private:
  Schedule once_;
  double period_s_ = 0.0;
  int times_ = 1;
};

}  // namespace isinglass
