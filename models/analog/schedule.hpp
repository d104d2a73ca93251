// A quantity that is steered during a run: constant, ramp, or square wave.
#pragma once

#include <string>

namespace isinglass {

/// value(t) for t in [0, duration_s]; held at its ends outside.
class Schedule {
 public:
  enum class Shape {
    linear,     ///< straight from start to end
    geometric,  ///< constant ratio per second; start and end positive
    cosine,     ///< half a cosine: flat at both ends
    square      ///< start and end in turn, `cycles` times; begins with start, each half a cycle
  };

  /// Always `value`.
  static Schedule constant(double value) { return {Shape::linear, value, value, 1.0, 1}; }
  /// `duration_s` > 0; `cycles` >= 1 is used by the square wave only. Throws UsageError for a geometric ramp from or to
  /// a value that is not positive.
  Schedule(Shape shape, double start, double end, double duration_s, int cycles = 1);

  [[nodiscard]] double value(double time_s) const;
  [[nodiscard]] Shape shape() const { return shape_; }
  [[nodiscard]] double start() const { return start_; }
  [[nodiscard]] double end() const { return end_; }
  [[nodiscard]] double duration_s() const { return duration_s_; }
  [[nodiscard]] int cycles() const { return cycles_; }
  [[nodiscard]] bool is_zero() const { return start_ == 0.0 && end_ == 0.0; }
  [[nodiscard]] bool is_constant() const { return start_ == end_; }
  [[nodiscard]] double largest() const { return start_ > end_ ? start_ : end_; }
  /// The same shape times `factor` > 0.
  [[nodiscard]] Schedule scaled(double factor) const;
  /// "linear from 1 to 2 in 3 s", "constant 4".
  [[nodiscard]] std::string describe() const;

 private:
  Shape shape_;
  double start_;
  double end_;
  double duration_s_;
  int cycles_;
};

/// "linear", "geometric", "cosine", "square".
std::string to_string(Schedule::Shape shape);
/// The shape of that name; UsageError otherwise.
Schedule::Shape shape_named(const std::string& name);

}  // namespace isinglass
