// How much the ladder notices: every core, small, with one small wrong change in its Verilog, in Icarus, against a
// script written by its twin. The share that is noticed is told, and every survivor by name. ISINGLASS_MUTANTS is how
// many of a core's places are tried, spread evenly; ISINGLASS_PLACE=TEXT tries all whose description contains it; -c
// NAME tries one core.
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "testbench/ladder/icarus_core.hpp"
#include "testbench/ladder/mutants.hpp"
#include "testbench/ladder/small_cores.hpp"

using namespace isinglass;
using namespace isinglass::testbench;

namespace {

std::vector<std::string> sources_of(const std::string& core) {
  const auto catalogue = flow::built_in_catalogue();
  return flow::find_core(catalogue, core)->sources;
}

// Those of the files that belong to this core and to no one before it: what cores share is counted once.
std::vector<std::string> own_files(const std::string& core, std::set<std::string>& done) {
  std::vector<std::string> own;
  for (const auto& file : sources_of(core)) {
    if (!done.insert(file).second) continue;
    if (file.find("_table.v") != std::string::npos && file.find("pbit_colour") == std::string::npos) {
      continue;  // their numbers are compared with the twin's elsewhere
    }
    if (file.find("ram_spram") != std::string::npos || file.find("ram_pages") != std::string::npos)
      continue;  // not in these
    own.push_back(file);
  }
  return own;
}

// A core's examination, and what the bench says of the core as it is.
class Examiner {
 public:
  explicit Examiner(const SmallCore& small) : small_(small) {
    for (const auto& file : sources_of(small.configuration.core)) files_.insert(file);
  }
  [[nodiscard]] bool has(const std::string& file) const { return files_.count(file) != 0; }
  const std::string& sound() {
    if (sound_.empty()) sound_ = IcarusCore(small_.configuration).play(small_.examination, 600, true);
    INFO(sound_);
    REQUIRE(sound_.find("PASS after") != std::string::npos);
    return sound_;
  }
  // A change is noticed when the bench says anything else than it does of the core as it is.
  Verdict examine(const Change& change) {
    const std::string& expected = sound();  // before the changed core, which would share its folder
    IcarusCore core(small_.configuration, change.mutant.file, mutated(change.text, change.mutant));
    if (!core.compiled()) return Verdict::not_verilog;
    return core.play(small_.examination, 240, true) != expected ? Verdict::noticed : Verdict::survived;
  }

 private:
  const SmallCore& small_;
  std::set<std::string> files_;
  std::string sound_;
};

}  // namespace

TEST_CASE("wrong changes of a core's Verilog are noticed, and the share is told", "[.campaign]") {
  const auto cores = small_cores();
  std::vector<Examiner> examiners(cores.begin(), cores.end());
  std::set<std::string> done;
  for (std::size_t k = 0; k < cores.size(); ++k) {
    const auto all = changes_of(own_files(cores[k].configuration.core, done));
    if (all.empty()) continue;  // another size of a core that has been before: it sees what survived
    DYNAMIC_SECTION(cores[k].configuration.core) {
      examiners[k].sound();
      // What survives the first of the cores that share a file is shown to the others.
      const Share share = try_changes(cores[k].configuration.core, all, [&](const Change& change) {
        Verdict verdict = examiners[k].examine(change);
        for (std::size_t other = k + 1; other < cores.size() && verdict == Verdict::survived; ++other) {
          if (examiners[other].has(change.mutant.file)) verdict = examiners[other].examine(change);
        }
        return verdict;
      });
      CHECK(share.noticed >= 0.8 * share.tried);
    }
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
