// The generators, step by step as docs/formats.md tells them.
#include "models/problem/generators.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

#include "models/error.hpp"
#include "models/problem/rudy_graph.hpp"
#include "models/random.hpp"

namespace isinglass {
namespace {

// Streams of the counter-based generator that belong to these problems alone.
constexpr std::uint32_t sk_stream = 0x736b0001U;
constexpr std::uint32_t regular_stream = 0x72670001U;
constexpr std::uint32_t gaussian_stream = 0x67610001U;

using Neighbours = std::vector<std::vector<std::int32_t>>;

bool joined(const Neighbours& neighbours, std::int32_t u, std::int32_t v) {
  const auto& list = neighbours[static_cast<std::size_t>(u)];
  return std::find(list.begin(), list.end(), v) != list.end();
}

// True when two of the free points may still be joined.
bool some_pair_fits(const std::vector<std::int32_t>& points, const Neighbours& neighbours) {
  for (std::size_t a = 0; a < points.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (points[a] != points[b] && !joined(neighbours, points[a], points[b])) return true;
    }
  }
  return false;
}

// One attempt at pairing n*d points, d of each vertex; nothing when the last points cannot be paired.
std::optional<Neighbours> pair_points(std::int32_t vertices, std::int32_t degree, RandomStream& random) {
  std::vector<std::int32_t> points(static_cast<std::size_t>(vertices) * static_cast<std::size_t>(degree));
  for (std::size_t p = 0; p < points.size(); ++p)
    points[p] = static_cast<std::int32_t>(p / static_cast<std::size_t>(degree));
  Neighbours neighbours(static_cast<std::size_t>(vertices));
  const auto remove = [&](std::size_t place) {
    points[place] = points.back();
    points.pop_back();
  };
  int refused = 0;
  while (!points.empty()) {
    const auto a = random.below(static_cast<std::uint32_t>(points.size()));
    const auto b = random.below(static_cast<std::uint32_t>(points.size()));
    const auto [u, v] = std::pair(points[a], points[b]);
    if (u == v || joined(neighbours, u, v)) {
      if (++refused % 1000 == 0 && !some_pair_fits(points, neighbours)) return std::nullopt;
      continue;
    }
    refused = 0;
    neighbours[static_cast<std::size_t>(u)].push_back(v);
    neighbours[static_cast<std::size_t>(v)].push_back(u);
    remove(std::max(a, b));
    remove(std::min(a, b));
  }
  return neighbours;
}

Neighbours regular_graph(std::int32_t vertices, std::int32_t degree, RandomStream& random) {
  constexpr int most_attempts = 10'000;
  for (int attempt = 0; attempt < most_attempts; ++attempt) {
    if (auto found = pair_points(vertices, degree, random)) return *std::move(found);
  }
  throw InputError("no " + std::to_string(degree) + "-regular graph on " + std::to_string(vertices) +
                       " vertices was found in " + std::to_string(most_attempts) + " attempts",
                   "take another seed or degree");
}

std::vector<Coupling> unit_couplings(Neighbours& neighbours, bool complement) {
  std::vector<Coupling> couplings;
  const auto n = static_cast<std::int32_t>(neighbours.size());
  for (std::int32_t u = 0; u < n; ++u) {
    auto& list = neighbours[static_cast<std::size_t>(u)];
    std::sort(list.begin(), list.end());
    if (!complement) {
      for (const auto v : list) {
        if (u < v) couplings.push_back({u, v, 1.0});
      }
      continue;
    }
    for (std::int32_t v = u + 1; v < n; ++v) {
      if (!std::binary_search(list.begin(), list.end(), v)) couplings.push_back({u, v, 1.0});
    }
  }
  return couplings;
}

// Six decimals: the last bits of a logarithm differ between mathematics libraries.
void draw_couplings(Problem& problem, std::uint64_t seed) {
  RandomStream random(seed, 0, gaussian_stream);
  for (Coupling& c : problem.couplings) c.value = std::round(1e6 * random.normal()) / 1e6;
}

// All pairs; `form` is the name's, "sk".
Problem complete_problem(const std::string& form, std::int64_t spins, std::uint64_t seed) {
  constexpr std::int64_t most_spins = 10'000;
  if (spins < 1 || spins > most_spins) {
    throw InputError(form + ":N:SEED wants N in 1.." + std::to_string(most_spins) + ", not " + std::to_string(spins));
  }
  Problem problem;
  problem.name = form + ":" + std::to_string(spins) + ":" + std::to_string(seed);
  problem.kind = Kind::ising;
  problem.fields.assign(static_cast<std::size_t>(spins), 0.0);
  problem.couplings.reserve(static_cast<std::size_t>(spins * (spins - 1) / 2));
  for (std::int32_t i = 0; i < spins; ++i) {
    for (std::int32_t j = i + 1; j < spins; ++j) problem.couplings.push_back({i, j, 0.0});
  }
  return problem;
}

}  // namespace

Problem sk_problem(std::int64_t spins, std::uint64_t seed) {
  Problem problem = complete_problem("sk", spins, seed);
  RandomStream random(seed, 0, sk_stream);
  for (Coupling& c : problem.couplings) c.value = (random.word() >> 31U) == 1 ? 1.0 : -1.0;
  return problem;
}

Problem regular_problem(std::int64_t vertices, std::int64_t degree, std::uint64_t seed) {
  const std::string name =
      "regular:" + std::to_string(vertices) + ":" + std::to_string(degree) + ":" + std::to_string(seed);
  if (vertices < 1 || vertices > rudy::most_vertices) {
    throw InputError(name + ": the number of vertices is out of range 1.." + std::to_string(rudy::most_vertices));
  }
  if (degree < 0 || degree >= vertices) {
    throw InputError(name + ": the degree is out of range 0.." + std::to_string(vertices - 1));
  }
  if (vertices % 2 == 1 && degree % 2 == 1) {
    throw InputError(name + ": an odd number of vertices cannot all have odd degree");
  }
  if (vertices * degree / 2 > rudy::most_edges) {
    throw InputError(name + ": the graph would have more than " + std::to_string(rudy::most_edges) + " edges");
  }
  const bool complement = 2 * degree > vertices - 1;
  const auto drawn_degree = static_cast<std::int32_t>(complement ? vertices - 1 - degree : degree);
  RandomStream random(seed, 0, regular_stream);
  auto neighbours = regular_graph(static_cast<std::int32_t>(vertices), drawn_degree, random);
  return maxcut_problem(name, static_cast<std::int32_t>(vertices), unit_couplings(neighbours, complement));
}

Problem gaussian_problem(std::int64_t spins, std::uint64_t seed) {
  Problem problem = complete_problem("gaussian", spins, seed);
  draw_couplings(problem, seed);
  return problem;
}

Problem gaussian_problem(std::int64_t spins, std::int64_t degree, std::uint64_t seed) {
  Problem problem = regular_problem(spins, degree, seed);
  problem.name = "gaussian:" + std::to_string(spins) + ":" + std::to_string(degree) + ":" + std::to_string(seed);
  problem.kind = Kind::ising;
  draw_couplings(problem, seed);
  return problem;
}

}  // namespace isinglass
