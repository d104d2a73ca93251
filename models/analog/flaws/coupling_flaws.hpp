// Flaws of the parts that carry couplings and fields, as pure functions from the problem that was asked to the problem
// that the device was built to. Any machine is then made from the latter; energies are told of both.
//
// The stages, in the order of their causes; each is off at its default and draws numbers of its own from the device
// seed and the pair (i, j), so that switching one on changes nothing in another:
//   quantisation  J -> step * round(J / step), clipped to +-range, step = range / (2^(bits-1) - 1)
//   missing       J -> 0 with a probability (open contacts)
//   mismatch      J -> J (1 + sigma N)                relative: resistor and current-mirror ratios
//   spread        J -> J + sigma J_max N              absolute: charge injection, the offset of a multiplier
//   offset        J -> J + o J_max                    the same for all: a systematic error of the reference
//   input offset  h -> h + sigma J_max N              at every node
//   wires         a crossbar with resistive lines: wire_resistance.hpp
// J_max is the largest |J| or |h| of the problem. Fields are couplings to a reference: they are quantised, go missing
// and mismatch like couplings (a field of zero has no part that could), but do not lie in the crossbar.
//
// Relative, normal, independent errors are the area law of Pelgrom, Duinmaijer and Welbers (IEEE JSSC 24, 1433, 1989).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/problem/generative_model.hpp"
#include "models/problem/patterns.hpp"
#include "models/problem/problem.hpp"
#include "models/problem/sparse_code.hpp"

namespace isinglass {

/// How the resistance of crossbar lines is computed: automatic takes the network for up to kNetworkSize spins.
enum class WireModel { automatic, first_order, network };

struct CouplingFlaws {
  std::uint64_t device_seed = 0;               ///< which device; apart from the seed of the noise
  double mismatch = 0.0;                       ///< standard deviation, relative
  double spread = 0.0;                         ///< standard deviation, in units of J_max
  double offset = 0.0;                         ///< in units of J_max
  double input_offset = 0.0;                   ///< standard deviation, in units of J_max
  int bits = 0;                                ///< sign included; 0: not quantised, else 2 to 24
  std::optional<double> range = std::nullopt;  ///< largest coupling that can be set; none: J_max
  double missing = 0.0;                        ///< probability
  double wire_resistance = 0.0;                ///< of one segment of line, times the conductance of a coupling of J_max
  WireModel wire_model = WireModel::automatic;

  [[nodiscard]] bool any() const;
};

/// The largest |J| or |h|; 1 for a problem without either.
double largest_coupling(const Problem& problem);

/// The problem that the device is built to; `ideal` itself, to the bit, when nothing is on. UsageError for a range that
/// is not positive, or wires outside what their model can tell.
Problem device_problem(const Problem& ideal, const CouplingFlaws& flaws);

/// The same for a dictionary, whose cells lie in a crossbar that is passed both ways; an input offset is one of every
/// neuron's drive, the linear term.
SparseCode device_code(const SparseCode& ideal, const CouplingFlaws& flaws);

/// The cells of a crossbar that holds patterns, one a row: M x N. Input offsets lie outside.
Eigen::MatrixXd device_crossbar(const PatternSet& patterns, const CouplingFlaws& flaws);

/// The same for the weights of every layer, each layer in a crossbar of its own; an input offset is one of what comes
/// in from outside, the observation and the prior. Largest: of all weights.
GenerativeModel device_model(const GenerativeModel& ideal, const CouplingFlaws& flaws);

/// What the input offset adds to each of `count` nodes, for couplings of which `largest` is the largest.
std::vector<double> input_offsets(const CouplingFlaws& flaws, std::size_t count, double largest);

}  // namespace isinglass
