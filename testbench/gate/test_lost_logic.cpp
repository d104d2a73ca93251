// The trap that the floors are for, with the real yosys: one wrong line in the Verilog, and it deletes the memories
// without an error.
#include <catch2/catch.hpp>
#include <filesystem>

#include "hw/flow/checksum.hpp"
#include "models/error.hpp"
#include "testbench/gate/board_build.hpp"

using namespace isinglass;
using namespace isinglass::testbench;
namespace fs = std::filesystem;

TEST_CASE("a design that yosys has deleted fails although yosys is content") {
  BoardBuild build("hx8k-evn", "pbit_sparse", false);
  const fs::path sources = fs::path(ISINGLASS_BINARY_DIR) / "hw/lost-logic/sources";
  fs::remove_all(sources.parent_path());
  fs::create_directories(sources / "hw");
  fs::copy(build.request.sources / "rtl", sources / "rtl", fs::copy_options::recursive);
  fs::copy(build.request.sources / "hw/boards", sources / "hw/boards", fs::copy_options::recursive);
  const fs::path reset = sources / "hw/boards/common/power_on_reset.v";
  std::string text = flow::read_text(reset);
  const std::string line = "assign rst_no = count_q[8];";
  REQUIRE(text.find(line) != std::string::npos);
  flow::write_text(reset, text.replace(text.find(line), line.size(), "assign rst_no = 1'b0;"));
  build.request.sources = sources;
  build.request.marked.clear();  // there will be no memories to mark
  build.context.directory = sources.parent_path() / "build";
  try {
    flow::synthesise(build.context, build.request);
    FAIL("the build went on");
  } catch (const HardwareError& error) {
    const std::string sentence = error.what();
    INFO(sentence);
    CHECK(sentence.find("step synth lost logic on the way") != std::string::npos);
    CHECK(fs::exists(build.context.directory / "netlist.json"));
  }
}
