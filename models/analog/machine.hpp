// What every analog machine is: a dynamical system dx = f(x, t) dt + g(t) dW that settles into an answer.
//
// To add a machine: write one class with the members below in a file pair of this folder, give them as templates or
// overloads on the scalar (double is the reference precision, float the batched engine's), and both engines of
// sim/integrate run it. docs/adding-a-machine.md is the tour, with a worked example.
//
// Shapes and units. The state of R replicas is an array of size() rows and R columns, row-major, so that the replicas
// of one variable are contiguous. Time is in seconds; the state is in the machine's own units (radians, volts); rates
// are per second; the noise amplitude g is in units per square root of a second. In single precision R is kBlockWidth.
#pragma once

#include <Eigen/Dense>
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/problem/problem.hpp"

namespace isinglass {

template <typename Scalar>
using Ensemble = Eigen::Array<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <typename Scalar>
using EnsembleView = Eigen::Map<Ensemble<Scalar>>;
template <typename Scalar>
using ConstEnsembleView = Eigen::Map<const Ensemble<Scalar>>;

/// Streams of random numbers (NoiseCounter::stream) that analog machines draw from; no two stages share one.
struct NoiseStream {
  static constexpr std::uint32_t initial = 0x101;   ///< where a read starts
  static constexpr std::uint32_t dynamics = 0x102;  ///< noise of the stochastic steppers
  static constexpr std::uint32_t mismatch = 0x103;  ///< flaws of the device, with the device seed
  static constexpr std::uint32_t jumps = 0x104;     ///< random jumps between two steps
  static constexpr std::uint32_t branches = 0x105;  ///< thermal noise of resistors between two nodes
  // Flaws of a device (models/analog/flaws), with the device seed.
  static constexpr std::uint32_t relative_mismatch = 0x110;
  static constexpr std::uint32_t absolute_mismatch = 0x111;
  static constexpr std::uint32_t missing_parts = 0x112;
  static constexpr std::uint32_t input_offset = 0x113;
  static constexpr std::uint32_t stuck_nodes = 0x114;
  static constexpr std::uint32_t comparator_offset = 0x115;
  static constexpr std::uint32_t parasitics = 0x116;
  static constexpr std::uint32_t resistance_mismatch = 0x117;
  static constexpr std::uint32_t gain_mismatch = 0x118;
};

/// A run of rows of the state that mean the same: what waves, tables and plots call them.
struct StateGroup {
  std::string quantity;  ///< "phase", "voltage", "position"
  std::string unit;      ///< "rad", "V", or empty for a pure number
  Eigen::Index first = 0;
  Eigen::Index rows = 0;
  /// false: discrete or digital variables and inputs held from outside, which leakage, parasitics and noise do not
  /// touch
  bool analog = true;
};

/// The end of a step, where a machine may jump: what random jumps are a function of.
struct StepEnd {
  double time_s = 0.0;
  double step_s = 0.0;  ///< of the step that ended here
  std::uint64_t seed = 0;
  std::uint32_t first_read = 0;  ///< the read of column 0
  std::uint32_t step = 0;
};

namespace machine_detail {

template <typename M, typename Scalar>
concept RunsIn = requires(const M& machine, typename M::Workspace& workspace, double time_s,
                          ConstEnsembleView<Scalar> state, EnsembleView<Scalar> rate, std::span<double> per_replica) {
  // rate = f(state, time), rows x R.
  machine.rhs(time_s, state, rate, workspace);
  // The Lyapunov function (or the energy) of each replica at the schedules of time_s: R values, in the machine's units.
  machine.energy(time_s, state, per_replica, workspace);
};

template <typename M, typename Scalar>
concept ReadsSpinsIn = requires(const M& machine, ConstEnsembleView<Scalar> state, Eigen::Index replica,
                                std::span<Spin> spins) {
  // The spins that a comparator would read out of one replica: spins() values.
  machine.readout(state, replica, spins);
  // How many spins of one replica are so near the comparator's threshold that the read-out says little.
  { machine.undecided(state, replica) } -> std::convertible_to<Eigen::Index>;
};

template <typename M, typename Scalar>
concept ReadsValuesIn = requires(const M& machine, ConstEnsembleView<Scalar> state, Eigen::Index replica,
                                 std::span<double> values) {
  // The numbers that one replica shows: values() of them.
  machine.read_values(state, replica, values);
};

template <typename M, typename Scalar>
concept JumpsIn = requires(const M& machine, typename M::Workspace& workspace, const StepEnd& end,
                           EnsembleView<Scalar> state) {
  machine.jump(end, state, workspace);
};

template <typename M, typename Scalar>
concept SeesIn = requires(const M& machine, typename M::Workspace& workspace, double time_s,
                          ConstEnsembleView<Scalar> state, ConstEnsembleView<Scalar> seen, EnsembleView<Scalar> rate) {
  machine.rhs_seen(time_s, state, seen, rate, workspace);
};

template <typename M, typename Scalar>
concept ShuntsIn = requires(const M& machine, double time_s, std::span<const double> leak,
                            std::span<const double> share, ConstEnsembleView<Scalar> state, EnsembleView<Scalar> rate) {
  machine.shunt(time_s, leak, share, state, rate);
};

template <typename M, typename Scalar>
concept PartitionsIn = requires(const M& machine, typename M::Workspace& workspace, double time_s,
                                ConstEnsembleView<Scalar> state, EnsembleView<Scalar> half) {
  // Rates of the rows from positions() on, and of the rows before them.
  machine.momentum_rate(time_s, state, half, workspace);
  machine.position_rate(time_s, state, half, workspace);
};

}  // namespace machine_detail

/// What both engines can integrate.
template <typename M>
concept Machine = requires(const M& machine, double time_s, std::uint64_t seed, std::uint32_t read,
                           std::span<double> per_row) {
  typename M::Workspace;                                                 // scratch of one thread; default-constructible
  { machine.size() } -> std::convertible_to<Eigen::Index>;               // rows of the state
  { machine.layout() } -> std::convertible_to<std::vector<StateGroup>>;  // what the rows are, all of them, in order
  { machine.duration_s() } -> std::convertible_to<double>;               // when the schedules end
  { machine.has_noise() } -> std::convertible_to<bool>;                  // false: neither diffusion nor random jumps
  machine.diffusion(time_s, per_row);                                    // g of each row: additive noise
  machine.initial(seed, read, per_row);                                  // the state in which read `read` starts
}
&&machine_detail::RunsIn<M, double>&& machine_detail::RunsIn<M, float>;

/// A machine whose answer is spins: an Ising machine, or an associative memory.
template <typename M>
concept SpinMachine = Machine<M> && requires(const M& machine) {
  { machine.spins() } -> std::convertible_to<Eigen::Index>;  // spins of the answer
} && machine_detail::ReadsSpinsIn<M, double> && machine_detail::ReadsSpinsIn<M, float>;

/// A machine whose answer is real numbers: a sparse code, an estimate.
template <typename M>
concept ValueMachine = Machine<M> && requires(const M& machine) {
  { machine.values() } -> std::convertible_to<Eigen::Index>;  // numbers of the answer
} && machine_detail::ReadsValuesIn<M, double> && machine_detail::ReadsValuesIn<M, float>;

/// A machine that is more than a differential equation: after each step `jump` may move the state (inelastic walls,
/// clipping, random flips, resets). A jump draws from (seed, read, step, row) alone.
template <typename M>
concept JumpingMachine = Machine<M> && machine_detail::JumpsIn<M, double> && machine_detail::JumpsIn<M, float>;

/// Whether `machine` may move its state between two steps. A machine that can, but as built does not, says so with
/// `bool jumps() const`: engines then spare themselves the call.
template <Machine M>
[[nodiscard]] bool jumps(const M& machine) {
  if constexpr (requires { machine.jumps(); }) {
    return machine.jumps();
  } else {
    return JumpingMachine<M>;
  }
}

/// A machine some of whose rows are kept between limits (walls, rails): `confine` puts a state that was worked out
/// without them back to the nearest allowed one, and moves no other.
template <typename M>
concept ConfinedMachine = Machine<M> && requires(const M& machine, double time_s, EnsembleView<double> state) {
  machine.confine(time_s, state);
};

/// A machine that can tell what its couplings carry from what its nodes do: with `seen` in place of the states that the
/// neighbours see (delayed, say) and rhs(t, x) = rhs_seen(t, x, x). Only such a machine can have a coupling delay.
template <typename M>
concept DelayableMachine = Machine<M> && machine_detail::SeesIn<M, double> && machine_detail::SeesIn<M, float>;

/// A machine whose rows are voltages on capacitors: the capacitance of each row's node (F; 0 for a row that is none)
/// and the sum of the conductances from it to ground, a rail or the output of an amplifier (S). From them follows the
/// thermal noise at a temperature in kelvin.
template <typename M>
concept CircuitMachine = Machine<M> && requires(const M& machine, std::span<double> per_row) {
  machine.capacitance_f(per_row);
  machine.conductance_s(per_row);
};

/// A resistor between the nodes of two rows. Its noise current enters one node and leaves the other, so that the noise
/// of the two is not independent.
struct ThermalBranch {
  Eigen::Index from = 0;
  Eigen::Index to = 0;
  double conductance_s = 0.0;
  bool inverted = false;  ///< to the inverted copy of `to`: what leaves the copy enters the node
};

/// A machine whose rows are amplitudes in a frame that turns with a carrier: what is known of oscillators whose state
/// is not phases.
template <typename M>
concept RotatingMachine = Machine<M> &&
    requires(const M& machine, double rad, EnsembleView<double> seen, EnsembleView<float> seen_single) {
  { machine.carrier_hz() } -> std::convertible_to<double>;
  { machine.carrier_amplitude() } -> std::convertible_to<double>;  // in the units of the rows
  machine.turn_back(rad, seen);                                    // by that angle of the carrier
  machine.turn_back(rad, seen_single);
};

/// A circuit with such resistors.
template <typename M>
concept BranchedCircuit = CircuitMachine<M> && requires(const M& machine) {
  { machine.thermal_branches() } -> std::same_as<std::vector<ThermalBranch>>;
};

/// A machine whose nodes discharge through resistors of their own: 1 / (R C) of each row, 1/s; 0 for a row without.
template <typename M>
concept ResistiveNodes = Machine<M> && requires(const M& machine, std::span<double> per_row) {
  machine.own_decay_per_s(per_row);
};

/// A machine with amplifiers between its nodes and its couplings, so that their gain multiplies what `rhs_seen` sees:
/// 1 for each row with such an amplifier, 0 for the others.
template <typename M>
concept AmplifiedMachine = DelayableMachine<M> && requires(const M& machine, std::span<double> per_row) {
  machine.amplified(per_row);
};

/// A machine with active elements at its nodes: `add_gain_error` adds to the rates what relative errors of their gain,
/// one per row, change.
template <typename M>
concept GainElementMachine = Machine<M> &&
    requires(const M& machine, double time_s, std::span<const double> error, ConstEnsembleView<double> state,
             EnsembleView<double> rate, ConstEnsembleView<float> single, EnsembleView<float> rate_single) {
  { machine.has_gain_elements() } -> std::convertible_to<bool>;
  machine.add_gain_error(time_s, error, state, rate);
  machine.add_gain_error(time_s, error, single, rate_single);
};

/// A machine that knows the frequency of its carrier.
template <typename M>
concept CarrierMachine = requires(const M& machine) {
  { machine.design().frequency_hz } -> std::convertible_to<double>;
};

/// A machine whose drive can be held at a value: models/analog/binary_threshold.hpp.
template <typename M>
concept SteerableMachine = Machine<M> && requires(const M& machine, double drive) {
  { machine.steered(drive) } -> std::same_as<M>;
};

/// A machine of tanks whose rows are the amplitudes of their voltages in a frame that turns with a carrier: row i and
/// row spins() + i belong to node i. `shunt` adds to the rates what a conductance and a capacitance from each node to
/// ground do: `leak` is half the conductance over the node's own capacitance (1/s: the rate at which it damps an
/// amplitude), `share` the capacitance over the node's own, both per row. The rates are divided by 1 + share after.
/// `gain_rate_per_s` is the rate at which its gain element, undamped, lets a small amplitude grow.
template <typename M>
concept TankMachine = Machine<M> && machine_detail::ShuntsIn<M, double> && machine_detail::ShuntsIn<M, float> &&
    requires(const M& machine) {
  { machine.carrier_hz() } -> std::convertible_to<double>;
  { machine.gain_rate_per_s() } -> std::convertible_to<double>;
};

/// A machine with positions (the first positions() rows) and momenta (all other rows) for the symplectic stepper:
/// momentum_rate fills size() - positions() rows, position_rate positions() rows; rhs must be the two together.
template <typename M>
concept PartitionedMachine = Machine<M> && requires(const M& machine) {
  { machine.positions() } -> std::convertible_to<Eigen::Index>;
} && machine_detail::PartitionsIn<M, double> && machine_detail::PartitionsIn<M, float>;

}  // namespace isinglass
