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
#include "sim/sampler/analog_run_of.hpp"
#include "sim/sampler/device_flaws.hpp"
#include "sim/sampler/machine_diagnosis.hpp"
#include "sim/sampler/machine_run.hpp"
#include "sim/sampler/model.hpp"
#include "sim/sampler/settle_machine.hpp"
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
    check_generative_model(model);
    return F::build(device_model(model, flaws), settings, kernel);
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
