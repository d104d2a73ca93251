// Turns what the parser could not understand into one sentence with the nearest word.
#pragma once

#include <CLI/CLI.hpp>

#include "models/error.hpp"

namespace isinglass::cli {

/// The error to show for `error`, which `app.parse` has thrown: an unknown subcommand or flag is answered with the
/// nearest one.
Error explain_parse_error(const CLI::App& app, const CLI::ParseError& error);

/// All long and short names of a subcommand's options, with their dashes.
std::vector<std::string> option_names(const CLI::App& command);

}  // namespace isinglass::cli
