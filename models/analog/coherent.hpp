// The coherent Ising machine in its mean-field limit: degenerate optical parametric oscillators with amplitudes x_i,
// fed back through the couplings, and the schemes that correct the amplitudes. With S_i = sum_j J_ij x_j and s_i = sgn
// x_i:
//
//   mean field  dx_i/dt = (p - 1) x_i - x_i^3 + xi S_i
//   CAC         dx_i/dt = (p - 1) x_i - x_i^3 + xi e_i S_i,                        de_i/dt = -beta e_i (x_i^2 - a)
//   CFC         dx_i/dt = (p - 1) x_i - x_i^3 + z_i,  z_i = xi e_i S_i,            de_i/dt = -beta e_i (z_i^2 - a)
//   SFC         dx_i/dt = (p - 1) x_i - x_i^3 - tanh(c z_i) - k (z_i - e_i),  z_i = -xi S_i,
//                                                                                  de_i/dt = -beta (e_i - z_i)
//   SimCIM      dv_i/dt = (1 - m) (p x_i + xi S_i - v_i) + (1 - m) sigma dW_i,     dx_i/dt = v_i, or 0 where
//               |x_i + v_i| (one round trip ahead) would reach 1
//
// p, a, beta, c are schedules. In the modulated CAC each replica steers its own a, p and beta by the Ising energy H of
// its signs and the best one, H*, that it has seen:
//   a = a(t) + r_a tanh(d (H* - H)),  p = p(t) - r_p tanh(d (H* - H)),  dbeta/dt = g, and beta returns to zero when
//   nothing better was found for a time tau.
// These dynamics are chaotic and do not stop at the best state. A machine that watches H (`remember`) keeps the signs
// of its best state and reads those out. All memory is rows of the state: a read is a function of its own past only.
// Energy reported: V = sum [x^4/4 + (1 - p) x^2/2] - xi/2 sum J_ij x_i x_j, which falls in the mean-field model at
// frozen p (there the rates are -dV/dx); the other schemes have no known Lyapunov function. SimCIM has no x^4 and no 1.
//
// Leleu et al., PRL 122, 040607 (2019) and Commun. Phys. 4, 266 (2021): CAC and its modulation. Reifenstein et al.,
// Adv. Quantum Technol. 4, 2100077 (2021): CAC with ramps, CFC, SFC. Tiunov, Ulanov and Lvovsky, Opt. Express 27, 10288
// (2019): SimCIM. Wang et al., Phys. Rev. A 88, 063853 (2013): the mean-field model.
//
// J here has the papers' sign, the opposite of the project's: turned round once, in the constructor. Time is counted in
// the papers' pure numbers inside (the life time of a photon in the cavity; round trips for SimCIM).
//
// Deviations: fields are couplings to one more oscillator, whose sign is the reference of the read-out, so that they
// weigh what couplings weigh whatever the amplitudes are; starts are normal with a standard deviation; optical noise is
// white in x for all schemes but SimCIM, and zero unless asked for; SimCIM's noise enters a round trip later. The
// preset leleu-2021 has r_p = 0: the public program whose constants it takes moves the target alone, although the paper
// moves p as well.
#pragma once

#include <string>

#include "models/analog/binary_threshold.hpp"
#include "models/analog/coupling_matrix.hpp"
#include "models/analog/machine.hpp"
#include "models/analog/schedule.hpp"

namespace isinglass {

enum class CoherentVariant { mean_field, cac, cfc, sfc, simcim };

/// "mean-field", "CAC", "CFC", "SFC", "SimCIM".
std::string to_string(CoherentVariant variant);
/// The variant of that name; UsageError otherwise.
CoherentVariant coherent_variant_named(const std::string& name);

/// The modulation of CAC by the best energy so far; pure numbers. It needs `remember`.
struct EnergyModulation {
  bool on = false;
  double target_depth = 0.0;  ///< r_a
  double pump_depth = 0.0;    ///< r_p
  double steepness = 0.0;     ///< d, per unit of the problem's energy
  double rate_growth = 0.0;   ///< g, per time squared
  double patience = 0.0;      ///< tau, time
};

/// What a coherent machine is built to: pure numbers but for the times in seconds.
struct CoherentDesign {
  CoherentVariant variant = CoherentVariant::cac;
  double time_unit_s = 5e-6;
  double duration_s = 1e-3;
  double step_s = 1e-6;
  double coupling = 0.0;                          ///< xi, per unit of J
  Schedule pump = Schedule::constant(0.0);        ///< p(t); for SimCIM u(t), with p = pump_depth (tanh u - 1)
  double pump_depth = 0.0;                        ///< SimCIM only
  Schedule target = Schedule::constant(1.0);      ///< a(t)
  Schedule error_rate = Schedule::constant(0.0);  ///< beta(t)
  Schedule saturation = Schedule::constant(1.0);  ///< c(t) of SFC
  double restoring = 0.0;                         ///< k of SFC
  double momentum = 0.0;                          ///< m of SimCIM
  double noise = 0.0;                             ///< sigma, per square root of time
  double spread = 1e-4;                           ///< standard deviation of x at the start
  double clip = 0.0;                              ///< after each step |x| <= clip sqrt(a) (CAC) or clip; 0: no clipping
  double error_floor = 0.0;                       ///< after each step e is kept above this, where e is a factor
  double error_ceiling = 0.0;                     ///< and below this; 0: no ceiling
  bool remember = false;  ///< keep the best signs seen and read them out: one more product for each step
  EnergyModulation modulation;
};

class CoherentMachine {
 public:
  using Doubles = std::vector<double, CacheLineAllocator<double>>;
  /// Scratch memory of one thread, filled on first use.
  struct Workspace {
    AlignedFloats sums_block, signs_block;
    Doubles sums, signs;
    std::vector<double> energies;  ///< one per replica
  };

  CoherentMachine(const Problem& problem, const CoherentDesign& design, CouplingStorage storage, KernelKind kernel);

  /// Amplitudes; error signals or velocities; the best signs and their energy where the machine remembers, and four
  /// rows more where that energy modulates the schedules. Only the amplitudes are analog: all else is kept by the
  /// electronics that close the loop.
  [[nodiscard]] Eigen::Index size() const;
  /// Where the best signs begin: the rows before are amplitudes and error signals.
  [[nodiscard]] Eigen::Index memory_rows() const {
    return design_.variant == CoherentVariant::mean_field ? positions() : 2 * positions();
  }
  [[nodiscard]] Eigen::Index spins() const { return spins_; }
  [[nodiscard]] Eigen::Index positions() const { return coupling_.size(); }
  [[nodiscard]] std::vector<StateGroup> layout() const;
  /// The amplitude of an oscillator (spins(): of the reference) and its error signal or velocity.
  [[nodiscard]] std::vector<Eigen::Index> rows_of(Eigen::Index node) const;
  [[nodiscard]] double duration_s() const { return design_.duration_s; }
  [[nodiscard]] bool has_noise() const { return design_.noise != 0.0; }
  [[nodiscard]] const CoherentDesign& design() const { return design_; }
  [[nodiscard]] const CouplingMatrix& coupling() const { return coupling_; }
  /// True when fields are couplings to one more oscillator, the last.
  [[nodiscard]] bool has_reference() const { return coupling_.size() > spins_; }
  /// The longest step, s, that a free oscillator near zero allows at the lowest pump of the schedule. Euler: 2 / (1 -
  /// p), beyond which an amplitude below threshold grows instead of decaying. SimCIM: where the published iteration, an
  /// oscillator of squared frequency -(1 - m) p damped at 1 - m, becomes unstable. Infinite where nothing decays.
  [[nodiscard]] double longest_step_s() const;
  /// p at `time_s` (SimCIM: from u), without modulation.
  [[nodiscard]] double pump(double time_s) const;

  void diffusion(double time_s, std::span<double> amplitude) const;
  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const;

  void rhs(double time_s, ConstEnsembleView<double> state, EnsembleView<double> rate, Workspace& workspace) const;
  void rhs(double time_s, ConstEnsembleView<float> state, EnsembleView<float> rate, Workspace& workspace) const;
  /// The same with the amplitudes that the feedback measures taken from `seen`, a state of another time.
  void rhs_seen(double time_s, ConstEnsembleView<double> state, ConstEnsembleView<double> seen,
                EnsembleView<double> rate, Workspace& workspace) const;
  void rhs_seen(double time_s, ConstEnsembleView<float> state, ConstEnsembleView<float> seen, EnsembleView<float> rate,
                Workspace& workspace) const;

  /// Rates of everything but the amplitudes: with the symplectic stepper SimCIM is the published iteration.
  void momentum_rate(double time_s, ConstEnsembleView<double> state, EnsembleView<double> rate,
                     Workspace& workspace) const;
  void momentum_rate(double time_s, ConstEnsembleView<float> state, EnsembleView<float> rate,
                     Workspace& workspace) const;
  void position_rate(double time_s, ConstEnsembleView<double> state, EnsembleView<double> rate,
                     Workspace& workspace) const;
  void position_rate(double time_s, ConstEnsembleView<float> state, EnsembleView<float> rate,
                     Workspace& workspace) const;

  /// Clipping alone.
  void confine(double time_s, EnsembleView<double> state) const;
  /// Clipping, then the memory of the best signs and the modulation by their energy.
  void jump(const StepEnd& end, EnsembleView<double> state, Workspace& workspace) const;
  void jump(const StepEnd& end, EnsembleView<float> state, Workspace& workspace) const;

  /// V of each replica, a pure number.
  void energy(double time_s, ConstEnsembleView<double> state, std::span<double> values, Workspace& workspace) const;
  void energy(double time_s, ConstEnsembleView<float> state, std::span<double> values, Workspace& workspace) const;

  /// s_i = sgn x_i (+1 at zero), times the sign of the reference where there is one.
  void readout(ConstEnsembleView<double> state, Eigen::Index replica, std::span<Spin> spins) const;
  void readout(ConstEnsembleView<float> state, Eigen::Index replica, std::span<Spin> spins) const;
  /// Amplitudes below a tenth.
  [[nodiscard]] Eigen::Index undecided(ConstEnsembleView<double> state, Eigen::Index replica) const;
  [[nodiscard]] Eigen::Index undecided(ConstEnsembleView<float> state, Eigen::Index replica) const;

  /// In the pump p. The onset, where zero amplitudes give way, is 1 - xi lambda_max(J) for the plain model, -xi
  /// lambda_max(J) for SimCIM, 1 - max(c mu, (c + k) mu - beta), mu = xi lambda_max(J), for SFC; what spins need is
  /// left open. None for CAC and CFC, whose error signals set the amplitudes.
  [[nodiscard]] ThresholdAnswer binary_threshold(std::span<const double> state) const;
  /// With a constant pump p.
  [[nodiscard]] CoherentMachine steered(double pump) const;

 private:
  CoherentDesign design_;
  Eigen::Index spins_;
  CouplingMatrix coupling_;  ///< the papers' sign, with the reference
};

static_assert(SpinMachine<CoherentMachine> && JumpingMachine<CoherentMachine> && PartitionedMachine<CoherentMachine>);

}  // namespace isinglass
