// Makes an analog model from a family: the few functions that say how a machine is built from settings.
//
// A family is a struct with
//   using Machine = …;                                                  a machine of models/analog
//   static SamplerInfo info();                                         name, kind, sentence, parameter table
//   static Machine build(const Problem&, const Settings&, KernelKind);  one overload for each question it answers:
//                        Problem, PatternSet, SparseCode, GenerativeModel; for Problem and SparseCode rather
//   static Machine build(const Problem& asked, const Problem& device, const Settings&, KernelKind);   in which
//   strengths,
//                        schedules and duration follow from what was asked, couplings from the device, whose flaws
//                        whoever sets the machine up does not know (without flaws the two are the same)
//   static double step_s(const Machine&, const Settings&);             the fixed-step engine's step, seconds
//   static Stepper stepper(const Settings&);
//   static void describe(const Machine&, const Settings&, SampleSet&);  info texts, figures, diagnostics of its own
// and, where they make sense,
//   static std::vector<double> state_of(const Machine&, std::span<const Spin>);   where a recall starts
//   static constexpr bool tells_inverse = false;                   nothing in it tells a pattern from its inverse
//   static bool energy_falls(const Machine&);                          theory says that the energy never rises
//   static double longest_step_s(const Machine&);                      fixed steps beyond it mean nothing: refused
//   static SpiceCircuit circuit(const Problem&, const Machine&, std::vector<double> initial, const SpiceAccuracy&);
//   static Machine build(const PatternSet&, const Settings&, KernelKind, const CouplingFlaws&);   flaws of the stored
//                        couplings
// Everything else follows: `solve`, single trajectories on both engines, ensembles that settle, the common diagnostics,
// and the flaws of real parts (models/analog/flaws), which wrap the machine.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "models/analog/flaws/flawed_machine.hpp"
#include "models/error.hpp"
#include "sim/integrate/adaptive.hpp"
#include "sim/integrate/trajectory.hpp"
#include "sim/sampler/device_flaws.hpp"
#include "sim/sampler/machine_diagnosis.hpp"
#include "sim/sampler/machine_run.hpp"
#include "sim/sampler/model.hpp"
#include "sim/sampler/read_blocks.hpp"
#include "sim/sampler/spice_comparison.hpp"

namespace isinglass {

/// A family that tells the question asked from the one that the device holds.
template <typename F, typename Q>
concept TellsDevice = requires(const Q& question, const Settings& settings, KernelKind kernel) {
  { F::build(question, question, settings, kernel) } -> std::same_as<typename F::Machine>;
};

template <typename F, typename Q>
concept Answers = TellsDevice<F, Q> || requires(const Q& question, const Settings& settings, KernelKind kernel) {
  { F::build(question, settings, kernel) } -> std::same_as<typename F::Machine>;
};

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

/// How far a state moved, as SettledEnsemble::late_change says. The other rows may be large and at rest long before the
/// nodes are.
inline double relative_change(const StateGroup& nodes, const Eigen::ArrayXd& before, const Eigen::ArrayXd& after) {
  const double least = nodes.unit == "rad" ? 1.0 : 0.0;
  const Eigen::ArrayXd moved = (after - before).abs();
  const auto share = [&](Eigen::Index first, Eigen::Index rows) {
    const double change = moved.segment(first, rows).maxCoeff();
    return change > 0.0 ? change / std::max(least, after.segment(first, rows).abs().maxCoeff()) : 0.0;
  };
  return std::max(share(nodes.first, nodes.rows), share(0, after.size()));
}

/// One block of an ensemble on its way, in double precision.
template <Machine M>
void settle_block(const M& machine, const MachinePlan& plan, std::uint64_t seed, std::int64_t block,
                  const Ensemble<double>& initial, SettledEnsemble& settled) {
  const Eigen::Index first = block * kBlockWidth;
  const Eigen::Index used = std::min<Eigen::Index>(kBlockWidth, settled.states.cols() - first);
  BatchedIntegrator<M, double> engine(machine, plan.stepper, plan.step_s, {seed, static_cast<std::uint32_t>(first)},
                                      plan.kernel);
  if (initial.size() > 0) engine.state().leftCols(used) = initial.middleCols(first, used);
  engine.advance(plan.steps - plan.steps / 20);
  const Ensemble<double> before = std::as_const(engine).state();
  engine.advance(plan.steps - engine.steps_done());
  const auto after = std::as_const(engine).state();
  settled.states.middleCols(first, used) = after.leftCols(used);
  std::vector<double> energies(kBlockWidth);
  engine.energy(energies);
  for (Eigen::Index r = 0; r < used; ++r) {
    const auto column = static_cast<std::size_t>(first + r);
    settled.energy[column] = energies[static_cast<std::size_t>(r)];
    settled.late_change[column] = relative_change(machine.layout().front(), before.col(r), after.col(r));
    if constexpr (SpinMachine<M>) {
      settled.spins[column].resize(static_cast<std::size_t>(machine.spins()));
      engine.readout(r, settled.spins[column]);
      settled.undecided[column] = machine.undecided(after, r);
    }
  }
}

template <Machine M>
SettledEnsemble settle_machine(const M& machine, const MachinePlan& plan, const RunOptions& options,
                               const Ensemble<double>& initial, RunControl& control) {
  const Eigen::Index replicas = initial.size() > 0 ? initial.cols() : static_cast<Eigen::Index>(options.reads);
  if (initial.size() > 0 && initial.rows() != machine.size()) {
    throw UsageError("the initial states have " + std::to_string(initial.rows()) +
                         " variables, but the state of the machine has " + std::to_string(machine.size()),
                     "give one row per variable");
  }
  SettledEnsemble settled;
  settled.duration_s = machine.duration_s();
  settled.states.setZero(machine.size(), replicas);
  settled.energy.resize(static_cast<std::size_t>(replicas));
  settled.late_change.resize(static_cast<std::size_t>(replicas));
  if constexpr (SpinMachine<M>) {
    settled.spins.resize(static_cast<std::size_t>(replicas));
    settled.undecided.resize(static_cast<std::size_t>(replicas));
  }
  const std::int64_t blocks = (replicas + kBlockWidth - 1) / kBlockWidth;
  const std::int64_t done = for_each_block(blocks, options.threads, control, [&](std::int64_t block) {
    settle_block(machine, plan, options.seed, block, initial, settled);
    const auto first = settled.energy.begin() + block * kBlockWidth;
    const auto count = std::min<std::int64_t>(kBlockWidth, settled.energy.end() - first);
    control.reads_finished(count, *std::min_element(first, first + count));
  });
  if (done < blocks) {
    settled.interrupted = true;
    const auto kept = static_cast<std::size_t>(done * kBlockWidth);
    settled.states = Ensemble<double>(settled.states.leftCols(static_cast<Eigen::Index>(kept)));
    settled.energy.resize(kept);
    settled.late_change.resize(kept);
    if (!settled.spins.empty()) settled.spins.resize(kept);
    if (!settled.undecided.empty()) settled.undecided.resize(kept);
  }
  return settled;
}

template <typename F>
class ModelOf final : public AnalogModel {
 public:
  using Ideal = typename F::Machine;
  using M = FlawedMachine<Ideal>;

  ModelOf() : info_(F::info()) {
    append_flaw_parameters(info_.parameters);
    append(machine_parameters(), info_.parameters);
  }
  [[nodiscard]] const SamplerInfo& info() const override { return info_; }
  [[nodiscard]] bool answers(QuestionKind kind) const override {
    switch (kind) {
      case QuestionKind::ising:
        return Answers<F, Problem>;
      case QuestionKind::recall:
        return Answers<F, PatternSet>;
      case QuestionKind::reconstruct:
        return Answers<F, SparseCode>;
      case QuestionKind::infer:
        return Answers<F, GenerativeModel>;
    }
    return false;
  }

  [[nodiscard]] SampleSet sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                 RunControl& control) const override {
    if constexpr (Answers<F, Problem>) {
      const KernelKind kernel = choose_kernel(options.kernel);
      const DeviceFlaws flaws = device_flaws(settings);
      const Problem device = device_problem(problem, flaws.coupling);
      M machine = flawed(build_device(problem, device, settings, kernel), flaws.node, kernel);
      if (options.silent) machine.silence();
      const MachinePlan plan = plan_of(machine, settings, kernel);
      SampleSet set = run_machine(machine, problem, plan, options, control);
      describe_machine_run(machine.layout(), machine.duration_s(), plan, set);
      describe_flaws(flaws, device, set);
      F::describe(machine.ideal(), settings, set);
      if (machine_energy_falls(machine)) diagnose_rises(set);
      if (settings.flag("check_step")) check_half_step(machine, problem, plan, options, control, set);
      return set;
    } else {
      refuse(QuestionKind::ising);
    }
  }

  [[nodiscard]] std::unique_ptr<AnalogRun> open(const Question& question, const Settings& settings,
                                                const OpenOptions& options) const override {
    M machine = build(question, settings, choose_kernel(options.kernel));
    const double step_s = step_of(machine, settings);
    return std::make_unique<AnalogRunOf<M>>(std::move(machine), F::stepper(settings), step_s, options);
  }

  [[nodiscard]] SettledEnsemble settle(const Question& question, const Settings& settings, const RunOptions& options,
                                       const Ensemble<double>& initial, RunControl& control) const override {
    const KernelKind kernel = choose_kernel(options.kernel);
    M machine = build(question, settings, kernel);
    if (options.silent) machine.silence();
    MachinePlan plan = plan_of(machine, settings, kernel);
    if (options.silent) plan.steps += plan.steps / 2;  // at the schedules' end, down to the minimum
    return settle_machine(machine, plan, options, initial, control);
  }

  [[nodiscard]] bool is_circuit() const override { return kIsCircuit; }

  [[nodiscard]] SpiceCircuit circuit(const Problem& problem, const Settings& settings, const OpenOptions& options,
                                     const SpiceAccuracy& accuracy) const override {
    if constexpr (kIsCircuit) {
      const DeviceFlaws flaws = device_flaws(settings);
      if (flaws.node.any()) {
        throw UsageError("a netlist has no place for the flaws of nodes", "flaws of the couplings may stay");
      }
      const Problem device = device_problem(problem, flaws.coupling);
      const Ideal machine = build_device(problem, device, settings, choose_kernel(options.kernel));
      std::vector<double> initial(static_cast<std::size_t>(machine.size()));
      machine.initial(options.seed, options.read, initial);
      return F::circuit(device, machine, options.initial.value_or(initial), accuracy);
    } else {
      throw UsageError(info_.name + " has no netlist", "the circuits are hopfield, lc-oscillator and bistable");
    }
  }

  [[nodiscard]] Ensemble<double> states_of(const Question& question, const Settings& settings,
                                           std::span<const Spin> cues) const override {
    if constexpr (requires(const Ideal& machine) { F::state_of(machine, cues); }) {
      const M machine = build(question, settings, choose_kernel("auto"));
      const auto spins = static_cast<std::size_t>(machine.spins());
      Ensemble<double> states(machine.size(), static_cast<Eigen::Index>(cues.size() / spins));
      for (Eigen::Index k = 0; k < states.cols(); ++k) {
        const auto state = F::state_of(machine.ideal(), cues.subspan(static_cast<std::size_t>(k) * spins, spins));
        states.col(k) = Eigen::Map<const Eigen::ArrayXd>(state.data(), states.rows());
      }
      return states;
    } else {
      throw UsageError(info_.name + " cannot be shown a pattern to start from", "take another sampler");
    }
  }

  [[nodiscard]] bool tells_inverse() const override {
    if constexpr (requires { F::tells_inverse; }) {
      return F::tells_inverse;
    } else {
      return true;
    }
  }

 private:
  static constexpr bool kIsCircuit = requires(const Problem& problem, const Ideal& machine, std::vector<double> initial,
                                              const SpiceAccuracy& accuracy) {
    F::circuit(problem, machine, std::move(initial), accuracy);
  };

  static MachinePlan plan_of(const M& machine, const Settings& settings, KernelKind kernel) {
    return plan_steps(machine.duration_s(), step_of(machine, settings), F::stepper(settings), kernel);
  }

  /// The family's step, shorter where leakage and parasitics make the machine faster (so that with h for the family's
  /// step and r for their rate h' (1/h + r) <= 1 and h' r <= 1/2), and not longer than a coupling delay.
  static double step_of(const M& machine, const Settings& settings) {
    const double own_s = F::step_s(machine.ideal(), settings);
    if constexpr (requires { F::longest_step_s(machine.ideal()); }) {
      refuse_unstable_step(own_s, F::longest_step_s(machine.ideal()));
    }
    const double step_s = own_s / (1.0 + 2.0 * own_s * machine.added_rate());
    const double delay_s = machine.flaws().delay_s;
    if (delay_s == 0.0) return step_s;
    if (F::stepper(settings) == Stepper::symplectic) {
      throw UsageError("the symplectic stepper cannot follow a coupling delay", "take another stepper");
    }
    check_delay_memory(machine.flaws(), std::min(step_s, delay_s), machine.size());
    return std::min(step_s, delay_s);
  }

  /// The machine with the flaws of its nodes.
  static M flawed(Ideal machine, const NodeFlaws& flaws, KernelKind kernel) {
    StuckStates states;
    if constexpr (requires(std::span<const Spin> spins) { F::state_of(machine, spins); }) {
      if (flaws.stuck > 0.0) {
        const auto spins = static_cast<std::size_t>(machine.spins());
        states = {F::state_of(machine, std::vector<Spin>(spins, 1)),
                  F::state_of(machine, std::vector<Spin>(spins, -1))};
      }
    }
    return M(std::move(machine), flaws, states, kernel);
  }

  /// The machine set up for `asked`, whose couplings came out as those of `device`.
  template <typename Q>
  static Ideal build_device(const Q& asked, const Q& device, const Settings& settings, KernelKind kernel) {
    if constexpr (TellsDevice<F, Q>) {
      return F::build(asked, device, settings, kernel);
    } else {
      return F::build(device, settings, kernel);
    }
  }

  /// The machine for a question whose couplings have flaws.
  static Ideal build_flawed(const Problem& problem, const Settings& settings, KernelKind kernel,
                            const CouplingFlaws& flaws) {
    return build_device(problem, device_problem(problem, flaws), settings, kernel);
  }
  static Ideal build_flawed(const SparseCode& code, const Settings& settings, KernelKind kernel,
                            const CouplingFlaws& flaws) {
    return build_device(code, device_code(code, flaws), settings, kernel);
  }
  static Ideal build_flawed(const PatternSet& patterns, const Settings& settings, KernelKind kernel,
                            const CouplingFlaws& flaws) {
    if constexpr (requires { F::build(patterns, settings, kernel, flaws); }) {
      return F::build(patterns, settings, kernel, flaws);
    } else {
      if (!flaws.any()) return F::build(patterns, settings, kernel);
      throw UsageError("flaws of the couplings are not modelled for the stored patterns of " + F::info().name,
                       "set the parameters of couplings to their defaults; those of nodes may stay");
    }
  }

  static Ideal build_flawed(const GenerativeModel& model, const Settings& settings, KernelKind kernel,
                            const CouplingFlaws& flaws) {
    if (!flaws.any()) return F::build(model, settings, kernel);
    throw UsageError("flaws of the couplings are not modelled for the weights of " + F::info().name,
                     "set the parameters of couplings to their defaults; those of nodes may stay");
  }

  static bool machine_energy_falls(const M& machine) {
    if constexpr (requires { F::energy_falls(machine.ideal()); }) {
      const NodeFlaws& flaws = machine.flaws();
      return !machine.has_noise() && !machine.changes_energy() && flaws.delay_s == 0.0 &&
             F::energy_falls(machine.ideal());
    } else {
      return false;
    }
  }

  static void append(const ParameterTable& rows, ParameterTable& table) {
    table.insert(table.end(), rows.begin(), rows.end());
  }

  /// Runs again with half the step and says whether that changes the answer.
  static void check_half_step(const M& machine, const Problem& problem, const MachinePlan& plan,
                              const RunOptions& options, RunControl& control, SampleSet& set) {
    if (set.reads() < 2 || control.should_stop()) return;
    RunOptions quiet = options;
    quiet.trace_points = 0;
    RunControl unwatched;
    MachinePlan finer = plan;
    finer.steps *= 2;
    finer.step_s *= 0.5;
    compare_half_step(run_machine(machine, problem, finer, quiet, unwatched), set);
  }

  [[noreturn]] void refuse(QuestionKind kind) const {
    throw UsageError(info_.name + " does not answer " + to_string(kind),
                     "'isinglass info' says what each sampler is for");
  }

  M build(const Question& question, const Settings& settings, KernelKind kernel) const {
    return std::visit(
        [&](const auto& asked) -> M {
          if constexpr (Answers<F, std::decay_t<decltype(asked)>>) {
            const DeviceFlaws flaws = device_flaws(settings);
            return flawed(build_flawed(asked, settings, kernel, flaws.coupling), flaws.node, kernel);
          } else {
            refuse(kind_of(question));
          }
        },
        question);
  }

  SamplerInfo info_;
};

}  // namespace isinglass
