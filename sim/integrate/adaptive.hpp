// The accurate engine: odeint's controlled Dormand-Prince 5(4) with dense output, for one trajectory without noise.
// A machine that jumps (walls, clipping) does so after each accepted step.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/analog/machine.hpp"
#include "models/error.hpp"
#include "sim/integrate/dormand_prince.hpp"
#include "sim/integrate/stop_check.hpp"
#include "sim/integrate/tolerance.hpp"

namespace isinglass {

template <Machine M>
class AdaptiveTrajectory {
 public:
  /// Starts at time 0 from `initial` (machine.size() values). The machine must outlive the trajectory; UsageError when
  /// it has noise, which an error-controlled stepper cannot follow.
  AdaptiveTrajectory(const M& machine, std::vector<double> initial, Tolerance tolerance)
      : machine_(&machine), stepper_(tolerance), state_(std::move(initial)) {
    if (machine.has_noise()) {
      throw UsageError("the adaptive stepper cannot integrate a machine with noise",
                       "set the noise to zero or use the fixed-step engine");
    }
    stepper_.start(state_, 0.0, machine.duration_s() * kFirstStep);
  }

  /// Moves to `time_s`, which must not lie before the current time, or to where `stop` said so. Throws NumericalError
  /// when the state or the step stops making sense.
  void advance_to(double time_s, const StopCheck& stop = {}) {
    while (stepper_.time() < time_s) {
      if (stop && steps_ % kStepsBetweenStopChecks == 0 && stop()) {
        time_s = std::max(stepper_.time(), time_s_);
        break;
      }
      take_step();
    }
    if (stepper_.time() == time_s) {  // also before the first step, when there is nothing to interpolate
      state_ = jumped_ ? *jumped_ : stepper_.state();
    } else {
      stepper_.interpolate(time_s, state_);
      // Inside the last step the machine may have been on its way through a wall, from which it is put back at the end.
      if constexpr (ConfinedMachine<M>) {
        machine_->confine(time_s, EnsembleView<double>(state_.data(), static_cast<Eigen::Index>(state_.size()), 1));
      }
    }
    time_s_ = time_s;
  }

  [[nodiscard]] double time_s() const { return time_s_; }
  [[nodiscard]] std::span<const double> state() const { return state_; }
  [[nodiscard]] std::int64_t steps_taken() const { return steps_; }
  /// The Lyapunov function now.
  [[nodiscard]] double energy() {
    double value = 0.0;
    machine_->energy(time_s_, view(), std::span<double>(&value, 1), workspace_);
    return value;
  }
  void readout(std::span<Spin> spins) const requires SpinMachine<M> { machine_->readout(view(), 0, spins); }

 private:
  using State = DormandPrince::State;
  static constexpr double kFirstStep = 1e-6;  ///< share of the duration
  static constexpr double kLeastStep = 1e-15;

  [[nodiscard]] ConstEnsembleView<double> view() const {
    return {state_.data(), static_cast<Eigen::Index>(state_.size()), 1};
  }

  void take_step() {
    // The jump of the last step waits until here, so that states inside that step can still be interpolated.
    if (jumped_) stepper_.start(*jumped_, stepper_.time(), stepper_.next_step());
    jumped_.reset();
    stepper_.advance([this](const State& state, State& rate, double time_s) {
      const auto rows = static_cast<Eigen::Index>(state.size());
      machine_->rhs(time_s, ConstEnsembleView<double>(state.data(), rows, 1),
                    EnsembleView<double>(rate.data(), rows, 1), workspace_);
    });
    ++steps_;
    jump();
    const bool stuck = stepper_.next_step() < kLeastStep * machine_->duration_s();
    bool finite = true;
    for (const double value : stepper_.state()) finite = finite && std::isfinite(value);
    if (finite && !stuck) return;
    throw NumericalError(fmt::format("the adaptive stepper failed at step {}, time {:.6g} s", steps_, stepper_.time()),
                         finite ? "loosen the tolerance" : "check the couplings and schedules for absurd values");
  }

  void jump() {
    if constexpr (JumpingMachine<M>) {
      if (!jumps(*machine_)) return;
      State moved = stepper_.state();
      const StepEnd end{.time_s = stepper_.time(),
                        .step_s = stepper_.time() - stepper_.previous_time(),
                        .step = static_cast<std::uint32_t>(steps_)};
      machine_->jump(end, EnsembleView<double>(moved.data(), static_cast<Eigen::Index>(moved.size()), 1), workspace_);
      if (moved != stepper_.state()) jumped_ = std::move(moved);
    }
  }

  const M* machine_;
  typename M::Workspace workspace_;
  DormandPrince stepper_;
  State state_;
  std::optional<State> jumped_;  ///< where the machine jumped to at the end of the last step
  double time_s_ = 0.0;
  std::int64_t steps_ = 0;
};

}  // namespace isinglass
