// A machine as built: any machine of models/analog with the flaws of its nodes (node_flaws.hpp) put into its equations.
// It meets the same concepts as the machine inside, so that engines and samplers cannot tell them apart; with all flaws
// off every call is handed through, and the answers are the same bits.
//
// Which rows of the state a stage touches: leakage, parasitics and white noise all analog rows (StateGroup::analog)
// except that phases neither leak nor have a capacitance, and that both detune or damp the amplitudes of a tank as its
// circuit says (TankMachine); phase noise and jitter the phases, or the amplitudes of a machine in a rotating frame;
// comparators the first spins() rows, which are the nodes; stuck nodes these and all other rows of the node
// (`rows_of`). A stage that has no meaning for the machine is a UsageError.
//
// Deviation from a real circuit: the energy is that of the machine inside. With leakage or delays it is no longer a
// Lyapunov function.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "models/analog/flaws/delay_line.hpp"
#include "models/analog/flaws/node_flaws.hpp"
#include "models/analog/machine.hpp"
#include "models/error.hpp"
#include "models/numeric/aligned.hpp"
#include "models/numeric/ensemble_kernels.hpp"

namespace isinglass {

/// A machine that knows the frequency of its carrier.
template <typename M>
concept CarrierMachine = requires(const M& machine) {
  { machine.design().frequency_hz } -> std::convertible_to<double>;
};

/// The whole state when every spin is +1, and when every spin is -1: where stuck nodes are held.
struct StuckStates {
  std::vector<double> up, down;
};

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
    set_rows();
    set_thermal_noise();
    set_phase_noise();
    set_nodes(states);
    check_delay();
  }

  [[nodiscard]] const M& ideal() const { return machine_; }
  [[nodiscard]] const NodeFlaws& flaws() const { return flaws_; }

  [[nodiscard]] Eigen::Index size() const { return machine_.size(); }
  [[nodiscard]] std::vector<StateGroup> layout() const { return machine_.layout(); }
  [[nodiscard]] double duration_s() const { return machine_.duration_s(); }
  [[nodiscard]] bool has_noise() const {
    return !silent_ && (machine_.has_noise() || !extra_.empty() || !branches_.empty());
  }
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
    for (std::size_t i = 0; i < extra_.size(); ++i) amplitude[i] = std::hypot(amplitude[i], extra_[i]);
    for (std::size_t i = 0; i < scale_.size(); ++i) amplitude[i] *= scale_[i];
  }

  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const {
    machine_.initial(seed, read, state);
    for (const auto& [row, value] : stuck_) state[static_cast<std::size_t>(row)] = value;
  }

  template <typename Scalar>
  void rhs(double time_s, const ConstEnsembleView<Scalar>& state, EnsembleView<Scalar> rate,
           Workspace& workspace) const {
    if (flaws_.delay_s > 0.0) {
      delayed_rates(time_s, state, rate, workspace);
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
    if (comparator_.empty()) return machine_.readout(state, replica, spins);
    const auto column = shifted(state, replica);
    machine_.readout(ConstEnsembleView<Scalar>(column.data(), size(), 1), 0, spins);
  }
  template <typename Scalar>
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<Scalar>& state,
                                       Eigen::Index replica) const requires SpinMachine<M> {
    if (comparator_.empty()) return machine_.undecided(state, replica);
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
  { machine_.read_values(state, replica, values); }

  /// Jumps of the machine inside, or stages that act in `jump`.
  [[nodiscard]] bool jumps() const {
    return isinglass::jumps(machine_) || !stuck_.empty() || flaws_.delay_s > 0.0 || (!silent_ && !branches_.empty());
  }
  /// The thermal noise of resistors between nodes, jumps of the machine inside, stuck nodes held where they are, the
  /// past kept for the delay.
  template <typename Scalar>
  void jump(const StepEnd& end, EnsembleView<Scalar> state, Workspace& workspace) const {
    if (!silent_ && !branches_.empty()) shake<Scalar>(end, state, workspace);
    if constexpr (JumpingMachine<M>) machine_.jump(end, state, workspace.inner);
    for (const auto& [row, value] : stuck_) state.row(row).setConstant(static_cast<Scalar>(value));
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

  /// The largest rate (1/s) that leakage and parasitics add to those of the machine: what a fixed step must resolve.
  [[nodiscard]] double added_rate() const {
    double most = 0.0;
    for (std::size_t i = 0; i < leak_.size(); ++i) {
      double rate = leak_[i];
      // A tank's amplitude turns at half of this; the margin is for steppers that do not damp rotations.
      if constexpr (TankMachine<M>) rate += 2.0 * std::numbers::pi * machine_.carrier_hz() * share_[i];
      most = std::max(most, rate * scale_[i]);
    }
    return most;
  }
  /// True when what leakage and parasitics add leaves the machine's energy without its meaning: leakage always,
  /// parasitics where they detune.
  [[nodiscard]] bool changes_energy() const {
    return flaws_.leakage_s || (TankMachine<M> && (flaws_.parasitic != 0.0 || flaws_.parasitic_spread != 0.0));
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
    if (scale_.empty()) return;
    if constexpr (TankMachine<M>) {
      machine_.shunt(time_s, leak_, share_, state, rate);
      for (Eigen::Index i = 0; i < rate.rows(); ++i)
        rate.row(i) *= static_cast<Scalar>(scale_[static_cast<std::size_t>(i)]);
      return;
    }
    for (Eigen::Index i = 0; i < rate.rows(); ++i) {
      const auto row = static_cast<std::size_t>(first + i);
      rate.row(i) =
          static_cast<Scalar>(scale_[row]) * (rate.row(i) - static_cast<Scalar>(leak_[row]) * state.row(first + i));
    }
  }

  /// Noise of one resistor between two rows: what one standard normal times sqrt(step) does to each.
  struct Branch {
    Eigen::Index from, to;
    double on_from, on_to;
  };

  /// The noise currents of a step. They have no state of their own, so that adding them at its end is Euler and
  /// Maruyama's rule whatever the stepper is.
  template <typename Scalar>
  void shake(const StepEnd& end, EnsembleView<Scalar>& state, Workspace& workspace) const {
    workspace.normals.resize(branches_.size() * kBlockWidth);
    kernels_->normals(
        {.seed = end.seed, .read = end.first_read, .step = end.step, .index = 0, .stream = NoiseStream::branches},
        static_cast<std::int64_t>(branches_.size()), workspace.normals.data());
    const double root = std::sqrt(end.step_s);
    const float* normal = workspace.normals.data();
    for (const Branch& branch : branches_) {
      const auto on_from = static_cast<Scalar>(root * branch.on_from);
      const auto on_to = static_cast<Scalar>(root * branch.on_to);
      for (Eigen::Index r = 0; r < state.cols(); ++r) {
        const auto current = static_cast<Scalar>(normal[r]);
        state(branch.from, r) += on_from * current;
        state(branch.to, r) += on_to * current;
      }
      normal += kBlockWidth;
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

  template <typename Scalar>
  void delayed_rates(double time_s, const ConstEnsembleView<Scalar>& state, EnsembleView<Scalar> rate,
                     Workspace& workspace) const {
    if constexpr (DelayableMachine<M>) {
      auto& line = past<Scalar>(workspace);
      if (line.empty()) line.push(time_s, state, time_s);
      Ensemble<Scalar>* seen = nullptr;
      if constexpr (std::is_same_v<Scalar, float>) {
        seen = &workspace.seen_single;
      } else {
        seen = &workspace.seen;
      }
      seen->resize(state.rows(), state.cols());
      line.read(time_s - flaws_.delay_s, EnsembleView<Scalar>(seen->data(), seen->rows(), seen->cols()));
      for (const Eigen::Index row : phases_) seen->row(row) -= static_cast<Scalar>(carrier_turn_);
      if constexpr (RotatingMachine<M>) {
        machine_.turn_back(carrier_turn_, EnsembleView<Scalar>(seen->data(), seen->rows(), seen->cols()));
      }
      machine_.rhs_seen(time_s, state, ConstEnsembleView<Scalar>(seen->data(), seen->rows(), seen->cols()), rate,
                        workspace.inner);
    }
  }

  template <typename Scalar>
  [[nodiscard]] std::vector<Scalar> shifted(const ConstEnsembleView<Scalar>& state, Eigen::Index replica) const {
    std::vector<Scalar> column(static_cast<std::size_t>(size()));
    for (Eigen::Index i = 0; i < size(); ++i) column[static_cast<std::size_t>(i)] = state(i, replica);
    for (std::size_t i = 0; i < comparator_.size(); ++i) column[i] -= static_cast<Scalar>(comparator_[i]);
    return column;
  }

  [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(size()); }

  /// Calls `touch(row, is_phase)` for every analog row.
  template <typename Touch>
  void for_analog_rows(Touch touch) const {
    for (const auto& group : layout()) {
      if (!group.analog) continue;
      for (Eigen::Index i = group.first; i < group.first + group.rows; ++i) {
        touch(static_cast<std::size_t>(i), group.unit == "rad");
      }
    }
  }

  void add_noise(std::size_t row, double amplitude) {
    if (extra_.empty()) extra_.assign(rows(), 0.0);
    extra_[row] = std::hypot(extra_[row], amplitude);
  }

  /// The node that a row belongs to, as far as leakage and parasitics go.
  [[nodiscard]] std::size_t node_of(std::size_t row) const {
    if constexpr (TankMachine<M>) return row % static_cast<std::size_t>(machine_.spins());
    return row;
  }

  void set_rows() {
    constexpr double kDamping = TankMachine<M> ? 0.5 : 1.0;  // of an amplitude, by a conductance at its node
    scale_.assign(rows(), 1.0);
    leak_.assign(rows(), 0.0);
    share_.assign(rows(), 0.0);
    const auto shares = parasitic_shares(flaws_, rows());
    bool any_node = false;
    for_analog_rows([&](std::size_t row, bool is_phase) {
      if (flaws_.white_noise > 0.0) add_noise(row, flaws_.white_noise);
      if (is_phase) {
        phases_.push_back(static_cast<Eigen::Index>(row));
        return;
      }
      any_node = true;
      share_[row] = shares[node_of(row)];
      scale_[row] = 1.0 / (1.0 + share_[row]);
      if (flaws_.leakage_s) leak_[row] = kDamping / *flaws_.leakage_s;
    });
    if (!any_node && (flaws_.leakage_s || flaws_.parasitic != 0.0 || flaws_.parasitic_spread != 0.0)) {
      throw UsageError("leakage and parasitic capacitance have no meaning for a machine whose state is phases only",
                       "leave leakage at auto, and parasitic and parasitic_spread at 0");
    }
  }

  void set_thermal_noise() {
    if (flaws_.temperature_k == 0.0) return;
    if constexpr (CircuitMachine<M>) {
      std::vector<double> capacitance(rows());
      std::vector<double> conductance(rows());
      machine_.capacitance_f(capacitance);
      machine_.conductance_s(conductance);
      for (std::size_t i = 0; i < rows(); ++i) {
        if (!(capacitance[i] > 0.0)) continue;
        const double total = conductance[i] + leak_[i] * capacitance[i];
        if (total > 0.0) add_noise(i, std::sqrt(2.0 * kBoltzmann * flaws_.temperature_k * total) / capacitance[i]);
      }
      set_branches(capacitance);
    } else {
      throw UsageError("this machine has no capacitances, so a temperature in kelvin says nothing about its noise",
                       "give white_noise instead");
    }
  }

  /// After set_rows and before nodes are stuck: scale_ holds the parasitics.
  void set_branches(const std::vector<double>& capacitance) {
    if constexpr (BranchedCircuit<M>) {
      for (const ThermalBranch& b : machine_.thermal_branches()) {
        const double current = std::sqrt(2.0 * kBoltzmann * flaws_.temperature_k * b.conductance_s);
        const auto on = [&](Eigen::Index node) {
          const auto row = static_cast<std::size_t>(node);
          return capacitance[row] > 0.0 ? current * scale_[row] / capacitance[row] : 0.0;
        };
        branches_.push_back({b.from, b.to, on(b.from), b.inverted ? on(b.to) : -on(b.to)});
      }
    }
  }

  void set_phase_noise() {
    if (!flaws_.phase_noise_dbc && flaws_.jitter_s == 0.0) return;
    if (phases_.empty() && !RotatingMachine<M>) {
      throw UsageError("phase noise and jitter have a meaning only for a machine of oscillators",
                       "give white_noise instead");
    }
    if (flaws_.phase_noise_dbc) {
      add_phase_noise(phase_diffusion(*flaws_.phase_noise_dbc, flaws_.phase_noise_offset_hz));
    }
    if (flaws_.jitter_s > 0.0) add_phase_noise(jitter_diffusion(flaws_.jitter_s, carrier_hz()));
  }

  /// K_n on every phase; across the carrier, and as much along it, where the state is amplitudes.
  void add_phase_noise(double amplitude) {
    for (const Eigen::Index row : phases_) add_noise(static_cast<std::size_t>(row), amplitude);
    if constexpr (RotatingMachine<M>) {
      for (std::size_t row = 0; row < rows(); ++row) add_noise(row, amplitude * machine_.carrier_amplitude());
    }
  }

  void set_nodes(const StuckStates& states) {
    if (flaws_.stuck == 0.0 && flaws_.comparator_offset == 0.0) return;
    if constexpr (SpinMachine<M>) {
      const auto nodes = static_cast<std::size_t>(machine_.spins());
      if (flaws_.comparator_offset > 0.0) comparator_ = comparator_offsets(flaws_, nodes);
      if (flaws_.stuck == 0.0) return;
      if (states.up.size() != rows() || states.down.size() != rows()) {
        throw UsageError("stuck nodes are not modelled for this machine: it has no state that shows a spin",
                         "set stuck_nodes to 0");
      }
      const auto spins = stuck_spins(flaws_, nodes);
      for (std::size_t i = 0; i < nodes; ++i) {
        if (spins[i] != 0) hold(static_cast<Eigen::Index>(i), spins[i] > 0 ? states.up : states.down);
      }
      // Spins read against a reference are stuck only if that stays where it is.
      if constexpr (requires { machine_.has_reference(); }) {
        if (!stuck_.empty() && machine_.has_reference()) hold(machine_.spins(), states.up);
      }
    } else {
      throw UsageError("stuck nodes and comparators have a meaning only for a machine that answers with spins",
                       "set stuck_nodes and comparator_offset to 0");
    }
  }

  /// Holds all rows of a node as they are in `state`.
  void hold(Eigen::Index node, const std::vector<double>& state) {
    std::vector<Eigen::Index> held{node};
    if constexpr (requires { machine_.rows_of(node); }) held = machine_.rows_of(node);
    for (const Eigen::Index row : held) {
      const auto k = static_cast<std::size_t>(row);
      stuck_.emplace_back(row, state[k]);
      scale_[k] = 0.0;
    }
  }

  void check_delay() {
    if (flaws_.delay_s == 0.0) return;
    bool delayable = DelayableMachine<M>;
    if constexpr (requires(const M& m) { m.delayable(); }) delayable = machine_.delayable();
    if (!delayable) {
      throw UsageError("this machine does not model a coupling delay", "set coupling_delay to 0");
    }
    if (!phases_.empty() || RotatingMachine<M>) carrier_turn_ = 2.0 * std::numbers::pi * carrier_hz() * flaws_.delay_s;
  }

  [[nodiscard]] double carrier_hz() const {
    if constexpr (RotatingMachine<M>) {
      return machine_.carrier_hz();
    } else if constexpr (CarrierMachine<M>) {
      return machine_.design().frequency_hz;
    } else {
      throw UsageError("this machine does not know the frequency of its oscillators",
                       "give phase_noise instead of jitter, and no coupling_delay");
    }
  }

  M machine_;
  NodeFlaws flaws_;
  const EnsembleKernels* kernels_;
  std::vector<Branch> branches_;                        ///< empty without a temperature
  std::vector<double> scale_, leak_, share_;            ///< per row; empty without flaws
  std::vector<double> extra_;                           ///< noise of the flaws, per row; empty without
  std::vector<double> comparator_;                      ///< per spin; empty without
  std::vector<std::pair<Eigen::Index, double>> stuck_;  ///< row and value
  std::vector<Eigen::Index> phases_;                    ///< rows in radians
  double carrier_turn_ = 0.0;                           ///< rad during the delay
  bool silent_ = false;
};

}  // namespace isinglass
