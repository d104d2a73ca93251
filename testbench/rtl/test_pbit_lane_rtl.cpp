// The lane p-bit core under Verilator against its integer twin: every spin, field, energy, count and clock.
#include <Vpbit_lane.h>
#include <Vpbit_lane_narrow.h>
#include <Vpbit_lane_small.h>
#include <Vpbit_lane_whole.h>

#include <array>
#include <catch2/catch.hpp>
#include <memory>

#include "models/digital/noise_table.hpp"
#include "models/error.hpp"
#include "testbench/rtl/campaign.hpp"
#include "testbench/rtl/core_bench.hpp"
#include "testbench/rtl/random_problem.hpp"

using namespace isinglass;

namespace {

using Bench = CoreBench<Vpbit_lane>;
using NarrowBench = CoreBench<Vpbit_lane_narrow>;
constexpr PbitLaneSize size{};
using SignsBench = CoreBench<Vpbit_lane_small>;
using LargeBench = CoreBench<Vpbit_lane_whole>;
constexpr PbitLaneSize narrow_size{64, 8, 15, 4};
constexpr PbitLaneSize signs_size{128, 1, 8, 32};
constexpr PbitLaneSize large_size{2048, 1, 12, 64};

std::shared_ptr<const PbitLaneImage> image_of(const Problem& problem, const PbitLaneSize& core) {
  return std::make_shared<const PbitLaneImage>(pbit_lane_image(problem, core));
}

template <class Top>
void require_equal(CoreBench<Top>& bench, PbitLane& twin, const AnnealRun& run, bool with_state = true) {
  bench.record_flips = true;
  const AnnealResult hardware = bench.run(run);
  std::vector<std::pair<std::uint64_t, std::int32_t>> flips;
  const AnnealResult model =
      twin.run(run, [&](const AnnealFlip& flip) { flips.emplace_back(flip.cycle, flip.energy); });
  REQUIRE(difference(hardware, model) == "");
  REQUIRE(bench.flips == flips);
  if (!with_state) return;
  const auto words = bench.read_memory(6, twin.fields().size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    REQUIRE((words[i] & 0x7FFFFFFFU) == (static_cast<std::uint32_t>(twin.fields()[i]) & 0x7FFFFFFFU));
    REQUIRE((words[i] >> 31U) == (model.spins[i] > 0 ? 1U : 0U));
  }
}

/// A problem that the core holds; with one weight bit there is a coupling of ±1 between all spins.
Problem problem_for(const PbitLaneSize& core, RandomStream& random, std::int32_t n) {
  const double density = core.weight_bits == 1 || random.below(3) == 0 ? 1.0 : random.uniform();
  const std::int32_t room = core.widths().largest_field() / (n + 1);
  const std::int32_t largest = std::min(core.widths().largest_weight(), std::max(room, 1));
  return random_problem(random, n, density, largest, room > 0 && random.below(2) == 0);
}

/// A few runs on a problem of `n` spins without loading it again; of many runs, the state is read after the last only.
template <class Top>
void compare(CoreBench<Top>& bench, RandomStream& random, const PbitLaneSize& core, std::int32_t n,
             std::uint32_t runs) {
  const Problem problem = problem_for(core, random, n);
  const auto image = image_of(problem, core);
  PbitLane twin(image);
  bench.load(*image);
  for (std::uint32_t k = 1; k <= runs; ++k) {
    AnnealRun run = random_run(random);
    run.sweeps /= n > 100 ? 4 : 1;
    if (runs > 4) run.sweeps = campaign_sweeps(random, run.sweeps);
    run.metropolis = random.below(2) == 0;
    CAPTURE(n, run.seed, run.sweeps, run.temperature, run.temperature_step, run.reload, run.randomise, run.metropolis);
    require_equal(bench, twin, run, runs <= 4 || k == runs);
  }
}

template <class Top>
void compare_random(CoreBench<Top>& bench, RandomStream& random, const PbitLaneSize& core, std::int32_t most) {
  const auto n = static_cast<std::int32_t>(1 + random.below(static_cast<std::uint32_t>(most)));
  compare(bench, random, core, n, 1 + random.below(4));
}

}  // namespace

TEST_CASE("the lane core does what its twin does, bit for bit and clock for clock, rows in SPRAM") {
  Bench bench;
  RandomStream random(1, 0, 0);
  for (int trial = 0; trial < 150; ++trial) compare_random(bench, random, size, trial % 10 == 0 ? 512 : 90);
}

TEST_CASE("so it does with four lanes of 8-bit weights in inferred memory and the multiplier in logic") {
  NarrowBench bench;
  RandomStream random(2, 0, 0);
  for (int trial = 0; trial < 300; ++trial) compare_random(bench, random, narrow_size, narrow_size.spins);
}

TEST_CASE("sizes at which blocks begin and end, from one spin to all") {
  Bench bench;
  NarrowBench narrow;
  RandomStream random(3, 0, 0);
  for (const std::int32_t n : {1, 2, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 80, 81, 511, 512})
    compare(bench, random, size, n, 3);
  for (std::int32_t n = 1; n <= 24; ++n) compare(narrow, random, narrow_size, n, 3);
  for (const std::int32_t n : {63, 64}) compare(narrow, random, narrow_size, n, 3);
}

TEST_CASE("with one weight bit the couplings are signs, and a spin has none to itself") {
  SignsBench bench;
  RandomStream random(9, 0, 0);
  CHECK(bench.read(0x05) == (1U | 8U << 8U | 11U << 16U));
  for (std::int32_t n = 1; n <= 127; n += n < 40 ? 1 : 7) compare(bench, random, signs_size, n, 3);
  CHECK_THROWS_AS(image_of(random_problem(random, 20, 0.9, 1, false), signs_size), InputError);
  CHECK_THROWS_AS(image_of(problem_for(signs_size, random, 128), signs_size), InputError);
}

TEST_CASE("two thousand spins all to all: rows beyond the reach of 16 bits of address") {
  LargeBench bench;
  RandomStream random(10, 0, 0);
  const auto image = image_of(problem_for(large_size, random, 2000), large_size);
  bench.load(*image);
  const std::vector<std::uint32_t> rows = row_words(*image);
  REQUIRE(rows.size() == 128000);
  CHECK(bench.read_memory(3, rows.size()) == rows);
  PbitLane twin(image);
  AnnealRun run;
  run.sweeps = 2;
  run.temperature = register_temperature(60.0, large_size.field_bits);
  require_equal(bench, twin, run);
}

TEST_CASE("the lane core identifies itself, and its memories read back what was written, and nothing beyond") {
  Bench bench;
  CHECK(bench.read(0x00) == 0x49534E47U);
  CHECK(bench.read(0x02) == 3U);
  CHECK(bench.read(0x03) == 512U);
  CHECK(bench.read(0x04) == 0U);
  CHECK(bench.read(0x05) == (4U | 13U << 8U | 11U << 16U));
  for (const std::uint32_t memory : {0U, 1U, 6U})
    CHECK(bench.read_memory(memory, 2) == std::vector<std::uint32_t>{0, 0});
  bench.start();
  CHECK(bench.read(0x09) == 8U);  // no spins: refused
  RandomStream random(4, 0, 0);
  std::vector<std::uint32_t> rows(32768);
  for (auto& word : rows) word = random.word();
  bench.write_memory(3, rows);
  std::vector<std::uint32_t> initial(512);
  // The upper bits of a field are its sign.
  for (auto& word : initial) {
    const auto field = static_cast<std::uint32_t>(static_cast<std::int32_t>(random.below(8192)) - 4096);
    word = (field & 0x7FFFFFFFU) | (random.below(2) << 31U);
  }
  bench.write_memory(2, initial);
  for (const auto& [memory, words] : {std::pair{2U, 512U}, std::pair{3U, 32768U}}) {
    bench.write(0x30, memory << 28U | words);
    bench.write(0x31, 0x12345678U);  // beyond the end: must not wrap around
    bench.write(0x30, memory << 28U | words);
    CHECK(bench.read(0x31) == 0U);
  }
  CHECK(bench.read_memory(3, rows.size()) == rows);
  CHECK(bench.read_memory(2, initial.size()) == initial);
}

TEST_CASE("a run that is aborted ends after its sweep, in good order, and what must be refused is refused") {
  Bench bench;
  RandomStream random(6, 0, 0);
  const Problem problem = random_problem(random, 100, 0.5, 3, true);
  const auto image = image_of(problem, size);
  bench.load(*image);
  AnnealRun run;
  run.sweeps = 100000;
  run.temperature = register_temperature(30.0, size.field_bits);
  bench.configure(run);
  bench.start();
  for (int k = 0; k < 5000; ++k) bench.clock();
  bench.write(0x08, 1);  // a second start
  CHECK(bench.read(0x09) == (1U | 8U));
  bench.write(0x11, 1);
  CHECK(bench.read(0x11) == 100000U);
  bench.write(0x30, 3U << 28U);
  CHECK(bench.read(0x31) == 0U);
  bench.write(0x08, 2);
  bench.wait();
  const AnnealResult result = bench.result();
  CHECK(result.sweeps > 2);
  CHECK(result.sweeps < 100);
  CHECK(energy(problem, result.spins) == result.energy);
  CHECK(energy(problem, result.best_spins) == result.best_energy);
  PbitLane twin(image);
  run.sweeps = 3;
  require_equal(bench, twin, run);
}

TEST_CASE("another number of spins voids the present state") {
  NarrowBench bench;
  RandomStream random(7, 0, 0);
  for (const std::int32_t n : {40, 60, 20}) {
    const auto image = image_of(random_problem(random, n, 0.5, 3, true), narrow_size);
    bench.load(*image);
    CHECK(bench.read_memory(0, 1).front() == 0U);
    PbitLane twin(image);
    AnnealRun run;
    run.sweeps = 5;
    run.reload = false;  // there is nothing to go on from: the core reloads all the same
    run.temperature = register_temperature(9.0, narrow_size.field_bits);
    require_equal(bench, twin, run);
  }
}

TEST_CASE("a field out of range wraps alike in core and twin, and both say so") {
  NarrowBench bench;
  RandomStream random(8, 0, 0);
  int overflows = 0;
  for (int k = 0; k < 60; ++k) {
    PbitLaneImage image = pbit_lane_image(random_problem(random, 30, 0.6, 100, false), narrow_size);
    for (auto& field : image.fields) field = static_cast<std::int32_t>(random.below(32768)) - 16384;
    PbitLane twin(std::make_shared<const PbitLaneImage>(image));
    bench.load(image);
    require_equal(bench, twin, random_run(random));
    overflows += bench.result().overflow ? 1 : 0;
  }
  CHECK(overflows > 10);
  CHECK(overflows < 60);
}

TEST_CASE("many random problems and schedules on the lane core", "[.campaign]") {
  Bench bench;
  NarrowBench narrow;
  SignsBench signs;
  for (Campaign campaign("pbit_lane"); campaign.goes_on(); campaign.count(40 + 60 + 25)) {
    RandomStream random = campaign.next_problem();
    const auto n = static_cast<std::int32_t>(1 + random.below(random.below(50) == 0 ? 512 : 40));
    compare(bench, random, size, n, 40);
    compare(narrow, random, narrow_size, static_cast<std::int32_t>(1 + random.below(64)), 60);
    compare(signs, random, signs_size, static_cast<std::int32_t>(1 + random.below(127)), 25);
  }
}
