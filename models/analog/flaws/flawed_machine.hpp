// A machine as built: any machine of models/analog with the flaws of its nodes (node_flaws.hpp) put into its equations.
// It meets the same concepts as the machine inside, so that engines and samplers cannot tell them apart; with all flaws
// off every call is handed through, and the answers are the same bits.
//
// Which rows of the state a stage touches: leakage, parasitics and white noise all analog rows (StateGroup::analog)
// except that phases neither leak nor have a capacitance, and that both detune or damp the amplitudes of a tank as its
// circuit says (TankMachine); resistors and amplifiers as row_flaws.hpp says; phase noise and jitter the phases, or the
// amplitudes of a machine in a rotating frame (noise_flaws.hpp); comparators the first spins() rows, which are the
// nodes; stuck nodes these and all other rows of the node (held_nodes.hpp). A stage that has no meaning for the machine
// is a UsageError.
//
// Deviation from a real circuit: the energy is that of the machine inside. With leakage, delays, or resistors and
// amplifiers that differ it is no longer a Lyapunov function.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "models/analog/flaws/delay_line.hpp"
#include "models/analog/flaws/held_nodes.hpp"
#include "models/analog/flaws/node_flaws.hpp"
#include "models/analog/flaws/noise_flaws.hpp"
#include "models/analog/flaws/row_flaws.hpp"
#include "models/analog/machine.hpp"
#include "models/error.hpp"
#include "models/numeric/aligned.hpp"
#include "models/numeric/ensemble_kernels.hpp"

namespace isinglass {

template <Machine M>
class FlawedMachine {
 public:
  using Inner = M;
  struct Workspace {
    typename M::Workspace inner;
    DelayLine<double> past;
    DelayLine<float> past_single;
    Ensemble<double> seen;
    Ensemble<float> seen_single;
    AlignedFloats normals;  ///< of the branches
  };

  /// Without flaws.
  explicit FlawedMachine(M machine) : FlawedMachine(std::move(machine), {}, {}) {}
  /// `states` is needed for stuck nodes only; `kernel` draws the thermal noise of resistors between nodes. UsageError
  /// for a stage that has no meaning for the machine.
  FlawedMachine(M machine, const NodeFlaws& flaws, const StuckStates& states, KernelKind kernel = KernelKind::generic)
      : machine_(std::move(machine)), flaws_(flaws), kernels_(&ensemble_kernels(kernel)) {
    if (!flaws_.any()) return;
    rows_ = row_flaws(machine_, flaws_);
    noise_ = noise_flaws(machine_, flaws_, rows_);
    held_ = held_nodes(machine_, flaws_, states);
    for (const auto& held : held_.rows) rows_.scale[static_cast<std::size_t>(held.first)] = 0.0;
    for (std::size_t i = 0; i < rows_.fed.size(); ++i) rows_.leak[i] -= rows_.fed[i];
    check_delay();
  }

  [[nodiscard]] const M& ideal() const { return machine_; }
  [[nodiscard]] const NodeFlaws& flaws() const { return flaws_; }

  [[nodiscard]] Eigen::Index size() const { return machine_.size(); }
  [[nodiscard]] std::vector<StateGroup> layout() const { return machine_.layout(); }
  [[nodiscard]] double duration_s() const { return machine_.duration_s(); }
  [[nodiscard]] bool has_noise() const { return !silent_ && (machine_.has_noise() || noise_.any()); }
  /// Leaves out the noise of the machine and of its flaws from now on. UsageError where it is in random jumps, which
  /// are the machine itself.
  void silence() {
    if constexpr (requires { machine_.has_random_jumps(); }) {
      if (machine_.has_random_jumps()) {
        throw UsageError("this machine moves by random jumps, so that without noise it is none",
                         "set its flips to zero, or take a rule without jumps");
      }
    }
    silent_ = true;
  }
  [[nodiscard]] Eigen::Index spins() const requires SpinMachine<M> { return machine_.spins(); }

  void diffusion(double time_s, std::span<double> amplitude) const {
    machine_.diffusion(time_s, amplitude);
    for (std::size_t i = 0; i < noise_.extra.size(); ++i) amplitude[i] = std::hypot(amplitude[i], noise_.extra[i]);
    for (std::size_t i = 0; i < rows_.scale.size(); ++i) amplitude[i] *= rows_.scale[i];
  }

  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const {
    machine_.initial(seed, read, state);
    for (const auto& [row, value] : held_.rows) state[static_cast<std::size_t>(row)] = value;
  }

  template <typename Scalar>
  void rhs(double time_s, const ConstEnsembleView<Scalar>& state, EnsembleView<Scalar> rate,
           Workspace& workspace) const {
    if (flaws_.delay_s > 0.0 || !rows_.seen_gain.empty()) {
      rates_by_sight(time_s, state, rate, workspace);
    } else {
      machine_.rhs(time_s, state, rate, workspace.inner);
    }
    alter(time_s, state, rate, 0);
  }

  template <typename Scalar>
  void energy(double time_s, const ConstEnsembleView<Scalar>& state, std::span<double> values,
              Workspace& workspace) const {
    machine_.energy(time_s, state, values, workspace.inner);
  }

  template <typename Scalar>
  void readout(const ConstEnsembleView<Scalar>& state, Eigen::Index replica,
               std::span<Spin> spins) const requires SpinMachine<M> {
    if (held_.comparator.empty()) return machine_.readout(state, replica, spins);
    const auto column = shifted(state, replica);
    machine_.readout(ConstEnsembleView<Scalar>(column.data(), size(), 1), 0, spins);
  }
  template <typename Scalar>
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<Scalar>& state,
                                       Eigen::Index replica) const requires SpinMachine<M> {
    if (held_.comparator.empty()) return machine_.undecided(state, replica);
    const auto column = shifted(state, replica);
    return machine_.undecided(ConstEnsembleView<Scalar>(column.data(), size(), 1), 0);
  }

  [[nodiscard]] Eigen::Index values() const requires requires(const M& m) { m.values(); }
  { return machine_.values(); }
  template <typename Scalar>
  void read_values(const ConstEnsembleView<Scalar>& state, Eigen::Index replica,
                   std::span<double> values) const requires requires(const M& m) {
    m.read_values(state, replica, values);
  }
  {
    machine_.read_values(state, replica, values);
    if constexpr (!SpinMachine<M>) {
      for (const auto& [row, value] : held_.rows) values[static_cast<std::size_t>(row)] = value;
    }
  }

  /// Jumps of the machine inside, or stages that act in `jump`.
  [[nodiscard]] bool jumps() const {
    return isinglass::jumps(machine_) || !held_.rows.empty() || flaws_.delay_s > 0.0 ||
           (!silent_ && !noise_.branches.empty());
  }
  /// The thermal noise of resistors between nodes, jumps of the machine inside, stuck nodes held where they are, the
  /// past kept for the delay.
  template <typename Scalar>
  void jump(const StepEnd& end, EnsembleView<Scalar> state, Workspace& workspace) const {
    if (!silent_ && !noise_.branches.empty()) {
      shake_branches<Scalar>(noise_.branches, *kernels_, end, state, workspace.normals);
    }
    if constexpr (JumpingMachine<M>) machine_.jump(end, state, workspace.inner);
    for (const auto& [row, value] : held_.rows) state.row(row).setConstant(static_cast<Scalar>(value));
    if (flaws_.delay_s > 0.0) {
      past<Scalar>(workspace).push(end.time_s, ConstEnsembleView<Scalar>(state.data(), state.rows(), state.cols()),
                                   end.time_s - flaws_.delay_s);
    }
  }

  void confine(double time_s, EnsembleView<double> state) const requires ConfinedMachine<M> {
    machine_.confine(time_s, state);
  }

  [[nodiscard]] Eigen::Index positions() const requires PartitionedMachine<M> { return machine_.positions(); }
  template <typename Scalar>
  void momentum_rate(double time_s, const ConstEnsembleView<Scalar>& state, EnsembleView<Scalar> rate,
                     Workspace& workspace) const requires PartitionedMachine<M> {
    machine_.momentum_rate(time_s, state, rate, workspace.inner);
    alter(time_s, state, rate, positions());
  }
  template <typename Scalar>
  void position_rate(double time_s, const ConstEnsembleView<Scalar>& state, EnsembleView<Scalar> rate,
                     Workspace& workspace) const requires PartitionedMachine<M> {
    machine_.position_rate(time_s, state, rate, workspace.inner);
    alter(time_s, state, rate, 0);
  }

  /// The same device with its drive held at a value.
  [[nodiscard]] FlawedMachine steered(double drive) const requires SteerableMachine<M> {
    FlawedMachine device = *this;
    device.machine_ = machine_.steered(drive);
    return device;
  }

  /// The largest rate (1/s) that leakage, parasitics and resistors add to those of the machine: what a fixed step must
  /// resolve.
  [[nodiscard]] double added_rate() const {
    double most = 0.0;
    for (std::size_t i = 0; i < rows_.leak.size(); ++i) {
      double rate = rows_.leak[i];
      // A tank's amplitude turns at half of this; the margin is for steppers that do not damp rotations.
      if constexpr (TankMachine<M>) rate += 2.0 * std::numbers::pi * machine_.carrier_hz() * rows_.share[i];
      most = std::max(most, rate * rows_.scale[i]);
    }
    return most;
  }
  /// True when the flaws leave the machine's energy without its meaning: leakage and parts that differ always,
  /// parasitics where they detune.
  [[nodiscard]] bool changes_energy() const {
    return flaws_.leakage_s || flaws_.resistance_mismatch != 0.0 || flaws_.gain_mismatch != 0.0 ||
           (TankMachine<M> && (flaws_.parasitic != 0.0 || flaws_.parasitic_spread != 0.0));
  }

  /// Forgets what the neighbours saw, so that rates of unrelated states can be asked for: without a past the couplings
  /// are seen undelayed.
  void forget(Workspace& workspace) const {
    workspace.past.clear();
    workspace.past_single.clear();
  }

 private:
  /// rate -> scale (rate - leak x), of the rows from `first` on that `rate` holds.
  template <typename Scalar>
  void alter(double time_s, const ConstEnsembleView<Scalar>& state, EnsembleView<Scalar>& rate,
             Eigen::Index first) const {
    if (rows_.scale.empty()) return;
    if constexpr (GainElementMachine<M>) {
      if (!rows_.element_error.empty()) machine_.add_gain_error(time_s, rows_.element_error, state, rate);
    }
    if constexpr (TankMachine<M>) {
      machine_.shunt(time_s, rows_.leak, rows_.share, state, rate);
      for (Eigen::Index i = 0; i < rate.rows(); ++i) {
        rate.row(i) *= static_cast<Scalar>(rows_.scale[static_cast<std::size_t>(i)]);
      }
      return;
    }
    for (Eigen::Index i = 0; i < rate.rows(); ++i) {
      const auto row = static_cast<std::size_t>(first + i);
      rate.row(i) = static_cast<Scalar>(rows_.scale[row]) *
                    (rate.row(i) - static_cast<Scalar>(rows_.leak[row]) * state.row(first + i));
    }
  }

  template <typename Scalar>
  static auto& past(Workspace& workspace) {
    if constexpr (std::is_same_v<Scalar, float>) {
      return workspace.past_single;
    } else {
      return workspace.past;
    }
  }

  /// What the couplings carry, later and amplified otherwise than they should.
  template <typename Scalar>
  void rates_by_sight(double time_s, const ConstEnsembleView<Scalar>& state, EnsembleView<Scalar> rate,
                      Workspace& workspace) const {
    if constexpr (DelayableMachine<M>) {
      Ensemble<Scalar>* seen = nullptr;
      if constexpr (std::is_same_v<Scalar, float>) {
        seen = &workspace.seen_single;
      } else {
        seen = &workspace.seen;
      }
      *seen = state;
      if (flaws_.delay_s > 0.0) look_back(time_s, state, *seen, past<Scalar>(workspace));
      for (std::size_t i = 0; i < rows_.seen_gain.size(); ++i) {
        seen->row(static_cast<Eigen::Index>(i)) *= static_cast<Scalar>(rows_.seen_gain[i]);
      }
      machine_.rhs_seen(time_s, state, ConstEnsembleView<Scalar>(seen->data(), seen->rows(), seen->cols()), rate,
                        workspace.inner);
    }
  }

  /// The state a delay ago, its carrier turned back.
  template <typename Scalar>
  void look_back(double time_s, const ConstEnsembleView<Scalar>& state, Ensemble<Scalar>& seen,
                 DelayLine<Scalar>& line) const {
    if (line.empty()) line.push(time_s, state, time_s);
    line.read(time_s - flaws_.delay_s, EnsembleView<Scalar>(seen.data(), seen.rows(), seen.cols()));
    for (const Eigen::Index row : rows_.phases) seen.row(row) -= static_cast<Scalar>(carrier_turn_);
    if constexpr (RotatingMachine<M>) {
      machine_.turn_back(carrier_turn_, EnsembleView<Scalar>(seen.data(), seen.rows(), seen.cols()));
    }
  }

  template <typename Scalar>
  [[nodiscard]] std::vector<Scalar> shifted(const ConstEnsembleView<Scalar>& state, Eigen::Index replica) const {
    std::vector<Scalar> column(static_cast<std::size_t>(size()));
    for (Eigen::Index i = 0; i < size(); ++i) column[static_cast<std::size_t>(i)] = state(i, replica);
    for (std::size_t i = 0; i < held_.comparator.size(); ++i) column[i] -= static_cast<Scalar>(held_.comparator[i]);
    return column;
  }

  void check_delay() {
    if (flaws_.delay_s == 0.0) return;
    bool delayable = DelayableMachine<M>;
    if constexpr (requires(const M& m) { m.delayable(); }) delayable = machine_.delayable();
    if (!delayable) {
      std::string reason = "this machine does not model a coupling delay";
      if constexpr (requires { M::no_delay; }) reason = M::no_delay;
      throw UsageError(reason, "set coupling_delay to 0");
    }
    if (!rows_.phases.empty() || RotatingMachine<M>) {
      carrier_turn_ = 2.0 * std::numbers::pi * carrier_of(machine_) * flaws_.delay_s;
    }
  }

  M machine_;
  NodeFlaws flaws_;
  const EnsembleKernels* kernels_;
  RowFlaws rows_;
  NoiseFlaws noise_;
  HeldNodes held_;
  double carrier_turn_ = 0.0;  ///< rad during the delay
  bool silent_ = false;
};

}  // namespace isinglass
