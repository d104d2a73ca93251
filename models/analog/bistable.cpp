// Bistable nodes: equations in bistable.hpp.
#include "models/analog/bistable.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "models/analog/readout.hpp"
#include "models/analog/uniform_start.hpp"
#include "models/error.hpp"

namespace isinglass {
namespace {

/// x with P(z < x) = probability for a standard normal z, by bisection; 0 < probability < 1/2.
double normal_quantile(double probability) {
  double low = -9.0, high = 0.0;
  for (int k = 0; k < 60; ++k) {
    const double middle = 0.5 * (low + high);
    (0.5 * std::erfc(-middle / std::numbers::sqrt2) < probability ? low : high) = middle;
  }
  return low;
}

/// int_from^to tanh(k tanh(k x)) dx by Gauss and Legendre's rule with 8 points on 4 pieces.
double latch_piece(double gain, double from, double to) {
  constexpr std::array<double, 4> nodes{0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363};
  constexpr std::array<double, 4> weights{0.3626837833783620, 0.3137066458778873, 0.2223810344533745,
                                          0.1012285362903763};
  constexpr int kPieces = 4;
  const double half = 0.5 * (to - from) / kPieces;
  double sum = 0.0;
  for (int piece = 0; piece < kPieces; ++piece) {
    const double middle = from + (2 * piece + 1) * half;
    for (std::size_t q = 0; q < nodes.size(); ++q) {
      sum += weights[q] * (std::tanh(gain * std::tanh(gain * (middle - half * nodes[q]))) +
                           std::tanh(gain * std::tanh(gain * (middle + half * nodes[q]))));
    }
  }
  return half * sum;
}

/// int_0^x tanh(k tanh(k y)) dy, in pieces that resolve the bend at 1/k^2 and the tail at 1/k.
double latch_integral(double gain, double x) {
  const double size = std::abs(x);
  const double bend = std::min(size, 4.0 / (gain * gain));
  const double tail = std::max(bend, std::min(size, 4.0 / gain));
  return latch_piece(gain, 0.0, bend) + latch_piece(gain, bend, tail) + latch_piece(gain, tail, size);
}

/// L / g of each node.
std::vector<double> loads(const Problem& problem, BistableLoading loading) {
  std::vector<double> load(problem.fields.size(), 0.0);
  if (loading == BistableLoading::none) return load;
  const auto share = [&](double value) { return loading == BistableLoading::magnitude ? std::abs(value) : -value; };
  for (std::size_t i = 0; i < load.size(); ++i) load[i] = share(problem.fields[i]);
  for (const auto& c : problem.couplings) {
    load[static_cast<std::size_t>(c.i)] += share(c.value);
    load[static_cast<std::size_t>(c.j)] += share(c.value);
  }
  return load;
}

}  // namespace

BistableMachine::BistableMachine(const Problem& problem, const BistableDesign& design, CouplingStorage storage,
                                 KernelKind kernel)
    : design_(design),
      coupling_(problem, -design.conductance_s / design.capacitance_f, storage, kernel),
      drive_(problem.fields.size()),
      load_(loads(problem, design.loading)) {
  const double rate = design.conductance_s / design.capacitance_f;
  for (auto& load : load_) load *= rate;
  std::transform(problem.fields.begin(), problem.fields.end(), drive_.begin(),
                 [&](double h) { return -rate * design.rail_v * h; });
}

double BistableMachine::growth(double time_s) const {
  return design_.coupling_growth_s > 0.0 ? -std::expm1(-time_s / design_.coupling_growth_s) : 1.0;
}

void BistableMachine::capacitance_f(std::span<double> per_row) const {
  std::fill(per_row.begin(), per_row.end(), design_.capacitance_f);
}

void BistableMachine::conductance_s(std::span<double> per_row) const {
  if (design_.loading == BistableLoading::signed_sum) {
    throw UsageError(
        "the software forms of the bistable machine are no circuits, so a temperature says nothing of them",
        "take preset=passive or preset=driven, or give white_noise instead");
  }
  for (std::size_t i = 0; i < per_row.size(); ++i) {
    per_row[i] = std::abs(drive_[i]) * design_.capacitance_f / design_.rail_v;
  }
  if (design_.loading == BistableLoading::magnitude) return;
  coupling_.for_each([&](Eigen::Index row, Eigen::Index /*column*/, double rate) {
    per_row[static_cast<std::size_t>(row)] += std::abs(rate) * design_.capacitance_f;
  });
}

std::vector<ThermalBranch> BistableMachine::thermal_branches() const {
  std::vector<ThermalBranch> branches;
  if (design_.loading != BistableLoading::magnitude) return branches;
  coupling_.for_each([&](Eigen::Index row, Eigen::Index column, double rate) {
    if (row < column) branches.push_back({row, column, std::abs(rate) * design_.capacitance_f, rate < 0.0});
  });
  return branches;
}

void BistableMachine::diffusion(double time_s, std::span<double> amplitude) const {
  std::fill(amplitude.begin(), amplitude.end(), design_.noise.value(time_s));
}

void BistableMachine::initial(std::uint64_t seed, std::uint32_t read, std::span<double> voltage) const {
  uniform_start(seed, read, design_.start_v, voltage);
}

template <typename Scalar>
void BistableMachine::clip(EnsembleView<Scalar>& voltage) const {
  if (!design_.clip) return;
  const auto rail = static_cast<Scalar>(design_.rail_v);
  voltage = voltage.max(-rail).min(rail);
}

void BistableMachine::confine(double /*time_s*/, EnsembleView<double> voltage) const { clip<double>(voltage); }

template <typename Scalar>
void BistableMachine::jump_block(const StepEnd& end, EnsembleView<Scalar> voltage, Workspace& workspace) const {
  clip<Scalar>(voltage);
  const double probability = std::min(0.5, design_.flips.value(end.time_s) * end.step_s);
  if (!(probability > 0.0) || voltage.cols() != kBlockWidth) return;
  const auto limit = static_cast<float>(normal_quantile(probability));
  const auto cells = static_cast<std::size_t>(voltage.size());
  workspace.normals.resize(cells);
  coupling_.kernels().normals(
      {.seed = end.seed, .read = end.first_read, .step = end.step, .index = 0, .stream = NoiseStream::jumps}, size(),
      workspace.normals.data());
  for (std::size_t k = 0; k < cells; ++k) {
    Scalar& value = voltage.data()[k];
    value = workspace.normals[k] < limit ? -value : value;
  }
}

void BistableMachine::jump(const StepEnd& end, const EnsembleView<double>& voltage, Workspace& workspace) const {
  jump_block<double>(end, voltage, workspace);
}

void BistableMachine::jump(const StepEnd& end, const EnsembleView<float>& voltage, Workspace& workspace) const {
  jump_block<float>(end, voltage, workspace);
}

template <typename Scalar>
void BistableMachine::rates(double time_s, const ConstEnsembleView<Scalar>& voltage, const Scalar* sums,
                            const Scalar* latch, EnsembleView<Scalar> rate) const {
  const Eigen::Index columns = voltage.cols();
  const auto grown = static_cast<Scalar>(growth(time_s));
  const double node = design_.law == BistableLaw::none ? 0.0 : design_.node_s.value(time_s) / design_.capacitance_f;
  const auto linear = static_cast<Scalar>(design_.law == BistableLaw::latch ? -node : node);
  const auto cubic =
      static_cast<Scalar>(design_.law == BistableLaw::cubic ? node / (design_.rail_v * design_.rail_v) : 0.0);
  const auto latched = static_cast<Scalar>(node * design_.rail_v);
  const auto rail = static_cast<Scalar>(design_.rail_v);
  for (Eigen::Index i = 0; i < size(); ++i) {
    const auto drive = grown * static_cast<Scalar>(drive_[static_cast<std::size_t>(i)]);
    const auto slope = linear - grown * static_cast<Scalar>(load_[static_cast<std::size_t>(i)]);
    const Scalar* from = voltage.data() + i * columns;
    Scalar* to = rate.data() + i * columns;
    const Scalar* sum = sums + i * columns;
    for (Eigen::Index r = 0; r < columns; ++r) {
      const Scalar v = from[r];
      to[r] = grown * sum[r] + drive + v * (slope - cubic * v * v);
    }
    if (latch != nullptr) {
      for (Eigen::Index r = 0; r < columns; ++r) to[r] += latched * latch[i * columns + r];
    }
    if (design_.clip) {
      for (Eigen::Index r = 0; r < columns; ++r) {
        to[r] = std::abs(from[r]) >= rail && from[r] * to[r] > Scalar{0} ? Scalar{0} : to[r];
      }
    }
  }
}

void BistableMachine::rhs_seen(double time_s, const ConstEnsembleView<double>& voltage,
                               const ConstEnsembleView<double>& seen, const EnsembleView<double>& rate,
                               Workspace& workspace) const {
  workspace.sums.resize(size(), voltage.cols());
  coupling_.multiply(seen, EnsembleView<double>(workspace.sums.data(), size(), voltage.cols()));
  if (design_.law != BistableLaw::latch) {
    return rates<double>(time_s, voltage, workspace.sums.data(), nullptr, rate);
  }
  const double gain = design_.latch_gain.value(time_s);
  const Ensemble<double> latch = (gain * (gain / design_.rail_v * voltage).tanh()).tanh();
  rates<double>(time_s, voltage, workspace.sums.data(), latch.data(), rate);
}

void BistableMachine::rhs_seen(double time_s, const ConstEnsembleView<float>& voltage,
                               const ConstEnsembleView<float>& seen, const EnsembleView<float>& rate,
                               Workspace& workspace) const {
  workspace.sums_block.resize(static_cast<std::size_t>(voltage.size()));
  coupling_.multiply(seen, EnsembleView<float>(workspace.sums_block.data(), size(), kBlockWidth));
  if (design_.law != BistableLaw::latch) {
    return rates<float>(time_s, voltage, workspace.sums_block.data(), nullptr, rate);
  }
  const auto gain = static_cast<float>(design_.latch_gain.value(time_s));
  workspace.latch_block.resize(static_cast<std::size_t>(voltage.size()));
  float* latch = workspace.latch_block.data();
  coupling_.kernels().saturate(gain / static_cast<float>(design_.rail_v), voltage.data(), size(), latch);
  coupling_.kernels().saturate(gain, latch, size(), latch);
  rates<float>(time_s, voltage, workspace.sums_block.data(), latch, rate);
}

double BistableMachine::node_error(double time_s, double error, double voltage) const {
  const double rail = design_.rail_v;
  const double x = voltage / rail;
  const double speed = design_.node_s.value(time_s) / design_.capacitance_f;
  if (design_.law == BistableLaw::cubic) return error * speed * voltage * (1.0 - x * x);
  const auto latched = [x](double gain) { return std::tanh(gain * std::tanh(gain * x)); };
  const double gain = design_.latch_gain.value(time_s);
  return speed * rail * (latched(gain * (1.0 + error)) - latched(gain));
}

template <typename Scalar>
void BistableMachine::node_errors(double time_s, std::span<const double> error,
                                  const ConstEnsembleView<Scalar>& voltage, EnsembleView<Scalar> rate) const {
  for (Eigen::Index i = 0; i < size(); ++i) {
    for (Eigen::Index r = 0; r < voltage.cols(); ++r) {
      const double v = voltage(i, r);
      rate(i, r) += static_cast<Scalar>(node_error(time_s, error[static_cast<std::size_t>(i)], v));
      if (design_.clip && std::abs(v) >= design_.rail_v && v * double{rate(i, r)} > 0.0) rate(i, r) = Scalar{0};
    }
  }
}

void BistableMachine::add_gain_error(double time_s, std::span<const double> error,
                                     const ConstEnsembleView<double>& voltage, EnsembleView<double> rate) const {
  node_errors<double>(time_s, error, voltage, rate);
}
void BistableMachine::add_gain_error(double time_s, std::span<const double> error,
                                     const ConstEnsembleView<float>& voltage, EnsembleView<float> rate) const {
  node_errors<float>(time_s, error, voltage, rate);
}

double BistableMachine::node_integral(double time_s, double voltage) const {
  const double rail = design_.rail_v;
  const double half_square = 0.5 * voltage * voltage;
  switch (design_.law) {
    case BistableLaw::none:
      return 0.0;
    case BistableLaw::cubic:
      return half_square * (1.0 - half_square / (rail * rail));
    case BistableLaw::latch:
      return rail * rail * latch_integral(design_.latch_gain.value(time_s), voltage / rail) - half_square;
  }
  return 0.0;
}

void BistableMachine::energy(double time_s, const ConstEnsembleView<double>& voltage, std::span<double> values,
                             Workspace& workspace) const {
  workspace.sums.resize(size(), voltage.cols());
  coupling_.multiply(voltage, EnsembleView<double>(workspace.sums.data(), size(), voltage.cols()));
  const double grown = growth(time_s) * design_.capacitance_f;
  const double node = design_.node_s.value(time_s);
  std::fill(values.begin(), values.end(), 0.0);
  for (Eigen::Index i = 0; i < size(); ++i) {
    const auto row = static_cast<std::size_t>(i);
    for (Eigen::Index r = 0; r < voltage.cols(); ++r) {
      const double v = voltage(i, r);
      values[static_cast<std::size_t>(r)] -=
          grown * v * (0.5 * (workspace.sums(i, r) - load_[row] * v) + drive_[row]) + node * node_integral(time_s, v);
    }
  }
}

void BistableMachine::energy(double time_s, const ConstEnsembleView<float>& voltage, std::span<double> values,
                             Workspace& workspace) const {
  const Ensemble<double> wide = voltage.cast<double>();
  energy(time_s, ConstEnsembleView<double>(wide.data(), wide.rows(), wide.cols()), values, workspace);
}

void BistableMachine::readout(const ConstEnsembleView<double>& voltage, Eigen::Index replica,
                              std::span<Spin> spins) const {
  read_signs<double>(voltage, replica, spins);
}

void BistableMachine::readout(const ConstEnsembleView<float>& voltage, Eigen::Index replica,
                              std::span<Spin> spins) const {
  read_signs<float>(voltage, replica, spins);
}

Eigen::Index BistableMachine::undecided(const ConstEnsembleView<double>& voltage, Eigen::Index replica) const {
  return count_below<double>(voltage, voltage.rows(), replica, 0.25 * design_.rail_v);
}

Eigen::Index BistableMachine::undecided(const ConstEnsembleView<float>& voltage, Eigen::Index replica) const {
  return count_below<float>(voltage, voltage.rows(), replica, 0.25 * design_.rail_v);
}

ThresholdAnswer BistableMachine::binary_threshold(std::span<const double> /*voltage*/) const {
  if (design_.law == BistableLaw::none) {
    return NoThreshold{
        "its nodes have no current of their own: the couplings alone decide which voltages the rails hold"};
  }
  Eigen::MatrixXd linear = coupling_.matrix();
  linear.diagonal() -= Eigen::Map<const Eigen::VectorXd>(load_.data(), size());
  const double held_s = -growth(duration_s()) * design_.capacitance_f * largest_eigenvalue(linear);
  const double node_s = design_.node_s.value(duration_s());
  if (design_.law == BistableLaw::cubic) {
    return BinaryThreshold{"node conductance G_z", "S", node_s, std::max(0.0, held_s), std::nullopt};
  }
  if (!(node_s > 0.0)) return NoThreshold{"its latches are switched off at the end (G_z is 0)"};
  return BinaryThreshold{"latch gain k", "", design_.latch_gain.value(duration_s()),
                         std::sqrt(std::max(0.0, 1.0 + held_s / node_s)), std::nullopt};
}

BistableMachine BistableMachine::steered(double drive) const {
  BistableMachine machine = *this;
  (design_.law == BistableLaw::latch ? machine.design_.latch_gain : machine.design_.node_s) = Schedule::constant(drive);
  return machine;
}

}  // namespace isinglass
