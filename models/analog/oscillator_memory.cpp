// The associative memory of oscillators: equations in oscillator_memory.hpp.
#include "models/analog/oscillator_memory.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "models/analog/readout.hpp"
#include "models/random.hpp"

namespace isinglass {
namespace {

/// Half the argument of Z_2: the axis that the phases lie along.
template <typename Scalar>
double axis_of(const ConstEnsembleView<Scalar>& phase, Eigen::Index replica) {
  std::complex<double> sum;
  for (Eigen::Index i = 0; i < phase.rows(); ++i) sum += std::polar(1.0, 2.0 * double{phase(i, replica)});
  return 0.5 * std::arg(sum);
}

/// -lambda_2 / 2 of the Laplacian of C_ij s_i s_j, C_ij = (1/N) sum_m w_m xi_i^m xi_j^m: the second harmonic that the
/// spins `shown` need.
double spin_threshold(const Eigen::MatrixXd& patterns, const Eigen::VectorXd& weights, const Eigen::VectorXd& shown) {
  const Eigen::Index n = patterns.cols();
  const Eigen::MatrixXd turned = patterns * shown.asDiagonal();
  Eigen::MatrixXd pull = turned.transpose() * weights.asDiagonal() * turned / static_cast<double>(n);
  // The common rotation is lowered below every other eigenvalue.
  const double shift = 4.0 * pull.cwiseAbs().rowwise().sum().maxCoeff();
  const Eigen::VectorXd degree = pull.rowwise().sum();
  pull.diagonal() -= degree;
  pull.array() -= shift / static_cast<double>(n);
  return 0.5 * largest_eigenvalue(pull);
}

}  // namespace

OscillatorMemory::OscillatorMemory(const PatternSet& patterns, const OscillatorMemoryDesign& design)
    : design_(design),
      patterns_((check_patterns(patterns), pattern_matrix(patterns))),
      detuning_(static_cast<std::size_t>(patterns.size)) {
  patterns_single_ = patterns_.cast<float>();
  const double deviation = 2.0 * std::numbers::pi * design.frequency_hz * design.mismatch_ppm * 1e-6;
  for (std::size_t i = 0; i < detuning_.size() && deviation != 0.0; ++i) {
    detuning_[i] = deviation * random_normal({.seed = design.device_seed,
                                              .read = 0,
                                              .step = 0,
                                              .index = static_cast<std::uint32_t>(i),
                                              .stream = NoiseStream::mismatch});
  }
}

template <>
const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>& OscillatorMemory::stored<double>() const {
  return patterns_;
}
template <>
const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>& OscillatorMemory::stored<float>() const {
  return patterns_single_;
}

void OscillatorMemory::diffusion(double time_s, std::span<double> amplitude) const {
  std::fill(amplitude.begin(), amplitude.end(), design_.noise.value(time_s));
}

void OscillatorMemory::initial(std::uint64_t seed, std::uint32_t read, std::span<double> phase) const {
  for (std::size_t i = 0; i < phase.size(); ++i) {
    const double turn = random_uniform({.seed = seed,
                                        .read = read,
                                        .step = 0,
                                        .index = static_cast<std::uint32_t>(i),
                                        .stream = NoiseStream::initial});
    phase[i] = std::numbers::pi * (2.0 * turn - 1.0);
  }
}

template <typename Scalar>
void OscillatorMemory::fill_overlaps(const ConstEnsembleView<Scalar>& phase, Scratch<Scalar>& scratch) const {
  const Eigen::Index replicas = phase.cols();
  const auto share = Scalar{1} / static_cast<Scalar>(size());
  scratch.trig.resize(size(), 2 * replicas);
  scratch.trig.leftCols(replicas) = phase.cos();
  scratch.trig.rightCols(replicas) = phase.sin();
  scratch.overlap = ((stored<Scalar>() * scratch.trig.matrix()) * share).array();
  const auto cosine = scratch.trig.leftCols(replicas);
  const auto sine = scratch.trig.rightCols(replicas);
  scratch.axis.resize(1, 2 * replicas);
  scratch.axis.leftCols(replicas) = (cosine.square() - sine.square()).colwise().sum() * share;
  scratch.axis.rightCols(replicas) = (Scalar{2} * sine * cosine).colwise().sum() * share;
}

template <typename Scalar>
void OscillatorMemory::rates(double time_s, const ConstEnsembleView<Scalar>& phase,
                             const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar> rate,
                             Scratch<Scalar>& scratch) const {
  const Eigen::Index replicas = phase.cols();
  fill_overlaps<Scalar>(seen, scratch);
  auto real = scratch.overlap.leftCols(replicas);
  auto imaginary = scratch.overlap.rightCols(replicas);
  const auto pairwise = static_cast<Scalar>(design_.pairwise);
  if (design_.quartic != 0.0) {
    const Ensemble<Scalar> weight =
        pairwise + static_cast<Scalar>(design_.quartic) * (real.square() + imaginary.square());
    real *= weight;
    imaginary *= weight;
  } else {
    scratch.overlap *= pairwise;
  }
  scratch.pull = (stored<Scalar>().transpose() * scratch.overlap.matrix()).array();
  if (seen.data() != phase.data()) {
    scratch.trig.leftCols(replicas) = phase.cos();
    scratch.trig.rightCols(replicas) = phase.sin();
  }
  const auto cosine = scratch.trig.leftCols(replicas);
  const auto sine = scratch.trig.rightCols(replicas);
  const auto coupling = static_cast<Scalar>(design_.coupling);
  const auto binary = static_cast<Scalar>(design_.second_harmonic.value(time_s));
  rate = scratch.pull.rightCols(replicas) * cosine - scratch.pull.leftCols(replicas) * sine;
  for (Eigen::Index i = 0; i < size() && binary != Scalar{0}; ++i) {
    rate.row(i) += binary * (scratch.axis.rightCols(replicas) * (cosine.row(i).square() - sine.row(i).square()) -
                             scratch.axis.leftCols(replicas) * (Scalar{2} * sine.row(i) * cosine.row(i)));
  }
  rate *= coupling;
  rate.colwise() += Eigen::Map<const Eigen::ArrayXd>(detuning_.data(), size()).cast<Scalar>();
}

void OscillatorMemory::rhs(double time_s, const ConstEnsembleView<double>& phase, EnsembleView<double> rate,
                           Workspace& workspace) const {
  rhs_seen(time_s, phase, phase, rate, workspace);
}

void OscillatorMemory::rhs(double time_s, const ConstEnsembleView<float>& phase, EnsembleView<float> rate,
                           Workspace& workspace) const {
  rhs_seen(time_s, phase, phase, rate, workspace);
}

void OscillatorMemory::rhs_seen(double time_s, const ConstEnsembleView<double>& phase,
                                const ConstEnsembleView<double>& seen, EnsembleView<double> rate,
                                Workspace& workspace) const {
  rates<double>(time_s, phase, seen, rate, workspace.reference);
}

void OscillatorMemory::rhs_seen(double time_s, const ConstEnsembleView<float>& phase,
                                const ConstEnsembleView<float>& seen, EnsembleView<float> rate,
                                Workspace& workspace) const {
  rates<float>(time_s, phase, seen, rate, workspace.single);
}

template <typename Scalar>
void OscillatorMemory::energies(double time_s, const ConstEnsembleView<Scalar>& phase, std::span<double> values,
                                Scratch<Scalar>& scratch) const {
  const Eigen::Index replicas = phase.cols();
  const double binary = design_.second_harmonic.value(time_s);
  fill_overlaps<Scalar>(phase, scratch);
  for (Eigen::Index r = 0; r < replicas; ++r) {
    double sum = 0.0;
    for (Eigen::Index m = 0; m < scratch.overlap.rows(); ++m) {
      const double real = scratch.overlap(m, r);
      const double imaginary = scratch.overlap(m, r + replicas);
      const double power = real * real + imaginary * imaginary;
      sum += (0.5 * design_.pairwise + 0.25 * design_.quartic * power) * power;
    }
    const double real = scratch.axis(0, r);
    const double imaginary = scratch.axis(0, r + replicas);
    sum += 0.25 * binary * (real * real + imaginary * imaginary);
    double& value = values[static_cast<std::size_t>(r)];
    value = -design_.coupling * static_cast<double>(size()) * sum;
    for (Eigen::Index i = 0; i < size(); ++i) value -= detuning_[static_cast<std::size_t>(i)] * double{phase(i, r)};
  }
}

void OscillatorMemory::energy(double time_s, const ConstEnsembleView<double>& phase, std::span<double> values,
                              Workspace& workspace) const {
  energies<double>(time_s, phase, values, workspace.reference);
}

void OscillatorMemory::energy(double time_s, const ConstEnsembleView<float>& phase, std::span<double> values,
                              Workspace& workspace) const {
  energies<float>(time_s, phase, values, workspace.single);
}

void OscillatorMemory::readout(const ConstEnsembleView<double>& phase, Eigen::Index replica,
                               std::span<Spin> spins) const {
  read_phases<double>(phase, replica, axis_of<double>(phase, replica), spins);
}

void OscillatorMemory::readout(const ConstEnsembleView<float>& phase, Eigen::Index replica,
                               std::span<Spin> spins) const {
  read_phases<float>(phase, replica, axis_of<float>(phase, replica), spins);
}

Eigen::Index OscillatorMemory::undecided(const ConstEnsembleView<double>& phase, Eigen::Index replica) const {
  return count_off_axis<double>(phase, replica, axis_of<double>(phase, replica));
}

Eigen::Index OscillatorMemory::undecided(const ConstEnsembleView<float>& phase, Eigen::Index replica) const {
  return count_off_axis<float>(phase, replica, axis_of<float>(phase, replica));
}

double pattern_threshold(const PatternSet& patterns, std::int32_t m) {
  const Eigen::MatrixXd stored = pattern_matrix(patterns);
  return spin_threshold(stored, Eigen::VectorXd::Ones(stored.rows()), stored.row(m).transpose());
}

ThresholdAnswer OscillatorMemory::binary_threshold(std::span<const double> phase) const {
  BinaryThreshold threshold{"second harmonic eps", "", design_.second_harmonic.value(duration_s()), std::nullopt,
                            std::nullopt};
  if (design_.mismatch_ppm != 0.0) return threshold;
  std::vector<Spin> spins(static_cast<std::size_t>(size()));
  readout(ConstEnsembleView<double>(phase.data(), size(), 1), 0, spins);
  Eigen::VectorXd shown(size());
  for (Eigen::Index i = 0; i < size(); ++i) shown(i) = spins[static_cast<std::size_t>(i)];
  const Eigen::ArrayXd overlaps = (patterns_ * shown).array() / static_cast<double>(size());
  threshold.needed =
      std::max(0.0, spin_threshold(patterns_, design_.pairwise + design_.quartic * overlaps.square(), shown));
  return threshold;
}

OscillatorMemory OscillatorMemory::steered(double second_harmonic) const {
  OscillatorMemory memory = *this;
  memory.design_.second_harmonic = Schedule::constant(second_harmonic);
  return memory;
}

}  // namespace isinglass
