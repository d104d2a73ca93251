// How much the ladder notices: every core, small, with one small wrong change in its Verilog, in Icarus, against a
// script written by its twin. The share that is noticed is told, and every survivor by name. ISINGLASS_MUTANTS is how
// many of a core's places are tried, spread evenly; -c NAME tries one core.
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "hw/flow/checksum.hpp"
#include "testbench/ladder/icarus_core.hpp"
#include "testbench/ladder/mutants.hpp"
#include "testbench/ladder/small_cores.hpp"

using namespace isinglass;
using namespace isinglass::testbench;

namespace {

const std::filesystem::path source_root = ISINGLASS_SOURCE_DIR;

struct Change {
  Mutant mutant;
  std::string text;  ///< of the file, unchanged
};

// Those of the files that belong to this core and to no one before it: what cores share is examined once.
std::vector<Change> changes_of(const std::string& core, std::set<std::string>& done) {
  std::vector<Change> all;
  const auto catalogue = flow::built_in_catalogue();
  for (const auto& file : flow::find_core(catalogue, core)->sources) {
    if (!done.insert(file).second) continue;
    if (file.find("_table.v") != std::string::npos && file.find("pbit_colour") == std::string::npos) {
      continue;  // their numbers are compared with the twin's elsewhere
    }
    if (file.find("ram_spram") != std::string::npos || file.find("ram_pages") != std::string::npos)
      continue;  // not in these
    const std::string text = flow::read_text(source_root / file);
    for (const Mutant& mutant : mutants_of(file, text)) all.push_back({mutant, text});
  }
  return all;
}

// Every so many of the changes, in Icarus; a change is noticed when the bench says anything else than it does of the
// core as it is.
void examine(const SmallCore& small, const std::vector<Change>& all, std::size_t count) {
  const std::string name = small.configuration.core;
  const std::string sound = IcarusCore(small.configuration).play(small.examination, 600, true);
  INFO(sound);
  REQUIRE(sound.find("PASS after") != std::string::npos);
  const std::size_t step = std::max<std::size_t>(1, all.size() / count);
  int tried = 0, noticed = 0;
  for (std::size_t k = step / 2; k < all.size(); k += step) {
    const auto& [mutant, text] = all[k];
    IcarusCore core(small.configuration, mutant.file, mutated(text, mutant));
    if (!core.compiled()) continue;  // no Verilog at all
    ++tried;
    if (core.play(small.examination, 240, true) != sound) {
      ++noticed;
    } else {
      std::printf("survived: %s\n", to_string(mutant, text).c_str());
      std::fflush(stdout);
    }
  }
  std::printf("%s: %d of %d noticed, of %zu places\n", name.c_str(), noticed, tried, all.size());
  CHECK(noticed >= 0.8 * tried);
}

}  // namespace

TEST_CASE("wrong changes of a core's Verilog are noticed, and the share is told", "[.campaign]") {
  const char* asked = std::getenv("ISINGLASS_MUTANTS");
  const std::size_t count = asked == nullptr ? 40 : std::stoul(asked);
  std::set<std::string> done;
  for (const SmallCore& small : small_cores()) {
    const auto all = changes_of(small.configuration.core, done);
    DYNAMIC_SECTION(small.configuration.core) { examine(small, all, count); }
  }
}

TEST_CASE("mutants are made where code is, and nowhere else") {
  const std::string text =
      "// a && b\nmodule m;\n  logic [A_BITS-1:0] q;  // x + y\n  always_ff @(posedge c) if (!rst_ni) q <= '0;\n"
      "    else q <= a && !b;\n`ifdef FORMAL\n  assert (a && b);\n`endif\nendmodule\n";
  const auto found = mutants_of("m.v", text);
  REQUIRE(found.size() == 6);
  CHECK(mutated(text, found.front()).find("logic [A_BITS-2:0] q;") != std::string::npos);
  for (const Mutant& mutant : found) CHECK(mutated(text, mutant) != text);
}
