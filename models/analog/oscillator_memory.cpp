// The associative memory of oscillators: equations in oscillator_memory.hpp.
#include "models/analog/oscillator_memory.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "models/analog/frequency_mismatch.hpp"
#include "models/analog/readout.hpp"
#include "models/analog/uniform_start.hpp"
#include "models/error.hpp"

namespace isinglass {
namespace {

/// Half the argument of Z_2: the axis that the phases lie along.
template <typename Scalar>
double axis_of(const ConstEnsembleView<Scalar>& phase, Eigen::Index replica) {
  std::complex<double> sum;
  for (Eigen::Index i = 0; i < phase.rows(); ++i) sum += std::polar(1.0, 2.0 * double{phase(i, replica)});
  return 0.5 * std::arg(sum);
}

/// C_ij = (1/N) sum_m w_m xi_i^m xi_j^m.
Eigen::MatrixXd pattern_couplings(const Eigen::MatrixXd& patterns, const Eigen::VectorXd& weights) {
  return patterns.transpose() * weights.asDiagonal() * patterns / static_cast<double>(patterns.cols());
}

/// -lambda_2 / 2 of the Laplacian of C_ij s_i s_j: the second harmonic that the spins `shown` need.
double spin_threshold(const Eigen::MatrixXd& couplings, const Eigen::VectorXd& shown) {
  Eigen::MatrixXd pull = shown.asDiagonal() * couplings * shown.asDiagonal();
  // The common rotation is lowered below every other eigenvalue.
  const double shift = 4.0 * pull.cwiseAbs().rowwise().sum().maxCoeff();
  const Eigen::VectorXd degree = pull.rowwise().sum();
  pull.diagonal() -= degree;
  pull.array() -= shift / static_cast<double>(shown.size());
  return 0.5 * largest_eigenvalue(pull);
}

}  // namespace

OscillatorMemory::OscillatorMemory(const PatternSet& patterns, const OscillatorMemoryDesign& design)
    : design_(design),
      patterns_((check_patterns(patterns), pattern_matrix(patterns))),
      detuning_(frequency_mismatch(design.frequency_hz, design.mismatch_ppm, design.device_seed,
                                   static_cast<std::size_t>(patterns.size))) {
  patterns_single_ = patterns_.cast<float>();
}

OscillatorMemory::OscillatorMemory(const PatternSet& patterns, const Problem& couplings,
                                   const OscillatorMemoryDesign& design)
    : OscillatorMemory(patterns, design) {
  if (design.quartic != 0.0) {
    throw UsageError("flaws of couplings between two oscillators have no meaning for the quartic memory",
                     "set quartic to 0, or the parameters of couplings to their defaults");
  }
  couplings_ = -dense_couplings(couplings);
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
  uniform_start(seed, read, std::numbers::pi, phase);
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
void OscillatorMemory::fill_pull(Scratch<Scalar>& scratch) const {
  const auto pairwise = static_cast<Scalar>(design_.pairwise);
  if (couplings_.size() > 0) {
    scratch.pull = (couplings_.cast<Scalar>() * scratch.trig.matrix()).array() * pairwise;
    return;
  }
  const Eigen::Index replicas = scratch.overlap.cols() / 2;
  auto real = scratch.overlap.leftCols(replicas);
  auto imaginary = scratch.overlap.rightCols(replicas);
  if (design_.quartic != 0.0) {
    const Ensemble<Scalar> weight =
        pairwise + static_cast<Scalar>(design_.quartic) * (real.square() + imaginary.square());
    real *= weight;
    imaginary *= weight;
  } else {
    scratch.overlap *= pairwise;
  }
  scratch.pull = (stored<Scalar>().transpose() * scratch.overlap.matrix()).array();
}

template <typename Scalar>
void OscillatorMemory::rates(double time_s, const ConstEnsembleView<Scalar>& phase,
                             const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar> rate,
                             Scratch<Scalar>& scratch) const {
  const Eigen::Index replicas = phase.cols();
  fill_overlaps<Scalar>(seen, scratch);
  fill_pull<Scalar>(scratch);
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
  if (couplings_.size() > 0) scratch.pull = (couplings_.cast<Scalar>() * scratch.trig.matrix()).array();
  for (Eigen::Index r = 0; r < replicas; ++r) {
    double sum = 0.0;
    if (couplings_.size() > 0) {
      const double felt =
          (scratch.trig.col(r) * scratch.pull.col(r) + scratch.trig.col(r + replicas) * scratch.pull.col(r + replicas))
              .template cast<double>()
              .sum();
      sum = 0.5 * design_.pairwise * felt / static_cast<double>(size());
    }
    for (Eigen::Index m = 0; m < scratch.overlap.rows() && couplings_.size() == 0; ++m) {
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
  return spin_threshold(pattern_couplings(stored, Eigen::VectorXd::Ones(stored.rows())), stored.row(m).transpose());
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
  const Eigen::VectorXd weights = design_.pairwise + design_.quartic * overlaps.square();
  threshold.needed =
      std::max(0.0, couplings_.size() > 0 ? spin_threshold(design_.pairwise * couplings_, shown)
                                          : spin_threshold(pattern_couplings(patterns_, weights), shown));
  return threshold;
}

OscillatorMemory OscillatorMemory::steered(double second_harmonic) const {
  OscillatorMemory memory = *this;
  memory.design_.second_harmonic = Schedule::constant(second_harmonic);
  return memory;
}

}  // namespace isinglass
