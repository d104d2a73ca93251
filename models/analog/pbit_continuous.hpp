// Probabilistic bits with a finite response time, running by themselves in continuous time: magnets or latches whose
// output m_i = +-1 follows its input I_i at random, the input made by a synapse that may be slow too.
//
//   I_i     = beta (sum_j J_ij m_j + h_i)            or, with a slow synapse, tau_s dI_i/dt = beta (...) - I_i
//   glauber     a p-bit answers at random instants, on average every tau_N, and then m_i = sgn(tanh I_i - r),
//               r uniform in (-1, 1): rate of a flip (1 - m_i tanh I_i) / (2 tau_N)
//   autonomous  a magnet hops over its barrier: rate of a flip exp(-m_i I_i) / tau_N, in steps
//               m_i <- m_i sgn(exp(-(dt/tau_N) exp(-m_i I_i)) - r'), r' uniform in (0, 1), dt about tau_N / 6
//   mean-field  tau_N dm_i/dt = tanh I_i - m_i, the mean of the first rule without correlations
//   beta = 1/T(t); one p-bit alone has <m> = tanh I by all three
//
// Camsari, Faria, Sutton and Datta, Phys. Rev. X 7, 031014 (2017): the p-bit. Pervaiz, Ghantasala, Camsari and Datta,
// Sci. Rep. 7, 10994 (2017) and Sutton et al., IEEE Access 8, 157238 (2020): autonomous operation. Glauber, J. Math.
// Phys. 4, 294 (1963); Suzuki and Kubo, J. Phys. Soc. Japan 24, 51 (1968): the mean field. For a finite step both
// random rules are parallel ones: all p-bits decide at once, from the inputs before the step, so that they
// sample another law than Boltzmann's, which they reach as the step goes to zero (test_pbit_continuous.cpp computes it
// exactly for few p-bits). Their synapse must then answer much faster than the p-bits.
//
// J and h here have the papers' sign, the opposite of the project's: they are turned round once, in the constructor.
// Energy: that of the problem; for the mean field the free energy E - T S, which never rises at constant T when the
// synapse answers at once.
//
// Deviations: response times are the same for all p-bits and do not depend on the input otherwise than stated; the
// autonomous rule is not normalised to a flip rate of 1/tau_N at zero input divided by two; temperatures are ramped.
#pragma once

#include <string>
#include <vector>

#include "models/analog/binary_threshold.hpp"
#include "models/analog/coupling_matrix.hpp"
#include "models/analog/machine.hpp"
#include "models/analog/schedule.hpp"

namespace isinglass {

enum class PbitRule { glauber, autonomous, mean_field };
/// "glauber", "autonomous", "mean-field".
std::string to_string(PbitRule rule);
/// The rule of that name; UsageError otherwise.
PbitRule pbit_rule_named(const std::string& name);

/// What a machine of p-bits is built to.
struct PbitContinuousDesign {
  PbitRule rule = PbitRule::glauber;
  double response_s = 1e-9;                        ///< tau_N
  double synapse_s = 0.0;                          ///< tau_s; 0: the input follows at once
  Schedule temperature = Schedule::constant(1.0);  ///< T(t), in units of the problem's energy; above zero
  double duration_s = 1e-6;
  double step_s = 1e-9 / 6.0;  ///< the fixed step that suits it
};

class PbitContinuousMachine {
 public:
  /// Scratch memory of one thread, filled on first use.
  struct Workspace {
    Ensemble<double> sums;
    Ensemble<float> sums_single;
  };

  PbitContinuousMachine(const Problem& problem, const PbitContinuousDesign& design, CouplingStorage storage,
                        KernelKind kernel);

  /// The outputs m; with a slow synapse the inputs I after them.
  [[nodiscard]] Eigen::Index size() const { return has_synapse() ? 2 * spins() : spins(); }
  [[nodiscard]] Eigen::Index spins() const { return coupling_.size(); }
  [[nodiscard]] std::vector<StateGroup> layout() const;
  [[nodiscard]] double duration_s() const { return design_.duration_s; }
  [[nodiscard]] bool has_noise() const { return has_random_jumps(); }
  [[nodiscard]] bool has_random_jumps() const { return design_.rule != PbitRule::mean_field; }
  [[nodiscard]] const PbitContinuousDesign& design() const { return design_; }
  [[nodiscard]] const CouplingMatrix& coupling() const { return coupling_; }
  [[nodiscard]] bool has_synapse() const { return design_.synapse_s > 0.0; }
  /// A random rule with a synapse that answers at once has no equation in which a delayed output could be put.
  static constexpr const char* no_delay =
      "random p-bits whose synapses answer at once have nothing that could carry a delay";
  [[nodiscard]] bool delayable() const { return has_synapse() || design_.rule == PbitRule::mean_field; }

  /// Zero: the randomness is in `jump`.
  void diffusion(double time_s, std::span<double> amplitude) const;
  /// Outputs +1 or -1 with equal chances (mean field: uniform in [-0.1, 0.1)), inputs zero.
  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const;

  void rhs(double time_s, const ConstEnsembleView<double>& state, EnsembleView<double> rate,
           Workspace& workspace) const {
    rhs_seen(time_s, state, state, rate, workspace);
  }
  void rhs(double time_s, const ConstEnsembleView<float>& state, EnsembleView<float> rate, Workspace& workspace) const {
    rhs_seen(time_s, state, state, rate, workspace);
  }
  /// The rates when the synapses are fed with the outputs in `seen`.
  void rhs_seen(double time_s, const ConstEnsembleView<double>& state, const ConstEnsembleView<double>& seen,
                EnsembleView<double> rate, Workspace& workspace) const;
  void rhs_seen(double time_s, const ConstEnsembleView<float>& state, const ConstEnsembleView<float>& seen,
                EnsembleView<float> rate, Workspace& workspace) const;

  /// The random flips at the end of a step: uniform numbers from (seed, read, step, p-bit).
  void jump(const StepEnd& end, EnsembleView<double> state, Workspace& workspace) const;
  void jump(const StepEnd& end, EnsembleView<float> state, Workspace& workspace) const;

  void energy(double time_s, const ConstEnsembleView<double>& state, std::span<double> values,
              Workspace& workspace) const;
  void energy(double time_s, const ConstEnsembleView<float>& state, std::span<double> values,
              Workspace& workspace) const;

  /// s_i = sign m_i (+1 at zero).
  void readout(const ConstEnsembleView<double>& state, Eigen::Index replica, std::span<Spin> spins) const;
  void readout(const ConstEnsembleView<float>& state, Eigen::Index replica, std::span<Spin> spins) const;
  /// Outputs below one half; none but in the mean field.
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<double>& state, Eigen::Index replica) const;
  [[nodiscard]] Eigen::Index undecided(const ConstEnsembleView<float>& state, Eigen::Index replica) const;

  /// Of the mean field, in the inverse temperature: the onset is 1 / lambda_max(J); what spins need is left open. None
  /// for the random rules.
  [[nodiscard]] ThresholdAnswer binary_threshold(std::span<const double> state) const;
  /// At the constant temperature 1 / `inverse_temperature`.
  [[nodiscard]] PbitContinuousMachine steered(double inverse_temperature) const;

  /// Probability that a p-bit of output `output` and input `input` flips within `step_s`.
  [[nodiscard]] double flip_probability(double output, double input, double step_s) const;

 private:
  /// beta (J m + h) of the outputs in `outputs`, spins() x R.
  template <typename Scalar>
  Ensemble<Scalar>& inputs(double time_s, const Scalar* outputs, Eigen::Index replicas, Workspace& workspace) const;
  template <typename Scalar>
  void rates(double time_s, const ConstEnsembleView<Scalar>& state, const ConstEnsembleView<Scalar>& seen,
             EnsembleView<Scalar> rate, Workspace& workspace) const;
  template <typename Scalar>
  void flip(const StepEnd& end, EnsembleView<Scalar> state, Workspace& workspace) const;
  template <typename Scalar>
  void sum_energy(double time_s, const ConstEnsembleView<Scalar>& state, std::span<double> values,
                  Workspace& workspace) const;

  PbitContinuousDesign design_;
  CouplingMatrix coupling_;    ///< the papers' sign
  std::vector<double> field_;  ///< the papers' sign
  double offset_;
};

static_assert(SpinMachine<PbitContinuousMachine> && JumpingMachine<PbitContinuousMachine> &&
              DelayableMachine<PbitContinuousMachine>);

}  // namespace isinglass
