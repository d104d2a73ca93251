// The graphs whose Verilog stands in rtl/graphs: a torus, an irregular one, the smallest, and one that leaves no slot
// empty.
#pragma once

#include <string>
#include <vector>

#include "models/digital/pbit_colour_image.hpp"
#include "testbench/rtl/random_problem.hpp"

namespace isinglass {

/// A graph with the core that it is coloured for.
struct ColourFixture {
  std::string name;
  Problem problem;  ///< couplings of 1
  PbitColourSize size;
};

/// A square lattice on a torus; `diagonals` adds the moves of a king.
inline Problem torus_problem(std::int32_t side, bool diagonals) {
  Problem problem;
  problem.name = "torus";
  problem.fields.assign(static_cast<std::size_t>(side) * static_cast<std::size_t>(side), 0.0);
  const auto at = [&](std::int32_t x, std::int32_t y) { return ((y + side) % side) * side + (x + side) % side; };
  const auto join = [&](std::int32_t a, std::int32_t b) {
    problem.couplings.push_back({std::min(a, b), std::max(a, b), 1.0});
  };
  for (std::int32_t y = 0; y < side; ++y) {
    for (std::int32_t x = 0; x < side; ++x) {
      join(at(x, y), at(x + 1, y));
      join(at(x, y), at(x, y + 1));
      if (diagonals) join(at(x, y), at(x + 1, y + 1));
      if (diagonals) join(at(x, y), at(x - 1, y + 1));
    }
  }
  return problem;
}

/// Random edges, hubs and lone spins: degrees from 0 to 7.
inline Problem irregular_problem() {
  Problem problem;
  problem.name = "irregular";
  problem.fields.assign(53, 0.0);
  std::vector<int> degree(53, 0);
  RandomStream random(53, 0, 0);
  for (std::int32_t i = 0; i < 53; ++i)
    for (std::int32_t j = i + 1; j < 53; ++j) {
      auto& a = degree[static_cast<std::size_t>(i)];
      auto& b = degree[static_cast<std::size_t>(j)];
      if (i % 9 == 4 || j % 9 == 4 || a >= 7 || b >= 7 || random.below(9) != 0) continue;
      problem.couplings.push_back({i, j, 1.0});
      ++a;
      ++b;
    }
  return problem;
}

inline Problem pair_problem() {
  Problem problem;
  problem.name = "pair";
  problem.fields.assign(2, 0.0);
  problem.couplings.push_back({0, 1, 1.0});
  return problem;
}

/// A ring of four: all places of two colours and two slots have a spin.
inline Problem square_problem() {
  Problem problem;
  problem.name = "square";
  problem.fields.assign(4, 0.0);
  problem.couplings = {{0, 1, 1.0}, {1, 2, 1.0}, {2, 3, 1.0}, {0, 3, 1.0}};
  return problem;
}

inline std::vector<ColourFixture> colour_fixtures() {
  return {{"torus", torus_problem(6, false), {36, 16, 16, 4, 4, 6}},
          {"irregular", irregular_problem(), {53, 9, 16, 7, 6, 8}},
          {"pair", pair_problem(), {2, 2, 2, 1, 2, 4}},
          {"square", square_problem(), {4, 2, 2, 2, 3, 5}}};
}

/// The one of so many spins.
inline ColourFixture colour_fixture(std::int64_t spins) {
  const auto fixtures = colour_fixtures();
  return *std::find_if(fixtures.begin(), fixtures.end(), [&](const auto& f) { return f.size.spins == spins; });
}

}  // namespace isinglass
