// The associative memory core under Verilator against its integer twin: every spin, energy, count and clock.
#include <Vmemory_match.h>
#include <Vmemory_match_quarters.h>
#include <Vmemory_match_small.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>

#include "testbench/rtl/campaign.hpp"
#include "testbench/rtl/memory_match_bench.hpp"

using namespace isinglass;

namespace {

constexpr MemoryMatchSize kSize{};
constexpr MemoryMatchSize kSmall{64, 40, 12, 16, 1};
constexpr MemoryMatchSize kQuarters{128, 14, 12, 13, 4};

std::vector<Spin> random_cue(RandomStream& random, const PatternSet& patterns) {
  const auto mu = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(patterns.count())));
  const auto flips = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(patterns.size + 1)));
  return flipped(patterns.pattern(mu), random.below(4) == 0 ? flips : patterns.size / 5, random.word(), 0);
}

void require_equal(const MemoryMatchResult& hardware, const MemoryMatchResult& model) {
  if (hardware == model) return;  // else say where
  REQUIRE(hardware.cycles == model.cycles);
  REQUIRE(hardware.sweeps == model.sweeps);
  REQUIRE(hardware.flips == model.flips);
  REQUIRE(hardware.spins == model.spins);
  REQUIRE(hardware.energy == model.energy);
  REQUIRE(hardware.nearest == model.nearest);
  REQUIRE(hardware.distance == model.distance);
  REQUIRE(hardware.converged == model.converged);
  REQUIRE(hardware.overflow == model.overflow);
  FAIL("other than the twin's");
}

/// One memory, and recalls from several cues; now and then a run goes on from the state of the one before.
template <class Top>
void compare_recalls(MemoryBench<Top>& bench, RandomStream& random, const MemoryMatchImage& loaded, int recalls) {
  const auto image = std::make_shared<const MemoryMatchImage>(loaded);
  MemoryMatch twin(image);
  bench.load(*image);
  for (int k = 0; k < recalls; ++k) {
    const auto sweeps = random.below(8);
    if (k == 0 || random.below(5) != 0) {
      const auto cue = random_cue(random, image->patterns);
      bench.show(cue);
      twin.show(cue);
    }
    CAPTURE(image->patterns.size, image->patterns.count(), sweeps, k);
    require_equal(bench.run(sweeps), twin.run(sweeps));
  }
}

template <class Top>
void compare_random(MemoryBench<Top>& bench, RandomStream& random, const MemoryMatchSize& size, int recalls) {
  const auto any = [&](std::int32_t most) {
    return random.below(5) == 0 ? most : static_cast<std::int32_t>(1 + random.below(static_cast<std::uint32_t>(most)));
  };
  const std::int32_t n = any(size.spins);
  const std::int32_t count = random.below(3) == 0 ? any(size.patterns) : any(std::min(20, size.patterns));
  compare_recalls(bench, random, random_memory(random, size, n, count), recalls);
}

}  // namespace

TEST_CASE("the memory core does what its twin does, bit for bit and clock for clock") {
  MemoryBench<Vmemory_match> bench;
  RandomStream random(1, 0, 0);
  for (int trial = 0; trial < 60; ++trial) compare_random(bench, random, kSize, 6);
  compare_recalls(bench, random, random_memory(random, kSize, 256, 448), 10);
}

TEST_CASE("so it does with 64 spins, unfolded patterns and a sum for each spin") {
  MemoryBench<Vmemory_match_small> bench;
  RandomStream random(2, 0, 0);
  for (int trial = 0; trial < 300; ++trial) compare_random(bench, random, kSmall, 6);
}

TEST_CASE("so it does with the smallest folded patterns and sums for a quarter of the spins") {
  MemoryBench<Vmemory_match_quarters> bench;
  RandomStream random(4, 0, 0);
  for (int trial = 0; trial < 200; ++trial) compare_random(bench, random, kQuarters, 6);
}

TEST_CASE("the memory core identifies itself, and its memories read back what was written") {
  MemoryBench<Vmemory_match> bench;
  auto& core = bench.core;
  CHECK(core.read(0x00) == 0x49534E47U);
  CHECK(core.read(0x02) == 6U);
  CHECK(core.read(0x03) == 256U);
  CHECK(core.read(0x04) == 448U);
  CHECK(core.read(0x05) == (12U | 13U << 8U));
  RandomStream random(3, 0, 0);
  const auto words = [&](std::size_t count) {
    std::vector<std::uint32_t> list(count);
    for (auto& word : list) word = random.word();
    return list;
  };
  const auto patterns = words(448 * 8);
  const auto table = words(256);
  const auto cue = words(8);
  core.write_memory(3, patterns);
  core.write_memory(4, table);
  core.write_memory(2, cue);
  core.write(0x30, 0U);
  core.write(0x31, 5U);  // only memory 2 takes a state
  CHECK(core.read_memory(3, patterns.size()) == patterns);
  CHECK(core.read_memory(4, table.size()) == table);
  for (const std::uint32_t memory : {0U, 1U, 2U}) CHECK(core.read_memory(memory, cue.size()) == cue);
  // Beyond the end: must not wrap around.
  for (const auto& [memory, end] : {std::pair{2U, 8U}, std::pair{3U, 3584U}, std::pair{4U, 256U}}) {
    core.write(0x30, memory << 28U | end);
    core.write(0x31, 0x12345678U);
  }
  CHECK(core.read_memory(3, patterns.size()) == patterns);
  CHECK(core.read_memory(4, table.size()) == table);
  CHECK(core.read_memory(2, cue.size()) == cue);
}

TEST_CASE("a recall that never settles is aborted in good order, and a second start is refused meanwhile") {
  // One pattern that pushes away from itself, and so does its inverse: the state turns round in every step.
  MemoryMatchImage image = memory_match_image(random_patterns(200, 30, 5), kSize, {});
  for (std::size_t d = 0; d < image.forces.size(); ++d) image.forces[d] = d < 100 ? -5 : 5;
  image.patterns.values.resize(200);
  MemoryBench<Vmemory_match> bench;
  bench.load(image);
  bench.show(image.patterns.pattern(0));
  bench.core.write(0x11, 1'000'000);
  bench.core.start();
  for (int k = 0; k < 5000; ++k) bench.core.clock();
  bench.core.write(0x08, 1);
  CHECK(bench.core.read(0x09) == (1U | 8U));
  bench.core.write(0x18, 3);  // refused too
  bench.core.write(0x08, 2);
  bench.core.wait();
  const MemoryMatchResult result = bench.result();
  CHECK(bench.core.read(0x18) == 1);
  CHECK(result.sweeps > 100);
  CHECK(result.sweeps < 120);
  CHECK(result.flips == result.sweeps * 200);
  CHECK_FALSE(result.converged);
  CHECK(result.cycles == (result.sweeps + 1) * memory_match_step_clocks(kSize, 1));
  CHECK(result.distance == (result.sweeps % 2 == 0 ? 0 : 200));
}

TEST_CASE("an overflow of the sums is told from the first force that is one too many") {
  // Magnitudes of 4 times 2048 are 2^13, of 4 times 2047 are not.
  MemoryMatchImage image = memory_match_image(random_patterns(64, 4, 5), kSize, {});
  for (const std::int32_t force : {-2048, -2047, 2047}) {
    std::fill(image.forces.begin(), image.forces.end(), force);
    MemoryBench<Vmemory_match> bench;
    bench.load(image);
    bench.show(image.patterns.pattern(0));
    const MemoryMatchResult result = bench.run(1);
    CHECK(result.overflow == (force == -2048));
    MemoryMatch twin(std::make_shared<const MemoryMatchImage>(image));
    twin.show(image.patterns.pattern(0));
    require_equal(result, twin.run(1));
  }
}

TEST_CASE("many random recalls on the memory core", "[.campaign]") {
  MemoryBench<Vmemory_match> bench;
  MemoryBench<Vmemory_match_small> small;
  MemoryBench<Vmemory_match_quarters> quarters;
  for (Campaign campaign("memory_match"); campaign.goes_on(); campaign.count(20 + 68 + 40)) {
    RandomStream random = campaign.next_problem();
    compare_random(bench, random, kSize, 20);
    compare_random(small, random, kSmall, 68);
    compare_random(quarters, random, kQuarters, 40);
  }
}
