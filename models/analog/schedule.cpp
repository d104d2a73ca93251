// Values of the schedules.
#include "models/analog/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <sstream>

#include "models/error.hpp"

namespace isinglass {

Schedule::Schedule(Shape shape, double start, double end, double duration_s, int cycles)
    : shape_(shape), start_(start), end_(end), duration_s_(duration_s), cycles_(cycles) {
  if (shape == Shape::geometric && !(start > 0.0 && end > 0.0)) {
    throw UsageError("a geometric schedule needs a start and an end above zero", "use a linear schedule to reach zero");
  }
}

double Schedule::value(double time_s) const {
  if (start_ == end_) return start_;
  const double x = std::clamp(time_s / duration_s_, 0.0, 1.0);
  switch (shape_) {
    case Shape::linear:
      return start_ + (end_ - start_) * x;
    case Shape::geometric:
      return start_ * std::pow(end_ / start_, x);
    case Shape::cosine:
      return end_ + (start_ - end_) * 0.5 * (1.0 + std::cos(std::numbers::pi * x));
    case Shape::square:
      return x >= 1.0 || std::fmod(x * cycles_, 1.0) >= 0.5 ? end_ : start_;
  }
  return end_;
}

Schedule Schedule::scaled(double factor) const {
  return {shape_, start_ * factor, end_ * factor, duration_s_, cycles_};
}

std::string Schedule::describe() const {
  std::ostringstream text;
  if (is_constant()) {
    text << "constant " << start_;
  } else {
    text << to_string(shape_) << " from " << start_ << " to " << end_ << " in " << duration_s_ << " s";
    if (shape_ == Shape::square) text << ", " << cycles_ << " cycles";
  }
  return text.str();
}

std::string to_string(Schedule::Shape shape) {
  switch (shape) {
    case Schedule::Shape::linear:
      return "linear";
    case Schedule::Shape::geometric:
      return "geometric";
    case Schedule::Shape::cosine:
      return "cosine";
    case Schedule::Shape::square:
      return "square";
  }
  return "linear";
}

Schedule::Shape shape_named(const std::string& name) {
  for (const auto shape :
       {Schedule::Shape::linear, Schedule::Shape::geometric, Schedule::Shape::cosine, Schedule::Shape::square}) {
    if (name == to_string(shape)) return shape;
  }
  throw UsageError("there is no schedule shape '" + name + "'", "the shapes are: linear, geometric, cosine, square");
}

}  // namespace isinglass
