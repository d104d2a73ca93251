// P-bits in continuous time: equations in pbit_continuous.hpp.
#include "models/analog/pbit_continuous.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/analog/readout.hpp"
#include "models/analog/uniform_start.hpp"
#include "models/error.hpp"
#include "models/random.hpp"

namespace isinglass {
namespace {

/// x ln x, zero at zero.
double x_log_x(double x) { return x > 0.0 ? x * std::log(x) : 0.0; }

/// Entropy of one spin of mean m.
double entropy(double m) {
  const double mean = std::clamp(m, -1.0, 1.0);
  return -x_log_x(0.5 * (1.0 + mean)) - x_log_x(0.5 * (1.0 - mean));
}

}  // namespace

std::string to_string(PbitRule rule) {
  switch (rule) {
    case PbitRule::glauber:
      return "glauber";
    case PbitRule::autonomous:
      return "autonomous";
    case PbitRule::mean_field:
      return "mean-field";
  }
  return "glauber";
}

PbitRule pbit_rule_named(const std::string& name) {
  for (const auto rule : {PbitRule::glauber, PbitRule::autonomous, PbitRule::mean_field}) {
    if (name == to_string(rule)) return rule;
  }
  throw UsageError("there is no rule '" + name + "' of p-bits", "the rules are: glauber, autonomous, mean-field");
}

PbitContinuousMachine::PbitContinuousMachine(const Problem& problem, const PbitContinuousDesign& design,
                                             CouplingStorage storage, KernelKind kernel)
    : design_(design),
      coupling_(problem, -1.0, storage, kernel),
      field_(problem.fields.size()),
      offset_(problem.offset) {
  std::transform(problem.fields.begin(), problem.fields.end(), field_.begin(), [](double h) { return -h; });
}

std::vector<StateGroup> PbitContinuousMachine::layout() const {
  std::vector<StateGroup> groups{{"output", "", 0, spins(), design_.rule == PbitRule::mean_field}};
  if (has_synapse()) groups.push_back({"input", "", spins(), spins(), true});
  return groups;
}

void PbitContinuousMachine::diffusion(double /*time_s*/, std::span<double> amplitude) const {
  std::fill(amplitude.begin(), amplitude.end(), 0.0);
}

void PbitContinuousMachine::initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const {
  std::fill(state.begin(), state.end(), 0.0);
  const auto outputs = state.first(static_cast<std::size_t>(spins()));
  uniform_start(seed, read, 0.1, outputs);
  if (design_.rule == PbitRule::mean_field) return;
  for (double& output : outputs) output = output < 0.0 ? -1.0 : 1.0;
}

template <typename Scalar>
Ensemble<Scalar>& PbitContinuousMachine::inputs(double time_s, const Scalar* outputs, Eigen::Index replicas,
                                                Workspace& workspace) const {
  Ensemble<Scalar>* sums = nullptr;
  if constexpr (std::is_same_v<Scalar, float>) {
    sums = &workspace.sums_single;
  } else {
    sums = &workspace.sums;
  }
  sums->resize(spins(), replicas);
  coupling_.multiply(ConstEnsembleView<Scalar>(outputs, spins(), replicas),
                     EnsembleView<Scalar>(sums->data(), spins(), replicas));
  const double beta = 1.0 / design_.temperature.value(time_s);
  for (Eigen::Index i = 0; i < spins(); ++i) {
    sums->row(i) =
        static_cast<Scalar>(beta) * (sums->row(i) + static_cast<Scalar>(field_[static_cast<std::size_t>(i)]));
  }
  return *sums;
}

template <typename Scalar>
void PbitContinuousMachine::rates(double time_s, const ConstEnsembleView<Scalar>& state,
                                  const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar> rate,
                                  Workspace& workspace) const {
  const bool random = design_.rule != PbitRule::mean_field;
  if (random && !has_synapse()) {
    rate.setZero();
    return;
  }
  const Ensemble<Scalar>& driven = inputs<Scalar>(time_s, seen.data(), seen.cols(), workspace);
  if (has_synapse()) {
    rate.bottomRows(spins()) = static_cast<Scalar>(1.0 / design_.synapse_s) * (driven - state.bottomRows(spins()));
  }
  auto outputs = rate.topRows(spins());
  if (random) {
    outputs.setZero();
    return;
  }
  const auto per_s = static_cast<Scalar>(1.0 / design_.response_s);
  if (has_synapse()) {
    outputs = per_s * (state.bottomRows(spins()).tanh() - state.topRows(spins()));
  } else {
    outputs = per_s * (driven.tanh() - state.topRows(spins()));
  }
}

void PbitContinuousMachine::rhs_seen(double time_s, const ConstEnsembleView<double>& state,
                                     const ConstEnsembleView<double>& seen, EnsembleView<double> rate,
                                     Workspace& workspace) const {
  rates<double>(time_s, state, seen, rate, workspace);
}

void PbitContinuousMachine::rhs_seen(double time_s, const ConstEnsembleView<float>& state,
                                     const ConstEnsembleView<float>& seen, EnsembleView<float> rate,
                                     Workspace& workspace) const {
  rates<float>(time_s, state, seen, rate, workspace);
}

double PbitContinuousMachine::flip_probability(double output, double input, double step_s) const {
  const double steps = step_s / design_.response_s;
  if (design_.rule == PbitRule::glauber) return -std::expm1(-steps) * 0.5 * (1.0 - output * std::tanh(input));
  return -std::expm1(-steps * std::exp(-output * input));
}

template <typename Scalar>
void PbitContinuousMachine::flip(const StepEnd& end, EnsembleView<Scalar> state, Workspace& workspace) const {
  if (design_.rule == PbitRule::mean_field) return;
  const Eigen::Index n = spins();
  const Eigen::Index replicas = state.cols();
  const Scalar* input = has_synapse() ? state.data() + n * replicas
                                      : inputs<Scalar>(end.time_s, state.data(), replicas, workspace).data();
  std::array<std::uint32_t, 4> words{};
  for (Eigen::Index first = 0; first < n; first += 4) {
    for (Eigen::Index r = 0; r < replicas; ++r) {
      words = random_words({.seed = end.seed,
                            .read = end.first_read + static_cast<std::uint32_t>(r),
                            .step = end.step,
                            .index = static_cast<std::uint32_t>(first / 4),
                            .stream = NoiseStream::jumps});
      for (Eigen::Index i = first; i < std::min(first + 4, n); ++i) {
        Scalar& output = state(i, r);
        const double uniform = (words[static_cast<std::size_t>(i - first)] + 0.5) * 0x1p-32;
        const double in = static_cast<double>(input[i * replicas + r]);
        if (uniform < flip_probability(static_cast<double>(output), in, end.step_s)) output = -output;
      }
    }
  }
}

void PbitContinuousMachine::jump(const StepEnd& end, EnsembleView<double> state, Workspace& workspace) const {
  flip<double>(end, state, workspace);
}

void PbitContinuousMachine::jump(const StepEnd& end, EnsembleView<float> state, Workspace& workspace) const {
  flip<float>(end, state, workspace);
}

template <typename Scalar>
void PbitContinuousMachine::sum_energy(double time_s, const ConstEnsembleView<Scalar>& state, std::span<double> values,
                                       Workspace& workspace) const {
  const double temperature = design_.temperature.value(time_s);
  const double entropy_weight = design_.rule == PbitRule::mean_field ? temperature : 0.0;
  const Ensemble<Scalar>& driven = inputs<Scalar>(time_s, state.data(), state.cols(), workspace);
  for (Eigen::Index r = 0; r < state.cols(); ++r) {
    double sum = offset_;
    for (Eigen::Index i = 0; i < spins(); ++i) {
      const auto m = static_cast<double>(state(i, r));
      const double field = field_[static_cast<std::size_t>(i)];
      sum -= 0.5 * m * (temperature * static_cast<double>(driven(i, r)) + field);
      if (entropy_weight > 0.0) sum -= entropy_weight * entropy(m);
    }
    values[static_cast<std::size_t>(r)] = sum;
  }
}

void PbitContinuousMachine::energy(double time_s, const ConstEnsembleView<double>& state, std::span<double> values,
                                   Workspace& workspace) const {
  sum_energy<double>(time_s, state, values, workspace);
}

void PbitContinuousMachine::energy(double time_s, const ConstEnsembleView<float>& state, std::span<double> values,
                                   Workspace& workspace) const {
  sum_energy<float>(time_s, state, values, workspace);
}

void PbitContinuousMachine::readout(const ConstEnsembleView<double>& state, Eigen::Index replica,
                                    std::span<Spin> spins) const {
  read_signs<double>(state, replica, spins);
}

void PbitContinuousMachine::readout(const ConstEnsembleView<float>& state, Eigen::Index replica,
                                    std::span<Spin> spins) const {
  read_signs<float>(state, replica, spins);
}

Eigen::Index PbitContinuousMachine::undecided(const ConstEnsembleView<double>& state, Eigen::Index replica) const {
  return (state.col(replica).head(spins()).abs() < 0.5).count();
}

Eigen::Index PbitContinuousMachine::undecided(const ConstEnsembleView<float>& state, Eigen::Index replica) const {
  return (state.col(replica).head(spins()).abs() < 0.5F).count();
}

ThresholdAnswer PbitContinuousMachine::binary_threshold(std::span<const double> /*state*/) const {
  if (design_.rule != PbitRule::mean_field) return NoThreshold{"the output of a random p-bit is binary at any time"};
  return BinaryThreshold{"inverse temperature 1/T", "per unit of energy", 1.0 / design_.temperature.value(duration_s()),
                         gain_onset(coupling_.matrix(), 1.0), std::nullopt};
}

PbitContinuousMachine PbitContinuousMachine::steered(double inverse_temperature) const {
  PbitContinuousMachine machine = *this;
  machine.design_.temperature = Schedule::constant(1.0 / inverse_temperature);
  return machine;
}

}  // namespace isinglass
