// The cores in SystemC: every core behind its serial link, all in one kernel, each driven bit by bit by the host's own
// driver; their answers are the twins'.
#include <Vbifurcation_row_inferred_board.h>
#include <Vmemory_match_inferred_board.h>
#include <Voscillator_hybrid_inferred_board.h>
#include <Vpbit_colour_inferred_board.h>
#include <Vpbit_lane_inferred_board.h>
#include <Vpbit_ring_inferred_board.h>
#include <Vpbit_ring_w8_board.h>
#include <Vpbit_sparse_inferred_board.h>

#include <catch2/catch.hpp>
#include <memory>

#include "hw/host/memory_match_load.hpp"
#include "sim/cosim/host_module.hpp"
#include "sim/sampler/memory_match.hpp"
#include "testbench/ladder/board_module.hpp"
#include "testbench/ladder/ladder_task.hpp"

using namespace isinglass;
using namespace isinglass::testbench;

namespace {

const sc_core::sc_time period(20, sc_core::SC_NS);
constexpr int clocks_per_bit = 4;  // as verilated

/// One core, its host, and the wires between them.
class Bench {
 public:
  virtual ~Bench() = default;
  std::string name;
  std::vector<AnnealResult> expected, found;
  std::unique_ptr<HostModule> host;
};

using Work = std::function<void(HostModule&)>;

template <class Top>
class BenchOf : public Bench {
 protected:
  BenchOf() : board_(sc_core::sc_gen_unique_name("board"), period) {}
  void connect(const Work& work) {
    host = std::make_unique<HostModule>(sc_core::sc_gen_unique_name("host"), clocks_per_bit * period, work);
    host->tx(to_board_);
    host->rx(to_host_);
    board_.uart_rx(to_board_);
    board_.uart_tx(to_host_);
  }

 private:
  sc_core::sc_signal<bool> to_board_, to_host_;
  BoardModule<Top> board_;
};

template <class Top>
class AnnealBench final : public BenchOf<Top> {
 public:
  AnnealBench(const flow::Configuration& configuration, std::uint64_t seed) {
    this->name = to_string(configuration);
    RandomStream random(seed, 0, 0);
    const auto number =
        static_cast<std::uint32_t>(flow::find_core(flow::built_in_catalogue(), configuration.core)->number);
    const AnnealTask task = ladder_task(configuration, random, 30);
    const AnnealDevice twin = task.twin();
    std::vector<AnnealRun> runs;
    for (int k = 0; k < 3; ++k) {
      runs.push_back(ladder_run(task, random, 30));
      this->expected.push_back(twin(runs.back(), {}));
    }
    this->connect([this, number, task, runs](HostModule& line) {
      LinkTransport<HostModule> transport(line);
      AnnealDriver driver(transport, number);
      driver.load(task.load, Verify::none);
      for (const AnnealRun& run : runs) this->found.push_back(driver.run(run));
    });
  }
};

/// A memory's answer, as the others give theirs.
AnnealResult as_anneal(const MemoryMatchResult& r) {
  return {r.spins, r.spins, r.energy, r.energy, r.cycles, r.flips, r.sweeps, r.overflow};
}

class RecallBench final : public BenchOf<Vmemory_match_inferred_board> {
 public:
  RecallBench() {
    const auto configuration = *flow::find_configuration(flow::built_in_catalogue(), "hx8k-evn", "memory_match");
    name = to_string(configuration);
    const auto image = std::make_shared<const MemoryMatchImage>(
        memory_match_image(random_patterns(90, 12, 5), memory_match_size(configuration), MemoryMatchFunction{}));
    MemoryMatch twin(image);
    std::vector<std::vector<Spin>> cues;
    for (std::uint32_t k = 0; k < 3; ++k) {
      cues.push_back(flipped(image->patterns.pattern(static_cast<std::int32_t>(k)), 25, 3, k));
      twin.show(cues.back());
      expected.push_back(as_anneal(twin.run(k)));
    }
    connect([this, image, cues](HostModule& line) {
      LinkTransport<HostModule> transport(line);
      AnnealDriver driver(transport, core_memory_match);
      driver.load(load_of(*image), Verify::none);
      for (std::uint32_t k = 0; k < cues.size(); ++k)
        found.push_back(as_anneal(recall_on(transport, driver, *image, cues[k], k)));
    });
  }
};

template <class Top>
void add(std::vector<std::unique_ptr<Bench>>& benches, const char* core, std::int64_t weight_bits) {
  for (const auto& configuration : flow::built_in_catalogue().configurations) {
    if (configuration.core != core || configuration.weight_bits != weight_bits) continue;
    benches.push_back(std::make_unique<AnnealBench<Top>>(configuration, 70 + benches.size()));
    return;
  }
}

}  // namespace

TEST_CASE("every core in SystemC, behind its serial line, answers as its twin does") {
  std::vector<std::unique_ptr<Bench>> benches;
  add<Vpbit_sparse_inferred_board>(benches, "pbit_sparse", 4);
  add<Vpbit_ring_inferred_board>(benches, "pbit_ring", 4);
  add<Vpbit_ring_w8_board>(benches, "pbit_ring", 8);
  add<Vpbit_lane_inferred_board>(benches, "pbit_lane", 4);
  add<Vbifurcation_row_inferred_board>(benches, "bifurcation_row", 4);
  add<Voscillator_hybrid_inferred_board>(benches, "oscillator_hybrid", 4);
  add<Vpbit_colour_inferred_board>(benches, "pbit_colour", 2);
  benches.push_back(std::make_unique<RecallBench>());
  REQUIRE(benches.size() == 8);
  const auto done = [&] {
    return std::all_of(benches.begin(), benches.end(), [](const auto& bench) { return bench->host->done(); });
  };
  for (int k = 0; k < 400 && !done(); ++k) sc_core::sc_start(1, sc_core::SC_MS);
  for (const auto& bench : benches) {
    INFO(bench->name);
    CHECK(bench->host->done());
    if (bench->host->failure()) CHECK_NOTHROW(std::rethrow_exception(bench->host->failure()));
    REQUIRE(bench->found.size() == bench->expected.size());
    for (std::size_t k = 0; k < bench->found.size(); ++k) {
      const AnnealResult& found = bench->found[k];
      const AnnealResult& expected = bench->expected[k];
      CHECK(found.spins == expected.spins);
      CHECK(found.best_spins == expected.best_spins);
      CHECK(found.energy == expected.energy);
      CHECK(found.best_energy == expected.best_energy);
      CHECK(found.cycles == expected.cycles);
      CHECK(found.flips == expected.flips);
      CHECK(found.sweeps == expected.sweeps);
    }
  }
}
