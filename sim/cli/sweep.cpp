// `isinglass sweep`: one problem, one or two parameters of samplers varied over a grid.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "sim/bench/rest_estimate.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/config_file.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/run_description.hpp"
#include "sim/cli/signals.hpp"
#include "sim/cli/sweep_answer.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/sampler/registry.hpp"

namespace isinglass::cli {
namespace {

struct SweepFlags {
  ProblemFlags problem;
  RunFlags run;
  DisplayFlags display;
  std::vector<std::string> samplers{"oscillator"};
  std::vector<std::string> vary;
  std::string output;
};

/// One point under one sampler, checked before anything runs.
struct Plan {
  const Sampler* sampler;
  std::vector<std::string> values;
  Settings settings;
};

std::vector<Plan> plans(const SamplerList& samplers, const SweepFlags& flags, const std::vector<SweepAxis>& axes) {
  const auto shares = share_parameters(split_parameters(flags.run.parameters), flags.samplers);
  std::vector<Plan> list;
  for (std::size_t s = 0; s < shares.size(); ++s) {
    const Sampler& sampler = find_sampler(samplers, flags.samplers[s]);
    for (const auto& point : sweep_grid(axes)) {
      WrittenSettings written = shares[s];
      std::vector<std::string> values;
      for (const auto& setting : point) {
        written.push_back(setting);
        values.push_back(setting.second);
      }
      list.push_back({&sampler, values, Settings(sampler.info().name, sampler.info().parameters, written)});
    }
  }
  return list;
}

/// Unit and limits of each axis, from the first sampler's table, which has all of them.
void describe_axes(const Sampler& sampler, SweepRecord& record) {
  const auto& table = sampler.info().parameters;
  for (const auto& axis : record.axes) {
    const auto row = std::find_if(table.begin(), table.end(), [&](const Parameter& p) { return p.name == axis.key; });
    record.axis_units.push_back(row->unit);
    record.axis_limits.push_back({row->minimum, row->maximum});
  }
}

std::vector<SweepAxis> axes_of(const SweepFlags& flags) {
  if (flags.vary.empty()) {
    throw UsageError("sweep needs a parameter to vary", "for example: isinglass sweep G1 --vary noise_start=0.1:1:10");
  }
  if (flags.vary.size() > 2) throw UsageError("sweep varies one or two parameters", "leave some --vary out");
  std::vector<SweepAxis> axes;
  for (const auto& text : flags.vary) axes.push_back(parse_sweep_axis(text));
  return axes;
}

/// A value given with -p would be lost under those of --vary.
void refuse_set_and_varied(const SweepFlags& flags, const std::vector<SweepAxis>& axes) {
  for (const auto& [key, value] : split_parameters(flags.run.parameters)) {
    for (const auto& axis : axes) {
      if (key != axis.key && !key.ends_with("." + axis.key)) continue;
      throw UsageError(fmt::format("{} is set with -p and varied with --vary", key), "leave one of them out");
    }
  }
}

/// One point; a failure of its own is kept, so that the others still run.
SweepPoint run_point(const Plan& plan, const Problem& problem, const SweepFlags& flags, const SweepRecord& record,
                     const InterruptGuard& guard, std::optional<double> limit_s, ProgressDisplay& display) {
  const RunOptions options{flags.run.reads, record.seed, flags.run.threads, flags.run.kernel, 0};
  RunControl control(guard.flag(), limit_s, [&](const Progress& progress) { display.update(progress); });
  SweepPoint point{plan.sampler->info().name, plan.values, {}, ""};
  try {
    const SampleSet set = run_sampler(*plan.sampler, problem, plan.settings, options, control);
    if (set.reads() > 0) point.outcome = outcome_of(read_batch(problem, set), problem.objective(), record.target);
    if (set.figures.contains("device_energy_mean")) {
      point.ideal_energy = set.figures.at("ideal_energy_mean");
      point.device_energy = set.figures.at("device_energy_mean");
    }
  } catch (const Error& error) {
    point.failure = error.what();
  }
  return point;
}

void run(const std::vector<Plan>& list, const Problem& problem, const SweepFlags& flags, SweepRecord& record,
         const InterruptGuard& guard) {
  RunControl whole(guard.flag(), flags.run.time_limit_s, {});
  whole.begin(static_cast<std::int64_t>(list.size()));
  ProgressDisplay display(guard.flag(), !flags.display.quiet);
  RestEstimate rest;
  std::vector<std::string> groups;  // of the points to come, the next one last
  for (const auto& plan : list) groups.insert(groups.begin(), plan.sampler->info().name);
  for (std::size_t k = 0; k < list.size() && !whole.should_stop(); ++k) {
    std::optional<double> left;
    if (flags.run.time_limit_s) left = std::max(1e-9, *flags.run.time_limit_s - whole.elapsed_s());
    const double before_s = whole.elapsed_s();
    groups.pop_back();
    display.begin(fmt::format("{} {}/{}", list[k].sampler->info().name, k + 1, list.size()),
                  reads_wording(problem.objective(), record.target), flags.run.reads, rest.seconds_for(groups));
    SweepPoint point = run_point(list[k], problem, flags, record, guard, left, display);
    rest.finished(point.sampler, whole.elapsed_s() - before_s);
    if (!point.outcome && point.failure.empty()) break;  // stopped before its first read
    record.points.push_back(std::move(point));
  }
  record.interrupted = record.points.size() < list.size() || guard.flag()->load();
}

void write_run(const CLI::App& command, const SweepFlags& flags, const SweepRecord& record,
               const RunRecord& described) {
  Sheet sheet = sweep_sheet(record);
  sheet.command = described.command;
  sheet.provenance = {{"version", described.version},        {"compiler", described.compiler},
                      {"seed", std::to_string(record.seed)}, {"kernel", flags.run.kernel},
                      {"started", described.started},        {"problem SHA-256", described.problem.sha256}};
  sheet.answer = sweep_json(record, build_info.version);
  write_sheet_directory(flags.output, sheet, config_text(command, record.seed));
  if (!flags.display.quiet) write_stderr(fmt::format("report: {}/report.html\n", flags.output));
}

ExitCode exit_code(const SweepRecord& record, bool interrupted, bool target_given) {
  if (interrupted) return ExitCode::interrupted;
  const bool reached = std::any_of(record.points.begin(), record.points.end(),
                                   [](const SweepPoint& p) { return p.outcome && p.outcome->successes > 0; });
  return target_given && !reached ? ExitCode::missed : ExitCode::done;
}

ExitCode sweep(const SweepFlags& flags, const CLI::App& command, const std::vector<std::string>& arguments) {
  const SamplerList samplers = make_samplers();
  SweepRecord record;
  record.axes = axes_of(flags);
  refuse_set_and_varied(flags, record.axes);
  for (auto& axis : record.axes) {
    for (const auto& name : flags.samplers) fit_axis(find_sampler(samplers, name).info().parameters, axis);
  }
  const auto list = plans(samplers, flags, record.axes);
  const Problem problem = load(flags.problem, command);
  const RunRecord described = describe_run(problem, flags.run, resolve_seed(flags.run.seed), arguments);
  record.problem = described.problem;
  record.samplers = flags.samplers;
  describe_axes(*list.front().sampler, record);
  record.fixed = split_parameters(flags.run.parameters);
  record.seed = described.seed;
  record.reads = flags.run.reads;
  record.target = described.target;
  record.target_origin = described.target_origin;
  if (!flags.output.empty()) require_writable(flags.output);
  const InterruptGuard guard;  // to the end: Ctrl-C while the run is written must not lose it
  run(list, problem, flags, record, guard);
  const bool failed = !record.points.empty() && !record.best_point();
  if (failed)
    throw NumericalError(fmt::format("no point of the sweep ran: {}", record.points.front().failure),
                         "try one point with 'isinglass solve'");
  if (!flags.output.empty()) write_run(command, flags, record, described);
  if (flags.display.json) {
    write_json(sweep_json(record, build_info.version));
  } else {
    write_stdout(sweep_table(record, Painter(color_mode(flags.display), stdout)));
  }
  return exit_code(record, guard.flag()->load(), !flags.run.target.empty());
}

}  // namespace

void add_sweep(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("sweep", "Vary one or two parameters and see how the answers change");
  auto flags = std::make_shared<SweepFlags>();
  add_problem_flags(*command, flags->problem);
  command
      ->add_option("--vary", flags->vary,
                   "What is varied: KEY=A,B,C or KEY=FROM:TO:COUNT, with :log behind it for a constant ratio; once or "
                   "twice")
      ->type_name("KEY=VALUES")
      ->allow_extra_args(false);
  command->add_option("--sampler", flags->samplers, "Samplers, separated by commas; each must have the parameter")
      ->type_name("NAME,NAME")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->capture_default_str();
  add_run_flags(*command, flags->run);
  command->add_option("-o,--output", flags->output, "Keep the rows and a report with charts in this directory")
      ->type_name("DIR");
  add_display_flags(*command, flags->display);
  add_config_option(*command);
  command->footer(
      "Every point runs with the same seed. The time limit holds for the whole sweep. Exit code 1: a --target was\n"
      "given and no point reached it.\n"
      "Examples:\n"
      "  isinglass sweep G1 --vary noise_start=0.1:1:10\n"
      "  isinglass sweep G22 --sampler bifurcation --vary variant=aSB,bSB,dSB --vary steps=100:10000:5:log -o run\n"
      "  isinglass sweep G1 --sampler oscillator --vary mismatch=10:10000:7:log --json");
  command->callback([flags, command, &action] {
    action.run = [flags, command, &action] { return sweep(*flags, *command, action.arguments); };
  });
}

}  // namespace isinglass::cli
