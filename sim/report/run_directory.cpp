// Writes and reads run directories.
#include "sim/report/run_directory.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "sim/io/atomic_file.hpp"
#include "sim/io/npz.hpp"
#include "sim/io/wave_file.hpp"
#include "sim/report/json_text.hpp"
#include "sim/report/page.hpp"
#include "sim/report/sheet.hpp"
#include "sim/report/trace_file.hpp"

namespace isinglass {
namespace {

namespace fs = std::filesystem;

std::string read_bytes(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream bytes;
  if (stream) bytes << stream.rdbuf();
  if (!stream) {
    throw InputError(fmt::format("cannot read {}", path.string()), "name a directory that this program wrote (-o DIR)");
  }
  return bytes.str();
}

std::string prefix_of(const RunRecord& record, std::size_t sampler) {
  return record.samplers.size() == 1 ? "" : record.samplers[sampler].name + "/";
}

void make_directory(const fs::path& directory) {
  std::error_code problem;
  fs::create_directories(directory, problem);
  if (problem || !fs::is_directory(directory)) {
    throw UsageError(fmt::format("cannot make the directory {}: {}", directory.string(),
                                 problem ? problem.message() : "a file of that name is in the way"),
                     "name another one with -o DIR");
  }
}

/// A file of a run's name that no run wrote is somebody's: run.json tells which it is.
void require_own_files(const fs::path& directory) {
  if (fs::exists(directory / "run.json")) {
    // By its schema alone: a run of another version may be replaced.
    const auto document = nlohmann::json::parse(read_bytes(directory / "run.json"), nullptr, false);
    const bool ours = document.is_object() && document.contains("schema") && document["schema"].is_string() &&
                      document["schema"].get<std::string>().starts_with("isinglass-");
    if (ours) return;
    throw UsageError(fmt::format("{} holds a run.json that this program did not write, and would be overwritten",
                                 directory.string()),
                     "name another directory with -o DIR, or move the file");
  }
  for (const char* name : {"config.toml", "report.html", "samples.npz", "trace.fst"}) {
    if (!fs::exists(directory / name)) continue;
    throw UsageError(
        fmt::format("{} holds a {} that belongs to no run, and would be overwritten", directory.string(), name),
        "name another directory with -o DIR, or move the file");
  }
}

}  // namespace

void write_run_directory(const fs::path& directory, const RunRecord& record, const std::vector<SampleSet>& sets,
                         const std::string& config_toml) {
  make_directory(directory);
  NpzArrays arrays;
  for (std::size_t i = 0; i < sets.size(); ++i) add_columns(sets[i], prefix_of(record, i), arrays);
  write_file(directory / "samples.npz", write_npz(arrays));
  write_file(directory / "config.toml", config_toml);
  fs::remove(directory / "trace.fst");  // not one of an earlier run
  if (waves_available() && has_trace(sets)) write_trace(directory / "trace.fst", record, sets);
  write_file(directory / "run.json", json_text(to_json(record)));
  rewrite_report(directory);
}

void require_writable(const fs::path& directory) {
  make_directory(directory);
  require_own_files(directory);
  const fs::path probe = directory / ".isinglass-probe";
  write_file(probe, "");
  fs::remove(probe);
}

nlohmann::json read_run_json(const fs::path& directory) {
  const fs::path path = directory / "run.json";
  auto document = nlohmann::json::parse(read_bytes(path), nullptr, false);
  if (document.is_discarded()) {
    throw InputError(fmt::format("{} is not JSON", path.string()), "the file may be cut short: copy it again");
  }
  return document;
}

bool is_sheet(const nlohmann::json& document) {
  return document.is_object() && document.value("schema", nlohmann::json()) == Sheet{}.schema;
}

RunRecord read_run_record(const fs::path& directory) { return run_record_from_json(read_run_json(directory)); }

std::vector<SampleSet> read_run_samples(const fs::path& directory, const RunRecord& record) {
  const fs::path path = directory / "samples.npz";
  const NpzArrays arrays = read_npz(read_bytes(path), path.string());
  std::vector<SampleSet> sets;
  for (std::size_t i = 0; i < record.samplers.size(); ++i) sets.push_back(read_columns(arrays, prefix_of(record, i)));
  return sets;
}

fs::path rewrite_report(const fs::path& directory) {
  fs::path path = directory / "report.html";
  const auto document = read_run_json(directory);
  write_file(
      path, is_sheet(document) ? render_sheet(sheet_from_json(document)) : render_page(run_record_from_json(document)));
  return path;
}

fs::path next_run_directory(const fs::path& parent) {
  for (int number = 1;; ++number) {
    fs::path candidate = parent / fmt::format("isinglass-run-{}", number);
    if (!fs::exists(candidate)) return candidate;
  }
}

}  // namespace isinglass
