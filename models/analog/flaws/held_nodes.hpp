// Nodes that are stuck, and comparators that are off: what a machine shows whatever its equations say. A node of a spin
// machine is stuck at the state that shows the spin; one of a machine that answers with numbers (a neuron of a sparse
// code, a cause) is dead: its state stays at zero, and so does what it shows.
#pragma once

#include <utility>
#include <vector>

#include "models/analog/flaws/node_flaws.hpp"
#include "models/analog/machine.hpp"
#include "models/error.hpp"

namespace isinglass {

/// The whole state when every spin is +1, and when every spin is -1: where stuck nodes are held.
struct StuckStates {
  std::vector<double> up, down;
};

struct HeldNodes {
  std::vector<std::pair<Eigen::Index, double>> rows;  ///< and the values at which they are held
  std::vector<double> comparator;                     ///< per spin; empty without
};

namespace flaw_detail {

/// Holds all rows of a node as they are in `state`.
template <typename M>
void hold_node([[maybe_unused]] const M& machine, Eigen::Index node, const std::vector<double>& state,
               HeldNodes& held) {
  std::vector<Eigen::Index> rows{node};
  if constexpr (requires { machine.rows_of(node); }) rows = machine.rows_of(node);
  for (const Eigen::Index row : rows) held.rows.emplace_back(row, state[static_cast<std::size_t>(row)]);
}

template <typename M>
void hold_spins(const M& machine, const NodeFlaws& flaws, const StuckStates& states, HeldNodes& held) {
  const auto rows = static_cast<std::size_t>(machine.size());
  if (states.up.size() != rows || states.down.size() != rows) {
    throw UsageError("stuck nodes are not modelled for this machine: it has no state that shows a spin",
                     "set stuck_nodes to 0");
  }
  const auto spins = stuck_spins(flaws, static_cast<std::size_t>(machine.spins()));
  for (std::size_t i = 0; i < spins.size(); ++i) {
    if (spins[i] == 0) continue;
    hold_node(machine, static_cast<Eigen::Index>(i), spins[i] > 0 ? states.up : states.down, held);
  }
  // Spins read against a reference are stuck only if that stays where it is.
  if constexpr (requires { machine.has_reference(); }) {
    if (!held.rows.empty() && machine.has_reference()) hold_node(machine, machine.spins(), states.up, held);
  }
}

}  // namespace flaw_detail

/// `states` is needed for stuck nodes of spin machines only. UsageError for a stage that has no meaning for the
/// machine.
template <Machine M>
HeldNodes held_nodes(const M& machine, const NodeFlaws& flaws, const StuckStates& states) {
  HeldNodes held;
  if (flaws.comparator_offset > 0.0) {
    if constexpr (SpinMachine<M>) {
      held.comparator = comparator_offsets(flaws, static_cast<std::size_t>(machine.spins()));
    } else {
      throw UsageError("a machine that answers with numbers has no comparators at its output",
                       "set comparator_offset to 0");
    }
  }
  if (flaws.stuck == 0.0) return held;
  if constexpr (SpinMachine<M>) {
    flaw_detail::hold_spins(machine, flaws, states, held);
  } else {
    const auto dead = stuck_spins(flaws, static_cast<std::size_t>(machine.size()));
    for (std::size_t i = 0; i < dead.size(); ++i) {
      if (dead[i] != 0) held.rows.emplace_back(static_cast<Eigen::Index>(i), 0.0);
    }
  }
  return held;
}

}  // namespace isinglass
