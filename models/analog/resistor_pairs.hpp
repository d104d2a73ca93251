// A resistor network that answers an Ising problem: a spin is a pair of nodes, the second an inverted copy of the
// first.
//
// Couplings are passive: a ferromagnetic one (J < 0 in the project's sign) is a resistor from node to node and one from
// copy to copy, an antiferromagnetic one a resistor from each node to the other's copy; conductance g |J|. A field is a
// resistor from the node to the rail that it favours and from the copy to the other rail. Between the two nodes of a
// pair sits an element of negative conductance (tunnel diode), without which the only resting state of a problem
// without fields is zero volts everywhere. A weak leak to ground keeps the common voltage of the pairs in place.
//
// On opposite voltages the pairs move exactly as the passive bistable machine (bistable.hpp) with the leak added to its
// load; what this machine adds is the network as a whole, with its power.
#pragma once

#include "models/analog/bistable_anneal.hpp"
#include "models/analog/resistor.hpp"

namespace isinglass {

/// Units as in bistable_anneal.hpp.
struct PairAnneal {
  double capacitance_f = 1e-9;
  double resistance_ohm = 1e3;                       ///< R: all couplings of an average node in parallel
  double rail_v = 1.0;                               ///< V_s: where an uncoupled node rests
  Ramp node{Schedule::Shape::linear, 1.0, 1.5, 1};   ///< negative conductance of a node against ground, in 1/R
  Ramp noise{Schedule::Shape::linear, 0.4, 0.0, 1};  ///< temperature of the problem's energy, in J_rms
  double leak = 0.01;                                ///< in 1/R
  double length = 2000.0;                            ///< duration in R C
  double step = 0.0;                                 ///< in R C; 0: as the passive bistable machine's
};

ResistorNetwork pair_network(const Problem& problem, const PairAnneal& anneal);
/// The same set up for `asked`, with the couplings and fields of `device`.
ResistorNetwork pair_network(const Problem& asked, const Problem& device, const PairAnneal& anneal);

}  // namespace isinglass
