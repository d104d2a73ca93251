// The graphs that rudy's argument line is made of, with the order in which rudy keeps their edges.
// rudy is the generator of G. Rinaldi behind the G-set (Helmberg and Rendl 2000). Written from a description of its
// behaviour; the G-set and K2000 come out identical, edge order included.
#pragma once

#include <cstdint>
#include <vector>

namespace isinglass::rudy {

/// One weighted edge; u < v, both from 0.
struct Edge {
  std::int32_t u = 0;
  std::int32_t v = 0;
  std::int64_t weight = 1;
};

/// A graph with its edges in the order in which they were made. rudy puts a new edge at the front of the lists of both
/// its ends; `in_output_order` is what follows from that.
struct Graph {
  std::int32_t vertices = 0;
  std::vector<Edge> edges;

  /// Vertices in order, the edges of each from the latest made to the first, each edge at its lower end.
  [[nodiscard]] std::vector<Edge> in_output_order() const;
};

/// Largest numbers of vertices and edges that a generator makes; beyond, it throws InputError.
inline constexpr std::int64_t most_vertices = 10'000'000;
inline constexpr std::int64_t most_edges = 60'000'000;

/// Uniform random graph with `density` percent of all pairs: -rnd_graph.
Graph random_graph(std::int64_t vertices, double density, std::int64_t seed);
/// Random planar triangulation thinned to `density` percent of the 3(n-2) edges possible: -planar.
Graph planar(std::int64_t vertices, double density, std::int64_t seed);
/// Square lattice, height x width, open (-grid_2D) or closed in both directions (-toroidal_grid_2D).
Graph grid(std::int64_t height, std::int64_t width, bool toroidal);
/// All pairs: -clique.
Graph clique(std::int64_t vertices);
/// One ring: -circuit.
Graph circuit(std::int64_t vertices);
/// Edges of both, those of `first` kept where both have one: "+".
Graph edge_union(const Graph& first, const Graph& second);
/// Weights drawn uniformly from the whole numbers lowest..highest in output order: -random.
void draw_weights(Graph& graph, std::int64_t lowest, std::int64_t highest, std::int64_t seed);

}  // namespace isinglass::rudy
