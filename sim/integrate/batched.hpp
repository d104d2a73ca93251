// The fast engine: fixed steps of one block of kBlockWidth replicas of any machine, with counter-based noise.
//
// Steppers for dx = f(x, t) dt + g(t) dW, additive noise:
//   euler  Euler-Maruyama (Maruyama 1955): deterministic order 1, weak order 1, strong order 1 (the noise is additive).
//   heun   stochastic Heun, predictor and corrector with the same increment (Greiner, Strittmatter and Honerkamp 1988):
//          deterministic order 2, weak order 2, strong order 1.
//   rk4    classical Runge-Kutta 4, for machines without noise: deterministic order 4.
//   symplectic  semi-implicit Euler: momenta first, then positions with the new momenta (order 1), for machines that
//          have both; the noise goes to whichever rows have an amplitude.
// g is taken at the beginning of a step (euler, symplectic) or at its middle (heun). A machine that jumps does so after
// each step.
//
// Single precision runs on the vector kernels; double is the same arithmetic on plain loops, for reference and for the
// tests of convergence. Both draw the same noise: that of read r is a function of (seed, r, step, row) alone.
#pragma once

#include <cmath>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "models/analog/machine.hpp"
#include "models/error.hpp"
#include "models/numeric/aligned.hpp"
#include "models/numeric/ensemble_kernels.hpp"

namespace isinglass {

enum class Stepper { euler, heun, rk4, symplectic };

/// "euler", "heun", "rk4", "symplectic".
std::string to_string(Stepper stepper);
/// The stepper of that name; UsageError otherwise.
Stepper stepper_named(const std::string& name);

/// Whole steps of at most `step_s` in `duration_s`, at least one. UsageError when there are more than the noise can
/// number.
std::int64_t whole_steps(double duration_s, double step_s);

/// Where a block of reads stands in the noise of a run.
struct BlockOrigin {
  std::uint64_t seed = 0;
  std::uint32_t first_read = 0;  ///< a multiple of kBlockWidth, so that a read's column is read % kBlockWidth
};

template <Machine M, typename Scalar = float>
class BatchedIntegrator {
 public:
  using Memory = std::vector<Scalar, CacheLineAllocator<Scalar>>;

  /// The machine must outlive the integrator. `step_s` > 0.
  BatchedIntegrator(const M& machine, Stepper stepper, double step_s, BlockOrigin origin, KernelKind kernel)
      : machine_(&machine),
        kernels_(&ensemble_kernels(kernel)),
        stepper_(stepper),
        step_s_(step_s),
        origin_(origin),
        rows_(machine.size()),
        state_(cells()),
        rate_(cells()),
        amplitude_(static_cast<std::size_t>(rows_)),
        amplitude_single_(static_cast<std::size_t>(rows_)) {
    check_stepper();
    if (stepper == Stepper::heun || stepper == Stepper::rk4) {
      trial_.resize(cells());
      trial_rate_.resize(cells());
    }
    if (machine.has_noise()) noise_.resize(cells());
    start();
  }

  /// Takes `steps` steps. Throws NumericalError when a state is no longer finite.
  void advance(std::int64_t steps) {
    for (std::int64_t k = 0; k < steps; ++k) {
      take_step();
      jump();
      ++done_;
      if (done_ % kCheckEvery == 0) check_finite();
    }
    check_finite();
  }

  [[nodiscard]] std::int64_t steps_done() const { return done_; }
  [[nodiscard]] double time_s() const { return static_cast<double>(done_) * step_s_; }
  [[nodiscard]] ConstEnsembleView<Scalar> state() const { return {state_.data(), rows_, kBlockWidth}; }
  /// To start from elsewhere than the machine's own initial state.
  [[nodiscard]] EnsembleView<Scalar> state() { return {state_.data(), rows_, kBlockWidth}; }

  /// The Lyapunov function of the kBlockWidth replicas now.
  void energy(std::span<double> values) {
    machine_->energy(time_s(), std::as_const(*this).state(), values, workspace_);
  }
  void readout(Eigen::Index replica, std::span<Spin> spins) const requires SpinMachine<M> {
    machine_->readout(view(state_), replica, spins);
  }

 private:
  static constexpr std::int64_t kCheckEvery = 256;

  [[nodiscard]] std::size_t cells() const { return static_cast<std::size_t>(rows_) * kBlockWidth; }
  [[nodiscard]] ConstEnsembleView<Scalar> view(const Memory& memory) const {
    return {memory.data(), rows_, kBlockWidth};
  }
  [[nodiscard]] EnsembleView<Scalar> view(Memory& memory) const { return {memory.data(), rows_, kBlockWidth}; }

  void start() {
    std::vector<double> column(static_cast<std::size_t>(rows_));
    for (int c = 0; c < kBlockWidth; ++c) {
      machine_->initial(origin_.seed, origin_.first_read + static_cast<std::uint32_t>(c), column);
      for (Eigen::Index i = 0; i < rows_; ++i) {
        state_[static_cast<std::size_t>(i * kBlockWidth + c)] =
            static_cast<Scalar>(column[static_cast<std::size_t>(i)]);
      }
    }
  }

  void check_stepper() const {
    if (stepper_ == Stepper::symplectic && !PartitionedMachine<M>) {
      throw UsageError("the symplectic stepper needs a machine with positions and momenta", "take euler or heun");
    }
    if (stepper_ == Stepper::rk4 && machine_->has_noise()) {
      throw UsageError("the stepper rk4 is for machines without noise", "take euler or heun, or set the noise to zero");
    }
  }

  void take_step() {
    switch (stepper_) {
      case Stepper::euler:
        return euler_step();
      case Stepper::heun:
        return heun_step();
      case Stepper::rk4:
        return rk4_step();
      case Stepper::symplectic:
        return symplectic_step();
    }
  }

  void jump() {
    if constexpr (JumpingMachine<M>) {
      if (!jumps(*machine_)) return;
      const StepEnd end{.time_s = time_s() + step_s_,
                        .step_s = step_s_,
                        .seed = origin_.seed,
                        .first_read = origin_.first_read,
                        .step = static_cast<std::uint32_t>(done_)};
      machine_->jump(end, view(state_), workspace_);
    }
  }

  void euler_step() {
    rhs(time_s(), state_, rate_);
    draw_noise(time_s());
    combine(state_, state_, rate_, step_s_, nullptr, 0.0);
  }

  void heun_step() {
    rhs(time_s(), state_, rate_);
    draw_noise(time_s() + 0.5 * step_s_);
    combine(state_, trial_, rate_, step_s_, nullptr, 0.0);
    rhs(time_s() + step_s_, trial_, trial_rate_);
    combine(state_, state_, rate_, 0.5 * step_s_, &trial_rate_, 0.5 * step_s_);
  }

  void rk4_step() {
    const double half = 0.5 * step_s_;
    Memory& sum = rate_;
    rhs(time_s(), state_, sum);
    combine(state_, trial_, sum, half, nullptr, 0.0);
    for (const double share : {0.5, 1.0}) {
      rhs(time_s() + half, trial_, trial_rate_);
      combine(state_, trial_, trial_rate_, share * step_s_, nullptr, 0.0);
      view(sum) += Scalar{2} * view(std::as_const(trial_rate_));
    }
    rhs(time_s() + step_s_, trial_, trial_rate_);
    combine(state_, state_, sum, step_s_ / 6.0, &trial_rate_, step_s_ / 6.0);
  }

  void symplectic_step() {
    if constexpr (PartitionedMachine<M>) {
      const Eigen::Index positions = machine_->positions();
      const auto scale = static_cast<Scalar>(step_s_);
      EnsembleView<Scalar> momentum_rate(rate_.data(), rows_ - positions, kBlockWidth);
      machine_->momentum_rate(time_s(), view(std::as_const(state_)), momentum_rate, workspace_);
      view(state_).bottomRows(rows_ - positions) += scale * momentum_rate;
      EnsembleView<Scalar> position_rate(rate_.data(), positions, kBlockWidth);
      machine_->position_rate(time_s(), view(std::as_const(state_)), position_rate, workspace_);
      view(state_).topRows(positions) += scale * position_rate;
      if (noise_.empty()) return;
      draw_noise(time_s());
      combine(state_, state_, rate_, 0.0, nullptr, 0.0);
    }
  }

  void rhs(double time_s, const Memory& state, Memory& rate) {
    machine_->rhs(time_s, view(state), view(rate), workspace_);
  }

  void draw_noise(double time_s) {
    if (noise_.empty()) return;
    machine_->diffusion(time_s, amplitude_);
    const double root = std::sqrt(step_s_);
    for (std::size_t i = 0; i < amplitude_.size(); ++i) {
      amplitude_[i] *= root;
      amplitude_single_[i] = static_cast<float>(amplitude_[i]);
    }
    kernels_->normals({.seed = origin_.seed,
                       .read = origin_.first_read,
                       .step = static_cast<std::uint32_t>(done_),
                       .index = 0,
                       .stream = NoiseStream::dynamics},
                      rows_, noise_.data());
  }

  /// to = from + first_weight*first + second_weight*second + amplitude*noise.
  void combine(const Memory& from, Memory& to, const Memory& first, double first_weight, const Memory* second,
               double second_weight) {
    if constexpr (std::is_same_v<Scalar, float>) {
      const Increment increment{first.data(),
                                static_cast<float>(first_weight),
                                second != nullptr ? second->data() : nullptr,
                                static_cast<float>(second_weight),
                                noise_.empty() ? nullptr : noise_.data(),
                                amplitude_single_.data()};
      kernels_->advance(increment, rows_, from.data(), to.data());
    } else {
      for (std::size_t k = 0; k < to.size(); ++k) {
        Scalar value = from[k] + first_weight * first[k];
        if (second != nullptr) value += second_weight * (*second)[k];
        if (!noise_.empty()) value += amplitude_[k / kBlockWidth] * Scalar{noise_[k]};
        to[k] = value;
      }
    }
  }

  void check_finite() const {
    if (view(state_).isFinite().all()) return;
    throw NumericalError("the state of the machine is no longer finite at step " + std::to_string(done_) +
                             " or up to " + std::to_string(kCheckEvery) + " steps before",
                         "take a smaller step or weaker couplings");
  }

  const M* machine_;
  const EnsembleKernels* kernels_;
  Stepper stepper_;
  double step_s_;
  BlockOrigin origin_;
  Eigen::Index rows_;
  std::int64_t done_ = 0;
  Memory state_, rate_, trial_, trial_rate_;
  AlignedFloats noise_;  ///< empty without noise
  std::vector<double> amplitude_;
  std::vector<float> amplitude_single_;
  typename M::Workspace workspace_;
};

}  // namespace isinglass
