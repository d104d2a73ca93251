// The chromatic p-bit core under Verilator against its integer twin, on three graphs: every spin, energy, count and
// clock.
#include <Vpbit_colour_irregular.h>
#include <Vpbit_colour_pair.h>
#include <Vpbit_colour_square.h>
#include <Vpbit_colour_torus.h>

#include <catch2/catch.hpp>
#include <memory>

#include "hw/flow/checksum.hpp"
#include "hw/flow/colour_verilog.hpp"
#include "models/digital/noise_table.hpp"
#include "testbench/rtl/campaign.hpp"
#include "testbench/rtl/colour_graphs.hpp"
#include "testbench/rtl/core_bench.hpp"

using namespace isinglass;

namespace {

using TorusBench = CoreBench<Vpbit_colour_torus>;
using IrregularBench = CoreBench<Vpbit_colour_irregular>;
using PairBench = CoreBench<Vpbit_colour_pair>;
using SquareBench = CoreBench<Vpbit_colour_square>;

ColourFixture fixture(const std::string& name) {
  for (auto& f : colour_fixtures())
    if (f.name == name) return f;
  throw std::runtime_error("no such graph");
}

/// Random weights on the graph and fields on about half of the spins, within the limits of the core.
Problem random_weights(RandomStream& random, const ColourFixture& fixture) {
  Problem problem = fixture.problem;
  const DeviceWidths widths = fixture.size.widths();
  const std::int32_t room = widths.largest_field() / (fixture.size.degree + 1);
  const std::int32_t largest = std::min(widths.largest_weight(), room);
  const auto weight = [&] {
    return static_cast<double>(random.below(static_cast<std::uint32_t>(2 * largest + 1))) - largest;
  };
  for (Coupling& c : problem.couplings) c.value = weight();
  if (random.below(2) == 0)
    for (double& h : problem.fields) h = weight();
  return problem;
}

std::vector<Spin> random_spins(RandomStream& random, std::int32_t n) {
  std::vector<Spin> spins(static_cast<std::size_t>(n));
  for (Spin& s : spins) s = random.below(2) == 0 ? Spin{1} : Spin{-1};
  return spins;
}

template <class Top>
void require_equal(CoreBench<Top>& bench, PbitColour& twin, const AnnealRun& run) {
  CAPTURE(run.seed, run.sweeps, run.temperature, run.temperature_step, run.reload, run.randomise);
  const AnnealResult hardware = bench.run(run);
  const AnnealResult model = twin.run(run);
  REQUIRE(difference(hardware, model) == "");
}

/// Schedules as for the other cores, and some that are long enough for several tables of the law.
AnnealRun random_colour_run(RandomStream& random) {
  AnnealRun run = random_run(random);
  if (random.below(4) == 0) run.sweeps = random.below(400);
  if (random.below(2) == 0) run.temperature_step = random.below(run.temperature / (run.sweeps + 1) + 2) * 2;
  if (random.below(5) == 0) run.temperature = random.word() >> random.below(32);
  return run;
}

/// Random weights, and a few runs on them without loading again.
template <class Top>
void compare_random(CoreBench<Top>& bench, RandomStream& random, const ColourFixture& fixture, std::uint32_t runs) {
  const Problem problem = random_weights(random, fixture);
  const auto initial = random_spins(random, problem.size());
  const auto image = std::make_shared<const PbitColourImage>(pbit_colour_image(problem, fixture.size, false, initial));
  PbitColour twin(image);
  bench.load(*image);
  for (std::uint32_t k = 0; k < runs; ++k) {
    AnnealRun run = random_colour_run(random);
    if (runs > 4) run.sweeps = campaign_sweeps(random, run.sweeps);
    require_equal(bench, twin, run);
  }
}

template <class Top>
void check_memories(CoreBench<Top>& bench, const ColourFixture& fixture, std::size_t bits) {
  const ColourGraph graph = pbit_colour_graph(fixture.problem, fixture.size);
  CHECK(bench.read(0x00) == 0x49534E47U);
  CHECK(bench.read(0x02) == 7U);
  CHECK(bench.read(0x03) == static_cast<std::uint32_t>(graph.spins));
  CHECK(bench.read(0x05) == (static_cast<std::uint32_t>(fixture.size.weight_bits) |
                             static_cast<std::uint32_t>(fixture.size.field_bits) << 8U | 12U << 16U));
  CHECK(bench.read(0x0A) == graph.fingerprint);
  CHECK(bench.read_memory(0, 4) == std::vector<std::uint32_t>(4, 0));
  CHECK(bench.read_memory(1, 4) == std::vector<std::uint32_t>(4, 0));
  // Every bit of every word is kept; what does not exist reads 0.
  const std::size_t parts = std::bit_ceil((bits + 31) / 32);
  const auto slots = std::bit_ceil(static_cast<std::size_t>(graph.slots));
  std::vector<std::uint32_t> words(slots * parts * static_cast<std::size_t>(graph.colours));
  std::vector<std::uint32_t> kept(words.size());
  RandomStream random(3, 0, 0);
  for (std::size_t k = 0; k < words.size(); ++k) {
    words[k] = random.word();
    const std::size_t slot = k / parts % slots;
    const std::size_t first = 32 * (k % parts);
    if (slot >= static_cast<std::size_t>(graph.slots) || first >= bits) continue;
    kept[k] = words[k] & (bits - first >= 32 ? ~0U : (1U << (bits - first)) - 1U);
  }
  bench.write_memory(3, words);
  CHECK(bench.read_memory(3, words.size()) == kept);
  bench.write(0x30, 3U << 28U | static_cast<std::uint32_t>(words.size()));
  bench.write(0x31, 0x12345678U);  // beyond the end: must not wrap around
  CHECK(bench.read_memory(3, words.size()) == kept);
}

}  // namespace

TEST_CASE("the chromatic core does what its twin does, bit for bit and clock for clock") {
  SECTION("on a torus with a table per slot") {
    TorusBench bench;
    RandomStream random(1, 0, 0);
    for (int trial = 0; trial < 60; ++trial) compare_random(bench, random, fixture("torus"), 1 + random.below(4));
  }
  SECTION("on an irregular graph with colours of different size and one table") {
    IrregularBench bench;
    RandomStream random(2, 0, 0);
    for (int trial = 0; trial < 60; ++trial) compare_random(bench, random, fixture("irregular"), 1 + random.below(4));
  }
  SECTION("on two spins") {
    PairBench bench;
    RandomStream random(3, 0, 0);
    for (int trial = 0; trial < 150; ++trial) compare_random(bench, random, fixture("pair"), 1 + random.below(4));
  }
  SECTION("on a ring of four that leaves no slot empty") {
    SquareBench bench;
    RandomStream random(4, 0, 0);
    for (int trial = 0; trial < 150; ++trial) compare_random(bench, random, fixture("square"), 1 + random.below(4));
  }
}

TEST_CASE("the Verilog of the graphs is what the generator writes") {
  for (const ColourFixture& f : colour_fixtures()) {
    const ColourGraph graph = pbit_colour_graph(f.problem, f.size);
    const std::filesystem::path folder = std::filesystem::path(ISINGLASS_SOURCE_DIR) / "rtl/graphs" / f.name;
    CHECK(flow::read_text(folder / "graph.vh") == flow::colour_header(graph));
    CHECK(flow::read_text(folder / "pbit_colour_graph.v") == flow::colour_module(graph));
  }
}

TEST_CASE("writes the Verilog of the graphs anew", "[.write]") {
  for (const ColourFixture& f : colour_fixtures()) {
    const ColourGraph graph = pbit_colour_graph(f.problem, f.size);
    const std::filesystem::path folder = std::filesystem::path(ISINGLASS_SOURCE_DIR) / "rtl/graphs" / f.name;
    flow::write_text(folder / "graph.vh", flow::colour_header(graph));
    flow::write_text(folder / "pbit_colour_graph.v", flow::colour_module(graph));
  }
}

TEST_CASE("the chromatic core identifies itself and its graph, and its memories read back what was written") {
  TorusBench torus;
  check_memories(torus, fixture("torus"), 1 + 6 + 4 * 4);
  IrregularBench irregular;
  check_memories(irregular, fixture("irregular"), 1 + 8 + 7 * 6);
  PairBench pair;
  check_memories(pair, fixture("pair"), 1 + 4 + 2);
  SquareBench square;
  check_memories(square, fixture("square"), 1 + 5 + 2 * 3);
}

TEST_CASE("a run of the chromatic core that is aborted ends after its sweep, in good order") {
  IrregularBench bench;
  const ColourFixture graph = fixture("irregular");
  RandomStream random(6, 0, 0);
  const Problem problem = random_weights(random, graph);
  const PbitColourImage image = pbit_colour_image(problem, graph.size);
  bench.load(image);
  AnnealRun run;
  run.sweeps = 100000;
  run.temperature = register_temperature(10.0, graph.size.field_bits);
  bench.configure(run);
  bench.start();
  for (int k = 0; k < 5000; ++k) bench.clock();
  bench.write(0x08, 1);  // a second start
  CHECK(bench.read(0x09) == (1U | 8U));
  bench.write(0x30, 3U << 28U);
  CHECK(bench.read(0x31) == 0U);  // no memory while busy
  bench.write(0x08, 2);
  bench.wait();
  const AnnealResult result = bench.result();
  CHECK(result.sweeps > 700);
  CHECK(result.sweeps < 900);
  CHECK(energy(problem, result.spins) == result.energy);
  CHECK(energy(problem, result.best_spins) == result.best_energy);
  CHECK(bench.read_memory(3, colour_words(image).size()) == colour_words(image));
}

TEST_CASE("many random problems and schedules on the chromatic core", "[.campaign]") {
  TorusBench torus;
  IrregularBench irregular;
  PairBench pair;
  SquareBench square;
  for (Campaign campaign("pbit_colour"); campaign.goes_on(); campaign.count(50 + 20 + 15 + 15)) {
    RandomStream random = campaign.next_problem();
    compare_random(torus, random, fixture("torus"), 50);
    compare_random(irregular, random, fixture("irregular"), 20);
    compare_random(pair, random, fixture("pair"), 15);
    compare_random(square, random, fixture("square"), 15);
  }
}
