// Simulated bifurcation: equations in bifurcation.hpp.
#include "models/analog/bifurcation.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/analog/coupling_scale.hpp"
#include "models/analog/readout.hpp"
#include "models/analog/uniform_start.hpp"
#include "models/error.hpp"

namespace isinglass {
namespace {

constexpr std::array<std::pair<BifurcationVariant, const char*>, 6> kBifurcationNames{
    {{BifurcationVariant::adiabatic, "aSB"},
     {BifurcationVariant::ballistic, "bSB"},
     {BifurcationVariant::discrete, "dSB"},
     {BifurcationVariant::heated_ballistic, "heated-bSB"},
     {BifurcationVariant::heated_discrete, "heated-dSB"},
     {BifurcationVariant::generalised, "generalised"}}};

bool is_discrete(BifurcationVariant variant) {
  return variant == BifurcationVariant::discrete || variant == BifurcationVariant::heated_discrete;
}

bool is_heated(BifurcationVariant variant) {
  return variant == BifurcationVariant::heated_ballistic || variant == BifurcationVariant::heated_discrete;
}

/// Rows of the state for each spin.
Eigen::Index rows_per_spin(BifurcationVariant variant) {
  return is_heated(variant) || variant == BifurcationVariant::generalised ? 3 : 2;
}

template <typename Scalar>
auto& seen_of(BifurcationMachine::Workspace& workspace) {
  if constexpr (std::is_same_v<Scalar, float>) {
    return workspace.seen_block;
  } else {
    return workspace.seen;
  }
}

template <typename Scalar>
auto& sums_of(BifurcationMachine::Workspace& workspace) {
  if constexpr (std::is_same_v<Scalar, float>) {
    return workspace.sums_block;
  } else {
    return workspace.sums;
  }
}

/// sum_j J_ij x_j, or with the signs of x_j, into the workspace: N x R.
template <typename Scalar>
EnsembleView<Scalar> couple(const CouplingMatrix& coupling, bool discrete, const ConstEnsembleView<Scalar>& seen,
                            BifurcationMachine::Workspace& workspace) {
  const Eigen::Index spins = coupling.size();
  const auto cells = static_cast<std::size_t>(spins * seen.cols());
  auto& sums = sums_of<Scalar>(workspace);
  sums.resize(cells);
  const Scalar* from = seen.data();
  if (discrete) {
    auto& signs = seen_of<Scalar>(workspace);
    signs.resize(cells);
    for (std::size_t k = 0; k < cells; ++k) signs[k] = from[k] >= Scalar{0} ? Scalar{1} : Scalar{-1};
    from = signs.data();
  }
  EnsembleView<Scalar> product(sums.data(), spins, seen.cols());
  coupling.multiply(ConstEnsembleView<Scalar>(from, spins, seen.cols()), product);
  return product;
}

/// What the force is made from, at one instant.
struct Terms {
  const BifurcationDesign& design;
  const std::vector<double>& field;
  double time_s;
};

/// rate = (c0 (sums + h) - (K x^2 + stiffness) x) / time unit, in place of `sums` first; stiffness is a0 - a or p_i.
template <typename Scalar>
void forces(const Terms& terms, const ConstEnsembleView<Scalar>& state, EnsembleView<Scalar> sums,
            EnsembleView<Scalar>& rate) {
  const BifurcationDesign& design = terms.design;
  const Eigen::Index spins = sums.rows();
  const auto count = static_cast<std::size_t>(sums.size());
  const auto per_second = static_cast<Scalar>(1.0 / design.time_unit_s);
  const auto coupling = static_cast<Scalar>(design.coupling);
  if (!terms.field.empty()) {
    for (Eigen::Index i = 0; i < spins; ++i)
      sums.row(i) += static_cast<Scalar>(terms.field[static_cast<std::size_t>(i)]);
  }
  const Scalar* x = state.data();
  const Scalar* pull = sums.data();
  Scalar* out = rate.data();
  if (design.variant == BifurcationVariant::generalised) {
    const Scalar* p = state.data() + 2 * sums.size();
    for (std::size_t k = 0; k < count; ++k) out[k] = per_second * (coupling * pull[k] - p[k] * x[k]);
    return;
  }
  const auto stiffness = static_cast<Scalar>(kBifurcationDetuning - design.pump.value(terms.time_s));
  if (design.variant != BifurcationVariant::adiabatic) {
    for (std::size_t k = 0; k < count; ++k) out[k] = per_second * (coupling * pull[k] - stiffness * x[k]);
    return;
  }
  const auto kerr = static_cast<Scalar>(design.kerr);
  for (std::size_t k = 0; k < count; ++k) {
    out[k] = per_second * (coupling * pull[k] - (kerr * x[k] * x[k] + stiffness) * x[k]);
  }
}

/// Rates of the rows behind the momenta: -(1 - A x^2) p / (T - t), or zero for what only jumps.
template <typename Scalar>
void extra_rates(const Terms& terms, const ConstEnsembleView<Scalar>& state, std::size_t cells, Scalar* rate) {
  const BifurcationDesign& design = terms.design;
  if (is_heated(design.variant)) std::fill(rate, rate + cells, Scalar{0});
  if (design.variant != BifurcationVariant::generalised) return;
  const auto fall = static_cast<Scalar>(1.0 / std::max(design.duration_s - terms.time_s, design.step_s));
  const auto control = static_cast<Scalar>(design.control);
  const Scalar* x = state.data();
  const Scalar* p = state.data() + 2 * cells;
  for (std::size_t k = 0; k < cells; ++k) rate[k] = (control * x[k] * x[k] - Scalar{1}) * p[k] * fall;
}

template <typename Scalar>
void all_momentum_rates(const Terms& terms, const CouplingMatrix& coupling, const ConstEnsembleView<Scalar>& state,
                        const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar> rate,
                        BifurcationMachine::Workspace& workspace) {
  EnsembleView<Scalar> sums = couple<Scalar>(coupling, is_discrete(terms.design.variant), seen, workspace);
  forces<Scalar>(terms, state, sums, rate);
  const auto cells = static_cast<std::size_t>(sums.size());
  extra_rates<Scalar>(terms, state, cells, rate.data() + cells);
}

template <typename Scalar>
void all_position_rates(const BifurcationDesign& design, const ConstEnsembleView<Scalar>& state,
                        EnsembleView<Scalar> rate) {
  const auto count = static_cast<std::size_t>(rate.size());
  const auto per_second = static_cast<Scalar>(kBifurcationDetuning / design.time_unit_s);
  const Scalar* y = state.data() + count;
  Scalar* out = rate.data();
  for (std::size_t k = 0; k < count; ++k) out[k] = per_second * y[k];
}

template <typename Scalar>
void all_rates(const Terms& terms, const CouplingMatrix& coupling, const ConstEnsembleView<Scalar>& state,
               const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar> rate,
               BifurcationMachine::Workspace& workspace) {
  const Eigen::Index spins = coupling.size();
  const Eigen::Index columns = state.cols();
  all_position_rates<Scalar>(terms.design, state, EnsembleView<Scalar>(rate.data(), spins, columns));
  all_momentum_rates<Scalar>(terms, coupling, state, seen,
                             EnsembleView<Scalar>(rate.data() + spins * columns, rate.rows() - spins, columns),
                             workspace);
}

/// The inelastic walls.
template <typename Scalar>
void keep_inside(const BifurcationDesign& design, Eigen::Index spins, EnsembleView<Scalar>& state) {
  if (design.variant == BifurcationVariant::adiabatic) return;
  const auto count = static_cast<std::size_t>(spins * state.cols());
  Scalar* x = state.data();
  Scalar* y = x + count;
  for (std::size_t k = 0; k < count; ++k) {
    const bool outside = x[k] > Scalar{1} || x[k] < Scalar{-1};
    y[k] = outside ? Scalar{0} : y[k];
    x[k] = std::min(std::max(x[k], Scalar{-1}), Scalar{1});
  }
}

template <typename Scalar>
void all_jumps(const BifurcationDesign& design, double step_s, Eigen::Index spins, EnsembleView<Scalar>& state) {
  keep_inside<Scalar>(design, spins, state);
  if (!is_heated(design.variant)) return;
  const auto count = static_cast<std::size_t>(spins * state.cols());
  Scalar* y = state.data() + count;
  Scalar* before = y + count;
  const auto heat = static_cast<Scalar>(design.heating * step_s / design.time_unit_s);
  for (std::size_t k = 0; k < count; ++k) {
    y[k] += heat * before[k];
    before[k] = y[k];
  }
}

/// H of each replica; sums in double, in the order of the rows.
template <typename Scalar>
void sum_energy(const Terms& terms, const ConstEnsembleView<Scalar>& state, const EnsembleView<Scalar>& sums,
                std::span<double> values) {
  const BifurcationDesign& design = terms.design;
  const Eigen::Index spins = sums.rows();
  const bool generalised = design.variant == BifurcationVariant::generalised;
  const double kerr = design.variant == BifurcationVariant::adiabatic ? design.kerr : 0.0;
  const double share = is_discrete(design.variant) ? 1.0 : 0.5;
  const double common = kBifurcationDetuning - design.pump.value(terms.time_s);
  std::fill(values.begin(), values.end(), 0.0);
  for (Eigen::Index i = 0; i < spins; ++i) {
    const double h = terms.field.empty() ? 0.0 : terms.field[static_cast<std::size_t>(i)];
    for (Eigen::Index r = 0; r < state.cols(); ++r) {
      const double x = state(i, r);
      const double y = state(spins + i, r);
      const double stiffness = generalised ? double{state(2 * spins + i, r)} : common;
      values[static_cast<std::size_t>(r)] += 0.5 * kBifurcationDetuning * y * y + 0.5 * stiffness * x * x +
                                             0.25 * kerr * x * x * x * x -
                                             design.coupling * x * (share * double{sums(i, r)} + h);
    }
  }
}

}  // namespace

std::string to_string(BifurcationVariant variant) {
  return kBifurcationNames.at(static_cast<std::size_t>(variant)).second;
}

BifurcationVariant bifurcation_variant_named(const std::string& name) {
  for (const auto& [variant, text] : kBifurcationNames) {
    if (name == text) return variant;
  }
  throw UsageError("there is no simulated bifurcation '" + name + "'",
                   "the variants are: aSB, bSB, dSB, heated-bSB, heated-dSB, generalised");
}

double bifurcation_coupling(const Problem& problem, double factor) {
  const double n = std::max(2.0, static_cast<double>(problem.size()));
  return factor * std::sqrt((n - 1.0) / n) / coupling_scale(problem).root_mean_square_row;
}

BifurcationMachine::BifurcationMachine(const Problem& problem, const BifurcationDesign& design, CouplingStorage storage,
                                       KernelKind kernel)
    : design_(design),
      coupling_(problem, -1.0, storage, kernel),
      layout_rows_(rows_per_spin(design.variant) * problem.size()) {
  if (!problem.has_fields()) return;
  field_.resize(problem.fields.size());
  std::transform(problem.fields.begin(), problem.fields.end(), field_.begin(), [](double h) { return -h; });
}

std::vector<StateGroup> BifurcationMachine::layout() const {
  const Eigen::Index n = spins();
  std::vector<StateGroup> groups{{"position", "", 0, n}, {"momentum", "", n, n}};
  if (design_.variant == BifurcationVariant::generalised) groups.push_back({"stiffness", "", 2 * n, n, false});
  if (is_heated(design_.variant)) groups.push_back({"momentum before", "", 2 * n, n, false});
  return groups;
}

void BifurcationMachine::diffusion(double /*time_s*/, std::span<double> amplitude) const {
  std::fill(amplitude.begin(), amplitude.end(), 0.0);
}

void BifurcationMachine::initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const {
  const auto n = static_cast<std::size_t>(spins());
  uniform_start(seed, read, design_.spread, state.first(2 * n));
  if (design_.variant == BifurcationVariant::generalised)
    std::fill(state.begin() + 2 * n, state.end(), kBifurcationDetuning);
  if (is_heated(design_.variant)) std::copy_n(state.begin() + n, n, state.begin() + 2 * n);
}

void BifurcationMachine::rhs(double time_s, ConstEnsembleView<double> state, EnsembleView<double> rate,
                             Workspace& workspace) const {
  all_rates<double>({design_, field_, time_s}, coupling_, state, state, rate, workspace);
}

void BifurcationMachine::rhs(double time_s, ConstEnsembleView<float> state, EnsembleView<float> rate,
                             Workspace& workspace) const {
  all_rates<float>({design_, field_, time_s}, coupling_, state, state, rate, workspace);
}

void BifurcationMachine::rhs_seen(double time_s, ConstEnsembleView<double> state, ConstEnsembleView<double> seen,
                                  EnsembleView<double> rate, Workspace& workspace) const {
  all_rates<double>({design_, field_, time_s}, coupling_, state, seen, rate, workspace);
}

void BifurcationMachine::rhs_seen(double time_s, ConstEnsembleView<float> state, ConstEnsembleView<float> seen,
                                  EnsembleView<float> rate, Workspace& workspace) const {
  all_rates<float>({design_, field_, time_s}, coupling_, state, seen, rate, workspace);
}

void BifurcationMachine::momentum_rate(double time_s, ConstEnsembleView<double> state, EnsembleView<double> rate,
                                       Workspace& workspace) const {
  all_momentum_rates<double>({design_, field_, time_s}, coupling_, state, state, rate, workspace);
}

void BifurcationMachine::momentum_rate(double time_s, ConstEnsembleView<float> state, EnsembleView<float> rate,
                                       Workspace& workspace) const {
  all_momentum_rates<float>({design_, field_, time_s}, coupling_, state, state, rate, workspace);
}

void BifurcationMachine::position_rate(double /*time_s*/, ConstEnsembleView<double> state, EnsembleView<double> rate,
                                       Workspace& /*workspace*/) const {
  all_position_rates<double>(design_, state, rate);
}

void BifurcationMachine::position_rate(double /*time_s*/, ConstEnsembleView<float> state, EnsembleView<float> rate,
                                       Workspace& /*workspace*/) const {
  all_position_rates<float>(design_, state, rate);
}

std::vector<Eigen::Index> BifurcationMachine::rows_of(Eigen::Index node) const {
  std::vector<Eigen::Index> rows;
  for (Eigen::Index row = node; row < size(); row += spins()) rows.push_back(row);
  return rows;
}

void BifurcationMachine::confine(double /*time_s*/, EnsembleView<double> state) const {
  keep_inside<double>(design_, spins(), state);
}

void BifurcationMachine::jump(const StepEnd& end, EnsembleView<double> state, Workspace& /*workspace*/) const {
  all_jumps<double>(design_, end.step_s, spins(), state);
}

void BifurcationMachine::jump(const StepEnd& end, EnsembleView<float> state, Workspace& /*workspace*/) const {
  all_jumps<float>(design_, end.step_s, spins(), state);
}

void BifurcationMachine::energy(double time_s, ConstEnsembleView<double> state, std::span<double> values,
                                Workspace& workspace) const {
  const auto sums = couple<double>(coupling_, is_discrete(design_.variant), state, workspace);
  sum_energy<double>({design_, field_, time_s}, state, sums, values);
}

void BifurcationMachine::energy(double time_s, ConstEnsembleView<float> state, std::span<double> values,
                                Workspace& workspace) const {
  const auto sums = couple<float>(coupling_, is_discrete(design_.variant), state, workspace);
  sum_energy<float>({design_, field_, time_s}, state, sums, values);
}

void BifurcationMachine::readout(ConstEnsembleView<double> state, Eigen::Index replica, std::span<Spin> spins) const {
  read_signs<double>(state, replica, spins);
}

void BifurcationMachine::readout(ConstEnsembleView<float> state, Eigen::Index replica, std::span<Spin> spins) const {
  read_signs<float>(state, replica, spins);
}

Eigen::Index BifurcationMachine::undecided(ConstEnsembleView<double> state, Eigen::Index replica) const {
  return count_below<double>(state, spins(), replica, kNearZero);
}

Eigen::Index BifurcationMachine::undecided(ConstEnsembleView<float> state, Eigen::Index replica) const {
  return count_below<float>(state, spins(), replica, kNearZero);
}

}  // namespace isinglass
