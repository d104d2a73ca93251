// `isinglass info`: samplers, their parameters, and the optional features of this build.
#include <fmt/format.h>

#include "sim/cli/command.hpp"
#include "sim/sampler/registry.hpp"

namespace isinglass::cli {
namespace {

ExitCode print_info() {
  for (const auto& sampler : make_samplers()) {
    fmt::print("{:<18} {:<9} {}\n", sampler->info().name, to_string(sampler->info().kind), sampler->info().sentence);
  }
  return ExitCode::done;
}

}  // namespace

void add_info(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("info", "Samplers, their parameters with ranges, cores, boards and features");
  command->callback([&action] { action.run = print_info; });
}

}  // namespace isinglass::cli
