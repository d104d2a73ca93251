// Overdamped Langevin dynamics: a state that slides down an energy and is shaken by heat.
//
//   dx = -(1/tau) dE/dx dt + sqrt(2 T(t) / tau) dW
//
// At constant T the state is distributed as exp(-E/T) in the end, by the depth of the minima and by their width. tau is
// the mobility's time unit in seconds: the literature's equation (Lemons and Gythiel's translation of Langevin 1908,
// Am. J. Phys. 65, 1079, 1997) has tau = 1. Kramers (Physica 7, 284, 1940): the rate of escape over a barrier much
// higher than T is sqrt(E''(well) |E''(top)|) / (2 pi tau) exp(-barrier/T).
//
// The energy is a type of its own (EnergyFunction): real spins in double wells for an Ising problem (IsingWells; as the
// wells become steep the signs follow the Ising energy, at finite strength they sample another law), a smoothed LASSO
// (SparseCodeEnergy), or that of any machine of this library that descends one (MachineEnergy): softmax memories, the
// free energy of predictive coding.
//
// Temperatures: any schedule, also several times over (warm restarts: Zhang et al., ICLR 2020, arXiv 1902.03932, whose
// step size falls instead of the temperature).
//
// Deviations: no momentum (the overdamped limit); the noise is additive, that is, the mobility does not depend on x.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "models/analog/langevin_energy.hpp"
#include "models/analog/repeated_schedule.hpp"
#include "models/analog/uniform_start.hpp"

namespace isinglass {

/// How a Langevin machine is run.
struct LangevinDesign {
  double time_unit_s = 1e-9;                               ///< tau: seconds per unit of time
  RepeatedSchedule temperature = Schedule::constant(1.0);  ///< T(t), in units of the energy
  double duration_s = 1e-6;
  double step_s = 1e-11;  ///< the fixed step that suits it
  double spread = 1.0;    ///< the state starts uniform in [-spread, spread)
};

/// An energy whose variables are themselves the answer: values() numbers.
template <typename E>
concept ShowsValues = requires(const E& energy, ConstEnsembleView<double> state, std::span<double> values) {
  { energy.values() } -> std::convertible_to<Eigen::Index>;
  energy.read_values(state, Eigen::Index{0}, values);
};

template <EnergyFunction E>
class LangevinMachine {
 public:
  using Workspace = typename E::Workspace;
  /// Why couplings have no delay, in an energy that has no such forces.
  static constexpr const char* no_delay = [] {
    if constexpr (requires { E::no_delay; }) return E::no_delay;
    return "forces in this energy are not told apart into couplings and wells";
  }();

  LangevinMachine(E energy, const LangevinDesign& design) : energy_(std::move(energy)), design_(design) {}

  [[nodiscard]] Eigen::Index size() const { return energy_.size(); }
  [[nodiscard]] Eigen::Index spins() const requires(!ShowsValues<E>) { return energy_.size(); }
  [[nodiscard]] std::vector<StateGroup> layout() const {
    if constexpr (requires { energy_.layout(); }) return energy_.layout();
    return {{"position", "", 0, size()}};
  }
  [[nodiscard]] double duration_s() const { return design_.duration_s; }
  [[nodiscard]] bool has_noise() const { return !design_.temperature.is_zero(); }
  [[nodiscard]] const LangevinDesign& design() const { return design_; }
  [[nodiscard]] const E& energy_function() const { return energy_; }

  /// sqrt(2 T / tau), per sqrt(s).
  void diffusion(double time_s, std::span<double> amplitude) const {
    std::fill(amplitude.begin(), amplitude.end(),
              std::sqrt(2.0 * design_.temperature.value(time_s) / design_.time_unit_s));
  }

  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const {
    uniform_start(seed, read, design_.spread, state);
  }

  template <typename Scalar>
  void rhs(double time_s, const Eigen::Map<const Ensemble<Scalar>>& state, Eigen::Map<Ensemble<Scalar>> rate,
           Workspace& workspace) const {
    energy_.gradient(time_s, state, rate, workspace);
    rate *= static_cast<Scalar>(-1.0 / design_.time_unit_s);
  }

  /// The rates when the couplings carry the positions `seen`.
  template <typename Scalar>
  void rhs_seen(double time_s, const Eigen::Map<const Ensemble<Scalar>>& state,
                const Eigen::Map<const Ensemble<Scalar>>& seen, Eigen::Map<Ensemble<Scalar>> rate,
                Workspace& workspace) const requires requires(const E& energy) {
    energy.gradient_seen(time_s, state, seen, rate, workspace);
  }
  {
    energy_.gradient_seen(time_s, state, seen, rate, workspace);
    rate *= static_cast<Scalar>(-1.0 / design_.time_unit_s);
  }

  /// E, in its own units.
  template <typename Scalar>
  void energy(double time_s, const Eigen::Map<const Ensemble<Scalar>>& state, std::span<double> values,
              Workspace& workspace) const {
    energy_.value(time_s, state, values, workspace);
  }

  /// s_i = sign x_i (+1 at zero).
  template <typename Scalar>
  void readout(const Eigen::Map<const Ensemble<Scalar>>& state, Eigen::Index replica, std::span<Spin> spins) const
      requires(!ShowsValues<E>) {
    for (std::size_t i = 0; i < spins.size(); ++i) {
      spins[i] = state(static_cast<Eigen::Index>(i), replica) >= Scalar{0} ? Spin{1} : Spin{-1};
    }
  }
  /// Positions nearer to zero than one half.
  template <typename Scalar>
  [[nodiscard]] Eigen::Index undecided(const Eigen::Map<const Ensemble<Scalar>>& state, Eigen::Index replica) const
      requires(!ShowsValues<E>) {
    return (state.col(replica).abs() < Scalar{0.5}).count();
  }

  /// What the energy shows of one replica.
  [[nodiscard]] Eigen::Index values() const requires ShowsValues<E> { return energy_.values(); }
  template <typename Scalar>
  void read_values(const Eigen::Map<const Ensemble<Scalar>>& state, Eigen::Index replica,
                   std::span<double> values) const requires ShowsValues<E> {
    energy_.read_values(state, replica, values);
  }

  /// That of the energy: see IsingWells.
  [[nodiscard]] ThresholdAnswer binary_threshold(std::span<const double> state) const requires(!ShowsValues<E>) {
    if constexpr (requires { energy_.binary_threshold(0.0); }) {
      return energy_.binary_threshold(duration_s());
    } else if constexpr (requires { energy_.binary_threshold(state); }) {
      return energy_.binary_threshold(state);
    } else {
      return NoThreshold{"positions in this energy are real numbers, and nothing drives them to two values"};
    }
  }
  [[nodiscard]] LangevinMachine steered(double strength) const requires requires(const E& energy) {
    energy.steered(strength);
  }
  { return {energy_.steered(strength), design_}; }

 private:
  E energy_;
  LangevinDesign design_;
};

static_assert(SpinMachine<LangevinMachine<IsingWells>> && DelayableMachine<LangevinMachine<IsingWells>> &&
              SpinMachine<LangevinMachine<SeparateWells<DoubleWell>>>);

}  // namespace isinglass
