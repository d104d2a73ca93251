// Colours the vertices one by one, and gives every spin its place.
#include "models/digital/colour_graph.hpp"

#include <algorithm>
#include <optional>

#include "models/error.hpp"

namespace isinglass {

namespace {

/// A partial colouring.
class Colours {
 public:
  Colours(const Adjacency& graph, std::int32_t largest_class)
      : graph_(&graph), largest_(largest_class), colour_(graph.start.size() - 1, -1), around_(colour_.size()) {
    const auto vertices = static_cast<std::int32_t>(colour_.size());
    const std::int32_t first = std::max(2, (vertices + largest_ - 1) / largest_);
    for (std::int32_t c = 0; c < first; ++c) open();
  }

  [[nodiscard]] std::size_t next() const {
    std::size_t best = colour_.size();
    for (std::size_t v = 0; v < colour_.size(); ++v)
      if (colour_[v] < 0 && (best == colour_.size() || rank(v) > rank(best))) best = v;
    return best;
  }

  void colour(std::size_t v) {
    std::optional<std::size_t> chosen = emptiest(v);
    if (!chosen) chosen = room_for(v);
    if (!chosen) chosen = open();
    give(v, *chosen);
  }

  [[nodiscard]] const std::vector<std::int32_t>& result() const { return colour_; }

 private:
  [[nodiscard]] std::pair<std::int64_t, std::int64_t> rank(std::size_t v) const {
    const auto& around = around_[v];
    return {std::count_if(around.begin(), around.end(), [](std::int32_t k) { return k > 0; }),
            graph_->degree(static_cast<std::int32_t>(v))};
  }

  std::size_t open() {
    for (auto& around : around_) around.push_back(0);
    members_.emplace_back();
    return members_.size() - 1;
  }

  [[nodiscard]] bool full(std::size_t c) const { return std::ssize(members_[c]) >= largest_; }

  /// The smallest class that may take the vertex.
  [[nodiscard]] std::optional<std::size_t> emptiest(std::size_t v) const {
    std::optional<std::size_t> best;
    for (std::size_t c = 0; c < members_.size(); ++c)
      if (around_[v][c] == 0 && !full(c) && (!best || members_[c].size() < members_[*best].size())) best = c;
    return best;
  }

  /// A full class that the vertex may take once one of its members has moved on.
  std::optional<std::size_t> room_for(std::size_t v) {
    for (std::size_t c = 0; c < members_.size(); ++c) {
      if (around_[v][c] != 0) continue;
      for (const std::size_t u : members_[c]) {
        const auto other = emptiest(u);
        if (!other) continue;
        take_back(u);
        give(u, *other);
        return c;
      }
    }
    return {};
  }

  void give(std::size_t v, std::size_t c) {
    colour_[v] = static_cast<std::int32_t>(c);
    members_[c].push_back(v);
    tell_neighbours(v, c, 1);
  }

  void take_back(std::size_t v) {
    const auto c = static_cast<std::size_t>(colour_[v]);
    std::erase(members_[c], v);
    tell_neighbours(v, c, -1);
    colour_[v] = -1;
  }

  void tell_neighbours(std::size_t v, std::size_t c, std::int32_t change) {
    for (std::int64_t k = graph_->start[v]; k < graph_->start[v + 1]; ++k)
      around_[static_cast<std::size_t>(graph_->neighbour[static_cast<std::size_t>(k)])][c] += change;
  }

  const Adjacency* graph_;
  std::int32_t largest_;
  std::vector<std::int32_t> colour_;               ///< -1: none yet
  std::vector<std::vector<std::int32_t>> around_;  ///< of each vertex: neighbours of each colour
  std::vector<std::vector<std::size_t>> members_;  ///< of each colour
};

/// Edges and places, so that neither another graph nor another arrangement of it is taken for this one.
std::uint32_t fingerprint_of(const ColourGraph& graph) {
  std::vector<std::int32_t> numbers{graph.spins, graph.slots, graph.colours, graph.degree};
  for (std::int32_t i = 0; i < graph.spins; ++i) {
    const auto& neighbours = graph.neighbours[static_cast<std::size_t>(i)];
    numbers.push_back(static_cast<std::int32_t>(neighbours.size()));
    numbers.insert(numbers.end(), neighbours.begin(), neighbours.end());
  }
  numbers.insert(numbers.end(), graph.place.begin(), graph.place.end());
  return std::max(fnv1a(numbers), 1U);
}

}  // namespace

std::vector<std::int32_t> colour_vertices(const Adjacency& graph, std::int32_t largest_class) {
  Colours colours(graph, largest_class);
  for (std::size_t left = graph.start.size() - 1; left > 0; --left) colours.colour(colours.next());
  return colours.result();
}

ColourGraph colour_graph(const Problem& problem, std::int32_t slots) {
  if (problem.size() < 2) throw InputError("pbit_colour is made for graphs of two spins or more");
  const Adjacency edges = adjacency(problem);
  const auto wired = [&edges](const std::vector<std::int32_t>& colours) {
    ColourGraph graph = placed_graph(edges, colours);
    const std::size_t wires = order_neighbours(graph);
    return std::pair(wires, std::move(graph));
  };
  auto [wires, graph] = wired(colour_vertices(edges, slots));
  if (const auto pattern = colour_by_pattern(edges, slots, graph.colours)) {
    auto [pattern_wires, other] = wired(*pattern);
    if (other.colours < graph.colours || pattern_wires < wires) graph = std::move(other);
  }
  graph.fingerprint = fingerprint_of(graph);
  return graph;
}

std::uint32_t fnv1a(std::span<const std::int32_t> numbers) {
  std::uint32_t hash = 2166136261U;
  for (const std::int32_t number : numbers)
    for (unsigned shift = 0; shift < 32; shift += 8)
      hash = (hash ^ (static_cast<std::uint32_t>(number) >> shift & 0xFFU)) * 16777619U;
  return hash;
}

}  // namespace isinglass
