// The LC oscillator machine, averaged and as a circuit: equations in lc_oscillator.hpp.
#include "models/analog/lc_oscillator.hpp"

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

/// sum_j |J_ij| + |h_i|: the conductance at a node in units of g_c.
std::vector<double> loads(const Problem& problem) {
  std::vector<double> load(problem.fields.size());
  for (std::size_t i = 0; i < load.size(); ++i) load[i] = std::abs(problem.fields[i]);
  for (const auto& pair : problem.couplings) {
    load[static_cast<std::size_t>(pair.i)] += std::abs(pair.value);
    load[static_cast<std::size_t>(pair.j)] += std::abs(pair.value);
  }
  return load;
}

/// (x, y) -> those of (x + iy) e^{-i rad}; x are the upper half of the rows.
template <typename Scalar>
void turn(double rad, EnsembleView<Scalar>& state) {
  const auto cosine = static_cast<Scalar>(std::cos(rad));
  const auto sine = static_cast<Scalar>(std::sin(rad));
  const Eigen::Index n = state.rows() / 2;
  const Ensemble<Scalar> x = state.topRows(n);
  state.topRows(n) = cosine * x + sine * state.bottomRows(n);
  state.bottomRows(n) = cosine * state.bottomRows(n) - sine * x;
}

template <typename Scalar>
Eigen::Index count_quadrature(const ConstEnsembleView<Scalar>& state, Eigen::Index replica) {
  const Eigen::Index n = state.rows() / 2;
  Eigen::Index count = 0;
  for (Eigen::Index i = 0; i < n; ++i) {
    const double x = state(i, replica);
    const double y = state(n + i, replica);
    if (std::abs(x) < 0.5 * std::hypot(x, y)) ++count;
  }
  return count;
}

}  // namespace

double LcOscillatorDesign::resonance() const { return 1.0 / std::sqrt(inductance_h * capacitance_f); }

double LcOscillatorDesign::amplitude_v() const { return std::sqrt(4.0 * gain_s / (3.0 * cubic_s_per_v2)); }

double LcOscillatorDesign::nonlinearity() const { return gain_s * std::sqrt(inductance_h / capacitance_f); }

double LcOscillatorDesign::free_running_hz() const {
  const double angular = resonance();
  const double even = even_s_per_v * amplitude_v() / capacitance_f;
  const double shift = nonlinearity() * nonlinearity() * angular / 16.0 + even * even / (6.0 * angular);
  return (angular - shift) / (2.0 * std::numbers::pi);
}

double LcOscillatorDesign::reference() const {
  return 2.0 * std::numbers::pi * (reference_hz > 0.0 ? reference_hz : free_running_hz());
}

double LcOscillatorDesign::detuning() const {
  if (reference_hz <= 0.0) return 0.0;
  const double angular = resonance();
  const double w = reference();
  return (angular * angular - w * w) / (2.0 * w) + 2.0 * std::numbers::pi * free_running_hz() - angular;
}

LcOscillatorMachine::LcOscillatorMachine(const Problem& problem, const LcOscillatorDesign& design,
                                         CouplingStorage storage, KernelKind kernel)
    : design_(design),
      coupling_(problem, -1.0, storage, kernel),
      field_(problem.fields.size()),
      load_(loads(problem)),
      mismatch_(frequency_mismatch(design.resonance() / (2.0 * std::numbers::pi), design.mismatch_ppm,
                                   design.device_seed, problem.fields.size())),
      reference_(design.reference()),
      detuning_(design.detuning()),
      amplitude_(design.amplitude_v()) {
  std::transform(problem.fields.begin(), problem.fields.end(), field_.begin(), [](double h) { return -h; });
  const bool sound =
      design.inductance_h > 0.0 && design.capacitance_f > 0.0 && design.gain_s > 0.0 && design.cubic_s_per_v2 > 0.0;
  if (!sound) {
    throw UsageError("an LC oscillator needs an inductance, a capacitance, a gain and a cubic term above zero",
                     "without gain it does not start, and without the cubic term it does not stop growing");
  }
}

LcOscillatorMachine::Instant LcOscillatorMachine::averaged_instant(double time_s) const {
  const double twice = 2.0 * design_.capacitance_f;
  std::complex<double> locking = std::polar(0.5 * design_.sync.value(time_s), design_.sync_phase_rad);
  double gain = design_.gain_s;
  if (design_.sync_kind == LcSync::additive) {
    // V2 = i_s e^{i psi} / (1.5 i w0 C): the tank's answer at twice its frequency.
    const std::complex<double> second =
        2.0 * locking / std::complex<double>(0.0, 1.5 * design_.resonance() * design_.capacitance_f);
    locking = -design_.even_s_per_v * second;
    gain -= 1.5 * design_.cubic_s_per_v2 * std::norm(second);
  }
  Instant now{};
  now.coupling = design_.coupling.value(time_s) / twice;
  now.gain = gain / twice;
  now.locking_cos = locking.real() / twice;
  now.locking_sin = locking.imag() / twice;
  return now;
}

LcOscillatorMachine::Instant LcOscillatorMachine::circuit_instant(double time_s) const {
  const double turn = reference_ * time_s;
  const double second = std::cos(2.0 * turn + design_.sync_phase_rad) * design_.sync.value(time_s);
  const bool additive = design_.sync_kind == LcSync::additive;
  Instant now{};
  now.coupling = design_.coupling.value(time_s);
  now.carrier_cos = std::cos(turn);
  now.carrier_sin = std::sin(turn);
  now.pump = additive ? 0.0 : second;
  now.injected = additive ? second : 0.0;
  return now;
}

double LcOscillatorMachine::offset(std::size_t node) const {
  const double own = design_.resonance() + mismatch_[node];
  return (own * own - reference_ * reference_) / reference_;
}

void LcOscillatorMachine::capacitance_f(std::span<double> per_row) const {
  std::fill(per_row.begin(), per_row.end(), design_.capacitance_f);
}

void LcOscillatorMachine::conductance_s(std::span<double> per_row) const {
  const double share = 0.5 * design_.coupling.largest();
  for (std::size_t k = 0; k < per_row.size(); ++k) per_row[k] = share * std::abs(field_[k % field_.size()]);
}

std::vector<ThermalBranch> LcOscillatorMachine::thermal_branches() const {
  const double share = 0.5 * design_.coupling.largest();
  std::vector<ThermalBranch> branches;
  for (const Eigen::Index first : {Eigen::Index{0}, spins()}) {
    coupling_.for_each([&](Eigen::Index row, Eigen::Index column, double weight) {
      if (row < column) branches.push_back({first + row, first + column, share * std::abs(weight), weight < 0.0});
    });
  }
  return branches;
}

void LcOscillatorMachine::diffusion(double time_s, std::span<double> amplitude) const {
  const double each = design_.noise.value(time_s) / (std::numbers::sqrt2 * design_.capacitance_f);
  std::fill(amplitude.begin(), amplitude.end(), each);
}

void LcOscillatorMachine::initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const {
  const std::size_t n = state.size() / 2;
  uniform_start(seed, read, std::numbers::pi, state.first(n));
  for (std::size_t i = 0; i < n; ++i) {
    const double phase = state[i];
    state[i] = amplitude_ * std::cos(phase);
    state[n + i] = amplitude_ * std::sin(phase);
  }
}

template <typename Scalar>
void LcOscillatorMachine::multiply_both(const ConstEnsembleView<Scalar>& state, Scalar* sums) const {
  const Eigen::Index n = spins();
  const Eigen::Index cells = n * state.cols();
  for (const Eigen::Index first : {Eigen::Index{0}, cells}) {
    coupling_.multiply(ConstEnsembleView<Scalar>(state.data() + first, n, state.cols()),
                       EnsembleView<Scalar>(sums + first, n, state.cols()));
  }
}

template <typename Scalar>
void LcOscillatorMachine::averaged_rates(double time_s, const ConstEnsembleView<Scalar>& state,
                                         const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar> rate,
                                         Scalar* sums) const {
  const Eigen::Index n = spins();
  const Eigen::Index replicas = state.cols();
  multiply_both(seen, sums);
  const Instant now = averaged_instant(time_s);
  const auto coupling = static_cast<Scalar>(now.coupling);
  const auto cubic = static_cast<Scalar>(0.375 * design_.cubic_s_per_v2 / design_.capacitance_f);
  const auto cosine = static_cast<Scalar>(now.locking_cos);
  const auto sine = static_cast<Scalar>(now.locking_sin);
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto row = static_cast<std::size_t>(i);
    const auto gain = static_cast<Scalar>(now.gain - now.coupling * load_[row]);
    const auto pull = static_cast<Scalar>(now.coupling * field_[row] * amplitude_);
    const auto detuning = static_cast<Scalar>(detuning_ + mismatch_[row]);
    const Scalar* x = state.data() + i * replicas;
    const Scalar* y = state.data() + (n + i) * replicas;
    const Scalar* sx = sums + i * replicas;
    const Scalar* sy = sums + (n + i) * replicas;
    Scalar* dx = rate.data() + i * replicas;
    Scalar* dy = rate.data() + (n + i) * replicas;
    for (Eigen::Index r = 0; r < replicas; ++r) {
      const Scalar growth = gain - cubic * (x[r] * x[r] + y[r] * y[r]);
      dx[r] = (growth + cosine) * x[r] + (sine - detuning) * y[r] + coupling * sx[r] + pull;
      dy[r] = (growth - cosine) * y[r] + (sine + detuning) * x[r] + coupling * sy[r];
    }
  }
}

template <typename Scalar>
void LcOscillatorMachine::circuit_rates(double time_s, const ConstEnsembleView<Scalar>& state,
                                        const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar> rate,
                                        Scalar* voltage, Scalar* sums) const {
  const Eigen::Index n = spins();
  const Eigen::Index replicas = state.cols();
  const Instant now = circuit_instant(time_s);
  EnsembleView<Scalar> v(voltage, n, replicas);
  const auto fill_voltage = [&](const ConstEnsembleView<Scalar>& amplitudes) {
    v = static_cast<Scalar>(now.carrier_cos) * amplitudes.topRows(n) -
        static_cast<Scalar>(now.carrier_sin) * amplitudes.bottomRows(n);
  };
  fill_voltage(seen);
  coupling_.multiply(ConstEnsembleView<Scalar>(voltage, n, replicas), EnsembleView<Scalar>(sums, n, replicas));
  if (seen.data() != state.data()) fill_voltage(state);
  const double per_farad = 1.0 / design_.capacitance_f;
  const auto coupling = static_cast<Scalar>(now.coupling * per_farad);
  const auto even = static_cast<Scalar>(design_.even_s_per_v * per_farad);
  const auto cubic = static_cast<Scalar>(design_.cubic_s_per_v2 * per_farad);
  const auto cosine = static_cast<Scalar>(now.carrier_cos);
  const auto sine = static_cast<Scalar>(now.carrier_sin);
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto row = static_cast<std::size_t>(i);
    const auto gain = static_cast<Scalar>((design_.gain_s + now.pump - now.coupling * load_[row]) * per_farad);
    const auto turning = static_cast<Scalar>(offset(row));
    const auto pull =
        static_cast<Scalar>((now.injected + now.coupling * field_[row] * amplitude_ * now.carrier_cos) * per_farad);
    for (Eigen::Index r = 0; r < replicas; ++r) {
      const Scalar volts = v(i, r);
      const Scalar slope = (gain - volts * (even + cubic * volts)) * volts + coupling * sums[i * replicas + r] + pull;
      rate(i, r) = slope * cosine + turning * volts * sine;
      rate(n + i, r) = turning * volts * cosine - slope * sine;
    }
  }
}

template <typename Scalar>
void LcOscillatorMachine::shunt_rates(double time_s, std::span<const double> leak, std::span<const double> share,
                                      const ConstEnsembleView<Scalar>& state, EnsembleView<Scalar> rate) const {
  const Eigen::Index n = spins();
  const bool averaged = design_.model == LcModel::averaged;
  const auto cosine = static_cast<Scalar>(std::cos(reference_ * time_s));
  const auto sine = static_cast<Scalar>(std::sin(reference_ * time_s));
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto damping = static_cast<Scalar>(leak[static_cast<std::size_t>(i)]);
    const auto turning = static_cast<Scalar>(0.5 * share[static_cast<std::size_t>(i)] * reference_);
    for (Eigen::Index r = 0; r < state.cols(); ++r) {
      Scalar x = state(i, r);
      Scalar y = state(n + i, r);
      if (!averaged) {  // 2 v e^{-iwt}, of which a is the average
        const Scalar twice = Scalar{2} * (cosine * x - sine * y);
        x = twice * cosine;
        y = -twice * sine;
      }
      rate(i, r) -= damping * x - turning * y;
      rate(n + i, r) -= damping * y + turning * x;
    }
  }
}

void LcOscillatorMachine::shunt(double time_s, std::span<const double> leak, std::span<const double> share,
                                const ConstEnsembleView<double>& state, EnsembleView<double> rate) const {
  shunt_rates<double>(time_s, leak, share, state, rate);
}
void LcOscillatorMachine::shunt(double time_s, std::span<const double> leak, std::span<const double> share,
                                const ConstEnsembleView<float>& state, EnsembleView<float> rate) const {
  shunt_rates<float>(time_s, leak, share, state, rate);
}

template <typename Scalar>
void LcOscillatorMachine::sum_energy(double time_s, const ConstEnsembleView<Scalar>& state, const Scalar* sums,
                                     std::span<double> values) const {
  const Eigen::Index n = spins();
  const Eigen::Index replicas = state.cols();
  const Instant now = averaged_instant(time_s);
  const double twice = 2.0 * design_.capacitance_f;
  std::fill(values.begin(), values.end(), 0.0);
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto row = static_cast<std::size_t>(i);
    for (Eigen::Index r = 0; r < replicas; ++r) {
      const double x = state(i, r);
      const double y = state(n + i, r);
      const double square = x * x + y * y;
      const double felt = x * double{sums[i * replicas + r]} + y * double{sums[(n + i) * replicas + r]};
      values[static_cast<std::size_t>(r)] +=
          twice * (-0.5 * (now.gain - now.coupling * load_[row]) * square -
                   now.coupling * (0.5 * felt + field_[row] * amplitude_ * x) -
                   0.5 * now.locking_cos * (x * x - y * y) - now.locking_sin * x * y) +
          0.1875 * design_.cubic_s_per_v2 * square * square;
    }
  }
}

void LcOscillatorMachine::ripple(double time_s, std::span<const double> state, std::span<double> shift) const {
  using Complex = std::complex<double>;
  const auto n = static_cast<std::size_t>(spins());
  std::vector<double> sums(2 * n);
  multiply_both<double>(ConstEnsembleView<double>(state.data(), size(), 1), sums.data());
  const double coupling = design_.coupling.value(time_s);
  const Complex sync = std::polar(design_.sync.value(time_s), design_.sync_phase_rad);
  const Complex pump = design_.sync_kind == LcSync::multiplicative ? sync : 0.0;
  const Complex injected = design_.sync_kind == LcSync::additive ? sync : 0.0;
  const double even = design_.even_s_per_v;
  const double cubic = design_.cubic_s_per_v2;
  const Complex turn = std::polar(1.0, reference_ * time_s);
  for (std::size_t i = 0; i < n; ++i) {
    const Complex a(state[i], state[n + i]);
    const Complex b = std::conj(a);
    const Complex linear = (design_.gain_s - coupling * load_[i]) * a +
                           coupling * (Complex(sums[i], sums[n + i]) + field_[i] * amplitude_);
    // The current (A) that turns at k w in the frame of the reference, k = 2, 1, -1, ... -4.
    const Complex up2 = 0.25 * pump * a - 0.125 * cubic * a * a * a;
    const Complex up1 = 0.5 * injected - 0.25 * even * a * a;
    const Complex down1 = -0.5 * even * a * b;
    const Complex down2 = 0.5 * (std::conj(linear) + Complex(0.0, design_.capacitance_f * offset(i)) * b) +
                          0.25 * std::conj(pump) * a - 0.375 * cubic * a * b * b;
    const Complex down3 = 0.5 * std::conj(injected) - 0.25 * even * b * b;
    const Complex down4 = 0.25 * std::conj(pump) * b - 0.125 * cubic * b * b * b;
    const Complex back = std::conj(turn);
    const Complex sum = up2 * turn * turn / 2.0 + up1 * turn - down1 * back - down2 * back * back / 2.0 -
                        down3 * back * back * back / 3.0 - down4 * back * back * back * back / 4.0;
    const Complex moved = sum / Complex(0.0, reference_ * design_.capacitance_f);
    shift[i] = moved.real();
    shift[n + i] = moved.imag();
  }
}

void LcOscillatorMachine::rhs_seen(double time_s, const ConstEnsembleView<double>& state,
                                   const ConstEnsembleView<double>& seen, EnsembleView<double> rate,
                                   Workspace& workspace) const {
  workspace.sums.resize(size(), state.cols());
  double* sums = workspace.sums.data();
  if (design_.model == LcModel::averaged) return averaged_rates<double>(time_s, state, seen, rate, sums);
  workspace.voltage.resize(spins(), state.cols());
  circuit_rates<double>(time_s, state, seen, rate, workspace.voltage.data(), sums);
}

void LcOscillatorMachine::rhs_seen(double time_s, const ConstEnsembleView<float>& state,
                                   const ConstEnsembleView<float>& seen, EnsembleView<float> rate,
                                   Workspace& workspace) const {
  workspace.sums_block.resize(static_cast<std::size_t>(state.size()));
  float* sums = workspace.sums_block.data();
  if (design_.model == LcModel::averaged) return averaged_rates<float>(time_s, state, seen, rate, sums);
  workspace.voltage_block.resize(static_cast<std::size_t>(state.size() / 2));
  circuit_rates<float>(time_s, state, seen, rate, workspace.voltage_block.data(), sums);
}

void LcOscillatorMachine::turn_back(double rad, EnsembleView<double> state) const { turn<double>(rad, state); }

void LcOscillatorMachine::turn_back(double rad, EnsembleView<float> state) const { turn<float>(rad, state); }

void LcOscillatorMachine::energy(double time_s, const ConstEnsembleView<double>& state, std::span<double> values,
                                 Workspace& workspace) const {
  workspace.sums.resize(size(), state.cols());
  multiply_both<double>(state, workspace.sums.data());
  sum_energy<double>(time_s, state, workspace.sums.data(), values);
}

void LcOscillatorMachine::energy(double time_s, const ConstEnsembleView<float>& state, std::span<double> values,
                                 Workspace& workspace) const {
  workspace.sums_block.resize(static_cast<std::size_t>(state.size()));
  multiply_both<float>(state, workspace.sums_block.data());
  sum_energy<float>(time_s, state, workspace.sums_block.data(), values);
}

void LcOscillatorMachine::readout(const ConstEnsembleView<double>& state, Eigen::Index replica,
                                  std::span<Spin> spins) const {
  read_signs<double>(state, replica, spins);
}

void LcOscillatorMachine::readout(const ConstEnsembleView<float>& state, Eigen::Index replica,
                                  std::span<Spin> spins) const {
  read_signs<float>(state, replica, spins);
}

Eigen::Index LcOscillatorMachine::undecided(const ConstEnsembleView<double>& state, Eigen::Index replica) const {
  return count_quadrature<double>(state, replica);
}

Eigen::Index LcOscillatorMachine::undecided(const ConstEnsembleView<float>& state, Eigen::Index replica) const {
  return count_quadrature<float>(state, replica);
}

ThresholdAnswer LcOscillatorMachine::binary_threshold(std::span<const double> /*state*/) const {
  if (design_.model == LcModel::circuit) {
    return NoThreshold{"the rates of the circuit turn with the carrier: the averaged model has the threshold"};
  }
  const bool additive = design_.sync_kind == LcSync::additive;
  if (additive && design_.even_s_per_v == 0.0) {
    return NoThreshold{"an additive SYNC does not lock oscillators whose current is an odd function of the voltage"};
  }
  return BinaryThreshold{additive ? "SYNC current i_s" : "SYNC conductance g_s", additive ? "A" : "S",
                         design_.sync.value(duration_s()), std::nullopt, std::nullopt};
}

LcOscillatorMachine LcOscillatorMachine::steered(double sync) const {
  LcOscillatorMachine machine = *this;
  machine.design_.sync = Schedule::constant(sync);
  return machine;
}

}  // namespace isinglass
