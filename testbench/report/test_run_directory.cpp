// The run directory: what is written comes back, and the page is a function of run.json alone.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "models/error.hpp"
#include "sim/report/run_directory.hpp"
#include "testbench/report/example_run.hpp"

using namespace isinglass;
namespace fs = std::filesystem;

namespace {

fs::path scratch(const std::string& name) {
  fs::path folder = fs::path(ISINGLASS_BINARY_DIR) / "testbench" / "scratch" / name;
  fs::remove_all(folder);
  return folder;
}

std::string read_bytes(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a run directory gives back the record and the samples of every sampler") {
  const auto run = example::comparison(8);
  const fs::path folder = scratch("run-comparison");
  write_run_directory(folder, run.record, run.sets, "seed = 0\n");
  const RunRecord record = read_run_record(folder);
  CHECK(to_json(record).dump() == to_json(run.record).dump());
  const auto sets = read_run_samples(folder, record);
  REQUIRE(sets.size() == 3);
  for (std::size_t i = 0; i < sets.size(); ++i) {
    CHECK(sets[i].samples == run.sets[i].samples);
    CHECK(sets[i].energy == run.sets[i].energy);
    CHECK(sets[i].vectors == run.sets[i].vectors);
    CHECK(sets[i].trace->energy == run.sets[i].trace->energy);
  }
  CHECK(read_bytes(folder / "config.toml") == "seed = 0\n");
}

TEST_CASE("the samples of a single sampler carry plain names") {
  const auto run = example::plain();
  const fs::path folder = scratch("run-plain");
  write_run_directory(folder, run.record, run.sets, "");
  CHECK(read_run_samples(folder, run.record).front().samples == run.sets.front().samples);
  CHECK(read_bytes(folder / "samples.npz").find("anneal/") == std::string::npos);
}

TEST_CASE("the page is made again, byte for byte, from run.json alone") {
  const auto run = example::comparison();
  const fs::path folder = scratch("run-original");
  write_run_directory(folder, run.record, run.sets, "");
  const fs::path copy = scratch("run-copy");
  fs::create_directories(copy);
  fs::copy_file(folder / "run.json", copy / "run.json");
  rewrite_report(copy);
  CHECK(read_bytes(copy / "report.html") == read_bytes(folder / "report.html"));
}

TEST_CASE("a damaged run.json is refused in a sentence, wherever it is cut") {
  const auto run = example::plain();
  const fs::path folder = scratch("run-damaged");
  write_run_directory(folder, run.record, run.sets, "");
  const std::string whole = read_bytes(folder / "run.json");
  for (std::size_t length = 0; length + 2 < whole.size(); length += 97) {
    std::ofstream(folder / "run.json", std::ios::binary) << whole.substr(0, length);
    CHECK_THROWS_AS(read_run_record(folder), InputError);
  }
  auto document = to_json(run.record);
  for (const std::string key : {"samplers", "problem", "seed", "schema"}) {
    auto changed = document;
    changed.erase(key);
    CHECK_THROWS_AS(run_record_from_json(nlohmann::json::parse(changed.dump())), InputError);
    changed[key] = nlohmann::ordered_json{{"unexpected", 1}};
    CHECK_THROWS_AS(run_record_from_json(nlohmann::json::parse(changed.dump())), InputError);
  }
  const nlohmann::json older{{"schema", "isinglass-run-1"}};
  CHECK_THROWS_WITH(run_record_from_json(older),
                    "run.json follows 'isinglass-run-1', this program reads 'isinglass-run-2'");
  CHECK_THROWS_AS(read_run_record(scratch("nothing-here")), InputError);
}

TEST_CASE("a directory that cannot be written is refused before the run") {
  const fs::path file = scratch("a-file");
  std::ofstream(file) << "x";
  CHECK_THROWS_AS(require_writable(file), UsageError);
  CHECK_THROWS_AS(require_writable(file / "below"), UsageError);
  const fs::path fine = scratch("fine");
  require_writable(fine);
  CHECK(fs::is_empty(fine));
}

TEST_CASE("the next run directory is the first free number") {
  const fs::path parent = scratch("parent");
  fs::create_directories(parent);
  CHECK(next_run_directory(parent).filename() == "isinglass-run-1");
  fs::create_directories(parent / "isinglass-run-1");
  fs::create_directories(parent / "isinglass-run-3");
  CHECK(next_run_directory(parent).filename() == "isinglass-run-2");
}
