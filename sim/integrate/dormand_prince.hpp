// odeint's controlled Dormand-Prince 5(4) with dense output behind a plain class, so that odeint's templates are
// compiled once and not for every machine.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "sim/integrate/tolerance.hpp"

namespace isinglass {

/// One step at a time through an ordinary differential equation, with the error per step held below a tolerance.
class DormandPrince {
 public:
  using State = std::vector<double>;
  /// Writes the rates at `state` and `time`; `rate` comes in with the size of the state.
  using Rates = std::function<void(const State& state, State& rate, double time)>;

  explicit DormandPrince(Tolerance tolerance);
  ~DormandPrince();
  DormandPrince(DormandPrince&&) noexcept;
  DormandPrince& operator=(DormandPrince&&) noexcept;

  /// (Re)starts at `state` and `time`, with a first try of `step`.
  void start(const State& state, double time, double step);
  /// One accepted step.
  void advance(const Rates& rates);

  [[nodiscard]] const State& state() const;
  [[nodiscard]] double time() const;
  [[nodiscard]] double previous_time() const;
  /// The step that will be tried next.
  [[nodiscard]] double next_step() const;
  /// The state at `time` within the last step, by the method's own interpolant.
  void interpolate(double time, State& state) const;

 private:
  struct Stepper;
  std::unique_ptr<Stepper> stepper_;
};

}  // namespace isinglass
