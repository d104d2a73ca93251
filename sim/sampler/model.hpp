// An analog model is a machine together with its parameter table, behind one virtual interface, so that every command
// (solve, simulate, recall, reconstruct) can use any machine of models/analog without knowing its type. To add one:
// write a family (sim/sampler/model_of.hpp says what that is) and one line in machines.cpp.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/analog/binary_threshold.hpp"
#include "models/analog/machine.hpp"
#include "models/problem/generative_model.hpp"
#include "models/problem/patterns.hpp"
#include "models/problem/sparse_code.hpp"
#include "sim/integrate/stop_check.hpp"
#include "sim/integrate/tolerance.hpp"
#include "sim/sampler/sampler.hpp"

namespace isinglass {

struct SpiceCircuit;
struct SpiceAccuracy;

/// What a machine can be asked: an Ising energy to lower, stored patterns to recall, a sparse code to find, the causes
/// of an observation to infer.
using Question = std::variant<Problem, PatternSet, SparseCode, GenerativeModel>;
enum class QuestionKind { ising, recall, reconstruct, infer };  ///< in the order of Question
[[nodiscard]] inline QuestionKind kind_of(const Question& question) {
  return static_cast<QuestionKind>(question.index());
}
/// "Ising problems", "recall", "sparse codes", "generative models".
std::string to_string(QuestionKind kind);

/// Which engine follows a trajectory: odeint's error-controlled one, or the fixed-step one, which can follow noise;
/// automatic takes the first for machines without noise.
enum class EngineChoice { automatic, adaptive, fixed };

/// How one trajectory is integrated.
struct OpenOptions {
  EngineChoice engine = EngineChoice::automatic;
  std::uint64_t seed = 0;
  std::uint32_t read = 0;
  std::string kernel = "auto";
  Tolerance tolerance{};                       ///< of the adaptive engine
  std::optional<std::vector<double>> initial;  ///< where to start; else the machine's own start of (seed, read)
};

/// One trajectory of some machine.
class AnalogRun {
 public:
  virtual ~AnalogRun() = default;
  AnalogRun(const AnalogRun&) = delete;
  AnalogRun& operator=(const AnalogRun&) = delete;

  [[nodiscard]] virtual std::vector<StateGroup> layout() const = 0;
  [[nodiscard]] virtual double duration_s() const = 0;
  [[nodiscard]] virtual bool has_noise() const = 0;
  /// True when the machine does more than follow its rates (walls, clipping, flips).
  [[nodiscard]] virtual bool jumps() const = 0;
  /// How many rows of `state` rest against a limit (a wall, a rail) that the machine keeps them within.
  [[nodiscard]] virtual std::size_t rows_at_wall(std::span<const double> state) const = 0;
  /// The engine that follows it, in words.
  [[nodiscard]] virtual std::string engine() const = 0;
  /// Moves to `time_s`, not before the current time, or to where `stop` said so. Throws NumericalError.
  virtual void advance_to(double time_s, const StopCheck& stop) = 0;
  void advance_to(double time_s) { advance_to(time_s, {}); }
  [[nodiscard]] virtual double time_s() const = 0;
  [[nodiscard]] virtual std::span<const double> state() const = 0;
  /// The Lyapunov function (or energy) now, in the machine's units.
  [[nodiscard]] virtual double energy() = 0;
  /// The spins read out now; empty for a machine without spins.
  [[nodiscard]] virtual std::vector<Spin> spins() const = 0;
  /// The numbers that any state shows (a sparse code, an estimate); empty for a machine whose answer is not numbers.
  [[nodiscard]] virtual std::vector<double> values_of(std::span<const double> state) const = 0;
  /// f(state, time) of any state: what Jacobians are made from. Without noise and jumps.
  virtual void rates(double time_s, std::span<const double> state, std::span<double> rate) = 0;
  /// The energy of any state.
  [[nodiscard]] virtual double energy_of(double time_s, std::span<const double> state) = 0;
  /// The spins read out of any state; empty for a machine without spins.
  [[nodiscard]] virtual std::vector<Spin> spins_of(std::span<const double> state) const = 0;
  /// How many spins of any state stand too near the comparator's threshold to be believed; 0 without spins.
  [[nodiscard]] virtual std::int64_t undecided(std::span<const double> state) const = 0;
  /// What drive it takes for the spins that `state` shows to be stable, as far as the machine has a formula.
  [[nodiscard]] virtual ThresholdAnswer binary_threshold(std::span<const double> state) const = 0;
  /// True where the drive of that threshold can be held at any value.
  [[nodiscard]] virtual bool can_be_steered() const = 0;
  /// f(state) at the schedules' end, but with the drive at `drive`; only where can_be_steered().
  virtual void steered_rates(double drive, std::span<const double> state, std::span<double> rate) = 0;

 protected:
  AnalogRun() = default;
};

/// Where an ensemble ended, on the fixed-step engine in double precision.
struct SettledEnsemble {
  Ensemble<double> states;               ///< size() x R
  std::vector<double> energy;            ///< R, in the machine's units
  std::vector<std::vector<Spin>> spins;  ///< R; empty for a machine without spins
  /// R: how much the run still moved in its last 5 %: the largest change of a variable of the first group (the nodes)
  /// over the largest of these, or of any variable over the largest of all, whichever is more. Phases count against at
  /// least 1 rad.
  std::vector<double> late_change;
  std::vector<std::int64_t> undecided;  ///< R: spins too near the threshold to be believed; empty without spins
  double duration_s = 0.0;
  bool interrupted = false;  ///< true: the columns not reached are missing
};

class AnalogModel {
 public:
  virtual ~AnalogModel() = default;
  AnalogModel(const AnalogModel&) = delete;
  AnalogModel& operator=(const AnalogModel&) = delete;

  [[nodiscard]] virtual const SamplerInfo& info() const = 0;
  [[nodiscard]] virtual bool answers(QuestionKind kind) const = 0;

  /// As Sampler::sample. UsageError when the machine does not answer Ising problems.
  [[nodiscard]] virtual SampleSet sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                         RunControl& control) const = 0;
  /// One trajectory. UsageError when the machine does not answer such a question, or has noise and the
  /// adaptive engine is asked for.
  [[nodiscard]] virtual std::unique_ptr<AnalogRun> open(const Question& question, const Settings& settings,
                                                        const OpenOptions& options) const = 0;
  /// Lets `initial.cols()` replicas settle from the given states (size() rows), or options.reads replicas from the
  /// machine's own starts when `initial` is empty.
  [[nodiscard]] virtual SettledEnsemble settle(const Question& question, const Settings& settings,
                                               const RunOptions& options, const Ensemble<double>& initial,
                                               RunControl& control) const = 0;
  /// The machine as a netlist for ngspice, and how its results are read (sim/sampler/spice_comparison.hpp). UsageError
  /// when the machine is no circuit, or has noise, which no second simulator would repeat.
  [[nodiscard]] virtual bool is_circuit() const = 0;
  [[nodiscard]] virtual SpiceCircuit circuit(const Problem& problem, const Settings& settings,
                                             const OpenOptions& options, const SpiceAccuracy& accuracy) const = 0;
  /// The states that show K cues of n spins each, one after the other in `cues`, to the machine: where recalls start.
  /// size() x K. UsageError when the machine has no such state.
  [[nodiscard]] virtual Ensemble<double> states_of(const Question& question, const Settings& settings,
                                                   std::span<const Spin> cues) const = 0;
  /// As states_of for a single cue.
  [[nodiscard]] std::vector<double> state_of(const Question& question, const Settings& settings,
                                             std::span<const Spin> cue) const {
    const Ensemble<double> states = states_of(question, settings, cue);
    return {states.data(), states.data() + states.size()};
  }
  /// False where nothing in the machine tells a pattern from its inverse (oscillators without a reference), so that a
  /// recalled pattern may come out either way round.
  [[nodiscard]] virtual bool tells_inverse() const { return true; }

 protected:
  AnalogModel() = default;
};

}  // namespace isinglass
