// The sparse p-bit core under Verilator against its integer twin: every spin, energy, count and clock.
#include <Vpbit_sparse.h>
#include <Vpbit_sparse_small.h>

#include <catch2/catch.hpp>
#include <memory>

#include "testbench/rtl/pbit_sparse_bench.hpp"

using namespace isinglass;

namespace {

using FullBench = CoreBench<Vpbit_sparse>;
using SmallBench = CoreBench<Vpbit_sparse_small>;
constexpr PbitSparseSize full_size{};
constexpr PbitSparseSize small_size{256, 3072, 4, 9};

}  // namespace

TEST_CASE("the core identifies itself, and its settings read back") {
  FullBench bench;
  CHECK(bench.read(0x00) == 0x49534E47U);
  CHECK(bench.read(0x01) == 0x00010000U);
  CHECK(bench.read(0x02) == 1U);
  CHECK(bench.read(0x03) == 4096U);
  CHECK(bench.read(0x04) == 49152U);
  CHECK(bench.read(0x05) == (4U | 10U << 8U | 11U << 16U));
  CHECK(bench.read(0x06) == 48000000U);
  CHECK(bench.read(0x17) == 3U);
  CHECK(bench.read(0x40) == 0U);
  for (const std::uint32_t address : {0x07U, 0x12U, 0x13U, 0x14U, 0x15U, 0x30U}) {
    bench.write(address, 0xDEADBEEFU - address);
    CHECK(bench.read(address) == 0xDEADBEEFU - address);
  }
  bench.write(0x10, 4096);
  CHECK(bench.read(0x10) == 4096U);
  bench.write(0x10, 4097);
  CHECK(bench.read(0x10) == 0U);
  bench.write(0x10, 0x80000001U);
  CHECK(bench.read(0x10) == 0U);
}

TEST_CASE("a core that was never loaded shows no spins and refuses to start without a spin count") {
  FullBench bench;
  for (const std::uint32_t memory : {0U, 1U, 6U})
    CHECK(bench.read_memory(memory, 2) == std::vector<std::uint32_t>{0, 0});
  bench.start();
  CHECK(bench.read(0x09) == 8U);
}

TEST_CASE("memories read back what was written, and nothing beyond their end") {
  SmallBench bench;
  RandomStream random(5, 0, 0);
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> memories{{2, 128}, {3, 256}, {4, 1024}, {5, 512}};
  std::vector<std::vector<std::uint32_t>> contents;
  for (const auto& [memory, words] : memories) {
    std::vector<std::uint32_t> data(words);
    for (auto& word : data) word = random.word();
    bench.write_memory(memory, data);
    contents.push_back(data);
  }
  for (std::size_t m = 0; m < memories.size(); ++m) {
    const auto [memory, words] = memories[m];
    bench.write(0x30, memory << 28U | words);
    bench.write(0x31, 0x12345678U);  // beyond the end: must not wrap around
    CHECK(bench.read(0x30) == (memory << 28U | (words + 1)));
    CHECK(bench.read_memory(memory, words) == contents[m]);
    bench.write(0x30, memory << 28U | words);
    CHECK(bench.read(0x31) == 0U);
  }
}

TEST_CASE("settings, memories and a second start are refused while the core runs, and an abort ends it in good order") {
  SmallBench bench;
  RandomStream random(6, 0, 0);
  const Problem problem = random_problem(random, 60, 0.1, 3, true);
  const PbitSparseImage image = pbit_sparse_image(problem, small_size);
  bench.load(image);
  AnnealRun run;
  run.sweeps = 100000;
  run.temperature = pbit_sparse_temperature(4.0);
  bench.configure(run);
  bench.start();
  CHECK((bench.read(0x09) & 1U) == 1U);
  bench.write(0x11, 1);
  CHECK(bench.read(0x11) == 100000U);
  CHECK(bench.read(0x09) == 9U);
  bench.write(0x30, 0);
  CHECK(bench.read(0x31) == 0U);
  CHECK(bench.read(0x30) == 0U);
  bench.write(0x08, 2);
  bench.wait();
  CHECK(bench.read(0x09) == (2U | 8U));
  const AnnealResult result = bench.result();
  CHECK(result.sweeps < 100U);
  CHECK(energy(problem, result.spins) == result.energy);
  CHECK(energy(problem, result.best_spins) == result.best_energy);
  run.sweeps = 3;
  PbitSparse twin(std::make_shared<const PbitSparseImage>(image));
  require_equal(bench, twin, run);
  CHECK(bench.read(0x09) == 2U);
}

TEST_CASE("another number of spins voids the present state") {
  SmallBench bench;
  RandomStream random(7, 0, 0);
  for (const std::int32_t n : {40, 70, 20}) {
    const auto image =
        std::make_shared<const PbitSparseImage>(pbit_sparse_image(random_problem(random, n, 0.1, 3, true), small_size));
    bench.load(*image);
    CHECK(bench.read_memory(0, 1).front() == 0U);
    PbitSparse twin(image);
    AnnealRun run;
    run.sweeps = 5;
    run.reload = false;  // there is nothing to go on from: the core reloads all the same
    run.temperature = pbit_sparse_temperature(2.0);
    require_equal(bench, twin, run);
  }
}

TEST_CASE("core and twin agree on random small graphs and schedules, multiplier in a DSP block") {
  FullBench bench;
  RandomStream random(1, 0, 0);
  for (int k = 0; k < 1500; ++k) compare_random(bench, random, full_size, k % 3 == 0 ? 12 : 90, 1 + random.below(3));
}

TEST_CASE("core and twin agree on random small graphs and schedules, multiplier in logic and narrower fields") {
  SmallBench bench;
  RandomStream random(2, 0, 0);
  for (int k = 0; k < 1500; ++k) compare_random(bench, random, small_size, k % 3 == 0 ? 12 : 90, 1 + random.below(3));
}

TEST_CASE("fields in memory are those of the twin") {
  FullBench bench;
  RandomStream random(3, 0, 0);
  const Problem problem = random_problem(random, 120, 0.05, 7, true);
  const auto image = std::make_shared<const PbitSparseImage>(pbit_sparse_image(problem, full_size));
  PbitSparse twin(image);
  bench.load(*image);
  AnnealRun run;
  run.sweeps = 20;
  run.temperature = pbit_sparse_temperature(9.0);
  require_equal(bench, twin, run);
  const auto state = bench.read_memory(6, 121);
  for (std::size_t i = 0; i < 120; ++i) {
    CHECK(static_cast<std::int16_t>(state[i]) == twin.fields()[i]);
    CHECK((state[i] >> 16U & 1U) ==
          (twin.run({.sweeps = 0, .reload = false, .randomise = false}).spins[i] > 0 ? 1U : 0U));
  }
  CHECK(state[120] == 0U);
}

TEST_CASE("a field out of range wraps alike in core and twin, and both say so") {
  SmallBench bench;
  RandomStream random(4, 0, 0);
  int overflows = 0;
  for (int k = 0; k < 60; ++k) {
    const Problem problem = random_problem(random, 20, 0.6, 7, false);
    PbitSparseImage image = pbit_sparse_image(problem, small_size);
    for (auto& word : image.initial) word = static_cast<std::uint16_t>((word & 0x8000U) | random.below(512));
    const auto shared = std::make_shared<const PbitSparseImage>(image);
    PbitSparse twin(shared);
    bench.load(image);
    AnnealRun run = random_run(random);
    require_equal(bench, twin, run);
    overflows += bench.result().overflow ? 1 : 0;
  }
  CHECK(overflows > 10);
}

TEST_CASE("the observation ports show each flip in the clock and with the energy of the twin's trace") {
  FullBench bench;
  bench.record_flips = true;
  RandomStream random(8, 0, 0);
  const auto image =
      std::make_shared<const PbitSparseImage>(pbit_sparse_image(random_problem(random, 50, 0.1, 3, true), full_size));
  PbitSparse twin(image);
  bench.load(*image);
  AnnealRun run;
  run.sweeps = 20;
  run.temperature = pbit_sparse_temperature(5.0);
  bench.run(run);
  std::vector<std::pair<std::uint64_t, std::int32_t>> expected;
  twin.run(run, [&](const AnnealFlip& flip) { expected.emplace_back(flip.cycle, flip.energy); });
  CHECK(expected.size() > 100);
  CHECK(bench.flips == expected);
}

TEST_CASE("core and twin agree on a graph of the size of G1") {
  FullBench bench;
  const auto image =
      std::make_shared<const PbitSparseImage>(pbit_sparse_image(random_regular_size(800, 19176, 9), full_size));
  PbitSparse twin(image);
  bench.load(*image);
  AnnealRun run;
  run.sweeps = 60;
  run.temperature = pbit_sparse_temperature(8.0);
  run.temperature_step = run.temperature / 60;
  require_equal(bench, twin, run);
}

TEST_CASE("core and twin agree at full capacity: 4096 spins, 16384 rows, a torus of random bonds") {
  FullBench bench;
  RandomStream random(10, 0, 0);
  Problem problem;
  problem.fields.assign(4096, 0.0);
  const auto bond = [&](std::int32_t i, std::int32_t j) {
    problem.couplings.push_back({std::min(i, j), std::max(i, j), 1.0 + random.below(7)});
  };
  for (std::int32_t i = 0; i < 4096; ++i) {
    bond(i, i % 64 == 63 ? i - 63 : i + 1);
    bond(i, (i + 64) % 4096);
  }
  const auto image = std::make_shared<const PbitSparseImage>(pbit_sparse_image(problem, full_size));
  CHECK(image->slots[0].size() == 16384);
  PbitSparse twin(image);
  bench.load(*image);
  AnnealRun run;
  run.sweeps = 4;
  run.temperature = pbit_sparse_temperature(3.0);
  require_equal(bench, twin, run);
}

TEST_CASE("core and twin agree over a long campaign of random reads", "[.campaign]") {
  FullBench full;
  SmallBench small;
  for (Campaign campaign("pbit_sparse"); campaign.goes_on(); campaign.count(40 + 40)) {
    RandomStream random = campaign.next_problem();
    const std::int32_t most = random.below(3) == 0 ? 12 : random.below(10) == 0 ? 250 : 64;
    compare_random(full, random, full_size, most, 40);
    compare_random(small, random, small_size, std::min(most, 200), 40);  // 3,072 entries do not hold every graph of 250
  }
}
