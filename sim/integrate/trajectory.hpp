// One read of a machine that is moved through time from outside, for co-simulation and wave files: advance_to(t), then
// look at the state, the Lyapunov function or the spins.
//
// It is read `read` of a sampler run, bit for bit (same seed, step and kernel), because it runs the whole block of
// kBlockWidth reads and shows one column. Between two steps the state is interpolated linearly, so that what is seen at
// one instant does not depend on which other instants were asked for.
//
//   const OscillatorDesign design = design_oscillator(problem, OscillatorAnneal{});
//   const OscillatorMachine machine(problem, design, CouplingStorage::automatic, choose_kernel("auto"));
//   Trajectory trajectory(machine, Stepper::euler, automatic_step_s(problem, design), {.seed = 0, .read = 3});
//   trajectory.advance_to(1e-4);
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/integrate/batched.hpp"
#include "sim/integrate/stop_check.hpp"

namespace isinglass {

/// Which noise a trajectory follows, and on which kernel.
struct TrajectoryOrigin {
  std::uint64_t seed = 0;
  std::uint32_t read = 0;
  KernelKind kernel = available_kernels().back();
};

template <Machine M>
class Trajectory {
 public:
  /// Steps of at most `step_s`, a whole number of them in machine.duration_s(), as the sampler takes them. The machine
  /// must outlive the trajectory. UsageError as of whole_steps.
  Trajectory(const M& machine, Stepper stepper, double step_s, TrajectoryOrigin origin)
      : machine_(&machine),
        column_(static_cast<Eigen::Index>(origin.read % kBlockWidth)),
        step_s_(machine.duration_s() / static_cast<double>(whole_steps(machine.duration_s(), step_s))),
        engine_(machine, stepper, step_s_, {origin.seed, origin.read - origin.read % kBlockWidth}, origin.kernel),
        before_(column()),
        after_(before_),
        state_(before_) {}

  /// Starts from `state` (machine.size() values) instead of the machine's own initial state; before the first step.
  void start_from(std::span<const double> state) {
    auto states = engine_.state();
    for (Eigen::Index i = 0; i < states.rows(); ++i) {
      states.row(i).setConstant(static_cast<float>(state[static_cast<std::size_t>(i)]));
    }
    before_ = after_ = state_ = column();
  }

  /// Moves to `time_s` (seconds, not before the current time; beyond duration_s() the schedules hold their last value),
  /// or to where `stop` said so. Throws NumericalError when the state is no longer finite.
  void advance_to(double time_s, const StopCheck& stop = {}) {
    while (engine_.time_s() < time_s) {
      if (stop && engine_.steps_done() % kStepsBetweenStopChecks == 0 && stop()) {
        time_s = engine_.time_s();
        break;
      }
      before_ = after_;
      engine_.advance(1);
      after_ = column();
    }
    time_s_ = time_s;
    const double back = std::clamp((engine_.time_s() - time_s) / step_s_, 0.0, 1.0);
    for (std::size_t i = 0; i < state_.size(); ++i) state_[i] = after_[i] + back * (before_[i] - after_[i]);
  }

  [[nodiscard]] double time_s() const { return time_s_; }
  [[nodiscard]] double step_s() const { return step_s_; }
  /// machine.size() values in the machine's units: phases in radians, not wrapped.
  [[nodiscard]] std::span<const double> state() const { return state_; }
  /// The Lyapunov function now, in the machine's units.
  [[nodiscard]] double energy() {
    double value = 0.0;
    machine_->energy(time_s_, view(), std::span<double>(&value, 1), workspace_);
    return value;
  }
  /// The spins that a comparator would read now: machine.spins() values.
  void readout(std::span<Spin> spins) const requires SpinMachine<M> { machine_->readout(view(), 0, spins); }

 private:
  [[nodiscard]] ConstEnsembleView<double> view() const {
    return {state_.data(), static_cast<Eigen::Index>(state_.size()), 1};
  }
  [[nodiscard]] std::vector<double> column() const {
    const auto states = engine_.state();
    std::vector<double> values(static_cast<std::size_t>(states.rows()));
    for (Eigen::Index i = 0; i < states.rows(); ++i) values[static_cast<std::size_t>(i)] = states(i, column_);
    return values;
  }

  const M* machine_;
  Eigen::Index column_;
  double step_s_;
  BatchedIntegrator<M> engine_;
  double time_s_ = 0.0;
  std::vector<double> before_, after_, state_;  ///< one column: last step but one, last step, now
  typename M::Workspace workspace_;
};

}  // namespace isinglass
