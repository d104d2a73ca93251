// The coherent Ising machine in its mean-field limit: equations in coherent.hpp.
#include "models/analog/coherent.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/analog/readout.hpp"
#include "models/error.hpp"
#include "models/problem/ancilla.hpp"
#include "models/random.hpp"

namespace isinglass {
namespace {

constexpr std::array<std::pair<CoherentVariant, const char*>, 5> kCoherentNames{
    {{CoherentVariant::mean_field, "mean-field"},
     {CoherentVariant::cac, "CAC"},
     {CoherentVariant::cfc, "CFC"},
     {CoherentVariant::sfc, "SFC"},
     {CoherentVariant::simcim, "SimCIM"}}};

/// The rows behind the best signs of a machine that remembers, in their order; all but the first only where the best
/// energy modulates the schedules.
enum Memory : Eigen::Index { kBestEnergy, kTarget, kPump, kErrorRate, kClock, kModulatedRows };

Eigen::Index memory_size(const CoherentDesign& design) {
  return design.modulation.on ? Eigen::Index{kModulatedRows} : Eigen::Index{kBestEnergy + 1};
}

/// A best energy that every energy beats.
constexpr double kNoEnergyYet = 1e30;

using Workspace = CoherentMachine::Workspace;

template <typename Scalar>
auto& sums_of(Workspace& workspace) {
  if constexpr (std::is_same_v<Scalar, float>) {
    return workspace.sums_block;
  } else {
    return workspace.sums;
  }
}

template <typename Scalar>
auto& signs_of(Workspace& workspace) {
  if constexpr (std::is_same_v<Scalar, float>) {
    return workspace.signs_block;
  } else {
    return workspace.signs;
  }
}

/// J times the first rows of `in`, into the workspace.
template <typename Scalar>
EnsembleView<Scalar> couple(const CouplingMatrix& coupling, const Scalar* in, Eigen::Index columns,
                            Workspace& workspace) {
  auto& sums = sums_of<Scalar>(workspace);
  sums.resize(static_cast<std::size_t>(coupling.size() * columns));
  EnsembleView<Scalar> product(sums.data(), coupling.size(), columns);
  coupling.multiply(ConstEnsembleView<Scalar>(in, coupling.size(), columns), product);
  return product;
}

/// The schedules at one instant, one value per replica: they differ between replicas where the energy modulates.
template <typename Scalar>
struct Steering {
  using Row = Eigen::Array<Scalar, 1, Eigen::Dynamic>;
  Row pump, target, error_rate;
  Scalar saturation;

  Steering(const CoherentMachine& machine, double time_s, const ConstEnsembleView<Scalar>& state)
      : saturation(static_cast<Scalar>(machine.design().saturation.value(time_s))) {
    const CoherentDesign& design = machine.design();
    if (design.modulation.on) {
      const Eigen::Index memory = machine.memory_rows() + machine.positions();
      pump = state.row(memory + kPump);
      target = state.row(memory + kTarget);
      error_rate = state.row(memory + kErrorRate);
      return;
    }
    pump = Row::Constant(state.cols(), static_cast<Scalar>(machine.pump(time_s)));
    target = Row::Constant(state.cols(), static_cast<Scalar>(design.target.value(time_s)));
    error_rate = Row::Constant(state.cols(), static_cast<Scalar>(design.error_rate.value(time_s)));
  }
};

/// Calls body(k, r) for every cell k of an N x R block, r its replica.
template <typename Body>
void for_cells(Eigen::Index rows, Eigen::Index columns, Body&& body) {
  for (Eigen::Index i = 0; i < rows; ++i) {
    for (Eigen::Index r = 0; r < columns; ++r) body(i * columns + r, r);
  }
}

/// tanh(c xi S), in place: -tanh(c z) of the separated feedback.
void saturate(const CouplingMatrix& coupling, double gain, EnsembleView<float>& sums) {
  coupling.kernels().saturate(static_cast<float>(gain), sums.data(), sums.rows(), sums.data());
}
void saturate(const CouplingMatrix& /*coupling*/, double gain, EnsembleView<double>& sums) {
  sums = (gain * sums).tanh();
}

/// dx/dt per second; `sums` = J seen, which is overwritten by the separated feedback.
template <typename Scalar>
void amplitude_rates(const CoherentMachine& machine, const Steering<Scalar>& steering,
                     const ConstEnsembleView<Scalar>& state, EnsembleView<Scalar> sums, EnsembleView<Scalar> rate) {
  const CoherentDesign& design = machine.design();
  const auto per_second = static_cast<Scalar>(1.0 / design.time_unit_s);
  const auto xi = static_cast<Scalar>(design.coupling);
  const auto k_restore = static_cast<Scalar>(design.restoring);
  const Eigen::Index rows = machine.positions();
  const Eigen::Index columns = state.cols();
  const Scalar* x = state.data();
  const Scalar* e = x + rows * columns;  // not read by the mean-field model
  Scalar* out = rate.data();
  const Scalar* p = steering.pump.data();
  if (design.variant == CoherentVariant::simcim) {
    for_cells(rows, columns, [&](Eigen::Index k, Eigen::Index) {
      out[k] = std::abs(x[k] + e[k]) < Scalar{1} ? per_second * e[k] : Scalar{0};
    });
    return;
  }
  const Scalar* s = sums.data();
  const auto gain = [&](Eigen::Index k, Eigen::Index r) { return (p[r] - Scalar{1} - x[k] * x[k]) * x[k]; };
  if (design.variant == CoherentVariant::mean_field) {
    for_cells(rows, columns, [&](Eigen::Index k, Eigen::Index r) { out[k] = per_second * (gain(k, r) + xi * s[k]); });
  } else if (design.variant == CoherentVariant::sfc) {
    for_cells(rows, columns, [&](Eigen::Index k, Eigen::Index r) {
      out[k] = per_second * (gain(k, r) + k_restore * (xi * s[k] + e[k]));
    });
    saturate(machine.coupling(), design.coupling * static_cast<double>(steering.saturation), sums);
    for_cells(rows, columns, [&](Eigen::Index k, Eigen::Index) { out[k] += per_second * s[k]; });
  } else {
    for_cells(rows, columns,
              [&](Eigen::Index k, Eigen::Index r) { out[k] = per_second * (gain(k, r) + xi * e[k] * s[k]); });
  }
}

/// de/dt or dv/dt per second.
template <typename Scalar>
void error_rates(const CoherentMachine& machine, const Steering<Scalar>& steering,
                 const ConstEnsembleView<Scalar>& state, const EnsembleView<Scalar>& sums, Scalar* out) {
  const CoherentDesign& design = machine.design();
  const auto per_second = static_cast<Scalar>(1.0 / design.time_unit_s);
  const auto xi = static_cast<Scalar>(design.coupling);
  const auto inertia = static_cast<Scalar>((1.0 - design.momentum) / design.time_unit_s);
  const Eigen::Index rows = machine.positions();
  const Eigen::Index columns = state.cols();
  const Scalar* x = state.data();
  const Scalar* e = x + rows * columns;
  const Scalar* s = sums.data();
  const Scalar* p = steering.pump.data();
  const Scalar* a = steering.target.data();
  const Scalar* beta = steering.error_rate.data();
  switch (design.variant) {
    case CoherentVariant::mean_field:
      return;
    case CoherentVariant::cac:
      return for_cells(rows, columns, [&](Eigen::Index k, Eigen::Index r) {
        out[k] = per_second * beta[r] * e[k] * (a[r] - x[k] * x[k]);
      });
    case CoherentVariant::cfc:
      return for_cells(rows, columns, [&](Eigen::Index k, Eigen::Index r) {
        const Scalar z = xi * e[k] * s[k];
        out[k] = per_second * beta[r] * e[k] * (a[r] - z * z);
      });
    case CoherentVariant::sfc:
      return for_cells(rows, columns,
                       [&](Eigen::Index k, Eigen::Index r) { out[k] = -per_second * beta[r] * (e[k] + xi * s[k]); });
    case CoherentVariant::simcim:
      return for_cells(rows, columns,
                       [&](Eigen::Index k, Eigen::Index r) { out[k] = inertia * (p[r] * x[k] + xi * s[k] - e[k]); });
  }
}

/// Rates of everything behind the amplitudes.
template <typename Scalar>
void other_rates(const CoherentMachine& machine, const Steering<Scalar>& steering,
                 const ConstEnsembleView<Scalar>& state, const EnsembleView<Scalar>& sums, Scalar* out) {
  error_rates<Scalar>(machine, steering, state, sums, out);
  const CoherentDesign& design = machine.design();
  if (!design.remember) return;
  const Eigen::Index columns = state.cols();
  Scalar* best = out + (machine.memory_rows() - machine.positions()) * columns;
  std::fill(best, best + sums.size(), Scalar{0});
  EnsembleView<Scalar> memory(best + sums.size(), memory_size(design), columns);
  memory.setZero();
  if (!design.modulation.on) return;
  memory.row(kErrorRate).setConstant(static_cast<Scalar>(design.modulation.rate_growth / design.time_unit_s));
  memory.row(kClock).setConstant(static_cast<Scalar>(1.0 / design.time_unit_s));
}

template <typename Scalar>
void all_rates(const CoherentMachine& machine, double time_s, const ConstEnsembleView<Scalar>& state,
               const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar> rate, Workspace& workspace) {
  const Steering<Scalar> steering(machine, time_s, state);
  const auto sums = couple<Scalar>(machine.coupling(), seen.data(), state.cols(), workspace);
  other_rates<Scalar>(machine, steering, state, sums, rate.data() + sums.size());
  amplitude_rates<Scalar>(machine, steering, state, sums, rate);
}

template <typename Scalar>
void momentum_rates(const CoherentMachine& machine, double time_s, const ConstEnsembleView<Scalar>& state,
                    EnsembleView<Scalar> rate, Workspace& workspace) {
  const auto sums = couple<Scalar>(machine.coupling(), state.data(), state.cols(), workspace);
  other_rates<Scalar>(machine, {machine, time_s, state}, state, sums, rate.data());
}

template <typename Scalar>
void position_rates(const CoherentMachine& machine, double time_s, const ConstEnsembleView<Scalar>& state,
                    EnsembleView<Scalar> rate, Workspace& workspace) {
  const Steering<Scalar> steering(machine, time_s, state);
  if (machine.design().variant == CoherentVariant::simcim) {  // needs no feedback here
    amplitude_rates<Scalar>(machine, steering, state, EnsembleView<Scalar>(nullptr, 0, 0), rate);
  } else {
    const auto sums = couple<Scalar>(machine.coupling(), state.data(), state.cols(), workspace);
    amplitude_rates<Scalar>(machine, steering, state, sums, rate);
  }
}

/// Keeps amplitudes and error factors where the papers keep them.
template <typename Scalar>
void clip(const CoherentMachine& machine, double time_s, EnsembleView<Scalar>& state) {
  const CoherentDesign& design = machine.design();
  const Eigen::Index rows = machine.positions();
  if (design.clip > 0.0) {
    const bool by_target = design.variant == CoherentVariant::cac;
    const auto limit =
        static_cast<Scalar>(design.clip * (by_target ? std::sqrt(std::max(0.0, design.target.value(time_s))) : 1.0));
    state.topRows(rows) = state.topRows(rows).max(-limit).min(limit);
  }
  const bool factors = design.variant == CoherentVariant::cac || design.variant == CoherentVariant::cfc;
  if (!factors) return;
  auto errors = state.middleRows(rows, rows);
  if (design.error_floor > 0.0) errors = errors.max(static_cast<Scalar>(design.error_floor));
  if (design.error_ceiling > 0.0) errors = errors.min(static_cast<Scalar>(design.error_ceiling));
}

/// The schedules of one replica after its energy was seen; `memory` is its column.
template <typename Scalar, typename Column>
void steer(const CoherentMachine& machine, double time_s, double energy, bool better, Column&& memory) {
  const EnergyModulation& modulation = machine.design().modulation;
  if (!modulation.on) return;
  const bool stale = static_cast<double>(memory(kClock)) > modulation.patience;
  if (better || stale) memory(kClock) = Scalar{0};
  if (stale && !better) memory(kErrorRate) = Scalar{0};
  const double nearness = std::tanh(modulation.steepness * (static_cast<double>(memory(kBestEnergy)) - energy));
  const double target = machine.design().target.value(time_s);
  memory(kTarget) = static_cast<Scalar>(target + modulation.target_depth * nearness);
  memory(kPump) = static_cast<Scalar>(machine.pump(time_s) - modulation.pump_depth * nearness);
}

/// The Ising energy of the signs of each replica; sums in double, in the order of the rows.
template <typename Scalar>
void sign_energies(const EnsembleView<Scalar>& signs, const EnsembleView<Scalar>& sums, std::span<double> energies) {
  std::fill(energies.begin(), energies.end(), 0.0);
  for (Eigen::Index i = 0; i < signs.rows(); ++i) {
    for (Eigen::Index r = 0; r < signs.cols(); ++r) {
      energies[static_cast<std::size_t>(r)] -= 0.5 * static_cast<double>(signs(i, r) * sums(i, r));
    }
  }
}

/// Compares each replica's signs with the best it has seen.
template <typename Scalar>
void remember(const CoherentMachine& machine, double time_s, EnsembleView<Scalar>& state, Workspace& workspace) {
  const Eigen::Index rows = machine.positions();
  auto& cells = signs_of<Scalar>(workspace);
  cells.resize(static_cast<std::size_t>(rows * state.cols()));
  for (std::size_t k = 0; k < cells.size(); ++k) cells[k] = state.data()[k] >= Scalar{0} ? Scalar{1} : Scalar{-1};
  const EnsembleView<Scalar> signs(cells.data(), rows, state.cols());
  const auto sums = couple<Scalar>(machine.coupling(), cells.data(), state.cols(), workspace);
  workspace.energies.resize(static_cast<std::size_t>(state.cols()));
  sign_energies<Scalar>(signs, sums, workspace.energies);
  auto memory = state.bottomRows(memory_size(machine.design()));
  for (Eigen::Index r = 0; r < state.cols(); ++r) {
    const double energy = workspace.energies[static_cast<std::size_t>(r)];
    const bool better = static_cast<Scalar>(energy) < memory(kBestEnergy, r);
    if (better) {
      memory(kBestEnergy, r) = static_cast<Scalar>(energy);
      state.col(r).segment(machine.memory_rows(), rows) = signs.col(r);
    }
    steer<Scalar>(machine, time_s, energy, better, memory.col(r));
  }
}

template <typename Scalar>
void all_jumps(const CoherentMachine& machine, double time_s, EnsembleView<Scalar>& state, Workspace& workspace) {
  clip<Scalar>(machine, time_s, state);
  if (machine.design().remember) remember<Scalar>(machine, time_s, state, workspace);
}

template <typename Scalar>
void sum_energy(const CoherentMachine& machine, double time_s, const ConstEnsembleView<Scalar>& state,
                std::span<double> values, Workspace& workspace) {
  const bool plain = machine.design().variant == CoherentVariant::simcim;  // no loss and no saturation of its own
  const Steering<Scalar> steering(machine, time_s, state);
  const auto sums = couple<Scalar>(machine.coupling(), state.data(), state.cols(), workspace);
  std::fill(values.begin(), values.end(), 0.0);
  for (Eigen::Index i = 0; i < machine.positions(); ++i) {
    for (Eigen::Index r = 0; r < state.cols(); ++r) {
      const double x = state(i, r);
      const double p = steering.pump[r];
      const double own = plain ? -0.5 * p * x * x : (0.25 * x * x + 0.5 * (1.0 - p)) * x * x;
      values[static_cast<std::size_t>(r)] += own - 0.5 * machine.design().coupling * x * double{sums(i, r)};
    }
  }
}

template <typename Scalar>
void read_against_reference(const CoherentMachine& machine, const ConstEnsembleView<Scalar>& state,
                            Eigen::Index replica, std::span<Spin> spins) {
  const Eigen::Index first = machine.design().remember ? machine.memory_rows() : 0;
  const bool turned = machine.has_reference() && state(first + machine.positions() - 1, replica) < Scalar{0};
  for (std::size_t i = 0; i < spins.size(); ++i) {
    const bool up = state(first + static_cast<Eigen::Index>(i), replica) >= Scalar{0};
    spins[i] = up != turned ? Spin{1} : Spin{-1};
  }
}

}  // namespace

std::string to_string(CoherentVariant variant) { return kCoherentNames.at(static_cast<std::size_t>(variant)).second; }

CoherentVariant coherent_variant_named(const std::string& name) {
  for (const auto& [variant, text] : kCoherentNames) {
    if (name == text) return variant;
  }
  throw UsageError("there is no coherent Ising machine '" + name + "'",
                   "the variants are: mean-field, CAC, CFC, SFC, SimCIM");
}

CoherentMachine::CoherentMachine(const Problem& problem, const CoherentDesign& design, CouplingStorage storage,
                                 KernelKind kernel)
    : design_(design),
      spins_(problem.size()),
      coupling_(problem.has_fields() ? with_ancilla(problem) : problem, -1.0, storage, kernel) {
  if (design_.variant != CoherentVariant::cac) design_.modulation.on = false;
  if (design_.modulation.on) design_.remember = true;
}

Eigen::Index CoherentMachine::size() const {
  return memory_rows() + (design_.remember ? positions() + memory_size(design_) : 0);
}

std::vector<StateGroup> CoherentMachine::layout() const {
  const Eigen::Index n = positions();
  std::vector<StateGroup> groups{{"amplitude", "", 0, n}};
  if (design_.variant != CoherentVariant::mean_field) {
    groups.push_back({design_.variant == CoherentVariant::simcim ? "velocity" : "error signal", "", n, n, false});
  }
  if (!design_.remember) return groups;
  groups.push_back({"best sign", "", memory_rows(), n, false});
  const std::array<const char*, kModulatedRows> names{"best energy", "target", "pump", "error rate", "clock"};
  for (Eigen::Index row = 0; row < memory_size(design_); ++row) {
    groups.push_back({names.at(static_cast<std::size_t>(row)), "", memory_rows() + n + row, 1, false});
  }
  return groups;
}

std::vector<Eigen::Index> CoherentMachine::rows_of(Eigen::Index node) const {
  if (design_.variant == CoherentVariant::mean_field) return {node};
  return {node, positions() + node};
}

double CoherentMachine::pump(double time_s) const {
  const double value = design_.pump.value(time_s);
  return design_.variant == CoherentVariant::simcim ? design_.pump_depth * (std::tanh(value) - 1.0) : value;
}

double CoherentMachine::longest_step_s() const {
  const double lowest = std::min(pump(0.0), pump(design_.duration_s));
  if (design_.variant != CoherentVariant::simcim) return 2.0 * design_.time_unit_s / std::max(0.0, 1.0 - lowest);
  // x' = x + dt v', v' = v + dt (-w2 x - damping v): Jury's condition is w2 dt^2 + 2 damping dt < 4.
  const double damping = 1.0 - design_.momentum;
  const double w2 = damping * std::max(0.0, -lowest);
  return 4.0 * design_.time_unit_s / (damping + std::sqrt(damping * damping + 4.0 * w2));
}

void CoherentMachine::diffusion(double /*time_s*/, std::span<double> amplitude) const {
  std::fill(amplitude.begin(), amplitude.end(), 0.0);
  const double per_root_second = design_.noise / std::sqrt(design_.time_unit_s);
  const auto n = static_cast<std::size_t>(positions());
  if (design_.variant == CoherentVariant::simcim) {
    std::fill_n(amplitude.begin() + positions(), n, (1.0 - design_.momentum) * per_root_second);
  } else {
    std::fill_n(amplitude.begin(), n, per_root_second);
  }
}

void CoherentMachine::initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const {
  const auto n = static_cast<std::size_t>(positions());
  for (std::size_t i = 0; i < n; ++i) {
    state[i] = design_.spread * random_normal({.seed = seed,
                                               .read = read,
                                               .step = 0,
                                               .index = static_cast<std::uint32_t>(i),
                                               .stream = NoiseStream::initial});
  }
  const bool factors = design_.variant == CoherentVariant::cac || design_.variant == CoherentVariant::cfc;
  std::fill(state.begin() + positions(), state.end(), factors ? 1.0 : 0.0);
  if (!design_.remember) return;
  const auto best = state.subspan(static_cast<std::size_t>(memory_rows()));
  for (std::size_t i = 0; i < n; ++i) best[i] = state[i] >= 0.0 ? 1.0 : -1.0;
  const auto memory = best.subspan(n);
  memory[kBestEnergy] = kNoEnergyYet;
  if (!design_.modulation.on) return;
  memory[kTarget] = design_.target.value(0.0);
  memory[kPump] = pump(0.0);
  memory[kErrorRate] = 0.0;
  memory[kClock] = 0.0;
}

void CoherentMachine::rhs(double time_s, ConstEnsembleView<double> state, EnsembleView<double> rate,
                          Workspace& workspace) const {
  all_rates<double>(*this, time_s, state, state, rate, workspace);
}
void CoherentMachine::rhs(double time_s, ConstEnsembleView<float> state, EnsembleView<float> rate,
                          Workspace& workspace) const {
  all_rates<float>(*this, time_s, state, state, rate, workspace);
}

void CoherentMachine::rhs_seen(double time_s, ConstEnsembleView<double> state, ConstEnsembleView<double> seen,
                               EnsembleView<double> rate, Workspace& workspace) const {
  all_rates<double>(*this, time_s, state, seen, rate, workspace);
}
void CoherentMachine::rhs_seen(double time_s, ConstEnsembleView<float> state, ConstEnsembleView<float> seen,
                               EnsembleView<float> rate, Workspace& workspace) const {
  all_rates<float>(*this, time_s, state, seen, rate, workspace);
}

void CoherentMachine::momentum_rate(double time_s, ConstEnsembleView<double> state, EnsembleView<double> rate,
                                    Workspace& workspace) const {
  momentum_rates<double>(*this, time_s, state, rate, workspace);
}
void CoherentMachine::momentum_rate(double time_s, ConstEnsembleView<float> state, EnsembleView<float> rate,
                                    Workspace& workspace) const {
  momentum_rates<float>(*this, time_s, state, rate, workspace);
}

void CoherentMachine::position_rate(double time_s, ConstEnsembleView<double> state, EnsembleView<double> rate,
                                    Workspace& workspace) const {
  position_rates<double>(*this, time_s, state, rate, workspace);
}
void CoherentMachine::position_rate(double time_s, ConstEnsembleView<float> state, EnsembleView<float> rate,
                                    Workspace& workspace) const {
  position_rates<float>(*this, time_s, state, rate, workspace);
}

void CoherentMachine::confine(double time_s, EnsembleView<double> state) const { clip<double>(*this, time_s, state); }

void CoherentMachine::jump(const StepEnd& end, EnsembleView<double> state, Workspace& workspace) const {
  all_jumps<double>(*this, end.time_s, state, workspace);
}
void CoherentMachine::jump(const StepEnd& end, EnsembleView<float> state, Workspace& workspace) const {
  all_jumps<float>(*this, end.time_s, state, workspace);
}

void CoherentMachine::energy(double time_s, ConstEnsembleView<double> state, std::span<double> values,
                             Workspace& workspace) const {
  sum_energy<double>(*this, time_s, state, values, workspace);
}
void CoherentMachine::energy(double time_s, ConstEnsembleView<float> state, std::span<double> values,
                             Workspace& workspace) const {
  sum_energy<float>(*this, time_s, state, values, workspace);
}

void CoherentMachine::readout(ConstEnsembleView<double> state, Eigen::Index replica, std::span<Spin> spins) const {
  read_against_reference<double>(*this, state, replica, spins);
}
void CoherentMachine::readout(ConstEnsembleView<float> state, Eigen::Index replica, std::span<Spin> spins) const {
  read_against_reference<float>(*this, state, replica, spins);
}

Eigen::Index CoherentMachine::undecided(ConstEnsembleView<double> state, Eigen::Index replica) const {
  return count_below<double>(state, spins(), replica, kNearZero);
}
Eigen::Index CoherentMachine::undecided(ConstEnsembleView<float> state, Eigen::Index replica) const {
  return count_below<float>(state, spins(), replica, kNearZero);
}

}  // namespace isinglass
