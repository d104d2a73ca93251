// Gives every spin its place, looks for colourings that are patterns, and puts neighbours in an order that saves wires.
#include <algorithm>
#include <map>
#include <set>

#include "models/digital/colour_graph.hpp"

namespace isinglass {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

std::int32_t pattern_colour(std::int32_t vertex, std::int32_t row, std::int32_t skew, std::int32_t colours) {
  return static_cast<std::int32_t>((vertex + std::int64_t{skew} * (vertex / row)) % colours);
}

/// Lengths that a lattice's rows may have: frequent differences between neighbours' numbers, or one more where the last
/// of a row has the first for a neighbour; all vertices are one row, too.
std::set<std::int32_t> likely_rows(const Adjacency& graph, std::int32_t vertices) {
  std::map<std::int32_t, std::int32_t> counts;
  for (std::int32_t i = 0; i < vertices; ++i)
    for (std::int64_t k = graph.start[at(i)]; k < graph.start[at(i) + 1]; ++k)
      ++counts[std::abs(graph.neighbour[static_cast<std::size_t>(k)] - i)];
  std::vector<std::pair<std::int32_t, std::int32_t>> ranked;
  for (const auto& [difference, count] : counts)
    if (difference > 1) ranked.emplace_back(-count, difference);
  std::sort(ranked.begin(), ranked.end());
  constexpr std::size_t most = 6;
  if (ranked.size() > most) ranked.resize(most);
  std::set<std::int32_t> rows{vertices};
  for (const auto& [count, difference] : ranked) rows.insert({difference, difference + 1});
  return rows;
}

bool is_proper(const Adjacency& graph, const std::vector<std::int32_t>& colours) {
  for (std::size_t i = 0; i < colours.size(); ++i)
    for (std::int64_t k = graph.start[i]; k < graph.start[i + 1]; ++k)
      if (colours[i] == colours[at(graph.neighbour[static_cast<std::size_t>(k)])]) return false;
  return true;
}

}  // namespace

ColourGraph placed_graph(const Adjacency& edges, const std::vector<std::int32_t>& colours) {
  ColourGraph graph;
  graph.spins = static_cast<std::int32_t>(colours.size());
  graph.degree = 1;
  for (std::int32_t i = 0; i < graph.spins; ++i) {
    const auto from = edges.neighbour.begin() + edges.start[static_cast<std::size_t>(i)];
    graph.neighbours.emplace_back(from, from + edges.degree(i));
    graph.degree = std::max(graph.degree, static_cast<std::int32_t>(edges.degree(i)));
  }
  graph.colours = 1 + *std::max_element(colours.begin(), colours.end());
  graph.colours = std::max(graph.colours, 2);
  std::vector<std::int32_t> sizes(static_cast<std::size_t>(graph.colours), 0);
  std::vector<std::int32_t> slot;
  for (const std::int32_t c : colours) slot.push_back(sizes[static_cast<std::size_t>(c)]++);
  graph.slots = std::max(2, *std::max_element(sizes.begin(), sizes.end()));
  graph.members.assign(static_cast<std::size_t>(graph.colours) * static_cast<std::size_t>(graph.slots), -1);
  for (std::size_t i = 0; i < colours.size(); ++i) {
    graph.place.push_back(colours[i] * graph.slots + slot[i]);
    graph.members[static_cast<std::size_t>(graph.place[i])] = static_cast<std::int32_t>(i);
  }
  return graph;
}

std::optional<std::vector<std::int32_t>> colour_by_pattern(const Adjacency& graph, std::int32_t largest_class,
                                                           std::int32_t most) {
  const auto vertices = static_cast<std::int32_t>(graph.start.size()) - 1;
  const std::set<std::int32_t> rows = likely_rows(graph, vertices);
  std::optional<std::vector<std::int32_t>> best;
  std::size_t fewest = 0;
  std::vector<std::int32_t> colours(at(vertices));
  for (std::int32_t count = std::max(2, (vertices + largest_class - 1) / largest_class); count <= most; ++count) {
    for (const std::int32_t row : rows) {
      for (std::int32_t skew = 0; skew < (row == vertices ? 1 : count); ++skew) {
        for (std::int32_t v = 0; v < vertices; ++v) colours[at(v)] = pattern_colour(v, row, skew, count);
        if (!is_proper(graph, colours)) continue;
        ColourGraph placed = placed_graph(graph, colours);
        if (placed.slots > std::max(largest_class, 2)) continue;
        const std::size_t wires = order_neighbours(placed);
        if (best && wires >= fewest) continue;
        best = colours;
        fewest = wires;
      }
    }
    if (best) break;
  }
  return best;
}

ColourView colour_view(const ColourGraph& graph, std::int32_t from, std::int32_t to) {
  return {graph.slot_of(to), (graph.colour_of(to) - graph.colour_of(from) + graph.colours) % graph.colours};
}

// Slot by slot and colour by colour: neighbours that are seen as one of an earlier colour was take that one's input,
// the rest take those inputs that are left, first where the fewest views are.
std::size_t order_neighbours(ColourGraph& graph) {
  std::size_t wires = 0;
  for (std::int32_t slot = 0; slot < graph.slots; ++slot) {
    std::vector<std::vector<ColourView>> views(at(graph.degree));
    const auto sees = [&views](std::size_t input, const ColourView& view) {
      return std::find(views[input].begin(), views[input].end(), view) != views[input].end();
    };
    for (std::int32_t colour = 0; colour < graph.colours; ++colour) {
      const std::int32_t spin = graph.members[at(colour * graph.slots + slot)];
      if (spin < 0) continue;
      auto& neighbours = graph.neighbours[at(spin)];
      std::vector<std::int32_t> order(neighbours.size(), -1);
      std::vector<std::int32_t> others;
      for (const std::int32_t neighbour : neighbours) {
        const ColourView view = colour_view(graph, spin, neighbour);
        std::size_t input = 0;
        while (input < order.size() && (order[input] >= 0 || !sees(input, view))) ++input;
        if (input < order.size())
          order[input] = neighbour;
        else
          others.push_back(neighbour);
      }
      for (const std::int32_t neighbour : others) {
        std::size_t chosen = order.size();
        for (std::size_t input = 0; input < order.size(); ++input)
          if (order[input] < 0 && (chosen == order.size() || views[input].size() < views[chosen].size()))
            chosen = input;
        order[chosen] = neighbour;
        views[chosen].push_back(colour_view(graph, spin, neighbour));
      }
      neighbours = std::move(order);
    }
    for (const auto& input : views) wires += input.size();
  }
  return wires;
}

}  // namespace isinglass
