// The sparse p-bit core with memories in Gowin's blocks (MEMORY 2) under Verilator against its integer twin: the Tang
// Nano 20K's configuration, in which an entry has one bit of weight, and a small one with whole weights.
#include <Vpbit_sparse_gowin.h>
#include <Vpbit_sparse_gowin_small.h>

#include <catch2/catch.hpp>

#include "testbench/rtl/pbit_sparse_bench.hpp"

using namespace isinglass;

namespace {

using GowinBench = CoreBench<Vpbit_sparse_gowin>;
using SmallBench = CoreBench<Vpbit_sparse_gowin_small>;
constexpr PbitSparseSize gowin_size{3072, 46080, 2, 10, 1};
constexpr PbitSparseSize small_size{256, 3072, 4, 9, 1};

template <class Bench>
void require_words_back(Bench& bench, const PbitSparseImage& image) {
  std::uint32_t memory = 2;
  for (const auto& words : memory_words(image)) {
    CAPTURE(memory);
    REQUIRE(bench.read_memory(memory++, words.size()) == words);
  }
}

}  // namespace

TEST_CASE("core and twin agree on random small graphs of weights +1 and -1, an entry with one bit of weight") {
  GowinBench bench;
  RandomStream random(11, 0, 0);
  for (int k = 0; k < 1000; ++k) compare_random(bench, random, gowin_size, k % 3 == 0 ? 12 : 90, 1 + random.below(3));
}

TEST_CASE("core and twin agree on random small graphs, rows in one memory, whole weights") {
  SmallBench bench;
  RandomStream random(12, 0, 0);
  for (int k = 0; k < 1000; ++k) compare_random(bench, random, small_size, k % 3 == 0 ? 12 : 90, 1 + random.below(3));
}

TEST_CASE("all that a host loads reads back: rows written slot by slot, first rows of odd spins, negative lengths") {
  GowinBench bench;
  SmallBench small;
  RandomStream random(13, 0, 0);
  for (int k = 0; k < 3; ++k) {
    const auto image = pbit_sparse_image(random_problem(random, k == 0 ? 3071 : 401, 0.002, 1, true), gowin_size);
    bench.load(image);
    require_words_back(bench, image);
    const auto small_image = pbit_sparse_image(random_problem(random, 201, 0.02, 7, true), small_size);
    small.load(small_image);
    require_words_back(small, small_image);
  }
}

TEST_CASE("core and twin agree on a graph of the size of G22, nearly all rows in use") {
  GowinBench bench;
  const auto image =
      std::make_shared<const PbitSparseImage>(pbit_sparse_image(random_regular_size(2000, 19700, 9), gowin_size));
  CHECK(image->slots[0].size() > 15000);
  PbitSparse twin(image);
  bench.load(*image);
  require_words_back(bench, *image);
  AnnealRun run;
  run.sweeps = 30;
  run.temperature = pbit_sparse_temperature(4.0);
  run.temperature_step = run.temperature / 30;
  require_equal(bench, twin, run);
}

TEST_CASE("core and twin agree on 3072 spins, and flips show in the clock of the trace") {
  GowinBench bench;
  bench.record_flips = true;
  RandomStream random(14, 0, 0);
  Problem problem;
  problem.fields.assign(3072, 0.0);
  for (std::int32_t i = 0; i < 3072; ++i) {
    for (const std::int32_t j : {(i + 1) % 3072, (i + 64) % 3072})
      problem.couplings.push_back({std::min(i, j), std::max(i, j), random.below(2) == 0 ? 1.0 : -1.0});
  }
  const auto image = std::make_shared<const PbitSparseImage>(pbit_sparse_image(problem, gowin_size));
  PbitSparse twin(image);
  bench.load(*image);
  AnnealRun run;
  run.sweeps = 4;
  run.temperature = pbit_sparse_temperature(3.0);
  const AnnealResult hardware = bench.run(run);
  std::vector<std::pair<std::uint64_t, std::int32_t>> expected;
  const AnnealResult model =
      twin.run(run, [&](const AnnealFlip& flip) { expected.emplace_back(flip.cycle, flip.energy); });
  REQUIRE(difference(hardware, model) == "");
  CHECK(expected.size() > 1000);
  CHECK(bench.flips == expected);
}

TEST_CASE("core and twin agree over a long campaign of random reads, in Gowin's blocks", "[.campaign]") {
  GowinBench full;
  SmallBench small;
  for (Campaign campaign("pbit_sparse, MEMORY 2"); campaign.goes_on(); campaign.count(40 + 40)) {
    RandomStream random = campaign.next_problem();
    const std::int32_t most = random.below(3) == 0 ? 12 : random.below(10) == 0 ? 250 : 64;
    compare_random(full, random, gowin_size, most, 40);
    compare_random(small, random, small_size, std::min(most, 200), 40);  // 3,072 entries do not hold every graph of 250
  }
}
