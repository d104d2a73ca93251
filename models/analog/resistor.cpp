// The non-linear resistor network: equations in resistor.hpp.
#include "models/analog/resistor.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "models/analog/uniform_start.hpp"
#include "models/error.hpp"

namespace isinglass {
namespace {

void check_node(std::int32_t node, std::int32_t nodes, const char* what) {
  if (node >= 0 && node < nodes) return;
  throw InputError(
      std::string(what) + " names node " + std::to_string(node) + ", but the network has " + std::to_string(nodes),
      "nodes are numbered from 0");
}

void check(const ResistorNetwork& network) {
  for (const auto& r : network.resistors) {
    check_node(r.from, network.nodes, "a resistor");
    check_node(r.to, network.nodes, "a resistor");
    if (r.conductance_s < 0.0) {
      throw InputError("a resistor has a negative conductance", "a negative coupling goes to the inverted copy");
    }
  }
  for (const auto& e : network.elements) {
    check_node(e.from, network.nodes, "an element");
    if (e.to >= 0) check_node(e.to, network.nodes, "an element");
    if (!(e.scale_v > 0.0)) throw InputError("an element has no voltage scale", "give n V_T or V_s above zero");
  }
  for (const auto& s : network.sources) check_node(s.node, network.nodes, "a source");
  if (network.current_a.size() != static_cast<std::size_t>(network.nodes)) {
    throw InputError("the network has " + std::to_string(network.nodes) + " nodes, but " +
                         std::to_string(network.current_a.size()) + " currents",
                     "give one current for each node, 0 where there is none");
  }
}

template <typename Scalar>
Scalar current_of(const Element& element, Scalar dv, Scalar factor, Scalar limit) {
  const auto strength = static_cast<Scalar>(element.strength);
  const auto scale = static_cast<Scalar>(element.scale_v);
  if (element.law == ElementLaw::cubic) {
    const Scalar x = dv / scale;
    return -factor * strength * dv * (Scalar{1} - x * x);
  }
  if (dv <= limit) return strength * std::expm1(dv / scale);
  const Scalar top = std::exp(limit / scale);
  return strength * (top - Scalar{1} + top * (dv - limit) / scale);
}

template <typename Scalar>
double spin_voltage(const ConstEnsembleView<Scalar>& voltage, Eigen::Index i, Eigen::Index replica, bool pairs) {
  const double v = voltage(i, replica);
  return pairs ? 0.5 * (v - double{voltage(i + voltage.rows() / 2, replica)}) : v;
}

template <typename Scalar>
void read_pair_signs(const ConstEnsembleView<Scalar>& voltage, Eigen::Index replica, bool pairs,
                     std::span<Spin> spins) {
  for (std::size_t i = 0; i < spins.size(); ++i) {
    spins[i] = spin_voltage(voltage, static_cast<Eigen::Index>(i), replica, pairs) >= 0.0 ? Spin{1} : Spin{-1};
  }
}

template <typename Scalar>
Eigen::Index count_undriven(const ConstEnsembleView<Scalar>& voltage, Eigen::Index replica,
                            const ResistorNetwork& network) {
  double scale = 0.0;
  for (const auto& e : network.elements) {
    if (e.law == ElementLaw::cubic) scale = std::max(scale, e.scale_v);
  }
  if (scale == 0.0) scale = 1.0;
  if (network.pairs) scale *= 0.5;
  const Eigen::Index spins = network.pairs ? network.nodes / 2 : network.nodes;
  Eigen::Index count = 0;
  for (Eigen::Index i = 0; i < spins; ++i) {
    if (std::abs(spin_voltage(voltage, i, replica, network.pairs)) < 0.25 * scale) ++count;
  }
  return count;
}

}  // namespace

double element_current(const Element& element, double dv, double factor, double limit_v) {
  return current_of<double>(element, dv, factor, limit_v);
}

double element_content(const Element& element, double dv, double factor, double limit_v) {
  if (element.law == ElementLaw::cubic) {
    const double half = 0.5 * dv * dv;
    return -factor * element.strength * half * (1.0 - half / (element.scale_v * element.scale_v));
  }
  const double scale = element.scale_v;
  const double below = std::min(dv, limit_v);
  const double content = element.strength * (scale * std::expm1(below / scale) - below);
  if (dv <= limit_v) return content;
  const double top = std::exp(limit_v / scale);
  const double above = dv - limit_v;
  return content + element.strength * ((top - 1.0) * above + 0.5 * top * above * above / scale);
}

ResistorMachine::ResistorMachine(ResistorNetwork network)
    : network_(std::move(network)), held_(static_cast<std::size_t>(std::max(network_.nodes, 0)), 0) {
  check(network_);
  for (const auto& s : network_.sources) {
    if (s.conductance_s != 0.0) continue;
    auto& held = held_[static_cast<std::size_t>(s.node)];
    if (held != 0) throw InputError("node " + std::to_string(s.node) + " is held twice", "give it one voltage");
    held = 1;
  }
}

std::vector<StateGroup> ResistorMachine::layout() const {
  if (!network_.pairs) return {{"voltage", "V", 0, size()}};
  return {{"voltage", "V", 0, size() / 2}, {"inverted copy", "V", size() / 2, size() / 2}};
}

void ResistorMachine::capacitance_f(std::span<double> per_row) const {
  for (std::size_t i = 0; i < per_row.size(); ++i) per_row[i] = held_[i] != 0 ? 0.0 : network_.capacitance_f;
}

void ResistorMachine::conductance_s(std::span<double> per_row) const {
  std::fill(per_row.begin(), per_row.end(), 0.0);
  for (const auto& s : network_.sources) per_row[static_cast<std::size_t>(s.node)] += s.conductance_s;
}

void ResistorMachine::own_decay_per_s(std::span<double> per_row) const {
  std::fill(per_row.begin(), per_row.end(), 0.0);
  for (const auto& s : network_.sources) {
    const auto row = static_cast<std::size_t>(s.node);
    if (s.voltage_v == 0.0 && held_[row] == 0) per_row[row] += s.conductance_s / network_.capacitance_f;
  }
}

std::vector<ThermalBranch> ResistorMachine::thermal_branches() const {
  std::vector<ThermalBranch> branches;
  for (const auto& r : network_.resistors) branches.push_back({r.from, r.to, r.conductance_s, false});
  return branches;
}

void ResistorMachine::diffusion(double time_s, std::span<double> amplitude) const {
  const double noise = network_.noise.value(time_s);
  for (std::size_t i = 0; i < amplitude.size(); ++i) amplitude[i] = held_[i] != 0 ? 0.0 : noise;
}

void ResistorMachine::initial(std::uint64_t seed, std::uint32_t read, std::span<double> voltage) const {
  const auto free = voltage.first(static_cast<std::size_t>(spins()));
  uniform_start(seed, read, network_.start_v, free);
  if (network_.pairs) std::transform(free.begin(), free.end(), voltage.begin() + spins(), std::negate<>());
  for (const auto& s : network_.sources) {
    if (s.conductance_s == 0.0) voltage[static_cast<std::size_t>(s.node)] = s.voltage_v;
  }
}

template <typename Scalar>
void ResistorMachine::currents(double time_s, const ConstEnsembleView<Scalar>& voltage,
                               const ConstEnsembleView<Scalar>& seen, EnsembleView<Scalar> rate) const {
  const auto invert = static_cast<Scalar>(1.0 / network_.capacitance_f);
  for (Eigen::Index i = 0; i < size(); ++i) {
    rate.row(i).setConstant(invert * static_cast<Scalar>(network_.current_a[static_cast<std::size_t>(i)]));
  }
  const Eigen::Index columns = voltage.cols();
  for (const auto& r : network_.resistors) {
    const auto speed = invert * static_cast<Scalar>(r.conductance_s);
    const Scalar* from = voltage.data() + r.from * columns;
    const Scalar* to = voltage.data() + r.to * columns;
    const Scalar* from_seen = seen.data() + r.from * columns;
    const Scalar* to_seen = seen.data() + r.to * columns;
    Scalar* into = rate.data() + r.from * columns;
    Scalar* out = rate.data() + r.to * columns;
    for (Eigen::Index c = 0; c < columns; ++c) {
      into[c] -= speed * (from[c] - to_seen[c]);
      out[c] += speed * (from_seen[c] - to[c]);
    }
  }
  const auto factor = static_cast<Scalar>(network_.cubic.value(time_s));
  const auto limit = static_cast<Scalar>(network_.limit_v);
  for (const auto& e : network_.elements) {
    for (Eigen::Index c = 0; c < columns; ++c) {
      const Scalar far = e.to >= 0 ? voltage(e.to, c) : Scalar{0};
      const Scalar current = invert * current_of<Scalar>(e, voltage(e.from, c) - far, factor, limit);
      rate(e.from, c) -= current;
      if (e.to >= 0) rate(e.to, c) += current;
    }
  }
  for (const auto& s : network_.sources) {
    if (s.conductance_s == 0.0) continue;
    const auto speed = invert * static_cast<Scalar>(s.conductance_s);
    rate.row(s.node) -= speed * (voltage.row(s.node) - static_cast<Scalar>(s.voltage_v));
  }
  for (const auto& s : network_.sources) {
    if (s.conductance_s == 0.0) rate.row(s.node).setZero();
  }
}

void ResistorMachine::rhs_seen(double time_s, const ConstEnsembleView<double>& voltage,
                               const ConstEnsembleView<double>& seen, const EnsembleView<double>& rate,
                               Workspace& /*workspace*/) const {
  currents<double>(time_s, voltage, seen, rate);
}

void ResistorMachine::rhs_seen(double time_s, const ConstEnsembleView<float>& voltage,
                               const ConstEnsembleView<float>& seen, const EnsembleView<float>& rate,
                               Workspace& /*workspace*/) const {
  currents<float>(time_s, voltage, seen, rate);
}

bool ResistorMachine::has_gain_elements() const {
  return std::any_of(network_.elements.begin(), network_.elements.end(),
                     [](const Element& e) { return e.law == ElementLaw::cubic; });
}

template <typename Scalar>
void ResistorMachine::element_errors(double time_s, std::span<const double> error,
                                     const ConstEnsembleView<Scalar>& voltage, EnsembleView<Scalar> rate) const {
  const double factor = network_.cubic.value(time_s);
  for (const auto& e : network_.elements) {
    if (e.law != ElementLaw::cubic) continue;
    const double share = error[static_cast<std::size_t>(e.from)] / network_.capacitance_f;
    for (Eigen::Index c = 0; c < voltage.cols(); ++c) {
      const double dv = double{voltage(e.from, c)} - (e.to >= 0 ? double{voltage(e.to, c)} : 0.0);
      const auto more = static_cast<Scalar>(share * element_current(e, dv, factor, network_.limit_v));
      if (held_[static_cast<std::size_t>(e.from)] == 0) rate(e.from, c) -= more;
      if (e.to >= 0 && held_[static_cast<std::size_t>(e.to)] == 0) rate(e.to, c) += more;
    }
  }
}

void ResistorMachine::add_gain_error(double time_s, std::span<const double> error,
                                     const ConstEnsembleView<double>& voltage, EnsembleView<double> rate) const {
  element_errors<double>(time_s, error, voltage, rate);
}
void ResistorMachine::add_gain_error(double time_s, std::span<const double> error,
                                     const ConstEnsembleView<float>& voltage, EnsembleView<float> rate) const {
  element_errors<float>(time_s, error, voltage, rate);
}

void ResistorMachine::energy(double time_s, const ConstEnsembleView<double>& voltage, std::span<double> values,
                             Workspace& /*workspace*/) const {
  const double factor = network_.cubic.value(time_s);
  for (Eigen::Index c = 0; c < voltage.cols(); ++c) {
    double total = 0.0;
    for (Eigen::Index i = 0; i < size(); ++i) total -= network_.current_a[static_cast<std::size_t>(i)] * voltage(i, c);
    for (const auto& r : network_.resistors) {
      const double dv = voltage(r.from, c) - voltage(r.to, c);
      total += 0.5 * r.conductance_s * dv * dv;
    }
    for (const auto& e : network_.elements) {
      total += element_content(e, voltage(e.from, c) - (e.to >= 0 ? voltage(e.to, c) : 0.0), factor, network_.limit_v);
    }
    for (const auto& s : network_.sources) {
      const double dv = voltage(s.node, c) - s.voltage_v;
      total += 0.5 * s.conductance_s * dv * dv;
    }
    values[static_cast<std::size_t>(c)] = total;
  }
}

void ResistorMachine::energy(double time_s, const ConstEnsembleView<float>& voltage, std::span<double> values,
                             Workspace& workspace) const {
  workspace.wide = voltage.cast<double>();
  energy(time_s, ConstEnsembleView<double>(workspace.wide.data(), voltage.rows(), voltage.cols()), values, workspace);
}

PowerBalance ResistorMachine::power(double time_s, std::span<const double> voltage) const {
  const auto at = [&](std::int32_t node) { return node >= 0 ? voltage[static_cast<std::size_t>(node)] : 0.0; };
  const double factor = network_.cubic.value(time_s);
  PowerBalance power;
  std::vector<double> drawn(voltage.size(), 0.0);  // current that leaves each node through the network, A
  for (const auto& r : network_.resistors) {
    const double current = r.conductance_s * (at(r.from) - at(r.to));
    power.resistors += current * (at(r.from) - at(r.to));
    drawn[static_cast<std::size_t>(r.from)] += current;
    drawn[static_cast<std::size_t>(r.to)] -= current;
  }
  for (const auto& e : network_.elements) {
    const double dv = at(e.from) - at(e.to);
    const double current = element_current(e, dv, factor, network_.limit_v);
    power.elements += current * dv;
    drawn[static_cast<std::size_t>(e.from)] += current;
    if (e.to >= 0) drawn[static_cast<std::size_t>(e.to)] -= current;
  }
  for (const auto& s : network_.sources) {
    const double dv = at(s.node) - s.voltage_v;
    power.resistors += s.conductance_s * dv * dv;
    power.supplied -= s.conductance_s * dv * s.voltage_v;
    drawn[static_cast<std::size_t>(s.node)] += s.conductance_s * dv;
  }
  for (std::size_t i = 0; i < voltage.size(); ++i) {
    const double supplied = held_[i] != 0 ? drawn[i] : network_.current_a[i];
    power.supplied += supplied * voltage[i];
    power.capacitors += (supplied - drawn[i]) * voltage[i];
  }
  return power;
}

void ResistorMachine::readout(const ConstEnsembleView<double>& voltage, Eigen::Index replica,
                              std::span<Spin> spins) const {
  read_pair_signs<double>(voltage, replica, network_.pairs, spins);
}

void ResistorMachine::readout(const ConstEnsembleView<float>& voltage, Eigen::Index replica,
                              std::span<Spin> spins) const {
  read_pair_signs<float>(voltage, replica, network_.pairs, spins);
}

Eigen::Index ResistorMachine::undecided(const ConstEnsembleView<double>& voltage, Eigen::Index replica) const {
  return count_undriven<double>(voltage, replica, network_);
}

Eigen::Index ResistorMachine::undecided(const ConstEnsembleView<float>& voltage, Eigen::Index replica) const {
  return count_undriven<float>(voltage, replica, network_);
}

Eigen::MatrixXd ResistorMachine::pair_conductances() const {
  const Eigen::Index n = spins();
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(n, n);
  // Half of what the two nodes of a pair at +v and -v draw together: rows and columns of copies count with their sign.
  const auto add = [&](std::int32_t row, std::int32_t column, double value) {
    const double sign = (row >= n) == (column >= n) ? 0.5 : -0.5;
    matrix(row % n, column % n) += sign * value;
  };
  for (const auto& r : network_.resistors) {
    add(r.from, r.from, r.conductance_s);
    add(r.to, r.to, r.conductance_s);
    add(r.from, r.to, -r.conductance_s);
    add(r.to, r.from, -r.conductance_s);
  }
  for (const auto& s : network_.sources) add(s.node, s.node, s.conductance_s);
  return matrix;
}

ThresholdAnswer ResistorMachine::binary_threshold(std::span<const double> /*voltage*/) const {
  if (!network_.pairs) return NoThreshold{"only a network of pairs has an undecided state of its own"};
  const double held_s = -largest_eigenvalue(-pair_conductances());
  return BinaryThreshold{"conductance of the cubic elements", "S", network_.cubic.value(duration_s()),
                         std::max(0.0, held_s), std::nullopt};
}

ResistorMachine ResistorMachine::steered(double factor) const {
  ResistorMachine machine = *this;
  machine.network_.cubic = Schedule::constant(factor);
  return machine;
}

Eigen::VectorXd linear_rest(const ResistorNetwork& network) {
  check(network);
  if (!network.elements.empty()) {
    throw InputError("the network has non-linear elements, so its resting state is no linear problem",
                     "let the network settle instead");
  }
  const Eigen::Index n = network.nodes;
  Eigen::MatrixXd conductance = Eigen::MatrixXd::Zero(n, n);
  Eigen::VectorXd current = Eigen::Map<const Eigen::VectorXd>(network.current_a.data(), n);
  for (const auto& r : network.resistors) {
    conductance(r.from, r.from) += r.conductance_s;
    conductance(r.to, r.to) += r.conductance_s;
    conductance(r.from, r.to) -= r.conductance_s;
    conductance(r.to, r.from) -= r.conductance_s;
  }
  for (const auto& s : network.sources) {
    conductance(s.node, s.node) += s.conductance_s;
    current[s.node] += s.conductance_s * s.voltage_v;
  }
  for (const auto& s : network.sources) {  // a held node: v = voltage, taken out of the other rows
    if (s.conductance_s != 0.0) continue;
    current -= conductance.col(s.node) * s.voltage_v;
    conductance.row(s.node).setZero();
    conductance.col(s.node).setZero();
    conductance(s.node, s.node) = 1.0;
    current[s.node] = s.voltage_v;
  }
  const Eigen::LDLT<Eigen::MatrixXd> decomposition(conductance);
  const auto pivots = decomposition.vectorD().array().abs();
  if (decomposition.info() != Eigen::Success || pivots.minCoeff() <= 1e-13 * pivots.maxCoeff()) {
    throw NumericalError("the network's resting state is not determined",
                         "connect every part of the network to a source");
  }
  return decomposition.solve(current);
}

double equilibrium_propagation_slope(double free_v, double nudged_v, double beta_s) {
  return (nudged_v * nudged_v - free_v * free_v) / (2.0 * beta_s);
}

}  // namespace isinglass
