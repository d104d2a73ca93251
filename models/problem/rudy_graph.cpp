// Construction of rudy's graphs.
#include "models/problem/rudy_graph.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <unordered_set>

#include "models/error.hpp"
#include "models/problem/gb_flip.hpp"

namespace isinglass::rudy {
namespace {

Edge make_edge(std::int32_t a, std::int32_t b) { return {.u = std::min(a, b), .v = std::max(a, b)}; }

std::uint64_t key(const Edge& edge) {
  return (static_cast<std::uint64_t>(edge.u) << 32U) | static_cast<std::uint32_t>(edge.v);
}

std::int32_t checked_vertices(std::int64_t vertices, std::int64_t least) {
  if (vertices < least || vertices > most_vertices) {
    throw InputError("a graph of this kind has " + std::to_string(least) + " to " + std::to_string(most_vertices) +
                     " vertices, not " + std::to_string(vertices));
  }
  return static_cast<std::int32_t>(vertices);
}

void check_edges(double edges) {
  if (edges > static_cast<double>(most_edges)) {
    throw InputError("the graph would have more than " + std::to_string(most_edges) + " edges",
                     "take fewer vertices or a lower density");
  }
}

void check_density(double density) {
  if (!(density >= 0.0 && density <= 100.0)) throw InputError("a density is given in percent, 0 to 100");
}

}  // namespace

std::vector<Edge> Graph::in_output_order() const {
  std::vector<std::int64_t> next(static_cast<std::size_t>(vertices) + 1, 0);
  for (const auto& edge : edges) ++next[static_cast<std::size_t>(edge.u) + 1];
  for (std::size_t v = 1; v < next.size(); ++v) next[v] += next[v - 1];
  std::vector<Edge> sorted(edges.size());
  for (auto edge = edges.rbegin(); edge != edges.rend(); ++edge) {
    sorted[static_cast<std::size_t>(next[static_cast<std::size_t>(edge->u)]++)] = *edge;
  }
  return sorted;
}

Graph random_graph(std::int64_t vertices, double density, std::int64_t seed) {
  Graph graph{.vertices = checked_vertices(vertices, 1), .edges = {}};
  check_density(density);
  const double n = graph.vertices;
  check_edges(n * (n - 1.0) * density / 200.0);
  const auto count = static_cast<std::size_t>(std::llround(n * (n - 1.0) * density / 200.0));
  GbFlip random(seed);
  std::unordered_set<std::uint64_t> present;
  present.reserve(count);
  graph.edges.reserve(count);
  while (graph.edges.size() < count) {
    const std::int32_t u = random.below(graph.vertices);
    const std::int32_t v = random.below(graph.vertices);
    const Edge edge = make_edge(u, v);
    if (u != v && present.insert(key(edge)).second) graph.edges.push_back(edge);
  }
  return graph;
}

Graph planar(std::int64_t vertices, double density, std::int64_t seed) {
  Graph graph{.vertices = checked_vertices(vertices, 3), .edges = {{0, 1}, {0, 2}, {1, 2}}};
  check_density(density);
  GbFlip random(seed);
  using Face = std::array<std::int32_t, 3>;
  std::vector<Face> faces{{0, 1, 2}};
  // w counts the vertices added; w-1 of them have made 2w-1 faces. The outer face is never split.
  for (std::int32_t w = 1; w <= graph.vertices - 3; ++w) {
    const auto chosen = static_cast<std::size_t>(random.below(2 * w - 1));
    const auto [a, b, c] = faces[chosen];
    const std::int32_t added = w + 2;
    for (const std::int32_t corner : {a, b, c}) graph.edges.push_back(make_edge(corner, added));
    faces[chosen] = {a, b, added};
    faces.push_back({a, c, added});
    faces.push_back({b, c, added});
  }
  const double kept = density * 3.0 * (graph.vertices - 2) / 100.0;
  while (static_cast<double>(graph.edges.size()) > kept) {
    const auto removed = static_cast<std::size_t>(random.below(static_cast<std::int32_t>(graph.edges.size())));
    graph.edges[removed] = graph.edges.back();
    graph.edges.pop_back();
  }
  return graph;
}

Graph grid(std::int64_t height, std::int64_t width, bool toroidal) {
  const std::int64_t least = toroidal ? 3 : 1;  // a shorter ring would join two cells twice
  if (height < least || width < least) {
    throw InputError("a grid of this kind has at least " + std::to_string(least) + " rows and columns");
  }
  if (height > most_vertices || width > most_vertices) throw InputError("the grid is too large");
  Graph graph{.vertices = checked_vertices(height * width, 1), .edges = {}};
  const auto cell = [&](std::int64_t row, std::int64_t column) {
    return static_cast<std::int32_t>((row % height) * width + column % width);
  };
  for (std::int64_t row = 0; row < height; ++row) {
    for (std::int64_t column = 0; column < width; ++column) {
      if (toroidal || column + 1 < width) graph.edges.push_back(make_edge(cell(row, column), cell(row, column + 1)));
    }
  }
  for (std::int64_t row = 0; row < height; ++row) {
    for (std::int64_t column = 0; column < width; ++column) {
      if (toroidal || row + 1 < height) graph.edges.push_back(make_edge(cell(row, column), cell(row + 1, column)));
    }
  }
  return graph;
}

Graph clique(std::int64_t vertices) {
  Graph graph{.vertices = checked_vertices(vertices, 1), .edges = {}};
  const double n = graph.vertices;
  check_edges(n * (n - 1.0) / 2.0);
  graph.edges.reserve(static_cast<std::size_t>(n * (n - 1.0) / 2.0));
  for (std::int32_t u = 0; u < graph.vertices; ++u) {
    for (std::int32_t v = u + 1; v < graph.vertices; ++v) graph.edges.push_back({u, v});
  }
  return graph;
}

Graph circuit(std::int64_t vertices) {
  Graph graph{.vertices = checked_vertices(vertices, 3), .edges = {}};
  for (std::int32_t v = 0; v < graph.vertices; ++v) {
    graph.edges.push_back(make_edge(v, (v + 1) % graph.vertices));
  }
  return graph;
}

Graph edge_union(const Graph& first, const Graph& second) {
  if (first.vertices != second.vertices) {
    throw InputError("'+' joins graphs with the same number of vertices, not " + std::to_string(first.vertices) +
                     " and " + std::to_string(second.vertices));
  }
  Graph graph{.vertices = first.vertices, .edges = {}};
  std::unordered_set<std::uint64_t> present;
  const auto edges_a = first.in_output_order();
  const auto edges_b = second.in_output_order();
  auto a = edges_a.begin();
  auto b = edges_b.begin();
  const auto take = [&](auto& edge, const auto& end, std::int32_t vertex) {
    for (; edge != end && edge->u == vertex; ++edge) {
      if (present.insert(key(*edge)).second) graph.edges.push_back(*edge);
    }
  };
  for (std::int32_t vertex = 0; vertex < graph.vertices; ++vertex) {
    take(a, edges_a.end(), vertex);
    take(b, edges_b.end(), vertex);
  }
  return graph;
}

void draw_weights(Graph& graph, std::int64_t lowest, std::int64_t highest, std::int64_t seed) {
  constexpr std::int64_t limit = std::int64_t{1} << 30U;
  if (lowest > highest || lowest < -limit || highest >= limit) {
    throw InputError("-random takes two whole numbers, the lower first, between -2^30 and 2^30");
  }
  GbFlip random(seed);
  const auto count = static_cast<std::int32_t>(highest - lowest + 1);
  auto ordered = graph.in_output_order();
  for (auto& edge : ordered) edge.weight = lowest + random.below(count);
  // Back to "latest made first", so that the order of output stays what it was.
  graph.edges.assign(ordered.rbegin(), ordered.rend());
}

}  // namespace isinglass::rudy
