// The dense associative memory in continuous time: equations in dense_memory.hpp.
#include "models/analog/dense_memory.hpp"

#include <algorithm>
#include <cmath>

#include "models/analog/readout.hpp"
#include "models/error.hpp"
#include "models/random.hpp"

namespace isinglass {
namespace {

void check(const Eigen::MatrixXd& crossbar, const DenseMemoryDesign& design) {
  if (crossbar.size() == 0) throw InputError("a memory needs at least one pattern of one spin");
  if (design.model == DenseModel::b && design.interaction.function != DenseFunction::softmax) {
    throw UsageError("model B of the dense memory needs softmax: with " + to_string(design.interaction.function) +
                         " hidden neurons its linear feature neurons would grow without bound",
                     "-p function=softmax, or -p model=A or C");
  }
  if (!(design.feature_time_s > 0.0) || !(design.hidden_time_s >= 0.0)) {
    throw UsageError("the time constants of the dense memory must be positive", "tau_h alone may be 0");
  }
  if (design.interaction.order < 2) throw UsageError("the order of the polynomial must be at least 2");
  if (!design.input.empty() && design.input.size() != static_cast<std::size_t>(crossbar.cols())) {
    throw UsageError("the input of the dense memory has " + std::to_string(design.input.size()) +
                     " values, but the patterns have " + std::to_string(crossbar.cols()));
  }
}

template <typename Scalar>
Eigen::Index count_weak_features(const ConstEnsembleView<Scalar>& state, Eigen::Index features, Eigen::Index replica) {
  const auto v = state.col(replica).head(features).abs();
  return (v < Scalar{0.1} * v.mean()).count();
}

}  // namespace

std::string to_string(DenseModel model) { return model == DenseModel::a ? "A" : (model == DenseModel::b ? "B" : "C"); }

DenseModel dense_model_named(const std::string& name) {
  for (const auto model : {DenseModel::a, DenseModel::b, DenseModel::c}) {
    if (to_string(model) == name) return model;
  }
  throw UsageError("unknown model '" + name + "' of the dense memory", "choose one of A, B, C");
}

DenseMemoryMachine::DenseMemoryMachine(const PatternSet& patterns, const DenseMemoryDesign& design)
    : DenseMemoryMachine(pattern_matrix(patterns), design) {}

DenseMemoryMachine::DenseMemoryMachine(const Eigen::MatrixXd& crossbar, const DenseMemoryDesign& design)
    : design_(design),
      features_(crossbar),
      features_single_(crossbar.cast<float>()),
      full_scale_(static_cast<double>(crossbar.cols())) {
  check(crossbar, design);
  if (design.model == DenseModel::c) full_scale_ = std::sqrt(full_scale_);
  design_.input.resize(static_cast<std::size_t>(crossbar.cols()), 0.0);
}

std::vector<StateGroup> DenseMemoryMachine::layout() const {
  std::vector<StateGroup> groups{{"feature", "", 0, spins()}};
  if (hidden() > 0) groups.push_back({"hidden", "", spins(), hidden()});
  return groups;
}

bool DenseMemoryMachine::energy_falls() const {
  return design_.interaction.function != DenseFunction::polynomial || design_.interaction.order % 2 == 0;
}

void DenseMemoryMachine::own_decay_per_s(std::span<double> per_row) const {
  std::fill(per_row.begin(), per_row.end(), 1.0 / design_.feature_time_s);
  const auto features = per_row.begin() + spins();
  if (hidden() > 0) std::fill(features, per_row.end(), 1.0 / design_.hidden_time_s);
}

void DenseMemoryMachine::amplified(std::span<double> per_row) const {
  std::fill(per_row.begin(), per_row.end(), 1.0);
  const bool ideal = design_.model == DenseModel::a && !std::isfinite(design_.gain);
  if (ideal) std::fill_n(per_row.begin(), spins(), 0.0);
}

void DenseMemoryMachine::diffusion(double /*time_s*/, std::span<double> amplitude) {
  std::fill(amplitude.begin(), amplitude.end(), 0.0);
}

void DenseMemoryMachine::initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const {
  RandomStream random(seed, read, NoiseStream::initial);
  std::vector<Spin> spins(static_cast<std::size_t>(this->spins()));
  for (auto& spin : spins) spin = random.below(2) == 0 ? Spin{1} : Spin{-1};
  const auto start = cue(spins);
  std::copy(start.begin(), start.end(), state.begin());
}

std::vector<double> DenseMemoryMachine::cue(std::span<const Spin> spins) const {
  std::vector<double> state(spins.begin(), spins.end());
  if (hidden() == 0) return state;
  Ensemble<double> feature;
  activate_features(ConstEnsembleView<double>(state.data(), this->spins(), 1), feature);
  const Eigen::VectorXd h = features_ * feature.matrix();
  state.insert(state.end(), h.begin(), h.end());
  return state;
}

/// g of the feature neurons, the first rows of `state`.
template <typename Scalar>
void DenseMemoryMachine::activate_features(const ConstEnsembleView<Scalar>& state, Ensemble<Scalar>& feature) const {
  const auto v = state.topRows(spins());
  switch (design_.model) {
    case DenseModel::a:
      if (std::isfinite(design_.gain)) {
        feature = (v * static_cast<Scalar>(design_.gain)).tanh();
      } else {
        feature = v.sign();
      }
      return;
    case DenseModel::b:
      feature = v;
      return;
    case DenseModel::c: {
      // A vector of zeros stays one: the smallest number guards the division.
      const Eigen::Array<Scalar, 1, Eigen::Dynamic> length =
          v.matrix().colwise().norm().array().max(std::numeric_limits<Scalar>::min());
      feature = v.rowwise() / length;
      return;
    }
  }
}

template <typename Scalar>
void DenseMemoryMachine::rates(const Features<Scalar>& features, const ConstEnsembleView<Scalar>& state,
                               const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar>& rate,
                               Ensemble<Scalar>& feature, Ensemble<Scalar>& hidden, Ensemble<Scalar>& drive) const {
  const Eigen::Index n = spins();
  activate_features(seen, feature);
  drive = (features * feature.matrix()).array();
  if (this->hidden() > 0) {
    rate.bottomRows(this->hidden()) =
        (drive - state.bottomRows(this->hidden())) * static_cast<Scalar>(1.0 / design_.hidden_time_s);
    hidden = seen.bottomRows(this->hidden());
  } else {
    hidden = drive;
  }
  design_.interaction.activate(hidden, full_scale_);
  rate.topRows(n) = (features.transpose() * hidden.matrix()).array() - state.topRows(n);
  for (Eigen::Index i = 0; i < n; ++i) rate.row(i) += static_cast<Scalar>(design_.input[static_cast<std::size_t>(i)]);
  rate.topRows(n) *= static_cast<Scalar>(1.0 / design_.feature_time_s);
}

void DenseMemoryMachine::rhs_seen(double /*time_s*/, const ConstEnsembleView<double>& state,
                                  const ConstEnsembleView<double>& seen, EnsembleView<double> rate,
                                  Workspace& workspace) const {
  rates(features_, state, seen, rate, workspace.feature, workspace.hidden, workspace.drive);
}

void DenseMemoryMachine::rhs_seen(double /*time_s*/, const ConstEnsembleView<float>& state,
                                  const ConstEnsembleView<float>& seen, EnsembleView<float> rate,
                                  Workspace& workspace) const {
  rates(features_single_, state, seen, rate, workspace.feature_single, workspace.hidden_single, workspace.drive_single);
}

double DenseMemoryMachine::feature_lagrangian(const Eigen::ArrayXd& v) const {
  switch (design_.model) {
    case DenseModel::a: {
      if (!std::isfinite(design_.gain)) return v.abs().sum();
      const Eigen::ArrayXd steep = (v * design_.gain).abs();  // ln cosh x = |x| + ln(1 + e^-2|x|) - ln 2
      return (steep + (-2.0 * steep).exp().log1p() - std::log(2.0)).sum() / design_.gain;
    }
    case DenseModel::b:
      return 0.5 * v.square().sum();
    case DenseModel::c:
      return v.matrix().norm();
  }
  return 0.0;
}

void DenseMemoryMachine::energy(double /*time_s*/, const ConstEnsembleView<double>& state, std::span<double> values,
                                Workspace& workspace) const {
  const Eigen::Index n = spins();
  activate_features(state, workspace.feature);
  workspace.drive = (features_ * workspace.feature.matrix()).array();
  workspace.hidden = hidden() > 0 ? Ensemble<double>(state.bottomRows(hidden())) : workspace.drive;
  design_.interaction.activate(workspace.hidden, full_scale_);
  const Eigen::Map<const Eigen::ArrayXd> input(design_.input.data(), n);
  for (Eigen::Index r = 0; r < state.cols(); ++r) {
    const Eigen::ArrayXd v = state.col(r).head(n);
    const Eigen::ArrayXd drive = workspace.drive.col(r);
    const Eigen::ArrayXd h = hidden() > 0 ? Eigen::ArrayXd(state.col(r).tail(hidden())) : drive;
    values[static_cast<std::size_t>(r)] = ((v - input) * workspace.feature.col(r)).sum() - feature_lagrangian(v) +
                                          ((h - drive) * workspace.hidden.col(r)).sum() -
                                          design_.interaction.lagrangian(h, full_scale_);
  }
}

void DenseMemoryMachine::energy(double time_s, const ConstEnsembleView<float>& state, std::span<double> values,
                                Workspace& workspace) const {
  workspace.copy = state.cast<double>();
  energy(time_s, ConstEnsembleView<double>(workspace.copy.data(), state.rows(), state.cols()), values, workspace);
}

void DenseMemoryMachine::readout(const ConstEnsembleView<double>& state, Eigen::Index replica,
                                 std::span<Spin> spins) const {
  read_signs(state, replica, spins);
}
void DenseMemoryMachine::readout(const ConstEnsembleView<float>& state, Eigen::Index replica,
                                 std::span<Spin> spins) const {
  read_signs(state, replica, spins);
}
Eigen::Index DenseMemoryMachine::undecided(const ConstEnsembleView<double>& state, Eigen::Index replica) const {
  return count_weak_features(state, spins(), replica);
}
Eigen::Index DenseMemoryMachine::undecided(const ConstEnsembleView<float>& state, Eigen::Index replica) const {
  return count_weak_features(state, spins(), replica);
}

ThresholdAnswer DenseMemoryMachine::binary_threshold(std::span<const double> /*state*/) const {
  if (design_.model != DenseModel::a) {
    return NoThreshold{"feature neurons of model " + to_string(design_.model) +
                       " do not saturate: spins are the signs of real numbers"};
  }
  if (!std::isfinite(design_.gain)) return NoThreshold{"its feature neurons are ideal comparators, binary at any time"};
  const auto& interaction = design_.interaction;
  std::optional<double> onset;
  if (interaction.function == DenseFunction::polynomial && interaction.order == 2) {
    onset = gain_onset(features_.transpose() * features_, full_scale_);
  }
  return BinaryThreshold{"gain of the feature neurons", "", design_.gain, onset, std::nullopt};
}

DenseMemoryMachine DenseMemoryMachine::steered(double gain) const {
  DenseMemoryMachine machine = *this;
  machine.design_.gain = gain;
  return machine;
}

}  // namespace isinglass
