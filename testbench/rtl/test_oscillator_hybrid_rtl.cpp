// The oscillator core under Verilator against its integer twin: every phase, spin, sum, energy, count and clock.
#include <Voscillator_hybrid.h>
#include <Voscillator_hybrid_wide.h>

#include <catch2/catch.hpp>
#include <memory>

#include "models/digital/oscillator_hybrid.hpp"
#include "testbench/rtl/campaign.hpp"
#include "testbench/rtl/core_bench.hpp"
#include "testbench/rtl/random_problem.hpp"

using namespace isinglass;

namespace {

using Bench = CoreBench<Voscillator_hybrid>;
using WideBench = CoreBench<Voscillator_hybrid_wide>;
constexpr OscillatorHybridSize size{};
constexpr OscillatorHybridSize wide_size{96, 8, 13, 16};

template <class Top>
void require_equal(CoreBench<Top>& bench, OscillatorHybrid& twin, const AnnealRun& run, bool with_state = true) {
  bench.record_flips = true;
  const AnnealResult hardware = bench.run(run);
  std::vector<std::pair<std::uint64_t, std::int32_t>> flips;
  const AnnealResult model =
      twin.run(run, [&](const AnnealFlip& flip) { flips.emplace_back(flip.cycle, flip.energy); });
  REQUIRE(difference(hardware, model) == "");
  REQUIRE(bench.flips == flips);
  if (!with_state) return;
  const OscillatorHybridSize& core = twin.image().size;
  const auto words = bench.read_memory(6, twin.fields().size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto sum =
        static_cast<std::uint32_t>(twin.fields()[i]) & ((1U << static_cast<unsigned>(core.field_bits)) - 1);
    const std::uint32_t phase = twin.phases()[i] >> static_cast<unsigned>(16 - core.phase_bits);
    const std::uint32_t spin = model.spins[i] > 0 ? 1U << 31U : 0U;
    const std::uint32_t expected = spin | phase << static_cast<unsigned>(core.field_bits) | sum;
    REQUIRE(words[i] == expected);
  }
}

/// Settings from nothing to far beyond sense, so that every product wraps and every ramp reaches its end at times.
AnnealRun random_oscillator_run(RandomStream& random) {
  AnnealRun run = random_run(random);
  const auto scaled = [&] { return random.word() >> random.below(32); };
  run.temperature = scaled();
  run.temperature_step = random.below(3) == 0 ? 0 : random.below(run.temperature / (run.sweeps + 1) + 2) * 2;
  run.extra[OscillatorHybridExtra::coupling] = scaled() >> random.below(2) * 16;
  run.extra[OscillatorHybridExtra::locking] = scaled();
  run.extra[OscillatorHybridExtra::locking_step] = scaled() >> 3U;
  run.extra[OscillatorHybridExtra::instant] = scaled() >> 16U;
  return run;
}

/// One random problem, and a few runs on it without loading it again. The state, which costs more than a run to read,
/// is read after the last: what went wrong in one before is seen in its spins, or stays there until then.
template <class Top>
void compare_random(CoreBench<Top>& bench, RandomStream& random, const OscillatorHybridSize& core, std::int32_t largest,
                    std::uint32_t runs) {
  const std::uint32_t kind = random.below(8);
  const auto n = kind < 3 ? (kind < 2 ? static_cast<std::int32_t>(kind + 1) : core.spins)
                          : static_cast<std::int32_t>(1 + random.below(static_cast<std::uint32_t>(core.spins)));
  const double density = random.below(3) == 0 ? 1.0 : random.uniform();
  const Problem problem = random_problem(random, n, density, largest, random.below(2) == 0);
  std::vector<Spin> initial(static_cast<std::size_t>(n));
  for (Spin& s : initial) s = random.below(2) == 0 ? Spin{1} : Spin{-1};
  const auto image =
      std::make_shared<const OscillatorHybridImage>(oscillator_hybrid_image(problem, core, false, initial));
  OscillatorHybrid twin(image);
  bench.load(*image);
  for (std::uint32_t k = 0; k < runs; ++k) {
    AnnealRun run = random_oscillator_run(random);
    if (runs > 4) run.sweeps = campaign_sweeps(random, run.sweeps);
    CAPTURE(n, run.seed, run.sweeps, run.temperature, run.temperature_step, run.reload, run.randomise);
    CAPTURE(run.extra[0], run.extra[1], run.extra[2], run.extra[3]);
    require_equal(bench, twin, run, k + 1 == runs);
  }
}

}  // namespace

TEST_CASE("the oscillator core does what its twin does, bit for bit and clock for clock") {
  Bench bench;
  RandomStream random(1, 0, 0);
  for (int trial = 0; trial < 60; ++trial) compare_random(bench, random, size, 7, 3);
}

TEST_CASE("so it does with 96 oscillators, 8-bit weights and phases of 16 bits") {
  WideBench bench;
  RandomStream random(2, 0, 0);
  for (int trial = 0; trial < 60; ++trial) compare_random(bench, random, wide_size, 40, 3);
}

TEST_CASE("an anneal of sensible settings is the twin's too") {
  Bench bench;
  RandomStream random(7, 0, 0);
  const Problem problem = random_problem(random, 64, 1.0, 7, true);
  const auto image = std::make_shared<const OscillatorHybridImage>(oscillator_hybrid_image(problem, size));
  OscillatorHybrid twin(image);
  bench.load(*image);
  OscillatorSchedule schedule;
  schedule.scale = 36.0;
  schedule.turns = 1000;
  AnnealRun run = oscillator_run(schedule);
  for (int read = 0; read < 4; ++read) {
    run.seed = random.word();
    require_equal(bench, twin, run);
  }
}

TEST_CASE("the oscillator core identifies itself, and its memories read back what was written") {
  WideBench bench;
  CHECK(bench.read(0x00) == 0x49534E47U);
  CHECK(bench.read(0x02) == 5U);
  CHECK(bench.read(0x03) == 96U);
  CHECK(bench.read(0x05) == (8U | 13U << 8U | 11U << 16U));
  CHECK(bench.read_memory(0, 3) == std::vector<std::uint32_t>(3, 0));
  RandomStream random(3, 0, 0);
  std::vector<std::uint32_t> rows(96 * 32);  // 24 words a row, and 8 that are not there
  for (std::size_t k = 0; k < rows.size(); ++k) rows[k] = k % 32 < 24 ? random.word() : 0U;
  bench.write_memory(3, rows);
  std::vector<std::uint32_t> initial(96);
  for (auto& word : initial) {
    const auto field = static_cast<std::uint32_t>(static_cast<std::int32_t>(random.below(8192)) - 4096);
    word = (field & 0x7FFFFFFFU) | (random.below(2) << 31U);
  }
  bench.write_memory(2, initial);
  CHECK(bench.read_memory(3, rows.size()) == rows);
  CHECK(bench.read_memory(2, initial.size()) == initial);
  for (const std::uint32_t beyond : {2U << 28U | 96U, 3U << 28U | 24U, 3U << 28U | 96U * 32U}) {
    bench.write(0x30, beyond);
    bench.write(0x31, 0x12345678U);  // must not wrap around
  }
  CHECK(bench.read_memory(3, rows.size()) == rows);
  CHECK(bench.read_memory(2, initial.size()) == initial);
  for (std::uint32_t k = 0; k < 4; ++k) {
    bench.write(0x18 + k, 0xA5A50000U + k);
    CHECK(bench.read(0x18 + k) == 0xA5A50000U + k);
  }
}

TEST_CASE("a run of the oscillator core that is aborted ends after its turn, in good order") {
  Bench bench;
  RandomStream random(6, 0, 0);
  const Problem problem = random_problem(random, 50, 0.5, 3, true);
  bench.load(oscillator_hybrid_image(problem, size));
  OscillatorSchedule schedule;
  schedule.turns = 100000;
  schedule.scale = 10.0;
  bench.configure(oscillator_run(schedule));
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

TEST_CASE("many random problems and schedules on the oscillator core", "[.campaign]") {
  Bench bench;
  WideBench wide;
  for (Campaign campaign("oscillator_hybrid"); campaign.goes_on(); campaign.count(48 + 8)) {
    RandomStream random = campaign.next_problem();
    compare_random(bench, random, size, 7, 48);
    compare_random(wide, random, wide_size, 40, 8);
  }
}
