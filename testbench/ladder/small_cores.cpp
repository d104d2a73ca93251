// Examinations of small cores.
#include "testbench/ladder/small_cores.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "hw/host/bifurcation_row_load.hpp"
#include "hw/host/memory_match_load.hpp"
#include "hw/host/oscillator_hybrid_load.hpp"
#include "hw/host/pbit_colour_load.hpp"
#include "hw/host/pbit_lane_load.hpp"
#include "hw/host/pbit_ring_load.hpp"
#include "hw/host/pbit_sparse_load.hpp"
#include "models/digital/bifurcation_row.hpp"
#include "models/digital/memory_match.hpp"
#include "models/digital/oscillator_hybrid.hpp"
#include "models/digital/pbit_colour.hpp"
#include "models/digital/pbit_lane.hpp"
#include "models/digital/pbit_ring.hpp"
#include "models/digital/pbit_sparse.hpp"
#include "testbench/rtl/colour_graphs.hpp"
#include "testbench/rtl/memory_match_bench.hpp"
#include "testbench/rtl/random_problem.hpp"

namespace isinglass::testbench {
namespace {

flow::Configuration sized(const std::string& core, std::int64_t spins, std::int64_t weight_bits,
                          std::int64_t field_bits, std::map<std::string, std::int64_t> parameters) {
  flow::Configuration configuration;
  configuration.board = "hx8k-evn";
  configuration.core = core;
  configuration.spins = spins;
  configuration.weight_bits = weight_bits;
  configuration.field_bits = field_bits;
  configuration.clock_mhz = 12;
  configuration.baud = 1000000;
  configuration.parameters = std::move(parameters);
  return configuration;
}

std::uint32_t number_of(const std::string& core) {
  const auto catalogue = flow::built_in_catalogue();
  return static_cast<std::uint32_t>(flow::find_core(catalogue, core)->number);
}

// `capacity` is what register 4 says.
CoreScript begin_of(flow::Configuration configuration, std::int64_t capacity = 0) {
  CoreScript script;
  configuration.entries = capacity;
  for (const std::uint32_t address : {0x07U, 0x10U, 0x11U, 0x12U, 0x13U, 0x14U, 0x15U, 0x16U, 0x30U})
    script.expect(address, 0);  // after a reset
  script.expect_identity(configuration, number_of(configuration.core));
  for (const std::uint32_t address : {0x05U, 0x06U, 0x0AU, 0x0FU, 0x26U}) script.show(address);
  return script;
}

std::vector<Spin> random_spins(RandomStream& random, std::int32_t n) {
  std::vector<Spin> spins(static_cast<std::size_t>(n));
  for (Spin& s : spins) s = random.below(2) == 0 ? Spin{1} : Spin{-1};
  return spins;
}

AnnealRun short_run(RandomStream& random) {
  AnnealRun run = random_run(random);
  run.sweeps = random.below(6);
  run.metropolis = random.below(2) == 0;
  return run;
}

// Twin and core have the same memories in them: a few runs, one of them not to be disturbed.
template <class Twin, class RunMaker>
void add_runs(CoreScript& script, Twin& twin, int runs, RunMaker make_run) {
  for (int k = 0; k < runs; ++k) {
    const AnnealRun run = make_run();
    script.run_and_expect(run, twin.run(run));
  }
}

// Problems of the sizes given, the smallest first, since most mistakes show there.
template <class Twin, class ImageMaker, class RunMaker>
void add_problems(CoreScript& script, const std::vector<std::int32_t>& sizes, ImageMaker make_image,
                  RunMaker make_run) {
  for (const std::int32_t n : sizes) {
    const auto image = make_image(n);
    Twin twin(image);
    const AnnealLoad load = load_of(*image);
    script.load(load);
    add_runs(script, twin, 3, make_run);
    if (n == sizes.back()) script.write_beyond(load);
    script.expect_load(load);
    AnnealRun busy = make_run();
    busy.sweeps += 4;
    script.refuse_while_busy(busy, twin.run(busy));
    script.show_memory(6, n);
    if (n != sizes.front()) continue;
    AnnealRun endless = make_run();
    endless.sweeps = 0x123456;
    script.abort_and_show(endless);
    script.load(load);
    AnnealRun fresh = make_run();
    fresh.reload = true;
    script.run_and_expect(fresh, twin.run(fresh));
  }
}

// Two spins that are coupled and four that are free: sixteen ways to be best, so that a run comes to other states of
// its best energy.
Problem tied_problem() {
  Problem problem;
  problem.name = "tied";
  problem.fields.assign(6, 0.0);
  problem.couplings.push_back({0, 1, 1.0});
  return problem;
}

AnnealRun longer(AnnealRun run) {
  run.sweeps += 12;
  return run;
}

// Runs on which the first of the best states has to be kept.
template <class Twin, class Image, class RunMaker>
void add_ties(CoreScript& script, const std::shared_ptr<const Image>& image, RunMaker make_run) {
  Twin twin(image);
  script.load(load_of(*image));
  add_runs(script, twin, 4, [&] { return longer(make_run()); });
}

SmallCore sparse() {
  const PbitSparseSize size{64, 1536, 4, 9};
  SmallCore small{sized("pbit_sparse", 64, 4, 9, {{"MEMORY", 0}, {"DSP", 0}}), {}};
  small.configuration.entries = 1536;
  small.examination = begin_of(small.configuration, size.entries);
  RandomStream random(91, 0, 0);
  const auto image = [&](std::int32_t n) {
    const Problem problem = random_problem(random, n, std::min(1.0, 4.0 / n), 7, random.below(2) == 0);
    return std::make_shared<const PbitSparseImage>(pbit_sparse_image(problem, size, false, random_spins(random, n)));
  };
  add_problems<PbitSparse>(small.examination, {3, 20, 64}, image, [&] { return short_run(random); });
  add_ties<PbitSparse>(
      small.examination,
      std::make_shared<const PbitSparseImage>(pbit_sparse_image(tied_problem(), size, false, random_spins(random, 6))),
      [&] { return short_run(random); });
  // Fields that leave their range.
  PbitSparseImage wrong = *image(20);
  for (auto& word : wrong.initial) word = static_cast<std::uint16_t>((word & 0x8000U) | random.below(512));
  const auto shared = std::make_shared<const PbitSparseImage>(wrong);
  PbitSparse twin(shared);
  small.examination.load(load_of(*shared));
  add_runs(small.examination, twin, 3, [&] { return short_run(random); });
  return small;
}

// With a register behind the rows or without: the second has another adder in its cells.
SmallCore ring(int row_register) {
  const PbitRingSize size{64, 4, 11};
  SmallCore small{
      sized("pbit_ring", 64, 4, 11,
            {{"COLUMN_BITS", 16}, {"METROPOLIS", 1}, {"DSP", 0}, {"LOGIC_TABLES", 0}, {"ROW_REGISTER", row_register}}),
      {}};
  small.examination = begin_of(small.configuration);
  RandomStream random(92, 0, 0);
  const auto image_of = [&](const Problem& problem) {
    return std::make_shared<const PbitRingImage>(
        pbit_ring_image(problem, size, false, random_spins(random, problem.size())));
  };
  const auto image = [&](std::int32_t n) { return image_of(random_problem(random, n, 0.8, 7, true)); };
  const auto run = [&] { return short_run(random); };
  add_problems<PbitRing>(small.examination, {5, 64}, image, run);
  add_ties<PbitRing>(small.examination, image_of(tied_problem()), run);
  return small;
}

SmallCore lane() {
  const PbitLaneSize size{32, 8, 14, 8};  // a row of two words of the host
  SmallCore small{sized("pbit_lane", 32, 8, 14, {{"LANES", 8}, {"MEMORY", 0}, {"METROPOLIS", 1}, {"DSP", 0}}), {}};
  small.examination = begin_of(small.configuration);
  RandomStream random(93, 0, 0);
  const auto image = [&](std::int32_t n) {
    return std::make_shared<const PbitLaneImage>(
        pbit_lane_image(random_problem(random, n, 0.8, 100, true), size, false, random_spins(random, n)));
  };
  add_problems<PbitLane>(small.examination, {3, 17, 32}, image, [&] { return short_run(random); });
  add_ties<PbitLane>(
      small.examination,
      std::make_shared<const PbitLaneImage>(pbit_lane_image(tied_problem(), size, false, random_spins(random, 6))),
      [&] { return short_run(random); });
  PbitLaneImage wrong = *image(20);
  for (auto& field : wrong.fields) field = static_cast<std::int32_t>(random.below(16384)) - 8192;
  const auto shared = std::make_shared<const PbitLaneImage>(wrong);
  PbitLane twin(shared);
  small.examination.load(load_of(*shared));
  add_runs(small.examination, twin, 3, [&] { return short_run(random); });
  return small;
}

// The same with one weight bit, where couplings are signs.
SmallCore lane_signs() {
  const PbitLaneSize size{128, 1, 8, 32};
  SmallCore small{sized("pbit_lane", 128, 1, 8, {{"LANES", 32}, {"MEMORY", 0}, {"METROPOLIS", 1}, {"DSP", 0}}), {}};
  small.examination = begin_of(small.configuration);
  RandomStream random(96, 0, 0);
  const auto image = [&](std::int32_t n) {
    return std::make_shared<const PbitLaneImage>(
        pbit_lane_image(random_problem(random, n, 1.0, 1, true), size, false, random_spins(random, n)));
  };
  add_problems<PbitLane>(small.examination, {3, 17, 63}, image, [&] { return short_run(random); });
  return small;
}

SmallCore bifurcation() {
  const BifurcationRowSize size{64, 4, 11, 13, 4};
  SmallCore small{sized("bifurcation_row", 64, 4, 11,
                        {{"POSITION_BITS", 13}, {"PRODUCT_BITS", 4}, {"COLUMN_BITS", 16}, {"DSP", 0}}),
                  {}};
  small.examination = begin_of(small.configuration);
  RandomStream random(94, 0, 0);
  const auto image = [&](std::int32_t n) {
    const Problem problem = random_problem(random, n, 0.8, 7, true);
    return std::make_shared<const BifurcationRowImage>(
        bifurcation_row_image(problem, size, false, random_spins(random, n)));
  };
  const auto run = [&] {
    BifurcationRowSchedule schedule;
    schedule.ballistic = random.below(2) == 0;
    schedule.steps = random.below(8);
    schedule.dt = 0.25 + 1.75 * random.uniform();
    schedule.coupling = 2.0 * random.uniform() / (7.0 * std::sqrt(30.0));
    AnnealRun made = bifurcation_row_run(size, schedule);
    if (random.below(4) == 0) made.extra[0] = 0xFFFF;
    if (random.below(4) == 0) made.temperature = random.word();
    made.seed = static_cast<std::uint64_t>(random.word()) << 32U | random.word();
    made.randomise = random.below(3) != 0;
    made.reload = random.below(2) == 0;
    return made;
  };
  add_problems<BifurcationRow>(small.examination, {5, 64}, image, run);
  add_ties<BifurcationRow>(small.examination,
                           std::make_shared<const BifurcationRowImage>(
                               bifurcation_row_image(tied_problem(), size, false, random_spins(random, 6))),
                           run);
  return small;
}

SmallCore oscillator() {
  const OscillatorHybridSize size{64, 4, 11, 10};
  SmallCore small{sized("oscillator_hybrid", 64, 4, 11, {{"COLUMN_BITS", 16}, {"PHASE_BITS", 10}, {"DSP", 1}}), {}};
  small.examination = begin_of(small.configuration);
  RandomStream random(95, 0, 0);
  const auto image = [&](std::int32_t n) {
    const Problem problem = random_problem(random, n, 0.8, 7, true);
    return std::make_shared<const OscillatorHybridImage>(
        oscillator_hybrid_image(problem, size, false, random_spins(random, n)));
  };
  const auto run = [&] {
    AnnealRun made = short_run(random);
    made.metropolis = false;
    const auto scaled = [&] { return random.word() >> random.below(32); };
    // Every other run so hot that its noise moves every phase.
    made.temperature = random.below(2) == 0 ? scaled() : random.word() >> random.below(6);
    made.temperature_step = random.below(made.temperature / (made.sweeps + 1) + 2) * 2;
    made.extra[OscillatorHybridExtra::coupling] = scaled() >> random.below(2) * 16;
    made.extra[OscillatorHybridExtra::locking] = scaled();
    made.extra[OscillatorHybridExtra::locking_step] = scaled() >> 3U;
    made.extra[OscillatorHybridExtra::instant] = random.below(2) == 0 ? random.word() >> 16U : scaled() >> 16U;
    return made;
  };
  add_problems<OscillatorHybrid>(small.examination, {5, 64}, image, run);
  add_ties<OscillatorHybrid>(small.examination,
                             std::make_shared<const OscillatorHybridImage>(
                                 oscillator_hybrid_image(tied_problem(), size, false, random_spins(random, 6))),
                             run);
  return small;
}

AnnealResult as_anneal(const MemoryMatchResult& r) {
  return {r.spins, r.spins, r.energy, r.energy, r.cycles, r.flips, r.sweeps, r.overflow};
}

// A table of forces of both signs, of which some states of `count` patterns have too many.
MemoryMatchImage both_signs(RandomStream& random, MemoryMatchImage image) {
  const auto most = static_cast<std::uint32_t>(2 * image.size.force_limit() / image.patterns.count());
  for (std::int32_t& force : image.forces) {
    force = static_cast<std::int32_t>(std::min(random.below(most), 2047U));
    if (random.below(2) == 0) force = -force - 1;
  }
  return image;
}

// Six recalls from damaged patterns, then the memories.
void add_recalls(CoreScript& script, RandomStream& random, const MemoryMatchImage& loaded, bool aborts) {
  const auto image = std::make_shared<const MemoryMatchImage>(loaded);
  const std::int32_t n = image->patterns.size;
  const auto count = static_cast<std::uint32_t>(image->patterns.count());
  MemoryMatch twin(image);
  const AnnealLoad load = load_of(*image);
  script.load(load);
  for (int k = 0; k < 6; ++k) {
    if (k % 3 != 2) {  // the third run goes on from the state of the second
      const auto cue =
          flipped(image->patterns.pattern(static_cast<std::int32_t>(random.below(count))), n / 3, random.word(), 0);
      twin.show(cue);
      script.memory(2, cue_words(*image, cue), false);
    }
    AnnealRun run;
    run.sweeps = random.below(6);
    run.seed = 0;  // a register that this core does not keep
    run.extra[0] = count;
    const MemoryMatchResult result = twin.run(run.sweeps);
    if (k == 4) {
      script.refuse_while_busy(run, as_anneal(result));
    } else {
      script.run_and_expect(run, as_anneal(result));
    }
    script.memory(5,
                  {(result.converged ? 1U << 31U : 0U) | static_cast<std::uint32_t>(result.distance) << 16U |
                   static_cast<std::uint32_t>(result.nearest)},
                  true);
    if (k != 4 || !aborts) continue;
    AnnealRun endless = run;
    endless.sweeps = 0x123456;
    script.abort_and_show(endless);
    script.show_memory(5, 1);
    twin.show(image->patterns.pattern(0));  // the aborted run's state is no twin's
    script.memory(2, cue_words(*image, image->patterns.pattern(0)), false);
  }
  // Neither patterns, nor what is written to the state's other numbers or beyond its end, change the state.
  const auto& patterns = load.memories.front().words;
  script.memory(3, {patterns.begin(), patterns.begin() + 4}, false);
  script.memory(0, {0x12345678U}, false);
  script.write(0x30, 2U << 28U | 4U);
  script.write(0x31, 0x12345678U);
  script.show_memory(0, 5);
  script.show_memory(5, 2);  // nor is there an outcome but one, nor a memory 6
  script.show_memory(6, 1);
  script.write_beyond(load);
  script.expect_load(load);
}

// The smallest that is folded: a quarter of a pattern is a word.
SmallCore memory() {
  const MemoryMatchSize size{128, 14, 12, 13, 2};
  SmallCore small{sized("memory_match", 128, 12, 13, {{"PATTERNS", 14}, {"FOLDED", 1}, {"GROUPS", 2}}), {}};
  small.examination = begin_of(small.configuration, size.patterns);
  small.examination.memory(0, std::vector<std::uint32_t>(4, 0), true);  // the state after a reset
  RandomStream random(96, 0, 0);
  const auto memory_of = [&](std::int32_t n, std::int32_t count) { return random_memory(random, size, n, count); };
  add_recalls(small.examination, random, memory_of(50, 3), false);
  // What turns away from every pattern never settles.
  MemoryMatchImage restless = memory_of(128, 14);
  for (std::size_t d = 0; d < restless.forces.size(); ++d) restless.forces[d] = d < 64 ? -5 : 5;
  add_recalls(small.examination, random, restless, true);
  add_recalls(small.examination, random, memory_of(100, 9), false);
  add_recalls(small.examination, random, both_signs(random, memory_of(128, 14)), false);
  add_recalls(small.examination, random, both_signs(random, memory_of(128, 4)), false);
  add_recalls(small.examination, random, both_signs(random, memory_of(40, 4)), false);  // spins beyond turn as well
  MemoryMatchImage full = memory_of(128, 8);  // magnitudes that add up to one more than the limit
  for (std::int32_t& force : full.forces) force = static_cast<std::int32_t>(-(size.force_limit() + 1) / 8);
  add_recalls(small.examination, random, full, false);
  return small;
}

// Two random problems on the fixture's graph; `sizes` only says which comes first.
void add_colour_problems(SmallCore& small, const ColourFixture& fixture, std::uint64_t seed,
                         const std::vector<std::int32_t>& sizes) {
  RandomStream random(seed, 0, 0);
  const DeviceWidths widths = fixture.size.widths();
  const auto largest =
      static_cast<std::uint32_t>(std::min(widths.largest_weight(), widths.largest_field() / (fixture.size.degree + 1)));
  const auto weight = [&] { return static_cast<double>(random.below(2 * largest + 1)) - largest; };
  const auto image = [&](std::int32_t) {
    Problem problem = fixture.problem;
    for (Coupling& c : problem.couplings) c.value = weight();
    for (double& h : problem.fields) h = weight();
    return std::make_shared<const PbitColourImage>(
        pbit_colour_image(problem, fixture.size, false, random_spins(random, problem.size())));
  };
  const auto run = [&] {
    AnnealRun made = short_run(random);
    made.metropolis = false;
    made.sweeps = random.below(40);
    made.temperature_step = random.below(made.temperature / (made.sweeps + 1) + 2) * 2;
    return made;
  };
  add_problems<PbitColour>(small.examination, sizes, image, run);
}

SmallCore colour() {
  const ColourFixture fixture = colour_fixture(36);  // the torus
  SmallCore small{sized("pbit_colour", 36, 4, 6, {{"SLOT_TABLES", 1}, {"LOGIC_TABLES", 0}}), {}};
  small.configuration.graph = {{"slots", 16}, {"colours", 4}, {"degree", 4}};
  small.examination = begin_of(small.configuration, 144);
  add_colour_problems(small, fixture, 97, {36, 35});
  return small;
}

// The same with one table for all slots, and a spin in the last of them.
SmallCore colour_full() {
  const ColourFixture fixture = colour_fixture(4);  // the square
  SmallCore small{sized("pbit_colour", 4, 3, 5, {{"SLOT_TABLES", 0}, {"LOGIC_TABLES", 0}}), {}};
  small.configuration.graph = {{"slots", 2}, {"colours", 2}, {"degree", 2}};
  small.examination = begin_of(small.configuration, 8);
  add_colour_problems(small, fixture, 98, {4, 3});
  return small;
}

}  // namespace

std::vector<SmallCore> small_cores() {
  return {sparse(),      ring(0),      ring(1),  lane(),   lane_signs(),
          bifurcation(), oscillator(), memory(), colour(), colour_full()};
}

}  // namespace isinglass::testbench
