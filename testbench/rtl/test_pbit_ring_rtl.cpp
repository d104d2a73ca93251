// The ring p-bit core under Verilator against its integer twin: every spin, field, energy, count and clock.
#include <Vpbit_ring.h>
#include <Vpbit_ring_registered.h>
#include <Vpbit_ring_wide.h>

#include <catch2/catch.hpp>
#include <memory>

#include "models/digital/noise_table.hpp"
#include "testbench/rtl/campaign.hpp"
#include "testbench/rtl/core_bench.hpp"
#include "testbench/rtl/random_problem.hpp"

using namespace isinglass;

namespace {

using Bench = CoreBench<Vpbit_ring>;
using WideBench = CoreBench<Vpbit_ring_wide>;
using RegisteredBench = CoreBench<Vpbit_ring_registered>;
constexpr PbitRingSize size{};
constexpr PbitRingSize wide_size{64, 8, 15};
constexpr PbitRingSize registered_size{128, 8, 16};

template <class Top>
void require_equal(CoreBench<Top>& bench, PbitRing& twin, const AnnealRun& run, bool with_state = true) {
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

/// One random problem, and a few runs on it without loading it again. The state, which costs more than a run, is read
/// after the last one only: what goes wrong in a field before is seen in its spin, or stays there until then.
template <class Top>
void compare_random(CoreBench<Top>& bench, RandomStream& random, const PbitRingSize& core, std::int32_t largest,
                    std::uint32_t runs) {
  const auto n = static_cast<std::int32_t>(1 + random.below(static_cast<std::uint32_t>(core.spins)));
  const double density = random.below(3) == 0 ? 1.0 : random.uniform();
  const Problem problem = random_problem(random, n, density, largest, random.below(2) == 0);
  const auto image = std::make_shared<const PbitRingImage>(pbit_ring_image(problem, core));
  PbitRing twin(image);
  bench.load(*image);
  for (std::uint32_t k = 1; k <= runs; ++k) {
    AnnealRun run = random_run(random);
    if (runs > 4) run.sweeps = campaign_sweeps(random, run.sweeps);
    run.metropolis = random.below(2) == 0;
    CAPTURE(n, run.seed, run.sweeps, run.temperature, run.temperature_step, run.reload, run.randomise, run.metropolis);
    require_equal(bench, twin, run, runs <= 4 || k == runs);
  }
}

}  // namespace

TEST_CASE("the ring core does what its twin does, bit for bit and clock for clock") {
  Bench bench;
  RandomStream random(1, 0, 0);
  for (int trial = 0; trial < 100; ++trial) compare_random(bench, random, size, 7, 1 + random.below(3));
}

TEST_CASE("so it does with 64 spins and 8-bit weights") {
  WideBench bench;
  RandomStream random(2, 0, 0);
  for (int trial = 0; trial < 100; ++trial) compare_random(bench, random, wide_size, 100, 1 + random.below(3));
}

TEST_CASE("and with a register behind the memories and 32 words to a row, which read back") {
  RegisteredBench bench;
  RandomStream random(7, 0, 0);
  for (int trial = 0; trial < 50; ++trial) compare_random(bench, random, registered_size, 100, 1 + random.below(3));
  std::vector<std::uint32_t> rows(std::size_t{128} * 32);
  for (auto& word : rows) word = random.word();
  bench.write_memory(3, rows);
  CHECK(bench.read_memory(3, rows.size()) == rows);
}

TEST_CASE("the ring core identifies itself, and its memories read back what was written") {
  Bench bench;
  CHECK(bench.read(0x00) == 0x49534E47U);
  CHECK(bench.read(0x02) == 2U);
  CHECK(bench.read(0x03) == 128U);
  CHECK(bench.read(0x05) == (4U | 12U << 8U | 11U << 16U));
  CHECK(bench.read_memory(0, 4) == std::vector<std::uint32_t>(4, 0));
  RandomStream random(3, 0, 0);
  std::vector<std::uint32_t> rows(128 * 16);
  for (auto& word : rows) word = random.word();
  bench.write_memory(3, rows);
  std::vector<std::uint32_t> initial(128);
  // The upper bits of a field are its sign.
  for (auto& word : initial) {
    const auto field = static_cast<std::uint32_t>(static_cast<std::int32_t>(random.below(4096)) - 2048);
    word = (field & 0x7FFFFFFFU) | (random.below(2) << 31U);
  }
  bench.write_memory(2, initial);
  CHECK(bench.read_memory(3, rows.size()) == rows);
  CHECK(bench.read_memory(2, initial.size()) == initial);
  bench.write(0x30, 2U << 28U | 128U);
  bench.write(0x31, 0x12345678U);  // beyond the end: must not wrap around
  CHECK(bench.read_memory(2, initial.size()) == initial);
}

TEST_CASE("a run that is aborted ends after its sweep, in good order") {
  Bench bench;
  RandomStream random(6, 0, 0);
  const Problem problem = random_problem(random, 100, 0.5, 3, true);
  const PbitRingImage image = pbit_ring_image(problem, size);
  bench.load(image);
  AnnealRun run;
  run.sweeps = 100000;
  run.temperature = register_temperature(30.0, size.field_bits);
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
  const Problem loaded = rounded_problem(problem, 1.0);
  CHECK(energy(loaded, result.spins) == result.energy);
  CHECK(energy(loaded, result.best_spins) == result.best_energy);
}

TEST_CASE("many random problems and schedules on the ring core", "[.campaign]") {
  Bench bench;
  WideBench wide;
  RegisteredBench registered;
  for (Campaign campaign("pbit_ring"); campaign.goes_on(); campaign.count(12 + 68 + 10)) {
    RandomStream random = campaign.next_problem();
    compare_random(bench, random, size, 7, 12);
    compare_random(wide, random, wide_size, 100, 68);
    compare_random(registered, random, registered_size, 100, 10);
  }
}
