// Declares the shared flags and checks their values.
#include "sim/cli/common_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "models/error.hpp"
#include "models/text.hpp"
#include "sim/cli/help_format.hpp"
#include "sim/io/instances.hpp"

namespace isinglass::cli {
CLI::Validator whole_number(std::int64_t minimum, std::int64_t maximum) {
  return CLI::Validator(
      [minimum, maximum](std::string& text) {
        const auto value = parse_number<std::int64_t>(text);
        if (!value) return fmt::format("'{}' is not a whole number", text);
        if (*value < minimum) return fmt::format("{} is too small: at least {}", text, minimum);
        if (*value > maximum) return fmt::format("{} is too large: at most {}", text, maximum);
        return std::string{};
      },
      "");
}

CLI::Validator positive_number() {
  return CLI::Validator(
      [](std::string& text) {
        const auto value = parse_number<double>(text);
        if (value && std::isfinite(*value) && *value > 0.0) return std::string{};
        return fmt::format("'{}' is not a number above 0", text);
      },
      "");
}

CLI::Validator one_of(const std::vector<std::string>& words) {
  return CLI::Validator(
      [words](std::string& text) {
        if (std::find(words.begin(), words.end(), text) != words.end()) return std::string{};
        return fmt::format("'{}' is none of {}", text, fmt::join(words, ", "));
      },
      "");
}

void add_problem_flags(CLI::App& command, ProblemFlags& flags) {
  command
      .add_option(
          "problem", flags.spec,
          "A file (rudy/G-set, Biq Mac .sparse, dimod COO, qbsolv .qubo; .gz too; - is standard input) or a name: "
          "G1 … G81, K2000, sk:N:SEED, gaussian:N:SEED, regular:N:DEGREE:SEED, honeycomb:M:N")
      ->type_name("PROBLEM");
  add_reading_flags(command, flags);
}

void add_reading_flags(CLI::App& command, ProblemFlags& flags) {
  command
      .add_option("--format", flags.format, "Read the file as rudy, biqmac, coo or qubo (default: by name and content)")
      ->type_name("FORMAT");
  command
      .add_option("--kind", flags.kind,
                  "What the numbers mean: maxcut, ising or qubo (default: maxcut for rudy files, qubo for .sparse)")
      ->type_name("KIND");
}

Problem load(const ProblemFlags& flags, const CLI::App& command) {
  if (flags.spec.empty()) {
    throw UsageError(fmt::format("{} needs a problem: a file or a name", spoken_path(command)),
                     fmt::format("for example: isinglass {} G1", spoken_path(command)));
  }
  return load(flags, flags.spec);
}

Problem load(const ProblemFlags& flags, const std::string& spec) {
  ProblemOptions options;
  if (!flags.format.empty()) options.format = problem_format_from_name(flags.format);
  if (!flags.kind.empty()) options.kind = kind_from_name(flags.kind);
  return load_problem(spec, options);
}

void add_run_flags(CLI::App& command, RunFlags& flags) {
  add_reads_flag(command, flags.reads);
  command.add_option("--seed", flags.seed, "Seed of all noise: a whole number, or random")
      ->type_name("N|random")
      ->capture_default_str();
  add_execution_flags(command, flags);
}

void add_reads_flag(CLI::App& command, std::int64_t& reads) {
  command.add_option("--reads", reads, "Independent answers to draw")
      ->type_name("N")
      ->capture_default_str()
      ->check(whole_number(1, std::numeric_limits<std::int32_t>::max()));
}

void add_threads_flag(CLI::App& command, int& threads) {
  command.add_option("--threads", threads, "Threads; changes the speed, never the answer; 0 is all cores")
      ->type_name("N")
      ->capture_default_str()
      ->check(whole_number(0, 4096));
}

void add_kernel_flag(CLI::App& command, std::string& kernel) {
  command
      .add_option("--kernel", kernel,
                  "Vector instructions: auto, generic, avx2 or avx512 (pins the last bit of real numbers)")
      ->type_name("NAME")
      ->capture_default_str();
}

void add_execution_flags(CLI::App& command, RunFlags& flags) {
  add_threads_flag(command, flags.threads);
  add_kernel_flag(command, flags.kernel);
  command
      .add_option("--time-limit", flags.time_limit_s, "Seconds after which no further read is begun (default: none)")
      ->type_name("S")
      ->check(positive_number());
  command
      .add_option("--target", flags.target,
                  "Value to reach, in the problem's own terms (a cut, a QUBO value, an energy), or best-known; missed: "
                  "exit code 1")
      ->type_name("VALUE");
  command
      .add_option("-p,--param", flags.parameters,
                  "Set a parameter of the sampler; repeat for more ('isinglass info SAMPLER' lists them)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
}

std::uint64_t resolve_seed(const std::string& text) {
  if (text == "random") {
    std::random_device device;
    return (std::uint64_t{device()} << 32U) | device();
  }
  const auto seed = parse_number<std::uint64_t>(text);
  if (!seed) {
    throw UsageError(fmt::format("--seed: '{}' is neither a whole number nor 'random'", text),
                     "for example --seed 7; the default is 0");
  }
  return *seed;
}

WrittenSettings split_parameters(const std::vector<std::string>& words) {
  WrittenSettings settings;
  for (const auto& word : words) {
    const auto equals = word.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw UsageError(fmt::format("-p: '{}' has not the form KEY=VALUE", word), "for example -p sweeps=2000");
    }
    settings.emplace_back(word.substr(0, equals), word.substr(equals + 1));
  }
  return settings;
}

std::vector<WrittenSettings> share_parameters(const WrittenSettings& written, const std::vector<std::string>& names) {
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (std::find(names.begin(), name, *name) != name) {
      throw UsageError(fmt::format("sampler '{}' is named twice", *name), "name each sampler once");
    }
  }
  std::vector<WrittenSettings> shares(names.size());
  for (const auto& [key, value] : written) {
    const auto dot = key.find('.');
    if (dot == std::string::npos && names.size() == 1) {
      shares.front().emplace_back(key, value);
      continue;
    }
    if (dot == std::string::npos) {
      throw UsageError(fmt::format("-p: '{}' does not say which sampler it is for", key),
                       fmt::format("for example -p {}.{}={}", names.front(), key, value));
    }
    const std::string name = key.substr(0, dot);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
      const std::string near = nearest_name(name, names);
      throw UsageError(
          fmt::format("-p: '{}' is not one of the samplers compared", name),
          near.empty() ? fmt::format("they are: {}", fmt::join(names, ", ")) : fmt::format("did you mean '{}'?", near));
    }
    shares[static_cast<std::size_t>(found - names.begin())].emplace_back(key.substr(dot + 1), value);
  }
  return shares;
}

std::optional<double> resolve_target(const std::string& text, const Problem& problem) {
  if (text.empty()) return std::nullopt;
  if (text == "best-known") {
    const auto known = best_known(problem);
    if (known) return known->value;
    throw InputError(fmt::format("no best-known value is on record for {}", problem.name),
                     "give a number: --target VALUE, in the problem's own terms");
  }
  const auto value = parse_number<double>(text);
  if (!value || !std::isfinite(*value)) {
    throw UsageError(fmt::format("--target: '{}' is neither a number nor 'best-known'", text),
                     "for example --target 11624, or --target best-known");
  }
  return value;
}

void add_display_flags(CLI::App& command, DisplayFlags& flags) {
  command.add_flag("--json", flags.json, "Print one JSON object instead of a table");
  command.add_flag("-q,--quiet", flags.quiet, "No progress and no log on stderr");
  command.add_flag("-v,--verbose", flags.verbose, "Say on stderr what is being done");
  command.add_option("--color", flags.color, "auto, always or never; auto is on a terminal, unless NO_COLOR is set")
      ->type_name("WHEN")
      ->capture_default_str()
      ->check(one_of({"auto", "always", "never"}));
}

ColorMode color_mode(const DisplayFlags& flags) { return color_mode_from_name(flags.color); }

}  // namespace isinglass::cli
