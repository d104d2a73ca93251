// Collects what is known before the first read.
#include "sim/cli/run_description.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>

#include "models/error.hpp"
#include "models/numeric/kernel_choice.hpp"
#include "sim/cli/command.hpp"
#include "sim/io/instances.hpp"
#include "sim/io/problem_hash.hpp"
#include "sim/io/text_file.hpp"
#include "sim/report/summarise.hpp"

namespace isinglass::cli {
namespace {

/// Now, UTC, ISO 8601.
std::string now_text() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
}

}  // namespace

ProblemRecord identify(const Problem& problem) {
  ProblemRecord record = describe_problem(problem);
  record.sha256 = problem_sha256(problem);
  if (const auto known = best_known(problem)) record.best_known = known->value;
  return record;
}

RunRecord describe_run(const Problem& problem, const RunFlags& flags, std::uint64_t seed,
                       const std::vector<std::string>& arguments) {
  RunRecord record;
  record.version = build_info.version;
  record.compiler = build_info.compiler;
  record.build_type = build_info.build_type;
  record.isa = to_string(available_kernels().back());
  record.started = now_text();
  record.command = arguments;
  record.seed = seed;
  record.reads = flags.reads;
  record.threads = flags.threads;
  record.problem = identify(problem);
  if (!flags.target.empty()) {
    record.target = resolve_target(flags.target, problem);
    record.target_origin = flags.target == "best-known" ? "best-known" : "given";
  } else if (record.problem.best_known) {
    record.target = record.problem.best_known;
    record.target_origin = "best-known";
  }
  return record;
}

Sheet describe_origin(const std::vector<std::string>& arguments, std::uint64_t seed) {
  Sheet sheet;
  sheet.command = arguments;
  sheet.provenance = {{"seed", fmt::format("{}", seed)},
                      {"version", build_info.version},
                      {"compiler", fmt::format("{}, {}", build_info.compiler, build_info.build_type)},
                      {"processor", to_string(available_kernels().back())},
                      {"started", now_text()}};
  return sheet;
}

nlohmann::json read_hardware_report(const std::string& path) {
  auto document = nlohmann::json::parse(read_text_file(path), nullptr, false);
  const auto is_number = [&](const char* key) { return document.contains(key) && document.at(key).is_number(); };
  if (!document.is_object() || !is_number("clock_mhz") || !is_number("logic_cells") || !is_number("spins") ||
      !is_number("entries")) {
    throw InputError(fmt::format("{} is not the report of a bitstream", path),
                     "give the report.json that `isinglass hw build` wrote");
  }
  return document;
}

}  // namespace isinglass::cli
