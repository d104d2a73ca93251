// The digital memories through the interface that all memories have: the Verilog `memory-match:rtl` against its twin,
// and what the twin makes of glyphs, of too many patterns and of strangers' names.
#include <catch2/catch.hpp>

#include "models/error.hpp"
#include "sim/bench/recall.hpp"
#include "sim/io/pattern_file.hpp"

using namespace isinglass;

namespace {

RecallOutcome run(const std::string& name, const PatternSet& patterns, const CueSet& cues,
                  const WrittenSettings& written = {}, int threads = 1) {
  const MemoryList memories;
  const Memory& memory = memories.find(name);
  const Settings settings(name, memory.info().parameters, written);
  RunOptions options;
  options.threads = threads;
  RunControl control;
  return run_recall(memory, settings, options, patterns, cues, 0.95, control);
}

void check_equal(const RecallOutcome& a, const RecallOutcome& b) {
  CHECK(a.recalled == b.recalled);
  CHECK(a.energy == b.energy);
  CHECK(a.nearest == b.nearest);
  CHECK(a.unsettled == b.unsettled);
  CHECK(a.hardware_time_s == b.hardware_time_s);
}

}  // namespace

TEST_CASE("the Verilog recalls as its twin does, on one thread and on three") {
  for (const auto& [size, count] : {std::pair{100, 30}, std::pair{256, 40}, std::pair{33, 1}}) {
    const PatternSet patterns = random_patterns(size, count, 4);
    const CueSet cues = flipped_cues(patterns, size / 5, 1, 6);
    for (const WrittenSettings& settings :
         {WrittenSettings{}, WrittenSettings{{"function", "polynomial"}, {"order", "2"}, {"steps", "3"}}}) {
      const RecallOutcome twin = run("memory-match", patterns, cues, settings);
      check_equal(run("memory-match:rtl", patterns, cues, settings), twin);
      check_equal(run("memory-match:rtl", patterns, cues, settings, 3), twin);
    }
  }
}

TEST_CASE("the memory of an HX8K recalls 448 random patterns of 256 spins, a Hopfield network none of them") {
  const PatternSet patterns = random_patterns(256, 448, 2);
  const CueSet cues = flipped_cues(patterns, 51, 1, 3);
  const RecallOutcome cubic = run("memory-match", patterns, cues);
  CHECK(cubic.successes == 448);
  CHECK(cubic.unsettled == 0);
  // Two to four steps of 940 clocks at 102 MHz.
  CHECK(cubic.hardware_time_s > 2 * 940 / 102e6);
  CHECK(cubic.hardware_time_s < 4 * 940 / 102e6);
  CHECK(run("memory-match", patterns, cues, {{"function", "polynomial"}, {"order", "2"}}).successes == 0);
}

TEST_CASE("from glyphs with a tenth of wrong pixels it recalls as many as the analog memory of the same function") {
  const auto glyphs = load_patterns("glyphs");
  const CueSet cues = flipped_cues(glyphs.set, 6, 1, 0);
  std::int64_t last = 0;
  for (const char* order : {"5", "12", "24"}) {
    const WrittenSettings same{{"function", "rectified"}, {"order", order}};
    WrittenSettings analog = same;
    analog.emplace_back("model", "A");
    analog.emplace_back("tau_h", "0");
    const RecallOutcome digital = run("memory-match", glyphs.set, cues, same);
    const RecallOutcome sibling = run("dense-memory", glyphs.set, cues, analog);
    INFO("order " << order << ": " << digital.successes << " and " << sibling.successes << " of " << digital.count());
    CHECK(std::abs(digital.successes - sibling.successes) <= 4);
    CHECK(digital.successes >= last);
    last = digital.successes;
  }
  CHECK(last >= 50);
}

TEST_CASE("what does not fit the core is refused with its size") {
  const PatternSet patterns = random_patterns(257, 2, 1);
  CHECK_THROWS_AS(run("memory-match", patterns, flipped_cues(patterns, 3, 1, 1)), InputError);
  const MemoryList memories;
  CHECK_THROWS_AS(memories.find("memory-mach"), UsageError);
  CHECK_THROWS_AS(memories.find("bistable"), UsageError);
  // Equal patterns in a wide sum: the forces of 400 of them do not fit with a steep function's resolution left.
  const PatternSet equal{"equal", 8, std::vector<Spin>(std::size_t{8} * 400, Spin{1})};
  CHECK(run("memory-match", equal, flipped_cues(equal, 1, 1, 1)).successes == 400);
}
