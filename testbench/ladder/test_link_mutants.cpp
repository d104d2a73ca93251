// What the boards share besides: the serial link in Icarus, asked every kind of frame and disturbed, against what the
// host's encoder says; and how many small wrong changes of its Verilog that notices.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <optional>

#include "hw/flow/checksum.hpp"
#include "hw/flow/configurations.hpp"
#include "hw/flow/process.hpp"
#include "testbench/ladder/link_script.hpp"
#include "testbench/ladder/mutants.hpp"

using namespace isinglass;
using namespace isinglass::testbench;
namespace fs = std::filesystem;

namespace {

const fs::path source_root = ISINGLASS_SOURCE_DIR;

std::vector<std::string> link_files() {
  std::vector<std::string> files;
  for (const auto& file : flow::built_in_catalogue().shell) {
    if (file.find("annealer_link") == std::string::npos) files.push_back(file);
  }
  return files;
}

// What the bench says of the link, `changed` having `text` instead of what it says; nothing where that is no Verilog.
std::optional<std::string> play(const LinkScript& script, const std::string& changed = "",
                                const std::string& text = "") {
  const fs::path folder = fs::temp_directory_path() / ("isinglass-link-" + std::to_string(getpid()));
  fs::create_directories(folder);
  std::vector<std::string> command{"iverilog", "-g2012", "-s", "link_script", "-o", "link.vvp"};
  for (const auto& name : link_files())
    command.push_back(name == changed ? "changed.v" : (source_root / name).string());
  if (!changed.empty()) flow::write_text(folder / "changed.v", text);
  command.push_back((source_root / "testbench/ladder/link_script.v").string());
  flow::write_text(folder / "script.txt", script.text());
  std::optional<std::string> said;
  if (flow::run_process(command, folder, folder / "log", nullptr).succeeded()) {
    flow::run_process({"timeout", "60", "vvp", "-n", "link.vvp", "+script=script.txt"}, folder, folder / "log",
                      nullptr);
    said = flow::read_text(folder / "log");
  }
  fs::remove_all(folder);
  return said;
}

}  // namespace

TEST_CASE("the link in Icarus answers every kind of frame and survives a bad line, without an undefined bit") {
  const LinkScript script;
  CHECK(script.difference(play(script).value()) == "");
}

TEST_CASE("wrong changes of the link's Verilog are noticed, and the share is told", "[.campaign]") {
  const LinkScript script;
  const std::string sound = play(script).value();
  REQUIRE(script.difference(sound) == "");
  const Share share = try_changes("link", changes_of(link_files()), [&](const Change& change) {
    const auto said = play(script, change.mutant.file, mutated(change.text, change.mutant));
    if (!said) return Verdict::not_verilog;
    return said != sound ? Verdict::noticed : Verdict::survived;
  });
  CHECK(share.noticed >= 0.8 * share.tried);
}
