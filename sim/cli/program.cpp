// Parses, applies the configuration file, runs, and turns every failure into one sentence and an exit code.
#include "sim/cli/program.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <memory>
#include <new>
#include <string_view>
#include <vector>

#include "sim/cli/config_file.hpp"
#include "sim/cli/help_format.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/parse_help.hpp"
#include "sim/io/file_error.hpp"

namespace isinglass::cli {
namespace {

int report(const Error& error) {
  // An error in a file carries its own "file:line: error:" and hint.
  const bool placed = dynamic_cast<const FileError*>(&error) != nullptr;
  write_stderr(placed ? fmt::format("{}\n", error.what()) : fmt::format("isinglass: error: {}\n", error.what()));
  if (!error.hint().empty()) write_stderr(fmt::format("hint: {}\n", error.hint()));
  return static_cast<int>(error.code());
}

int report_internal(const char* what) {
  write_stderr(
      fmt::format("isinglass: internal error: {}\nhint: this is a defect of the program: please report it with "
                  "the command line\n",
                  what));
  return static_cast<int>(ExitCode::internal);
}

const CLI::App& chosen_command(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : chosen_command(*chosen.front());
}

/// `isinglass help solve` says what `isinglass solve --help` says.
std::vector<const char*> with_help_as_flag(int argc, char** argv) {
  std::vector<const char*> words(argv, argv + argc);
  if (argc < 2 || std::string_view(words[1]) != "help") return words;
  words.erase(words.begin() + 1);
  words.push_back("--help");
  return words;
}

int run_parsed(CLI::App& app, int argc, char** argv, Action& action) {
  if (argc < 2) {
    write_stderr(help_text(app));
    return static_cast<int>(ExitCode::usage);
  }
  try {
    const auto words = with_help_as_flag(argc, argv);
    app.parse(static_cast<int>(words.size()), words.data());
  } catch (const CLI::CallForVersion&) {
    write_stdout(fmt::format("isinglass {}\n", build_info.version));
    return 0;
  } catch (const CLI::Success&) {
    write_stdout(help_text(chosen_command(app)));
    return 0;
  } catch (const CLI::ParseError& error) {
    throw explain_parse_error(app, error);
  }
  for (CLI::App* command : app.get_subcommands()) apply_config_option(*command);
  if (!action.run) throw Error(ExitCode::internal, "the subcommand has no action");
  return static_cast<int>(action.run());
}

}  // namespace

int run_program(int argc, char** argv, const std::vector<AddCommand>& commands) try {
  // A reader that goes away (`| head`) is seen as a failing write, so that results on disk are still finished.
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app{"Isinglass: analog and digital Ising machines, from an energy function to silicon and back",
               "isinglass"};
  app.set_version_flag("--version", build_info.version, "Print the version and stop");
  app.require_subcommand(1);
  app.formatter(std::make_shared<HelpFormatter>());
  app.footer(
      "Examples:\n"
      "  isinglass solve G1                              simulated annealing on a known max-cut instance\n"
      "  isinglass solve my.rud --sampler oscillator     an oscillator Ising machine on your own graph\n"
      "  isinglass solve G1 --target best-known --json   success probability and time to solution, as JSON\n"
      "  isinglass info                                  what this build can do\n"
      "Each subcommand has its own --help with examples.");
  Action action;
  action.arguments.assign(argv, argv + argc);
  for (const AddCommand add : commands) add(app, action);
  return run_parsed(app, argc, argv, action);
} catch (const Error& error) {
  return report(error);
} catch (const std::bad_alloc&) {
  return report(Error(ExitCode::input, "this does not fit in the computer's memory",
                      "ask for fewer reads, points or starts, or take a smaller problem"));
} catch (const std::exception& error) {
  return report_internal(error.what());
} catch (...) {
  return report_internal("unknown exception");
}

}  // namespace isinglass::cli
