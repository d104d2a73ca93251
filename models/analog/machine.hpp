// What every analog machine is: a dynamical system dx = f(x, t) dt + g(t) dW that settles into an answer.
//
// To add a machine: write one class with the members below in a file pair of this folder, give them as templates or
// overloads on the scalar (double is the reference precision, float the batched engine's), and both engines of
// sim/integrate run it. docs/machines/oscillator.md is the worked example.
//
// Shapes and units. The state of R replicas is an array of size() rows and R columns, row-major, so that the replicas
// of one variable are contiguous. Time is in seconds; the state is in the machine's own units (radians, volts); rates
// are per second; the noise amplitude g is in units per square root of a second. In single precision R is kBlockWidth.
#pragma once

#include <Eigen/Dense>
#include <concepts>
#include <cstdint>
#include <span>

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
};

namespace machine_detail {

template <typename M, typename Scalar>
concept RunsIn = requires(const M& machine, typename M::Workspace& workspace, double time_s,
                          ConstEnsembleView<Scalar> state, EnsembleView<Scalar> rate, std::span<double> per_replica,
                          Eigen::Index replica, std::span<Spin> spins) {
  // rate = f(state, time), rows x R.
  machine.rhs(time_s, state, rate, workspace);
  // The Lyapunov function of each replica at the schedules of time_s: R values, in the machine's own units.
  machine.energy(time_s, state, per_replica, workspace);
  // The spins that a comparator would read out of one replica: spins() values.
  machine.readout(state, replica, spins);
  // How many spins of one replica are so near the comparator's threshold that the read-out says little.
  { machine.undecided(state, replica) } -> std::convertible_to<Eigen::Index>;
};

}  // namespace machine_detail

template <typename M>
concept Machine = requires(const M& machine, double time_s, std::uint64_t seed, std::uint32_t read,
                           std::span<double> per_row) {
  typename M::Workspace;                                     // scratch memory of one thread; default-constructible
  { machine.size() } -> std::convertible_to<Eigen::Index>;   // rows of the state
  { machine.spins() } -> std::convertible_to<Eigen::Index>;  // spins of the answer
  { machine.duration_s() } -> std::convertible_to<double>;   // when the schedules end
  { machine.has_noise() } -> std::convertible_to<bool>;      // false: diffusion is zero at all times
  machine.diffusion(time_s, per_row);                        // g of each row: additive noise
  machine.initial(seed, read, per_row);                      // the state in which read `read` starts
}
&&machine_detail::RunsIn<M, double>&& machine_detail::RunsIn<M, float>;

}  // namespace isinglass
