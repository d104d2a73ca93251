// How a subcommand plugs into the program: one function per file adds it to the parser and returns its exit code when
// it ran.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "models/error.hpp"

namespace isinglass::cli {

/// What the chosen subcommand will do once parsing is over; throws Error.
struct Action {
  std::function<ExitCode()> run;
  std::vector<std::string> arguments;  ///< the command line as it was given, for the records of a run
};

/// Version, compiler and features of this build.
struct BuildInfo {
  const char* version;
  const char* compiler;
  const char* build_type;
  const char* features;  ///< rows "name|1|package|sentence" joined by ';'
  const char* source_dir;
};
extern const BuildInfo build_info;

void add_solve(CLI::App& app, Action& action);
void add_simulate(CLI::App& app, Action& action);
void add_compare(CLI::App& app, Action& action);
void add_reconstruct(CLI::App& app, Action& action);
void add_report(CLI::App& app, Action& action);
void add_recall(CLI::App& app, Action& action);
void add_bench(CLI::App& app, Action& action);
void add_sweep(CLI::App& app, Action& action);
void add_convert(CLI::App& app, Action& action);
void add_generate(CLI::App& app, Action& action);
void add_cosim(CLI::App& app, Action& action);
void add_export(CLI::App& app, Action& action);
void add_info(CLI::App& app, Action& action);
void add_hw(CLI::App& app, Action& action);

}  // namespace isinglass::cli
