// The twin of the chromatic core against exact laws: what it samples, that its books are right, its zero temperature,
// its clocks, and its colourings.
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <numeric>
#include <set>

#include "models/digital/noise_table.hpp"
#include "models/digital/pbit_colour.hpp"
#include "models/error.hpp"
#include "models/problem/generators.hpp"
#include "testbench/rtl/bias_report.hpp"
#include "testbench/rtl/colour_graphs.hpp"
#include "testbench/rtl/exact_law.hpp"

using namespace isinglass;

namespace {

constexpr double kRare = 4.9;  // standard deviations; one false alarm in two million
constexpr PbitColourSize kSize{512, 64, 16, 16, 4, 7};

std::shared_ptr<const PbitColourImage> image_of(const Problem& problem, const PbitColourSize& size = kSize) {
  return std::make_shared<const PbitColourImage>(pbit_colour_image(problem, size));
}

/// Law of the state after a uniform start and `sweeps` sweeps, colour by colour, with the probabilities of the table.
/// Spins of a colour do not see each other, so that one after the other is the same as all at once.
std::vector<double> colour_law(const PbitColourImage& image, const Problem& problem, std::uint32_t temperature,
                               int sweeps) {
  const auto n = static_cast<std::size_t>(problem.size());
  const std::size_t states = std::size_t{1} << n;
  std::vector<double> energies(states);
  for (std::size_t s = 0; s < states; ++s) energies[s] = energy(problem, spins_of(s, problem.size()));
  std::vector<std::vector<double>> up(n, std::vector<double>(states));  // of a visit to spin i in state s
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t s = 0; s < states; ++s) {
      if ((s >> i & 1U) != 0) continue;
      const auto field = static_cast<std::int32_t>(std::lround((energies[s] - energies[s | std::size_t{1} << i]) / 2));
      up[i][s] = colour_probability(field, temperature);
    }
  }
  std::vector<double> law(states, 1.0 / static_cast<double>(states));
  for (int k = 0; k < sweeps; ++k) {
    for (const std::int32_t member : image.graph.members) {
      if (member < 0) continue;
      const auto i = static_cast<std::size_t>(member);
      const std::size_t bit = std::size_t{1} << i;
      for (std::size_t s = 0; s < states; ++s) {
        if ((s & bit) != 0) continue;
        const double both = law[s] + law[s | bit];
        law[s | bit] = both * up[i][s];
        law[s] = both - law[s | bit];
      }
    }
  }
  return law;
}

/// Weights and fields that are not large: every state has a chance.
Problem small_problem(RandomStream& random, std::int32_t n) { return random_problem(random, n, 0.5, 3, true); }

}  // namespace

TEST_CASE("at fixed temperature independent reads of the chromatic core follow the exact law of its table") {
  RandomStream random(41, 0, 0);
  for (int k = 0; k < 8; ++k) {
    const Problem problem = small_problem(random, static_cast<std::int32_t>(2 + random.below(6)));
    const auto image = image_of(problem);
    PbitColour core(image);
    AnnealRun run;
    run.sweeps = 1 + random.below(8);
    run.temperature = register_temperature(1.5 + random.uniform() * 6.0, kSize.field_bits);
    std::vector<std::int64_t> counts(std::size_t{1} << static_cast<unsigned>(problem.size()), 0);
    for (int read = 0; read < 40000; ++read) {
      run.seed = static_cast<std::uint64_t>(random.word()) << 32U | random.word();
      ++counts[state_of(core.run(run).spins)];
    }
    CAPTURE(problem.size(), run.temperature, run.sweeps);
    const ChiSquare chi =
        chi_square(counts, colour_law(*image, problem, run.temperature, static_cast<int>(run.sweeps)));
    CAPTURE(chi.statistic, chi.degrees);
    CHECK(chi.normal() < kRare);
  }
}

TEST_CASE("one long run of the chromatic core, thinned, follows its stationary law") {
  // One seed for all samples: the generators' own sequence is tested, not the seeding.
  RandomStream random(42, 0, 0);
  for (int k = 0; k < 4; ++k) {
    const Problem problem = small_problem(random, 6);
    const auto image = image_of(problem);
    PbitColour core(image);
    AnnealRun run;
    run.temperature = register_temperature(6.0, kSize.field_bits);
    run.seed = 1;
    run.sweeps = 40000 * 16;
    std::vector<std::int64_t> counts(64, 0);
    std::vector<Spin> spins(6, Spin{1});
    const std::uint64_t first =
        pbit_colour_latency(*image).prepare + 4 * static_cast<std::uint64_t>(image->graph.colours);
    const std::uint64_t stride = 16 * static_cast<std::uint64_t>(image->graph.colours);
    std::uint64_t due = first + stride;
    run.randomise = false;
    core.run(run, [&](const AnnealFlip& flip) {
      for (; flip.cycle >= due; due += stride) ++counts[state_of(spins)];
      spins[static_cast<std::size_t>(flip.index)] = flip.spin;
    });
    const ChiSquare chi = chi_square(counts, colour_law(*image, problem, run.temperature, 300));
    CAPTURE(k, chi.statistic, chi.degrees);
    CHECK(chi.normal() < kRare);
  }
}

TEST_CASE("the stationary law of the chromatic core is near Boltzmann's") {
  RandomStream random(43, 0, 0);
  double worst = 0.0;
  for (int k = 0; k < 12; ++k) {
    const Problem problem = small_problem(random, 6);
    for (const double temperature : {2.0, 6.0}) {
      const auto law =
          colour_law(*image_of(problem), problem, register_temperature(temperature, kSize.field_bits), 400);
      worst = std::max(worst, total_variation(law, boltzmann_law(problem, temperature)));
    }
  }
  CAPTURE(worst);
  CHECK(worst < 0.01);
}

TEST_CASE("distance of the chromatic core's law from Boltzmann's, for the table in the docs", "[.report]") {
  tell_bias("heat bath", kSize.field_bits, [](const Problem& problem, std::uint32_t temperature) {
    return colour_law(*image_of(problem), problem, temperature, 4000);
  });
}

TEST_CASE("many pairs of slots at once draw like independent coins and do not follow each other from clock to clock") {
  // Spins without couplings at infinite temperature would test nothing but bits; fields of 1 at tau 1 use the whole
  // word.
  Problem problem;
  problem.fields.assign(64, -1.0);
  for (std::int32_t i = 0; i < 64; i += 2) problem.couplings.push_back({i, i + 1, 0.0});
  const auto image = image_of(problem);
  PbitColour core(image);
  AnnealRun run;
  run.sweeps = 40000;
  run.temperature = register_temperature(2.0, kSize.field_bits);
  run.randomise = false;
  run.seed = 12345;
  const double up = colour_probability(1, run.temperature);
  // Per sweep the spins, from their flips.
  std::vector<Spin> spins(64, Spin{1});
  std::vector<std::vector<Spin>> history;
  const auto colours = static_cast<std::uint64_t>(image->graph.colours);
  std::uint64_t due = pbit_colour_latency(*image).prepare + 1 + 3 * colours;
  core.run(run, [&](const AnnealFlip& flip) {
    for (; flip.cycle >= due; due += colours) history.push_back(spins);
    spins[static_cast<std::size_t>(flip.index)] = flip.spin;
  });
  REQUIRE(history.size() > 39990);
  const auto total = static_cast<double>(history.size());
  const double both = up * up;
  const double deviation = std::sqrt(both * (1 - both) / total);
  const auto rate = [&](std::size_t i, std::size_t j, std::size_t lag) {
    double count = 0;
    for (std::size_t t = lag; t < history.size(); ++t)
      count += history[t][i] > 0 && history[t - lag][j] > 0 ? 1.0 : 0.0;
    return count / (total - static_cast<double>(lag));
  };
  double worst = 0.0;
  for (std::size_t i = 0; i < 64; ++i)
    for (std::size_t j = 0; j < 64; ++j)
      for (const std::size_t lag : {0U, 1U, 2U})
        if (i != j || lag > 0) worst = std::max(worst, std::abs(rate(i, j, lag) - both) / deviation);
  // 12,224 pairs, those of lag 0 counted twice: beyond 6.2 once in 140,000 tests.
  CHECK(worst < 6.2);
}

TEST_CASE("energies, best states and clocks of the chromatic core are those of the problem and of the formula") {
  RandomStream random(44, 0, 0);
  for (int k = 0; k < 100; ++k) {
    const auto n = static_cast<std::int32_t>(2 + random.below(60));
    const Problem problem = random_problem(random, n, std::min(1.0, 4.0 / n), 3, k % 2 == 0);
    const auto degree = static_cast<std::size_t>(colour_graph(problem, 64).degree);
    if (degree > 16) continue;
    const auto image = image_of(problem, {512, 64, 16, 16, 4, 8});
    PbitColour core(image);
    AnnealRun run = random_run(random);
    std::int32_t lowest = 1 << 30;
    std::vector<Spin> spins(static_cast<std::size_t>(n), Spin{1});
    const PbitColourLatency latency = pbit_colour_latency(*image);
    const auto colours = static_cast<std::uint64_t>(image->graph.colours);
    const std::uint64_t turns = run.sweeps + 3 + (run.randomise ? 1 : 0);
    const AnnealResult result = core.run(run, [&](const AnnealFlip& flip) {
      if (flip.cycle > latency.prepare + (turns - run.sweeps - 1) * colours) lowest = std::min(lowest, flip.energy);
    });
    CHECK(result.cycles == turns * colours + latency.prepare + latency.drain);
    CHECK(energy(problem, result.spins) == result.energy);
    CHECK(energy(problem, result.best_spins) == result.best_energy);
    CHECK(result.best_energy <= result.energy);
    CHECK(result.best_energy <= lowest);
    CHECK_FALSE(result.overflow);
  }
}

TEST_CASE("at zero temperature no spin of the chromatic core stays against its field") {
  const Problem problem = torus_problem(12, true);
  PbitColour core(image_of(problem, {144, 36, 16, 8, 4, 6}));
  AnnealRun run;
  run.sweeps = 200;
  const AnnealResult first = core.run(run);
  run.reload = false;
  run.randomise = false;
  const AnnealResult second = core.run(run);
  CHECK(second.energy <= first.energy);
  for (std::int32_t i = 0; i < problem.size(); ++i) {
    auto turned = second.spins;
    turned[static_cast<std::size_t>(i)] = static_cast<Spin>(-turned[static_cast<std::size_t>(i)]);
    CHECK(energy(problem, turned) >= second.energy);
  }
}

TEST_CASE("the chromatic core finds the ground state of a large ferromagnet's torus") {
  Problem problem = torus_problem(16, false);
  for (Coupling& c : problem.couplings) c.value = (c.i + c.j) % 3 == 0 ? -3.0 : -2.0;
  PbitColour core(image_of(problem, {256, 128, 16, 4, 4, 6}));
  const double ground = energy(problem, std::vector<Spin>(256, Spin{1}));
  AnnealRun run;
  run.sweeps = 4000;
  run.temperature = register_temperature(12.0, 6);
  run.temperature_step = run.temperature / 4000;
  int found = 0;
  for (run.seed = 1; run.seed <= 20; ++run.seed) found += core.run(run).best_energy == ground ? 1 : 0;
  CHECK(found >= 10);
}

TEST_CASE("colourings are proper, within the slots, and equal where they can be") {
  RandomStream random(45, 0, 0);
  for (int k = 0; k < 60; ++k) {
    const auto n = static_cast<std::int32_t>(2 + random.below(150));
    const Problem problem = random_problem(random, n, random.uniform() * random.uniform(), 1, false);
    const auto slots = static_cast<std::int32_t>(1 + random.below(40));
    const Adjacency graph = adjacency(problem);
    const auto colours = colour_vertices(graph, slots);
    REQUIRE(std::ssize(colours) == n);
    for (const Coupling& c : problem.couplings)
      CHECK(colours[static_cast<std::size_t>(c.i)] != colours[static_cast<std::size_t>(c.j)]);
    std::vector<int> sizes(static_cast<std::size_t>(n) + 2, 0);
    for (const std::int32_t c : colours) ++sizes[static_cast<std::size_t>(c)];
    CHECK(*std::max_element(sizes.begin(), sizes.end()) <= slots);
  }
  // An even torus has two colours of equal size; cut into classes of 16, it has as few as there can be.
  const ColourGraph halves = colour_graph(torus_problem(16, false), 256);
  CHECK(halves.colours == 2);
  CHECK(halves.slots == 128);
  const ColourGraph parts = colour_graph(torus_problem(16, false), 16);
  CHECK(parts.colours == 16);
  CHECK(parts.slots == 16);
  const ColourGraph king = colour_graph(torus_problem(16, true), 64);
  CHECK(king.degree == 8);
  CHECK(king.colours <= 6);
}

TEST_CASE("neighbours come in an order that saves wires, and a lattice's colouring is a pattern") {
  RandomStream random(46, 0, 0);
  std::size_t ascending = 0;
  std::size_t chosen = 0;
  for (int k = 0; k < 40; ++k) {
    const auto n = static_cast<std::int32_t>(2 + random.below(100));
    const Problem problem = random_problem(random, n, random.uniform() * random.uniform(), 1, false);
    const Adjacency edges = adjacency(problem);
    ColourGraph graph = colour_graph(problem, static_cast<std::int32_t>(1 + random.below(40)));
    for (std::int32_t i = 0; i < n; ++i) {
      auto sorted = graph.neighbours[static_cast<std::size_t>(i)];
      std::sort(sorted.begin(), sorted.end());
      const auto first = edges.neighbour.begin() + edges.start[static_cast<std::size_t>(i)];
      CHECK(std::equal(sorted.begin(), sorted.end(), first, first + edges.degree(i)));
    }
    // With 10 slots, against ascending order.
    const std::vector<std::int32_t> colours = colour_vertices(edges, 10);
    ColourGraph ordered = placed_graph(edges, colours);
    std::set<std::vector<std::int32_t>> wires;
    for (std::int32_t i = 0; i < n; ++i) {
      const auto& neighbours = ordered.neighbours[static_cast<std::size_t>(i)];
      for (std::size_t input = 0; input < neighbours.size(); ++input) {
        const ColourView view = colour_view(ordered, i, neighbours[input]);
        wires.insert({ordered.slot_of(i), static_cast<std::int32_t>(input), view.slot, view.turns});
      }
    }
    ascending += wires.size();
    chosen += order_neighbours(ordered);
  }
  CHECK(chosen < ascending);
  // A torus in rows of 16, 16 colours: each of the four inputs of a slot sees the same wire in all colours.
  ColourGraph torus = colour_graph(torus_problem(16, false), 16);
  CHECK(order_neighbours(torus) == 16 * 4);
  CHECK(torus.colour_of(1) != torus.colour_of(0));
  CHECK(torus.colour_of(16) != torus.colour_of(0));
  // Five spins all to all have no colouring of four, by a pattern or not; the pattern of five is one spin each.
  Problem complete;
  complete.fields.assign(5, 0.0);
  for (std::int32_t i = 0; i < 5; ++i)
    for (std::int32_t j = i + 1; j < 5; ++j) complete.couplings.push_back({i, j, 1.0});
  CHECK_FALSE(colour_by_pattern(adjacency(complete), 5, 4));
  CHECK(colour_by_pattern(adjacency(complete), 5, 5) == std::vector<std::int32_t>{0, 1, 2, 3, 4});
}

TEST_CASE("what the chromatic core is not made for is refused with the limits") {
  CHECK_THROWS_WITH(pbit_colour_image(torus_problem(16, true), {256, 16, 16, 4, 4, 6}),
                    Catch::Contains("8 neighbours"));
  CHECK_THROWS_WITH(pbit_colour_image(torus_problem(16, false), {128, 16, 16, 4, 4, 6}), Catch::Contains("256 spins"));
  CHECK_THROWS_WITH(pbit_colour_image(torus_problem(16, false), {256, 16, 8, 4, 4, 6}), Catch::Contains("16 colours"));
  Problem one;
  one.fields = {1.0};
  CHECK_THROWS_AS(pbit_colour_image(one, kSize), InputError);
  Problem heavy = torus_problem(4, false);
  heavy.couplings.front().value = 9;
  CHECK_THROWS_AS(pbit_colour_image(heavy, {16, 8, 16, 4, 4, 6}), InputError);
  // Another graph, or the same one for another number of slots, has another fingerprint.
  std::set<std::uint32_t> prints;
  prints.insert(colour_graph(torus_problem(6, false), 18).fingerprint);
  prints.insert(colour_graph(torus_problem(6, false), 9).fingerprint);
  prints.insert(colour_graph(torus_problem(6, true), 18).fingerprint);
  Problem less = torus_problem(6, false);
  less.couplings.pop_back();
  prints.insert(colour_graph(less, 18).fingerprint);
  CHECK(prints.size() == 4);
}
