// Everything around the subcommands: parsing, misspelt words, errors to sentences and exit codes.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <vector>

#include "sim/cli/command.hpp"

namespace isinglass::cli {

/// Adds one subcommand to the parser.
using AddCommand = void (*)(CLI::App& app, Action& action);

/// Parses the command line, runs the chosen subcommand, prints errors to stderr. Returns the exit code.
int run_program(int argc, char** argv, const std::vector<AddCommand>& commands);

}  // namespace isinglass::cli
