// The accurate engine: odeint's controlled Dormand-Prince 5(4) with dense output, for one trajectory without noise.
// A machine that jumps (walls, clipping) does so after each accepted step.
#pragma once

#include <boost/numeric/odeint.hpp>
#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/analog/machine.hpp"
#include "models/error.hpp"
#include "sim/integrate/tolerance.hpp"

namespace isinglass {

template <Machine M>
class AdaptiveTrajectory {
 public:
  /// Starts at time 0 from `initial` (machine.size() values). The machine must outlive the trajectory; UsageError when
  /// it has noise, which an error-controlled stepper cannot follow.
  AdaptiveTrajectory(const M& machine, std::vector<double> initial, Tolerance tolerance)
      : system_{&machine, {}}, stepper_(make_stepper(tolerance)), state_(std::move(initial)) {
    if (machine.has_noise()) {
      throw UsageError("the adaptive stepper cannot integrate a machine with noise",
                       "set the noise to zero or use the fixed-step engine");
    }
    stepper_.initialize(state_, 0.0, machine.duration_s() * kFirstStep);
  }

  /// Moves to `time_s`, which must not lie before the current time. Throws NumericalError when the state or the step
  /// stops making sense.
  void advance_to(double time_s) {
    while (stepper_.current_time() < time_s) take_step();
    if (stepper_.current_time() == time_s) {  // also before the first step, when there is nothing to interpolate
      state_ = jumped_ ? *jumped_ : stepper_.current_state();
    } else {
      stepper_.calc_state(time_s, state_);
    }
    time_s_ = time_s;
  }

  [[nodiscard]] double time_s() const { return time_s_; }
  [[nodiscard]] std::span<const double> state() const { return state_; }
  [[nodiscard]] std::int64_t steps_taken() const { return steps_; }
  /// The Lyapunov function now.
  [[nodiscard]] double energy() {
    double value = 0.0;
    system_.machine->energy(time_s_, view(), std::span<double>(&value, 1), system_.workspace);
    return value;
  }
  void readout(std::span<Spin> spins) const requires SpinMachine<M> { system_.machine->readout(view(), 0, spins); }

 private:
  using State = std::vector<double>;
  static constexpr double kFirstStep = 1e-6;  ///< share of the duration
  static constexpr double kLeastStep = 1e-15;

  /// What odeint calls; passed by reference, because odeint copies systems.
  struct System {
    const M* machine;
    typename M::Workspace workspace;
    void operator()(const State& state, State& rate, double time_s) {
      const auto rows = static_cast<Eigen::Index>(state.size());
      machine->rhs(time_s, ConstEnsembleView<double>(state.data(), rows, 1), EnsembleView<double>(rate.data(), rows, 1),
                   workspace);
    }
  };

  static auto make_stepper(Tolerance tolerance) {
    return boost::numeric::odeint::make_dense_output(tolerance.absolute, tolerance.relative,
                                                     boost::numeric::odeint::runge_kutta_dopri5<State>());
  }

  [[nodiscard]] ConstEnsembleView<double> view() const {
    return {state_.data(), static_cast<Eigen::Index>(state_.size()), 1};
  }

  void take_step() {
    // The jump of the last step waits until here, so that states inside that step can still be interpolated.
    if (jumped_) stepper_.initialize(*jumped_, stepper_.current_time(), stepper_.current_time_step());
    jumped_.reset();
    stepper_.do_step(std::ref(system_));
    ++steps_;
    jump();
    const bool stuck = stepper_.current_time_step() < kLeastStep * system_.machine->duration_s();
    bool finite = true;
    for (const double value : stepper_.current_state()) finite = finite && std::isfinite(value);
    if (finite && !stuck) return;
    throw NumericalError("the adaptive stepper failed at step " + std::to_string(steps_) + ", time " +
                             std::to_string(stepper_.current_time()) + " s",
                         finite ? "loosen the tolerance" : "check the couplings and schedules for absurd values");
  }

  void jump() {
    if constexpr (JumpingMachine<M>) {
      State moved = stepper_.current_state();
      const StepEnd end{.time_s = stepper_.current_time(),
                        .step_s = stepper_.current_time() - stepper_.previous_time(),
                        .step = static_cast<std::uint32_t>(steps_)};
      system_.machine->jump(end, EnsembleView<double>(moved.data(), static_cast<Eigen::Index>(moved.size()), 1),
                            system_.workspace);
      if (moved != stepper_.current_state()) jumped_ = std::move(moved);
    }
  }

  System system_;
  decltype(make_stepper(Tolerance{})) stepper_;
  State state_;
  std::optional<State> jumped_;  ///< where the machine jumped to at the end of the last step
  double time_s_ = 0.0;
  std::int64_t steps_ = 0;
};

}  // namespace isinglass
