// The phase model of the oscillator Ising machine: equations in oscillator.hpp.
#include "models/analog/oscillator.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/analog/frequency_mismatch.hpp"
#include "models/analog/readout.hpp"
#include "models/analog/uniform_start.hpp"

namespace isinglass {
namespace {

/// cos(phi) beside sin(phi): size x 2R.
void fill_trig(const ConstEnsembleView<double>& phase, Ensemble<double>& trig) {
  trig.resize(phase.rows(), 2 * phase.cols());
  trig.leftCols(phase.cols()) = phase.cos();
  trig.rightCols(phase.cols()) = phase.sin();
}

/// E of each replica from its phases, cos|sin and J cos|J sin; sums are taken in double, in the order of the rows.
template <typename Scalar>
void sum_energy(const ConstEnsembleView<Scalar>& phase, const ConstEnsembleView<Scalar>& trig,
                const ConstEnsembleView<Scalar>& sums, std::span<const double> field, std::span<const double> detuning,
                double coupling, double second_harmonic, std::span<double> values) {
  const Eigen::Index replicas = phase.cols();
  std::fill(values.begin(), values.end(), 0.0);
  for (Eigen::Index i = 0; i < phase.rows(); ++i) {
    const double pull = 2.0 * coupling * field[static_cast<std::size_t>(i)];
    const double drift = 2.0 * detuning[static_cast<std::size_t>(i)];
    for (Eigen::Index r = 0; r < replicas; ++r) {
      const double cosine = trig(i, r);
      const double sine = trig(i, r + replicas);
      values[static_cast<std::size_t>(r)] -=
          coupling * (cosine * double{sums(i, r)} + sine * double{sums(i, r + replicas)}) + pull * cosine +
          second_harmonic * (cosine * cosine - sine * sine) + drift * double{phase(i, r)};
    }
  }
}

}  // namespace

OscillatorMachine::OscillatorMachine(const Problem& problem, const OscillatorDesign& design, CouplingStorage storage,
                                     KernelKind kernel)
    : design_(design),
      coupling_(problem, -1.0, storage, kernel),
      field_(problem.fields.size()),
      detuning_(
          frequency_mismatch(design.frequency_hz, design.mismatch_ppm, design.device_seed, problem.fields.size())) {
  std::transform(problem.fields.begin(), problem.fields.end(), field_.begin(), [](double h) { return -h; });
  field_single_.assign(field_.begin(), field_.end());
  detuning_single_.assign(detuning_.begin(), detuning_.end());
  if (!design_.function.is_sine()) network_.emplace(design_.function, coupling_, field_);
}

OscillatorMachine::OscillatorMachine(const LaggedGraph& graph, const OscillatorDesign& design, KernelKind kernel)
    : OscillatorMachine(weights_of(graph), graph, design, kernel) {}

OscillatorMachine::OscillatorMachine(const Problem& problem, const LaggedGraph& graph, const OscillatorDesign& design,
                                     KernelKind kernel)
    : OscillatorMachine(problem, design, CouplingStorage::sparse, kernel) {
  network_.emplace(design_.function, graph, field_);
}

void OscillatorMachine::diffusion(double time_s, std::span<double> amplitude) const {
  std::fill(amplitude.begin(), amplitude.end(), design_.noise.value(time_s));
}

void OscillatorMachine::initial(std::uint64_t seed, std::uint32_t read, std::span<double> phase) const {
  uniform_start(seed, read, std::numbers::pi, phase);
}

template <typename Scalar>
void OscillatorMachine::finish_rates(double time_s, const Ensemble<Scalar>& trig, EnsembleView<Scalar> rate) const {
  const auto coupling = static_cast<Scalar>(design_.coupling.value(time_s));
  const auto twice_shil = static_cast<Scalar>(2.0 * design_.second_harmonic.value(time_s));
  const Eigen::Index replicas = rate.cols();
  for (Eigen::Index i = 0; i < size(); ++i) {
    const auto detuning = static_cast<Scalar>(detuning_[static_cast<std::size_t>(i)]);
    const Scalar* cosine = trig.data() + 2 * i * replicas;
    const Scalar* sine = cosine + replicas;
    Scalar* out = rate.data() + i * replicas;
    for (Eigen::Index r = 0; r < replicas; ++r)
      out[r] = detuning - coupling * out[r] - twice_shil * cosine[r] * sine[r];
  }
}

void OscillatorMachine::rhs(double time_s, const ConstEnsembleView<double>& phase, EnsembleView<double> rate,
                            Workspace& workspace) const {
  rhs_seen(time_s, phase, phase, rate, workspace);
}

void OscillatorMachine::rhs_seen(double time_s, const ConstEnsembleView<double>& phase,
                                 const ConstEnsembleView<double>& seen, EnsembleView<double> rate,
                                 Workspace& workspace) const {
  if (network_) {
    network_->pull<double>(coupling_, phase, seen, rate, workspace.harmonics);
    return finish_rates<double>(time_s, workspace.harmonics.base, rate);
  }
  const Eigen::Index replicas = phase.cols();
  const double coupling = design_.coupling.value(time_s);
  const double second_harmonic = design_.second_harmonic.value(time_s);
  fill_trig(phase, workspace.trig);
  const bool same = seen.data() == phase.data();
  if (!same) fill_trig(seen, workspace.seen);
  workspace.sums.resize(size(), 2 * replicas);
  const auto& carried = same ? workspace.trig : workspace.seen;
  coupling_.multiply(ConstEnsembleView<double>(carried.data(), size(), 2 * replicas),
                     EnsembleView<double>(workspace.sums.data(), size(), 2 * replicas));
  const auto cosine = workspace.trig.leftCols(replicas);
  const auto sine = workspace.trig.rightCols(replicas);
  const Eigen::Map<const Eigen::ArrayXd> detuning(detuning_.data(), size());
  const Eigen::Map<const Eigen::ArrayXd> field(field_.data(), size());
  rate = -coupling * (sine * workspace.sums.leftCols(replicas) - cosine * workspace.sums.rightCols(replicas)) -
         2.0 * second_harmonic * sine * cosine;
  rate.colwise() += detuning;
  rate -= coupling * (sine.colwise() * field);
}

void OscillatorMachine::rhs(double time_s, const ConstEnsembleView<float>& phase, EnsembleView<float> rate,
                            Workspace& workspace) const {
  rhs_seen(time_s, phase, phase, rate, workspace);
}

void OscillatorMachine::rhs_seen(double time_s, const ConstEnsembleView<float>& phase,
                                 const ConstEnsembleView<float>& seen, EnsembleView<float> rate,
                                 Workspace& workspace) const {
  if (network_) {
    network_->pull<float>(coupling_, phase, seen, rate, workspace.harmonics_single);
    return finish_rates<float>(time_s, workspace.harmonics_single.base, rate);
  }
  const auto& kernels = coupling_.kernels();
  const auto cells = static_cast<std::size_t>(size() * kTrigWidth);
  workspace.trig_block.resize(cells);
  workspace.sums_block.resize(cells);
  kernels.trigonometry(phase.data(), size(), workspace.trig_block.data());
  const float* carried = workspace.trig_block.data();
  if (seen.data() != phase.data()) {
    workspace.seen_block.resize(cells);
    kernels.trigonometry(seen.data(), size(), workspace.seen_block.data());
    carried = workspace.seen_block.data();
  }
  coupling_.multiply(ConstEnsembleView<float>(carried, size(), kTrigWidth),
                     EnsembleView<float>(workspace.sums_block.data(), size(), kTrigWidth));
  const PhaseTerms terms{static_cast<float>(design_.coupling.value(time_s)),
                         static_cast<float>(design_.second_harmonic.value(time_s)), field_single_.data(),
                         detuning_single_.data()};
  kernels.phase_rates(terms, size(), workspace.trig_block.data(), workspace.sums_block.data(), rate.data());
}

template <typename Scalar>
void OscillatorMachine::network_energy(double time_s, const ConstEnsembleView<Scalar>& phase, std::span<double> values,
                                       HarmonicScratch<Scalar>& scratch) const {
  network_->energy<Scalar>(coupling_, phase, values, scratch);
  const double coupling = design_.coupling.value(time_s);
  const double second_harmonic = design_.second_harmonic.value(time_s);
  for (Eigen::Index r = 0; r < phase.cols(); ++r) {
    double& value = values[static_cast<std::size_t>(r)];
    value *= coupling;
    for (Eigen::Index i = 0; i < phase.rows(); ++i) {
      const double angle = phase(i, r);
      value -= second_harmonic * std::cos(2.0 * angle) + 2.0 * detuning_[static_cast<std::size_t>(i)] * angle;
    }
  }
}

void OscillatorMachine::energy(double time_s, const ConstEnsembleView<double>& phase, std::span<double> values,
                               Workspace& workspace) const {
  if (network_) return network_energy<double>(time_s, phase, values, workspace.harmonics);
  const Eigen::Index width = 2 * phase.cols();
  fill_trig(phase, workspace.trig);
  workspace.sums.resize(size(), width);
  const ConstEnsembleView<double> trig(workspace.trig.data(), size(), width);
  coupling_.multiply(trig, EnsembleView<double>(workspace.sums.data(), size(), width));
  sum_energy<double>(phase, trig, ConstEnsembleView<double>(workspace.sums.data(), size(), width), field_, detuning_,
                     design_.coupling.value(time_s), design_.second_harmonic.value(time_s), values);
}

void OscillatorMachine::energy(double time_s, const ConstEnsembleView<float>& phase, std::span<double> values,
                               Workspace& workspace) const {
  if (network_) return network_energy<float>(time_s, phase, values, workspace.harmonics_single);
  const auto cells = static_cast<std::size_t>(size() * kTrigWidth);
  workspace.trig_block.resize(cells);
  workspace.sums_block.resize(cells);
  coupling_.kernels().trigonometry(phase.data(), size(), workspace.trig_block.data());
  const ConstEnsembleView<float> trig(workspace.trig_block.data(), size(), kTrigWidth);
  coupling_.multiply(trig, EnsembleView<float>(workspace.sums_block.data(), size(), kTrigWidth));
  sum_energy<float>(phase, trig, ConstEnsembleView<float>(workspace.sums_block.data(), size(), kTrigWidth), field_,
                    detuning_, design_.coupling.value(time_s), design_.second_harmonic.value(time_s), values);
}

void OscillatorMachine::readout(const ConstEnsembleView<double>& phase, Eigen::Index replica,
                                std::span<Spin> spins) const {
  read_phases<double>(phase, replica, 0.0, spins);
}

void OscillatorMachine::readout(const ConstEnsembleView<float>& phase, Eigen::Index replica,
                                std::span<Spin> spins) const {
  read_phases<float>(phase, replica, 0.0, spins);
}

Eigen::Index OscillatorMachine::undecided(const ConstEnsembleView<double>& phase, Eigen::Index replica) const {
  return count_off_axis<double>(phase, replica, 0.0);
}

Eigen::Index OscillatorMachine::undecided(const ConstEnsembleView<float>& phase, Eigen::Index replica) const {
  return count_off_axis<float>(phase, replica, 0.0);
}

ThresholdAnswer OscillatorMachine::binary_threshold(std::span<const double> phase) const {
  if (network_ && network_->has_lags()) return NoThreshold{"phase lags leave no states of 0 and 180 degrees"};
  if (!design_.function.is_odd()) {
    return NoThreshold{"the even part of the coupling function drives phases away from 0 and 180 degrees"};
  }
  const double locking = design_.second_harmonic.value(duration_s());
  BinaryThreshold threshold{"second-harmonic locking K_s", "rad/s", locking, std::nullopt, std::nullopt};
  if (design_.mismatch_ppm != 0.0) return threshold;
  const Eigen::Index n = size();
  std::vector<Spin> spins(static_cast<std::size_t>(n));
  readout(ConstEnsembleView<double>(phase.data(), n, 1), 0, spins);
  const double alike = design_.function.slope(0.0);
  const double opposite = design_.function.slope(std::numbers::pi);
  Eigen::MatrixXd pull = coupling_.matrix();
  Eigen::VectorXd total(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto slope = [&](Spin other) { return spins[static_cast<std::size_t>(i)] == other ? alike : opposite; };
    for (Eigen::Index j = 0; j < n; ++j) pull(i, j) *= slope(spins[static_cast<std::size_t>(j)]);
    total(i) = pull.row(i).sum() + field_[static_cast<std::size_t>(i)] * slope(Spin{1});
  }
  pull.diagonal() -= total;
  threshold.needed = std::max(0.0, 0.5 * design_.coupling.value(duration_s()) * largest_eigenvalue(pull));
  return threshold;
}

OscillatorMachine OscillatorMachine::steered(double second_harmonic) const {
  OscillatorMachine machine = *this;
  machine.design_.second_harmonic = Schedule::constant(second_harmonic);
  return machine;
}

}  // namespace isinglass
