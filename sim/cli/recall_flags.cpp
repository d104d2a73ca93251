// Declares and checks them.
#include "sim/cli/recall_flags.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "models/error.hpp"
#include "sim/cli/config_file.hpp"
#include "sim/cli/hw_parts.hpp"

namespace isinglass::cli {
namespace {

/// A check for CLI11: a share of the spins.
CLI::Validator share() {
  return CLI::Validator(
      [](std::string& text) {
        double value = 0.0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool read = problem == std::errc{} && end == text.data() + text.size();
        return read && value >= 0.0 && value <= 1.0 ? std::string{}
                                                    : fmt::format("'{}' is not a share of 0 to 1", text);
      },
      "");
}

}  // namespace

void add_recall_flags(CLI::App& command, RecallFlags& flags) {
  command
      .add_option("--patterns", flags.patterns,
                  "What is stored: FILE.npy (M x N of -1/+1 or 0/1; M x H x W are pictures), FILE.pbm, glyphs, "
                  "glyphs:ABC, random:N:M[:SEED]; several are joined")
      ->type_name("PATTERNS");
  command
      .add_option("--cue", flags.cue,
                  "Cues to recall from: FILE.npy, FILE.pbm, glyphs:A; meant for the nearest pattern")
      ->type_name("CUE");
  command
      .add_option("--flip", flags.flip, "Share of the spins turned round in the cues of each pattern (default: 0.2)")
      ->type_name("SHARE")
      ->check(share());
  command.add_option("--sampler", flags.samplers, "The memories, separated by commas")
      ->type_name("NAMES")
      ->delimiter(',')
      ->capture_default_str();
  command
      .add_option(
          "--port", flags.ports,
          "Serial port of a board that recalls for memory-match; several, with commas, share the cues; 'sim' is "
          "a Verilated board")
      ->type_name("PORT")
      ->delimiter(',');
  command.add_flag("--baked", flags.baked, "With --port: the bitstream holds the patterns (hw bake); load nothing");
  command.add_option("--reads", flags.reads, "With --flip: cues of each pattern")
      ->type_name("N")
      ->capture_default_str()
      ->check(whole_number(1, 1000000));
  command.add_option("--success", flags.threshold, "Overlap from which a pattern counts as recalled")
      ->type_name("OVERLAP")
      ->capture_default_str()
      ->check(share());
  command.add_option("--load", flags.load, "Also recall with the first M patterns only, for each of these M")
      ->type_name("M,M,…")
      ->delimiter(',')
      ->check(whole_number(1, std::numeric_limits<std::int32_t>::max()));
  command
      .add_option(
          "--vary", flags.vary,
          "Also recall with each of these values of a parameter: KEY=A,B,C or KEY=FROM:TO:COUNT, with :log behind "
          "it for a constant ratio")
      ->type_name("KEY=VALUES");
  command.add_option("--show", flags.pictures, "Cues shown as pictures in the table")
      ->type_name("N")
      ->capture_default_str()
      ->check(whole_number(0, 10000));
  command.add_option("--seed", flags.seed, "Seed of the cues and of all noise: a whole number, or random")
      ->type_name("N|random")
      ->capture_default_str();
  add_threads_flag(command, flags.threads);
  add_kernel_flag(command, flags.kernel);
  command
      .add_option("--time-limit", flags.time_limit_s, "Seconds after which no further recall is begun (default: none)")
      ->type_name("S")
      ->check(positive_number());
  command
      .add_option("-p,--param", flags.parameters,
                  "Set a parameter: KEY=VALUE, with several samplers SAMPLER.KEY=VALUE ('isinglass info SAMPLER')")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command.add_option("-o,--output", flags.output, "Keep patterns, cues, answers and a report in this directory")
      ->type_name("DIR");
  add_display_flags(command, flags.display);
  add_config_option(command);
}

void check_flags(const RecallFlags& flags) {
  if (flags.patterns.empty()) {
    throw UsageError("recall needs patterns: a .npy or .pbm file, or a name",
                     "for example: isinglass recall --patterns glyphs:ABCDE");
  }
  if (!flags.ports.empty() && flags.samplers != std::vector<std::string>{"memory-match"}) {
    throw UsageError("--port is for memory-match alone: no other memory has a board",
                     "isinglass recall --sampler memory-match --port PORT ...");
  }
  check_ports(flags.ports);
  if (!flags.cue.empty() && flags.flip) {
    throw UsageError("--cue and --flip cannot both say what the cues are", "leave one of them out");
  }
  if (!flags.cue.empty() && !flags.load.empty()) {
    throw UsageError("--load needs cues for every stored pattern, which --cue does not give", "take --flip");
  }
}

}  // namespace isinglass::cli
