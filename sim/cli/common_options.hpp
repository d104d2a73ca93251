// The flags that several subcommands share: declared once, with unit and default, and turned into what the layers below
// want.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/cli/output.hpp"
#include "sim/io/problem_load.hpp"
#include "sim/sampler/sampler.hpp"

namespace isinglass::cli {

/// The problem, --format and --kind.
struct ProblemFlags {
  std::string spec;
  std::string format;
  std::string kind;
};
void add_problem_flags(CLI::App& command, ProblemFlags& flags);
/// --format and --kind alone, for a command that takes several problems.
void add_reading_flags(CLI::App& command, ProblemFlags& flags);
/// Loads the problem; UsageError when none was named.
Problem load(const ProblemFlags& flags, const CLI::App& command);
/// Loads the problem called `spec`, read as --format and --kind say.
Problem load(const ProblemFlags& flags, const std::string& spec);

/// --reads, --seed, --threads, --kernel, --time-limit, --target, -p.
struct RunFlags {
  std::int64_t reads = 64;
  std::string seed = "0";
  int threads = 0;
  std::string kernel = "auto";
  std::optional<double> time_limit_s;
  std::string target;
  std::vector<std::string> parameters;
};
void add_run_flags(CLI::App& command, RunFlags& flags);
/// Parts of it: --reads; --threads; --kernel; all but --reads and --seed.
void add_reads_flag(CLI::App& command, std::int64_t& reads);
void add_threads_flag(CLI::App& command, int& threads);
void add_kernel_flag(CLI::App& command, std::string& kernel);
void add_execution_flags(CLI::App& command, RunFlags& flags);
/// Draws the seed when it is "random".
std::uint64_t resolve_seed(const std::string& text);
/// KEY=VALUE pairs; UsageError for a word without "=". Of two values for one key the later one holds.
WrittenSettings split_parameters(const std::vector<std::string>& words);
/// What each of several samplers is told: "SAMPLER.key=value" goes to that one; a key without a name is for the only
/// sampler there is. UsageError for other names, and for a sampler named twice.
std::vector<WrittenSettings> share_parameters(const WrittenSettings& written, const std::vector<std::string>& names);
/// --target: nothing, a number in the problem's own terms, or what "best-known" stands for. InputError when there is no
/// best-known value, with the reason.
std::optional<double> resolve_target(const std::string& text, const Problem& problem);

/// --json, -q, -v, --color.
struct DisplayFlags {
  bool json = false;
  bool quiet = false;
  bool verbose = false;
  std::string color = "auto";
};
void add_display_flags(CLI::App& command, DisplayFlags& flags);
[[nodiscard]] ColorMode color_mode(const DisplayFlags& flags);

/// A check for CLI11: a whole number in minimum … maximum, refused in a sentence.
CLI::Validator whole_number(std::int64_t minimum, std::int64_t maximum);
/// A check for CLI11: a finite number above zero.
CLI::Validator positive_number();
/// A check for CLI11: one of these words.
CLI::Validator one_of(const std::vector<std::string>& words);

}  // namespace isinglass::cli
