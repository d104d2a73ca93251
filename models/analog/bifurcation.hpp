// Simulated bifurcation: N particles in potentials that turn from one well into two, coupled by the problem.
//
//   adiabatic (aSB)   dy_i/dt = -(K x_i^2 + a0 - a(t)) x_i + c0 (sum_j J_ij x_j + h_i),   dx_i/dt = a0 y_i
//   ballistic (bSB)   the same without K x^3, and perfectly inelastic walls: |x_i| > 1 => x_i = sgn x_i, y_i = 0
//   discrete (dSB)    as bSB, with sgn(x_j) in the place of x_j in the sum
//   heated bSB, dSB   after the walls y_i += gamma y_i' dt, with y_i' the momentum before the step
//   generalised bSB   p_i in the place of a0 - a(t), one for each spin: p_i starts at 1 and
//                     dp_i/dt = -(1 - A x_i^2) p_i / (T - t), T the duration; A = 0 is bSB
//   s_i = sgn x_i, a0 = 1
//   H = sum [ a0 y_i^2 / 2 + (a0 - a) x_i^2 / 2 + K x_i^4 / 4 ] - c0 (1/2 sum J_ij x_i x_j + sum h_i x_i)
//
// Goto, Tatsumura and Dixon, Sci. Adv. 5, eaav2372 (2019): aSB. Goto et al., Sci. Adv. 7, eabe7953 (2021): bSB, dSB and
// c0. Kanao and Goto, Commun. Phys. 5, 153 (2022): heated. Goto, Hidaka and Tatsumura, arXiv 2508.17655 (2025):
// generalised. The papers' update is the symplectic stepper's: momenta (and p_i) first, then positions.
//
// J and h here have the papers' sign, the opposite of the project's: they are turned round once, in the constructor.
// Time is counted in the papers' pure numbers inside; `time_unit_s` says what one of them is in seconds.
//
// Deviations: c0 counts fields among the couplings when it is worked out from the problem; the inner steps of the 2019
// paper (several local updates for each product) are not taken; p_i falls by its own rate in the same stage as the
// momenta, so that the force of a step sees the p_i of its beginning; generalised starts with random momenta as the
// others do. For the discrete variants H takes the sum with x_i sgn(x_j) and without the 1/2, so that the force is its
// derivative between two changes of a sign; it jumps at those, and at walls energy is lost.
#pragma once

#include <string>

#include "models/analog/binary_threshold.hpp"
#include "models/analog/coupling_matrix.hpp"
#include "models/analog/machine.hpp"
#include "models/analog/schedule.hpp"

namespace isinglass {

enum class BifurcationVariant { adiabatic, ballistic, discrete, heated_ballistic, heated_discrete, generalised };

/// "aSB", "bSB", "dSB", "heated-bSB", "heated-dSB", "generalised".
std::string to_string(BifurcationVariant variant);
/// The variant of that name; UsageError otherwise.
BifurcationVariant bifurcation_variant_named(const std::string& name);

inline constexpr double kBifurcationDetuning = 1.0;  ///< a0

/// What a bifurcation machine is built to. Pure numbers but for the two times.
struct BifurcationDesign {
  BifurcationVariant variant = BifurcationVariant::ballistic;
  double time_unit_s = 1e-6;  ///< seconds per unit of time: 1/a0, the inverse detuning of a parametric oscillator
  double duration_s = 1e-3;
  double step_s = 1e-6;         ///< the fixed step it is meant for; also the least T - t that p_i is divided by
  double longest_step_s = 0.0;  ///< beyond it fixed steps mean nothing; 0 where nobody worked it out
  Schedule pump = Schedule::constant(0.0);  ///< a(t); not used by the generalised variant
  double coupling = 0.0;                    ///< c0, per unit of J
  double kerr = 1.0;                        ///< K of the adiabatic variant
  double heating = 0.0;                     ///< gamma of the heated variants
  double control = 0.0;                     ///< A of the generalised variant
  double spread = 0.1;                      ///< x and y start uniform in [-spread, spread)
};

/// c0 = factor / (<J> sqrt N), <J>^2 = sum_ij J_ij^2 / (N (N-1)) (Goto et al. 2021 with factor 0.5). Fields count as
/// one more coupling of their spin. `factor` for a problem without couplings and fields.
double bifurcation_coupling(const Problem& problem, double factor);

class BifurcationMachine {
 public:
  /// Scratch memory of one thread, filled on first use.
  struct Workspace {
    AlignedFloats seen_block, sums_block;
    std::vector<double, CacheLineAllocator<double>> seen, sums;
  };

  BifurcationMachine(const Problem& problem, const BifurcationDesign& design, CouplingStorage storage,
                     KernelKind kernel);

  /// Positions, momenta, and, where the variant has them, one more value for each spin: p_i, or the momentum before the
  /// step that heating needs.
  [[nodiscard]] Eigen::Index size() const { return layout_rows_; }
  [[nodiscard]] Eigen::Index spins() const { return coupling_.size(); }
  [[nodiscard]] Eigen::Index positions() const { return coupling_.size(); }
  [[nodiscard]] std::vector<StateGroup> layout() const;
  [[nodiscard]] double duration_s() const { return design_.duration_s; }
  [[nodiscard]] bool has_noise() const { return false; }
  [[nodiscard]] const BifurcationDesign& design() const { return design_; }
  [[nodiscard]] const CouplingMatrix& coupling() const { return coupling_; }
  /// True when x is kept within [-1, 1] by walls: all variants but the adiabatic.
  [[nodiscard]] bool has_walls() const { return design_.variant != BifurcationVariant::adiabatic; }
  /// True when heating is on: it is given once a step and in proportion to it, so that what it does depends on the
  /// step, which the error control of an adaptive engine does not see.
  [[nodiscard]] bool needs_fixed_steps() const {
    return design_.heating != 0.0 && (design_.variant == BifurcationVariant::heated_ballistic ||
                                      design_.variant == BifurcationVariant::heated_discrete);
  }

  void diffusion(double time_s, std::span<double> amplitude) const;
  /// x and y uniform in [-spread, spread), p_i = 1.
  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const;

  void rhs(double time_s, ConstEnsembleView<double> state, EnsembleView<double> rate, Workspace& workspace) const;
  void rhs(double time_s, ConstEnsembleView<float> state, EnsembleView<float> rate, Workspace& workspace) const;
  /// The same with the positions that the neighbours see taken from `seen`, a state of another time.
  void rhs_seen(double time_s, ConstEnsembleView<double> state, ConstEnsembleView<double> seen,
                EnsembleView<double> rate, Workspace& workspace) const;
  void rhs_seen(double time_s, ConstEnsembleView<float> state, ConstEnsembleView<float> seen, EnsembleView<float> rate,
                Workspace& workspace) const;

  /// Rates of y, and of p_i or the remembered momentum.
  void momentum_rate(double time_s, ConstEnsembleView<double> state, EnsembleView<double> rate,
                     Workspace& workspace) const;
  void momentum_rate(double time_s, ConstEnsembleView<float> state, EnsembleView<float> rate,
                     Workspace& workspace) const;
  void position_rate(double time_s, ConstEnsembleView<double> state, EnsembleView<double> rate,
                     Workspace& workspace) const;
  void position_rate(double time_s, ConstEnsembleView<float> state, EnsembleView<float> rate,
                     Workspace& workspace) const;

  /// A particle's position, momentum and, where the variant has one, its third value.
  [[nodiscard]] std::vector<Eigen::Index> rows_of(Eigen::Index node) const;
  /// Walls alone.
  void confine(double time_s, EnsembleView<double> state) const;
  /// Walls, then heating.
  void jump(const StepEnd& end, EnsembleView<double> state, Workspace& workspace) const;
  void jump(const StepEnd& end, EnsembleView<float> state, Workspace& workspace) const;

  /// H of each replica, a pure number.
  void energy(double time_s, ConstEnsembleView<double> state, std::span<double> values, Workspace& workspace) const;
  void energy(double time_s, ConstEnsembleView<float> state, std::span<double> values, Workspace& workspace) const;

  /// s_i = sgn x_i (+1 at zero).
  void readout(ConstEnsembleView<double> state, Eigen::Index replica, std::span<Spin> spins) const;
  void readout(ConstEnsembleView<float> state, Eigen::Index replica, std::span<Spin> spins) const;
  /// Particles with |x| below one tenth of the walls' distance.
  [[nodiscard]] Eigen::Index undecided(ConstEnsembleView<double> state, Eigen::Index replica) const;
  [[nodiscard]] Eigen::Index undecided(ConstEnsembleView<float> state, Eigen::Index replica) const;

  /// In the pump a. The onset, where the middle gives way, is a0 - c0 lambda_max(J) (aSB, bSB). Spins at the walls stay
  /// there when every force is outward: from a0 - c0 min_i s_i (sum_j J_ij s_j + h_i) on. Left open for aSB, which has
  /// no walls; none for the generalised variant.
  [[nodiscard]] ThresholdAnswer binary_threshold(std::span<const double> state) const;
  /// With a constant pump.
  [[nodiscard]] BifurcationMachine steered(double pump) const;

 private:
  BifurcationDesign design_;
  CouplingMatrix coupling_;  ///< the papers' sign
  Eigen::Index layout_rows_;
  std::vector<double> field_;  ///< the papers' sign; empty when all are zero
};

static_assert(SpinMachine<BifurcationMachine> && JumpingMachine<BifurcationMachine> &&
              PartitionedMachine<BifurcationMachine>);

}  // namespace isinglass
