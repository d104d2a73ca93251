// The row-parallel bifurcation core under Verilator against its integer twin: every position, momentum, spin, energy,
// count and clock.
#include <Vbifurcation_row.h>
#include <Vbifurcation_row_wide.h>

#include <catch2/catch.hpp>
#include <memory>

#include "testbench/rtl/campaign.hpp"
#include "testbench/rtl/core_bench.hpp"
#include "testbench/rtl/random_problem.hpp"

using namespace isinglass;

namespace {

using Bench = CoreBench<Vbifurcation_row>;
using WideBench = CoreBench<Vbifurcation_row_wide>;
constexpr BifurcationRowSize size{};
constexpr BifurcationRowSize wide_size{128, 8, 16, 15, 6};

template <class Top>
void require_equal(CoreBench<Top>& bench, BifurcationRow& twin, const AnnealRun& run, bool with_state = true) {
  bench.record_flips = true;
  const AnnealResult hardware = bench.run(run);
  std::vector<std::pair<std::uint64_t, std::int32_t>> flips;
  const AnnealResult model =
      twin.run(run, [&](const AnnealFlip& flip) { flips.emplace_back(flip.cycle, flip.energy); });
  REQUIRE(difference(hardware, model) == "");
  REQUIRE(bench.flips == flips);
  if (!with_state) return;
  const auto words = bench.read_memory(6, twin.positions().size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    REQUIRE(static_cast<std::int32_t>(words[i]) >> 16 == twin.positions()[i]);
    // A momentum of 16 bits is the widest.
    REQUIRE(static_cast<std::int16_t>(words[i]) == twin.momenta()[i]);
  }
}

/// Usual schedules, and such in which everything is clipped or nothing moves.
AnnealRun random_bifurcation(RandomStream& random, const BifurcationRowSize& core, const Problem& problem) {
  BifurcationRowSchedule schedule;
  schedule.ballistic = random.below(2) == 0;
  schedule.steps = random.below(random.below(4) == 0 ? 60 : 12);
  schedule.dt = 0.25 + 1.75 * random.uniform();
  schedule.coupling = 2.0 * random.uniform() / (core.widths().largest_weight() * std::sqrt(problem.size()));
  AnnealRun run = bifurcation_row_run(core, schedule);
  const std::uint32_t kind = random.below(10);
  if (kind == 0) run.extra[0] = 0xFFFF;
  if (kind == 1) run.extra[0] = 0;
  if (kind == 2) run.temperature = random.word();
  if (kind == 3) run.temperature_step = random.word();
  if (kind == 4) run.temperature_step = 0;
  run.seed = static_cast<std::uint64_t>(random.word()) << 32U | random.word();
  run.randomise = random.below(3) != 0;
  run.reload = random.below(2) == 0;
  return run;
}

/// One random problem, and `runs` runs on it without loading it again; of many, the state is read after every eighth.
template <class Top>
void compare_random(CoreBench<Top>& bench, RandomStream& random, const BifurcationRowSize& core, std::uint32_t runs) {
  const std::uint32_t special = random.below(8);
  const auto n = special == 0   ? core.spins
                 : special == 1 ? static_cast<std::int32_t>(1 + random.below(5))
                                : static_cast<std::int32_t>(1 + random.below(static_cast<std::uint32_t>(core.spins)));
  const double density = random.below(3) == 0 ? 1.0 : random.uniform();
  const Problem problem = random_problem(random, n, density, core.widths().largest_weight(), random.below(2) == 0);
  std::vector<Spin> initial(static_cast<std::size_t>(n));
  for (Spin& s : initial) s = random.below(2) == 0 ? Spin{1} : Spin{-1};
  const auto image = std::make_shared<const BifurcationRowImage>(bifurcation_row_image(problem, core, false, initial));
  BifurcationRow twin(image);
  bench.load(*image);
  for (std::uint32_t k = 0; k < runs; ++k) {
    AnnealRun run = random_bifurcation(random, core, problem);
    if (runs > 4) run.sweeps = campaign_sweeps(random, run.sweeps);
    CAPTURE(n, k, run.seed, run.sweeps, run.temperature, run.temperature_step, run.extra[0], run.reload, run.randomise,
            run.metropolis);
    require_equal(bench, twin, run, runs <= 4 || k % 8 == 7);
  }
}

}  // namespace

TEST_CASE("the bifurcation core does what its twin does, bit for bit and clock for clock") {
  Bench bench;
  RandomStream random(1, 0, 0);
  for (int trial = 0; trial < 120; ++trial) compare_random(bench, random, size, 1 + random.below(4));
}

TEST_CASE("so it does with 128 spins, 8-bit weights, 15-bit positions and multipliers") {
  WideBench bench;
  RandomStream random(2, 0, 0);
  for (int trial = 0; trial < 60; ++trial) compare_random(bench, random, wide_size, 1 + random.below(4));
  std::vector<std::uint32_t> rows(std::size_t{128} * 32);  // so many words to a row are chosen among in two clocks
  for (auto& word : rows) word = random.word();
  bench.write_memory(3, rows);
  CHECK(bench.read_memory(3, rows.size()) == rows);
}

TEST_CASE("the bifurcation core identifies itself, and its memories read back what was written") {
  Bench bench;
  CHECK(bench.read(0x00) == 0x49534E47U);
  CHECK(bench.read(0x02) == 4U);
  CHECK(bench.read(0x03) == 64U);
  CHECK(bench.read(0x05) == (4U | 11U << 8U | 13U << 16U | 4U << 24U));
  CHECK(bench.read_memory(0, 2) == std::vector<std::uint32_t>(2, 0));
  CHECK(bench.read_memory(6, 64) == std::vector<std::uint32_t>(64, 0));
  RandomStream random(3, 0, 0);
  std::vector<std::uint32_t> rows(64 * 8);
  for (auto& word : rows) word = random.word();
  bench.write_memory(3, rows);
  std::vector<std::uint32_t> initial(64);
  // The upper bits of a field are its sign.
  for (auto& word : initial) {
    const auto field = static_cast<std::uint32_t>(static_cast<std::int32_t>(random.below(2048)) - 1024);
    word = (field & 0x7FFFFFFFU) | (random.below(2) << 31U);
  }
  bench.write_memory(2, initial);
  CHECK(bench.read_memory(3, rows.size()) == rows);
  CHECK(bench.read_memory(2, initial.size()) == initial);
  bench.write(0x30, 2U << 28U | 64U);
  bench.write(0x31, 0x12345678U);  // beyond the end: must not wrap around
  bench.write(0x30, 3U << 28U | 512U);
  bench.write(0x31, 0x12345678U);
  CHECK(bench.read_memory(2, initial.size()) == initial);
  CHECK(bench.read_memory(3, rows.size()) == rows);
}

TEST_CASE("a bifurcation that is aborted ends after its step, in good order") {
  Bench bench;
  RandomStream random(6, 0, 0);
  const Problem problem = random_problem(random, 50, 0.5, 3, true);
  const BifurcationRowImage image = bifurcation_row_image(problem, size);
  bench.load(image);
  for (const bool ballistic : {false, true}) {
    AnnealRun run = bifurcation_row_run(size, {0.7, 0.02, 100000, ballistic});
    bench.configure(run);
    bench.start();
    for (int k = 0; k < 5000; ++k) bench.clock();
    bench.write(0x08, 1);  // a second start
    CHECK(bench.read(0x09) == (1U | 8U));
    bench.write(0x08, 2);
    bench.wait();
    const AnnealResult result = bench.result();
    CHECK(result.sweeps > 10);
    CHECK(result.sweeps < 100);
    CHECK(result.cycles == BifurcationRowLatency::cycles(image, result.sweeps, ballistic));
    CHECK(energy(problem, result.spins) == result.energy);
    CHECK(energy(problem, result.best_spins) == result.best_energy);
    // What follows is a run like any other.
    const auto shared = std::make_shared<const BifurcationRowImage>(image);
    BifurcationRow twin(shared);
    run.sweeps = 20;
    require_equal(bench, twin, run);
  }
}

TEST_CASE("many random problems and schedules on the bifurcation core", "[.campaign]") {
  Bench bench;
  WideBench wide;
  for (Campaign campaign("bifurcation_row"); campaign.goes_on(); campaign.count(72 + 8)) {
    RandomStream random = campaign.next_problem();
    compare_random(bench, random, size, 72);
    compare_random(wide, random, wide_size, 8);
  }
}
