// `isinglass bench`: instances x samplers x seeds, and what the reads prove about each pair.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>

#include "models/numeric/kernel_choice.hpp"
#include "sim/cli/bench_answer.hpp"
#include "sim/cli/bench_campaign.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/config_file.hpp"
#include "sim/cli/run_description.hpp"
#include "sim/report/bench_sheet.hpp"
#include "sim/report/run_directory.hpp"

namespace isinglass::cli {
namespace {

void keep(const CLI::App& command, const BenchFlags& flags, const Sheet& origin, BenchRecord record) {
  settle_targets(record);
  Sheet sheet = bench_sheet(record);
  sheet.command = origin.command;
  sheet.provenance = origin.provenance;
  sheet.answer = bench_json(record, build_info.version);
  write_sheet_directory(flags.output, sheet, config_text(command, 0));
}

/// Takes over the rows of an earlier campaign in the same directory, if there is one.
void take_up(const BenchFlags& flags, BenchRecord& record) {
  if (!std::filesystem::exists(std::filesystem::path(flags.output) / "run.json")) return;
  const auto document = read_run_json(flags.output);
  const auto answer = document.contains("answer") ? document.at("answer") : document;
  const std::string kernel = to_string(choose_kernel(flags.run.kernel));
  for (auto& row : finished_rows(answer, record, build_info.version, kernel)) add_row(std::move(row), record);
  if (flags.display.quiet) return;
  write_stderr(fmt::format("isinglass: {} of {} runs are there already\n", record.rows.size(), record.runs()));
}

ExitCode exit_code(const Campaign& campaign, bool target_given) {
  if (campaign.record.stopped_by == stopped_by_interrupt) return ExitCode::interrupted;
  if (campaign.serious) return *campaign.serious;
  std::set<std::size_t> reached;
  for (const auto& pair : summaries(campaign.record)) {
    if (pair.outcome && pair.outcome->successes > 0) reached.insert(pair.instance);
  }
  return target_given && reached.size() < campaign.record.instances.size() ? ExitCode::missed : ExitCode::done;
}

Sheet origin_of(const BenchFlags& flags, const std::vector<std::string>& arguments) {
  Sheet origin = describe_origin(arguments, 0);
  origin.provenance.erase("seed");
  origin.provenance["seeds"] = flags.seeds;
  origin.provenance["threads"] = flags.run.threads == 0 ? "all cores" : std::to_string(flags.run.threads);
  return origin;
}

ExitCode bench(const CLI::App& command, const BenchFlags& flags, const std::vector<std::string>& arguments) {
  static_cast<void>(choose_kernel(flags.run.kernel));  // a wrong name is refused whether a sampler has kernels or not
  const SamplerList samplers = make_samplers();
  Campaign campaign = plan_campaign(flags, samplers);
  if (!flags.output.empty()) require_writable(flags.output);
  if (flags.resume) take_up(flags, campaign.record);
  const Sheet origin = origin_of(flags, arguments);
  const InterruptGuard guard;  // to the end: Ctrl-C while the run is written must not lose it
  const auto keep_rows = [&] {
    if (!flags.output.empty()) keep(command, flags, origin, campaign.record);
  };
  run_campaign(flags, guard, keep_rows, campaign);
  const auto& rows = campaign.record.rows;
  const bool none = std::none_of(rows.begin(), rows.end(), [](const BenchRow& row) { return row.batch.has_value(); });
  if (none && campaign.failure) throw Error(*campaign.failure);
  settle_targets(campaign.record);
  keep_rows();
  if (!flags.output.empty() && !flags.display.quiet) {
    write_stderr(fmt::format("report: {}/report.html\n", flags.output));
  }
  if (flags.display.json) {
    write_json(bench_json(campaign.record, build_info.version));
  } else {
    write_stdout(bench_text(campaign.record, Painter(color_mode(flags.display), stdout)));
  }
  return exit_code(campaign, !flags.run.target.empty());
}

void add_bench_flags(CLI::App& command, BenchFlags& flags) {
  command.add_option("instances", flags.instances, "Files or names, as 'solve' takes them")->type_name("PROBLEM …");
  add_reading_flags(command, flags.reading);
  command
      .add_option("--sampler", flags.samplers, "Samplers, separated by commas (default oscillator,pbit-sparse,anneal)")
      ->type_name("NAME,NAME")
      ->delimiter(',')
      ->allow_extra_args(false);
  command.add_option("--seeds", flags.seeds, "Seeds, a run each: a range 0..4 or a list 3,7,11")
      ->type_name("SEEDS")
      ->capture_default_str();
  add_reads_flag(command, flags.run.reads);
  add_execution_flags(command, flags.run);
  command.add_option("-o,--output", flags.output, "Keep all rows and a report with charts in this directory")
      ->type_name("DIR");
  command.add_flag("--resume", flags.resume,
                   "Take over the finished runs that the directory of -o holds, where nothing they depend on changed");
  add_display_flags(command, flags.display);
  add_config_option(command);
}

}  // namespace

void add_bench(CLI::App& app, Action& action) {
  const auto flags = std::make_shared<BenchFlags>();
  CLI::App* command =
      app.add_subcommand("bench", "Instances x samplers x seeds: success, time to solution, with intervals");
  add_bench_flags(*command, *flags);
  command->footer(
      "Parameters are given as -p SAMPLER.KEY=VALUE. The target of an instance is --target, else its best-known "
      "value,\n"
      "else the best value of the campaign. The time limit holds for the whole campaign. A run that fails (a problem\n"
      "that does not fit a core) is a row with its reason. Exit code 1: a --target was given, and on some instance no\n"
      "sampler reached it.\n"
      "Examples:\n"
      "  isinglass bench G1 G22 sk:100:7 --sampler anneal,oscillator --seeds 0..4\n"
      "  isinglass bench G*.rud --sampler anneal -p sweeps=2000 --reads 256 -o campaign\n"
      "  isinglass bench --config campaign/config.toml --seeds 0..9 -o campaign --resume     five seeds more");
  command->callback([command, flags, &action] {
    action.run = [command, flags, &action] { return bench(*command, *flags, action.arguments); };
  });
}

}  // namespace isinglass::cli
