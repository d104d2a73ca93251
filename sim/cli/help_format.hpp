// How --help is laid out: CLI11's way, with descriptions wrapped to the width of a terminal.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace isinglass::cli {

/// Breaks `text` between words into lines of at most `width` characters.
std::string wrap(const std::string& text, std::size_t width);

class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter() { column_width(34); }
  std::string make_option_desc(const CLI::Option* option) const override;
};

/// "isinglass hw build": what one types before --help.
std::string command_path(const CLI::App& command);

/// "hw build": the same without the program, as sentences call a subcommand; "isinglass" of the program itself.
std::string spoken_path(const CLI::App& command);

/// The whole help of a subcommand, with "isinglass" before its name in the usage line.
std::string help_text(const CLI::App& command);

}  // namespace isinglass::cli
