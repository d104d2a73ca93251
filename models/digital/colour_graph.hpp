// The graph of a chromatic core: a proper colouring in classes of bounded size, and the place of every spin in the
// core.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "models/problem/problem.hpp"

namespace isinglass {

/// A graph as a chromatic core is made for it. Spins of a colour have no edge between them; in the core, the spin that
/// stands in slot s of colour c is decided by slot s when it is colour c's turn.
struct ColourGraph {
  std::int32_t spins = 0;
  std::int32_t slots = 0;                             ///< size of the largest colour, 2 or more
  std::int32_t colours = 0;                           ///< 2 or more
  std::int32_t degree = 0;                            ///< largest number of neighbours, 1 or more
  std::vector<std::vector<std::int32_t>> neighbours;  ///< of each spin, in the order of its weights
  std::vector<std::int32_t> place;                    ///< of each spin: colour * slots + slot
  std::vector<std::int32_t> members;                  ///< at each place the spin, or -1
  std::uint32_t fingerprint = 0;                      ///< of edges and places; never 0

  [[nodiscard]] std::int32_t colour_of(std::int32_t spin) const {
    return place[static_cast<std::size_t>(spin)] / slots;
  }
  [[nodiscard]] std::int32_t slot_of(std::int32_t spin) const { return place[static_cast<std::size_t>(spin)] % slots; }
};

/// A colour for each vertex, from 0, neighbours different, none given to more than `largest_class` vertices. DSATUR
/// (Brelaz, Comm. ACM 22, 251, 1979): the vertex with the most colours around it is next, then the one with the most
/// neighbours, then the first. Unlike there, it takes the colour with the fewest vertices among those that are free to
/// it, of at least ceil(n / largest_class) and at least two, so that classes come out equal; and where all of them are
/// full, a vertex of one may move on to make room, before a new colour is begun.
std::vector<std::int32_t> colour_vertices(const Adjacency& graph, std::int32_t largest_class);

/// The graph with that colouring: slots are given within a colour in the order of the vertices, neighbours ascend, and
/// there is no fingerprint yet.
ColourGraph placed_graph(const Adjacency& edges, const std::vector<std::int32_t>& colours);

/// A colouring by a pattern in the numbers of the vertices, colour = (v + skew * (v / row)) mod colours, as lattices
/// that are numbered row by row have them: the numbers of two colours or more are tried from the smallest to `most`,
/// and rows among the differences of neighbours' numbers; of several, that with the shortest wiring. None if no pattern
/// is proper and within `largest_class`.
std::optional<std::vector<std::int32_t>> colour_by_pattern(const Adjacency& graph, std::int32_t largest_class,
                                                           std::int32_t most);

/// What slot s has at its k-th input while a colour is decided: another slot, and how many turns behind its own colour
/// comes that of the spin which is meant. Slots turn their spins, so that this is one wire of the core.
struct ColourView {
  std::int32_t slot = 0;
  std::int32_t turns = 0;
  bool operator==(const ColourView&) const = default;
};
ColourView colour_view(const ColourGraph& graph, std::int32_t from, std::int32_t to);

/// Brings each spin's neighbours into an order in which its slot has the same views at an input in as many colours as
/// can easily be had. Returns how many different views all inputs have together: the wires into their selectors.
std::size_t order_neighbours(ColourGraph& graph);

/// The graph of a problem's couplings (those of value 0 count), for a core with `slots` slots; slots are given within a
/// colour in the order of the spins. The colouring is `colour_vertices`' or, where it has no more colours and shorter
/// wiring, a pattern's. Throws InputError for fewer than two spins.
ColourGraph colour_graph(const Problem& problem, std::int32_t slots);

/// 32-bit FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv) of the numbers' bytes, lowest byte first.
std::uint32_t fnv1a(std::span<const std::int32_t> numbers);

}  // namespace isinglass
