// The program: parses the command line, runs one subcommand, and turns every failure into one sentence and an exit
// code.
#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "sim/cli/command.hpp"
#include "sim/io/file_error.hpp"

namespace {

int report(const isinglass::Error& error) {
  const bool names_its_place = dynamic_cast<const isinglass::FileError*>(&error) != nullptr;
  fmt::print(stderr, "{}{}\n", names_its_place ? "" : "isinglass: error: ", error.what());
  if (!error.hint().empty()) fmt::print(stderr, "hint: {}\n", error.hint());
  return static_cast<int>(error.code());
}

}  // namespace

int main(int argc, char** argv) try {
  using namespace isinglass;
  CLI::App app{"Isinglass: analog and digital Ising machines, from an energy function to silicon and back",
               "isinglass"};
  app.require_subcommand(1);
  app.set_version_flag("--version", cli::build_info.version);
  cli::Action action;
  cli::add_convert(app, action);
  cli::add_generate(app, action);
  cli::add_info(app, action);
  cli::add_hw(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::usage);
  }
  return static_cast<int>(action.run());
} catch (const isinglass::Error& error) {
  return report(error);
} catch (const std::exception& error) {
  fmt::print(stderr, "isinglass: internal error: {}\n", error.what());
  return static_cast<int>(isinglass::ExitCode::internal);
}
