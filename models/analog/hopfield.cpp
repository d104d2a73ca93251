// The Hopfield circuit: equations in hopfield.hpp. Everything is computed for the circuit of tanh amplifiers; one of
// logistic amplifiers with twice the gain, twice the synapses and the shifted bias moves exactly the same, and its
// energy is half of the other's up to a constant.
#include "models/analog/hopfield.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "models/analog/readout.hpp"
#include "models/analog/uniform_start.hpp"
#include "models/error.hpp"

namespace isinglass {
namespace {

/// ln cosh x without overflow.
double log_cosh(double x) {
  const double size = std::abs(x);
  return size + std::log1p(std::exp(-2.0 * size)) - std::numbers::ln2;
}

/// The sums of E that need no product: interaction of outputs o (in V_s) with sums, drive and the leaks' co-content.
template <typename Scalar>
void sum_energy(const ConstEnsembleView<Scalar>& input, const Ensemble<double>& outputs, const Ensemble<double>& sums,
                std::span<const double> drive, double gain, double leak_rate, std::span<double> values) {
  std::fill(values.begin(), values.end(), 0.0);
  for (Eigen::Index i = 0; i < input.rows(); ++i) {
    for (Eigen::Index r = 0; r < input.cols(); ++r) {
      const double u = input(i, r);
      const double output = outputs(i, r);
      const double leak = u * output - log_cosh(gain * u) / gain;
      values[static_cast<std::size_t>(r)] +=
          leak_rate * leak - output * (0.5 * sums(i, r) + drive[static_cast<std::size_t>(i)]);
    }
  }
}

}  // namespace

std::string to_string(Amplifier amplifier) { return amplifier == Amplifier::tanh ? "tanh" : "logistic"; }

Amplifier amplifier_named(const std::string& name) {
  if (name == "tanh") return Amplifier::tanh;
  if (name == "logistic") return Amplifier::logistic;
  throw UsageError("there is no amplifier '" + name + "'", "the amplifiers are: tanh, logistic");
}

HopfieldMachine::HopfieldMachine(const Problem& problem, const HopfieldDesign& design, CouplingStorage storage,
                                 KernelKind kernel)
    : design_(design),
      coupling_(problem, -design.conductance_s * design.output_v / design.capacitance_f, storage, kernel),
      drive_(problem.fields.size()),
      row_sum_(problem.fields.size(), 0.0) {
  const double rate = design.conductance_s * design.output_v / design.capacitance_f;
  std::transform(problem.fields.begin(), problem.fields.end(), drive_.begin(), [&](double h) { return -rate * h; });
  if (problem.has_fields()) drive_single_.assign(drive_.begin(), drive_.end());
  double offset = 0.0;
  for (const auto& c : problem.couplings) {
    row_sum_[static_cast<std::size_t>(c.i)] += c.value;
    row_sum_[static_cast<std::size_t>(c.j)] += c.value;
    offset -= c.value;
  }
  for (const double h : problem.fields) offset += h;
  logistic_offset_w_ = 0.5 * design.conductance_s * design.output_v * design.output_v * offset;
}

std::vector<double> HopfieldMachine::bias_a() const {
  std::vector<double> bias(drive_.size());
  const double shift = is_logistic() ? design_.conductance_s * design_.output_v : 0.0;
  for (std::size_t i = 0; i < bias.size(); ++i) bias[i] = design_.capacitance_f * drive_[i] + shift * row_sum_[i];
  return bias;
}

double HopfieldMachine::tanh_gain(double time_s) const {
  const double gain = design_.gain.value(time_s);
  return is_logistic() ? 0.5 * gain : gain;
}

double HopfieldMachine::output_v(double time_s, double input_v) const {
  const double spin = std::tanh(tanh_gain(time_s) * input_v);
  return design_.output_v * (is_logistic() ? 0.5 * (1.0 + spin) : spin);
}

void HopfieldMachine::capacitance_f(std::span<double> per_row) const {
  std::fill(per_row.begin(), per_row.end(), design_.capacitance_f);
}

void HopfieldMachine::conductance_s(std::span<double> per_row) const {
  std::fill(per_row.begin(), per_row.end(), 1.0 / design_.resistance_ohm);
}

void HopfieldMachine::own_decay_per_s(std::span<double> per_row) const {
  std::fill(per_row.begin(), per_row.end(), 1.0 / design_.time_constant_s());
}

void HopfieldMachine::amplified(std::span<double> per_row) { std::fill(per_row.begin(), per_row.end(), 1.0); }

void HopfieldMachine::diffusion(double time_s, std::span<double> amplitude) const {
  std::fill(amplitude.begin(), amplitude.end(), design_.noise.value(time_s));
}

void HopfieldMachine::initial(std::uint64_t seed, std::uint32_t read, std::span<double> input) const {
  uniform_start(seed, read, design_.start_v, input);
}

void HopfieldMachine::rhs_seen(double time_s, const ConstEnsembleView<double>& input,
                               const ConstEnsembleView<double>& seen, EnsembleView<double> rate,
                               Workspace& workspace) const {
  workspace.outputs = (tanh_gain(time_s) * seen).tanh();
  coupling_.multiply(ConstEnsembleView<double>(workspace.outputs.data(), size(), input.cols()), rate);
  const Eigen::Map<const Eigen::ArrayXd> drive(drive_.data(), size());
  rate -= input / design_.time_constant_s();
  rate.colwise() += drive;
}

void HopfieldMachine::rhs_seen(double time_s, const ConstEnsembleView<float>& input,
                               const ConstEnsembleView<float>& seen, EnsembleView<float> rate,
                               Workspace& workspace) const {
  const auto& kernels = coupling_.kernels();
  const auto cells = static_cast<std::size_t>(size() * kBlockWidth);
  workspace.outputs_block.resize(cells);
  workspace.sums_block.resize(cells);
  kernels.saturate(static_cast<float>(tanh_gain(time_s)), seen.data(), size(), workspace.outputs_block.data());
  coupling_.multiply(ConstEnsembleView<float>(workspace.outputs_block.data(), size(), kBlockWidth),
                     EnsembleView<float>(workspace.sums_block.data(), size(), kBlockWidth));
  Increment leak{.first_rate = input.data(), .first_weight = static_cast<float>(-1.0 / design_.time_constant_s())};
  if (!drive_single_.empty()) {
    workspace.ones.resize(cells, 1.0F);
    leak.noise = workspace.ones.data();
    leak.amplitude = drive_single_.data();
  }
  kernels.advance(leak, size(), workspace.sums_block.data(), rate.data());
}

void HopfieldMachine::energy(double time_s, const ConstEnsembleView<double>& input, std::span<double> values,
                             Workspace& workspace) const {
  const double gain = tanh_gain(time_s);
  workspace.outputs = (gain * input).tanh();
  workspace.sums.resize(size(), input.cols());
  coupling_.multiply(ConstEnsembleView<double>(workspace.outputs.data(), size(), input.cols()),
                     EnsembleView<double>(workspace.sums.data(), size(), input.cols()));
  sum_energy<double>(input, workspace.outputs, workspace.sums, drive_, gain, 1.0 / design_.time_constant_s(), values);
  const double unit = design_.capacitance_f * design_.output_v;
  for (auto& value : values) value = is_logistic() ? 0.5 * unit * value + logistic_offset_w_ : unit * value;
}

void HopfieldMachine::energy(double time_s, const ConstEnsembleView<float>& input, std::span<double> values,
                             Workspace& workspace) const {
  const Ensemble<double> wide = input.cast<double>();
  energy(time_s, ConstEnsembleView<double>(wide.data(), wide.rows(), wide.cols()), values, workspace);
}

void HopfieldMachine::readout(const ConstEnsembleView<double>& input, Eigen::Index replica,
                              std::span<Spin> spins) const {
  read_signs<double>(input, replica, spins);
}

void HopfieldMachine::readout(const ConstEnsembleView<float>& input, Eigen::Index replica,
                              std::span<Spin> spins) const {
  read_signs<float>(input, replica, spins);
}

Eigen::Index HopfieldMachine::undecided(const ConstEnsembleView<double>& input, Eigen::Index replica) const {
  return count_unsaturated<double>(input, input.rows(), replica, tanh_gain(duration_s()));
}

Eigen::Index HopfieldMachine::undecided(const ConstEnsembleView<float>& input, Eigen::Index replica) const {
  return count_unsaturated<float>(input, input.rows(), replica, tanh_gain(duration_s()));
}

ThresholdAnswer HopfieldMachine::binary_threshold(std::span<const double> /*input*/) const {
  const double loss = (is_logistic() ? 2.0 : 1.0) / design_.time_constant_s();
  return BinaryThreshold{"gain", "1/V", design_.gain.value(duration_s()), gain_onset(coupling_.matrix(), loss),
                         std::nullopt};
}

HopfieldMachine HopfieldMachine::steered(double gain) const {
  HopfieldMachine machine = *this;
  machine.design_.gain = Schedule::constant(gain);
  return machine;
}

}  // namespace isinglass
