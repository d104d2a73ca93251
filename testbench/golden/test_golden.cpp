// Runs every golden case against the real program.
#include <algorithm>
#include <catch2/catch.hpp>

#include "testbench/golden/golden_case.hpp"
#include "testbench/golden/shell.hpp"

using namespace golden;

TEST_CASE("patterns match lines, parts of lines and runs of lines, and nothing else") {
  CHECK(matches("a\nb\n", {"a", "b"}));
  CHECK_FALSE(matches("a\nb\n", {"a"}));
  CHECK_FALSE(matches("a\n", {"a", "b"}));
  CHECK(matches("wall time 12 ms\n", {"wall time {*} ms"}));
  CHECK_FALSE(matches("wall time 12 s\n", {"wall time {*} ms"}));
  CHECK(matches("a\nb\nc\n", {"a", "{...}"}));
  CHECK(matches("a\nb\nc\n", {"{...}", "c"}));
  CHECK_FALSE(matches("a\nb\n", {"{...}", "c"}));
  CHECK(matches("", {}));
  CHECK_FALSE(matches("ab\n", {"ab{*}b"}));
}

TEST_CASE("the program's answers, wording and exit codes are the golden ones") {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(ISINGLASS_GOLDEN_DIR)) {
    if (entry.path().extension() == ".txt" && entry.path().filename() != "CMakeLists.txt")
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE_FALSE(files.empty());
  for (const auto& file : files) {
    for (const auto& one : read_cases(file)) {
      const TemporaryFolder folder;
      const Outcome outcome = run_script(one.script, folder.path());
      INFO(one.file << ":" << one.line << ": " << one.name << "\n$ " << one.script << "stdout:\n"
                    << outcome.out << "stderr:\n"
                    << outcome.err);
      CHECK(outcome.exit_code == one.exit_code);
      CHECK(matches(outcome.out, one.out));
      CHECK(matches(outcome.err, one.err));
    }
  }
}
