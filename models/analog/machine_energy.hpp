// The energy that a machine descends, for the Langevin machine to move in: of any machine whose rates are minus the
// gradient of its energy over one time constant, dx/dt = -(1/tau) dE/dx. In this library these are
//
//   softmax memories (dense_memory.hpp, model B, tau_h = 0)     E = |v|^2 / 2 - ln sum_mu exp(beta xi^mu . v) / beta
//   predictive coding (predictive_coding.hpp)                   E = F
//
// At T = 1 the second samples the posterior of the causes, which is exp(-F) up to a constant. At T = 1/beta the first
// samples a mixture of one Gaussian of variance T for each pattern, as exp(-beta E) says (the energy of Ramsauer et al.
// 2020, arXiv 2008.02217, read as a density).
//
// Not of this kind: machines that descend an energy in other coordinates (Hopfield circuits, memories of models A and
// C: dE/dx times a matrix), and those whose noise already is heat (oscillators with K_n: exp(-E/K_n^2),
// oscillator.hpp).
#pragma once

#include <utility>
#include <vector>

#include "models/analog/binary_threshold.hpp"
#include "models/analog/machine.hpp"

namespace isinglass {

template <Machine M>
class MachineEnergy {
 public:
  using Workspace = typename M::Workspace;

  /// `time_constant_s` is tau of the machine.
  MachineEnergy(M machine, double time_constant_s) : machine_(std::move(machine)), time_constant_s_(time_constant_s) {}

  [[nodiscard]] Eigen::Index size() const { return machine_.size(); }
  [[nodiscard]] std::vector<StateGroup> layout() const { return machine_.layout(); }
  [[nodiscard]] const M& machine() const { return machine_; }

  template <typename Scalar>
  void gradient(double time_s, const Eigen::Map<const Ensemble<Scalar>>& state, Eigen::Map<Ensemble<Scalar>> slope,
                Workspace& workspace) const {
    machine_.rhs(time_s, state, slope, workspace);
    slope *= static_cast<Scalar>(-time_constant_s_);
  }
  template <typename Scalar>
  void gradient_seen(double time_s, const Eigen::Map<const Ensemble<Scalar>>& state,
                     const Eigen::Map<const Ensemble<Scalar>>& seen, Eigen::Map<Ensemble<Scalar>> slope,
                     Workspace& workspace) const requires DelayableMachine<M> {
    machine_.rhs_seen(time_s, state, seen, slope, workspace);
    slope *= static_cast<Scalar>(-time_constant_s_);
  }
  template <typename Scalar>
  void value(double time_s, const Eigen::Map<const Ensemble<Scalar>>& state, std::span<double> values,
             Workspace& workspace) const {
    machine_.energy(time_s, state, values, workspace);
  }

  [[nodiscard]] Eigen::Index values() const requires ValueMachine<M> { return machine_.values(); }
  template <typename Scalar>
  void read_values(const Eigen::Map<const Ensemble<Scalar>>& state, Eigen::Index replica,
                   std::span<double> values) const requires ValueMachine<M> {
    machine_.read_values(state, replica, values);
  }
  [[nodiscard]] ThresholdAnswer binary_threshold(std::span<const double> state) const requires SpinMachine<M> {
    return machine_.binary_threshold(state);
  }

 private:
  M machine_;
  double time_constant_s_;
};

}  // namespace isinglass
