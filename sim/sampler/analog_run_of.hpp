// One trajectory of any machine, on the adaptive or the fixed-step engine, behind the interface of model.hpp.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <utility>
#include <variant>

#include "models/analog/flaws/flawed_machine.hpp"
#include "models/error.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/trajectory.hpp"
#include "sim/sampler/model.hpp"

namespace isinglass {

/// One trajectory of a machine that it owns.
template <typename M>  // a FlawedMachine
class AnalogRunOf final : public AnalogRun {
 public:
  AnalogRunOf(M machine, Stepper stepper, double step_s, const OpenOptions& options)
      : machine_(std::move(machine)), engine_(make_engine(stepper, step_s, options)) {}

  [[nodiscard]] std::vector<StateGroup> layout() const override { return machine_.layout(); }
  [[nodiscard]] double duration_s() const override { return machine_.duration_s(); }
  [[nodiscard]] bool has_noise() const override { return machine_.has_noise(); }
  [[nodiscard]] bool jumps() const override { return isinglass::jumps(machine_.ideal()); }
  [[nodiscard]] std::size_t rows_at_wall(std::span<const double> state) const override {
    std::size_t count = 0;
    if constexpr (ConfinedMachine<typename M::Inner>) {
      constexpr double kBeyond = 1.0 + 1e-9;  // a row at its wall is one that a push outwards does not move
      std::vector<double> pushed(state.begin(), state.end());
      for (double& value : pushed) value *= kBeyond;
      const std::vector<double> before = pushed;
      machine_.confine(machine_.duration_s(), EnsembleView<double>(pushed.data(), machine_.size(), 1));
      for (std::size_t i = 0; i < pushed.size(); ++i) count += pushed[i] != before[i] ? 1 : 0;
    }
    return count;
  }
  [[nodiscard]] std::string engine() const override { return engine_text_; }
  void advance_to(double time_s, const StopCheck& stop) override {
    std::visit([&](auto& engine) { engine.advance_to(time_s, stop); }, engine_);
  }
  [[nodiscard]] double time_s() const override {
    return std::visit([](const auto& engine) { return engine.time_s(); }, engine_);
  }
  [[nodiscard]] std::span<const double> state() const override {
    return std::visit([](const auto& engine) { return engine.state(); }, engine_);
  }
  [[nodiscard]] double energy() override {
    return std::visit([](auto& engine) { return engine.energy(); }, engine_);
  }
  [[nodiscard]] std::vector<Spin> spins() const override { return spins_of(state()); }
  [[nodiscard]] std::vector<Spin> spins_of(std::span<const double> state) const override {
    std::vector<Spin> spins;
    if constexpr (SpinMachine<M>) {
      spins.resize(static_cast<std::size_t>(machine_.spins()));
      machine_.readout(ConstEnsembleView<double>(state.data(), machine_.size(), 1), 0, spins);
    }
    return spins;
  }
  [[nodiscard]] std::vector<double> values_of(std::span<const double> state) const override {
    std::vector<double> values;
    if constexpr (ValueMachine<M>) {
      values.resize(static_cast<std::size_t>(machine_.values()));
      machine_.read_values(ConstEnsembleView<double>(state.data(), machine_.size(), 1), 0, values);
    }
    return values;
  }
  void rates(double time_s, std::span<const double> state, std::span<double> rate) override {
    machine_.forget(workspace_);
    machine_.rhs(time_s, ConstEnsembleView<double>(state.data(), machine_.size(), 1),
                 EnsembleView<double>(rate.data(), machine_.size(), 1), workspace_);
  }
  [[nodiscard]] double energy_of(double time_s, std::span<const double> state) override {
    double value = 0.0;
    machine_.energy(time_s, ConstEnsembleView<double>(state.data(), machine_.size(), 1), std::span<double>(&value, 1),
                    workspace_);
    return value;
  }
  [[nodiscard]] std::int64_t undecided(std::span<const double> state) const override {
    if constexpr (SpinMachine<M>) {
      return machine_.undecided(ConstEnsembleView<double>(state.data(), machine_.size(), 1), 0);
    } else {
      return 0;
    }
  }
  [[nodiscard]] ThresholdAnswer binary_threshold(std::span<const double> state) const override {
    if constexpr (requires { machine_.ideal().binary_threshold(state); }) {
      return machine_.ideal().binary_threshold(state);
    } else if constexpr (SpinMachine<M>) {
      return NoThreshold{"nobody worked it out for this machine"};
    } else {
      return NoThreshold{"its answer is real numbers, not spins"};
    }
  }
  [[nodiscard]] bool can_be_steered() const override { return SteerableMachine<typename M::Inner>; }
  void steered_rates([[maybe_unused]] double drive, std::span<const double> state, std::span<double> rate) override {
    if constexpr (SteerableMachine<typename M::Inner>) {
      if (!steered_ || steered_->first != drive) steered_.emplace(drive, machine_.steered(drive));
      steered_->second.forget(workspace_);
      steered_->second.rhs(duration_s(), ConstEnsembleView<double>(state.data(), machine_.size(), 1),
                           EnsembleView<double>(rate.data(), machine_.size(), 1), workspace_);
    }
  }

 private:
  using Engine = std::variant<AdaptiveTrajectory<M>, Trajectory<M>>;

  Engine make_engine(Stepper stepper, double step_s, const OpenOptions& options) {
    if (options.initial && static_cast<Eigen::Index>(options.initial->size()) != machine_.size()) {
      throw UsageError("the initial state has " + std::to_string(options.initial->size()) +
                           " values, but the state of the machine has " + std::to_string(machine_.size()),
                       "give one value per variable");
    }
    if (options.engine == EngineChoice::adaptive && machine_.flaws().delay_s > 0.0) {
      throw UsageError("the adaptive stepper cannot follow a coupling delay", "use the fixed-step engine");
    }
    bool stepwise = false;
    if constexpr (requires { machine_.ideal().needs_fixed_steps(); }) stepwise = machine_.ideal().needs_fixed_steps();
    if (options.engine == EngineChoice::adaptive && stepwise) {
      throw UsageError("this machine is changed once in every step, by an amount that depends on the step's length",
                       "use the fixed-step engine");
    }
    const bool steady = !machine_.has_noise() && !(machine_.flaws().delay_s > 0.0) && !stepwise;
    if (options.engine == EngineChoice::adaptive || (options.engine == EngineChoice::automatic && steady)) {
      engine_text_ = fmt::format("adaptive Dormand-Prince 5(4), tolerance {:.3g}", options.tolerance.relative);
      std::vector<double> initial(static_cast<std::size_t>(machine_.size()));
      machine_.initial(options.seed, options.read, initial);
      return Engine(std::in_place_index<0>, machine_, options.initial.value_or(initial), options.tolerance);
    }
    Engine engine(std::in_place_index<1>, machine_, stepper, step_s,
                  TrajectoryOrigin{options.seed, options.read, choose_kernel(options.kernel)});
    engine_text_ =
        fmt::format("{}, fixed steps of {:.4g} s, single precision", to_string(stepper), std::get<1>(engine).step_s());
    if (options.initial) std::get<1>(engine).start_from(*options.initial);
    return engine;
  }

  M machine_;
  std::string engine_text_;
  Engine engine_;
  typename M::Workspace workspace_;
  std::optional<std::pair<double, M>> steered_;  ///< the machine at another drive
};

}  // namespace isinglass
