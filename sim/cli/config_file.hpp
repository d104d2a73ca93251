// --config FILE.toml: the flags of a subcommand from a file, and back into one.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

namespace isinglass::cli {

/// Adds --config to a subcommand.
void add_config_option(CLI::App& command);

/// Reads the file that --config names, if it was given, and sets every flag that the command line left alone. Keys are
/// the long names of the flags without dashes, and `problem`; the section [parameters] holds KEY = VALUE pairs of -p
/// (`[parameters.SAMPLER]` where a command takes several samplers). A section named after a subcommand belongs to that
/// one. Throws UsageError for an unreadable file or an unknown key, with the nearest one.
void apply_config_option(CLI::App& command);

/// What `command` was told, defaults included, as a file for --config; `seed` is what --seed stood for. Flags that say
/// where the answer goes (-o, --json, …) are left out.
std::string config_text(const CLI::App& command, std::uint64_t seed);

}  // namespace isinglass::cli
