// What the flaws of nodes do to the rates of each row of a machine's state: leaks, loads, and the errors of resistors
// and amplifiers. rate -> scale (rate - leak x); what couplings see of a row is multiplied by its gain.
//
// Amplifiers stand between a node and its couplings (AmplifiedMachine), or feed the node itself (GainElementMachine);
// of a tank the gain element is a negative conductance, and its error a leak of either sign.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "models/analog/flaws/node_flaws.hpp"
#include "models/analog/machine.hpp"
#include "models/error.hpp"

namespace isinglass {

/// One value per row of the state; all empty without flaws.
struct RowFlaws {
  std::vector<double> scale, leak, share;  ///< share: parasitic capacitance over the node's own
  std::vector<double> seen_gain;           ///< of the amplifier in front of the couplings; empty where there is none
  std::vector<double> fed;                 ///< of a tank's gain element: what the leak has too much; empty elsewhere
  std::vector<double> element_error;       ///< relative, of the gain element at the node; empty where there is none
  std::vector<Eigen::Index> phases;        ///< rows in radians
};

namespace flaw_detail {

/// Calls `touch(row, is_phase)` for every analog row.
template <typename M, typename Touch>
void for_analog_rows(const M& machine, Touch touch) {
  for (const auto& group : machine.layout()) {
    if (!group.analog) continue;
    for (Eigen::Index i = group.first; i < group.first + group.rows; ++i) {
      touch(static_cast<std::size_t>(i), group.unit == "rad");
    }
  }
}

/// The node that a row belongs to, as far as its parts go.
template <typename M>
std::size_t node_of([[maybe_unused]] const M& machine, std::size_t row) {
  if constexpr (TankMachine<M>) return row % static_cast<std::size_t>(machine.spins());
  return row;
}

template <typename M>
void set_loads(const M& machine, const NodeFlaws& flaws, RowFlaws& rows) {
  constexpr double kDamping = TankMachine<M> ? 0.5 : 1.0;  // of an amplitude, by a conductance at its node
  const auto shares = parasitic_shares(flaws, rows.scale.size());
  bool any_node = false;
  for_analog_rows(machine, [&](std::size_t row, bool is_phase) {
    if (is_phase) {
      rows.phases.push_back(static_cast<Eigen::Index>(row));
      return;
    }
    any_node = true;
    rows.share[row] = shares[node_of(machine, row)];
    rows.scale[row] = 1.0 / (1.0 + rows.share[row]);
    if (flaws.leakage_s) rows.leak[row] = kDamping / *flaws.leakage_s;
  });
  if (!any_node && (flaws.leakage_s || flaws.parasitic != 0.0 || flaws.parasitic_spread != 0.0)) {
    throw UsageError("leakage and parasitic capacitance have no meaning for a machine whose state is phases only",
                     "leave leakage at auto, and parasitic and parasitic_spread at 0");
  }
}

/// A resistor of R (1 + delta) in place of R is one more leak, of rate (1 / (1 + delta) - 1) / (R C).
template <typename M>
void set_resistors(const M& machine, const NodeFlaws& flaws, RowFlaws& rows) {
  if (flaws.resistance_mismatch == 0.0) return;
  std::vector<double> decay(rows.leak.size(), 0.0);
  if constexpr (ResistiveNodes<M>) machine.own_decay_per_s(decay);
  if (std::any_of(decay.begin(), decay.end(), [](double rate) { return rate > 0.0; })) {
    const auto factors = resistance_factors(flaws, rows.leak.size());
    for (std::size_t i = 0; i < decay.size(); ++i) rows.leak[i] += decay[i] * (1.0 / factors[i] - 1.0);
  } else {
    throw UsageError(
        "the nodes of this machine have no resistors of their own: its resistors, where it has any, are its couplings",
        "give coupling_mismatch, or set resistance_mismatch to 0");
  }
}

template <typename M>
void set_gains(const M& machine, const NodeFlaws& flaws, RowFlaws& rows) {
  if (flaws.gain_mismatch == 0.0) return;
  const auto factors = gain_factors(flaws, rows.leak.size());
  if constexpr (AmplifiedMachine<M>) {
    rows.seen_gain.assign(rows.leak.size(), 0.0);
    machine.amplified(rows.seen_gain);
    const bool any = std::any_of(rows.seen_gain.begin(), rows.seen_gain.end(), [](double a) { return a != 0.0; });
    if (!any) throw UsageError("ideal comparators have no gain that could differ", "give them a finite gain");
    for (std::size_t i = 0; i < factors.size(); ++i) rows.seen_gain[i] = rows.seen_gain[i] != 0.0 ? factors[i] : 1.0;
  } else if constexpr (TankMachine<M>) {
    for (std::size_t i = 0; i < factors.size(); ++i) {
      rows.fed.push_back(machine.gain_rate_per_s() * (factors[node_of(machine, i)] - 1.0));
    }
  } else if constexpr (GainElementMachine<M>) {
    if (!machine.has_gain_elements()) {
      throw UsageError("this form of the machine has no gain elements at its nodes", "set gain_mismatch to 0");
    }
    rows.element_error.resize(factors.size());
    std::transform(factors.begin(), factors.end(), rows.element_error.begin(), [](double f) { return f - 1.0; });
  } else {
    throw UsageError("this machine has no amplifiers whose gain could differ", "set gain_mismatch to 0");
  }
}

}  // namespace flaw_detail

/// UsageError for a stage that has no meaning for the machine.
template <Machine M>
RowFlaws row_flaws(const M& machine, const NodeFlaws& flaws) {
  const auto count = static_cast<std::size_t>(machine.size());
  RowFlaws rows;
  rows.scale.assign(count, 1.0);
  rows.leak.assign(count, 0.0);
  rows.share.assign(count, 0.0);
  flaw_detail::set_loads(machine, flaws, rows);
  flaw_detail::set_resistors(machine, flaws, rows);
  flaw_detail::set_gains(machine, flaws, rows);
  return rows;
}

}  // namespace isinglass
