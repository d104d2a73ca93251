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
  ProblemFlags reading;
  std::vector<std::string> problems;
  RunFlags run;
  DisplayFlags display;
  std::vector<std::string> samplers{"oscillator"};
  std::vector<std::string> vary;
  std::string output;
};

/// One point under one sampler, checked before anything runs.
struct Plan {
  const Sampler* sampler;
  std::vector<std::string> values;  ///< none of a level
  Settings settings;
};

/// What is swept: problems, and for each the record that its points go into.
struct Campaign {
  std::vector<Plan> plans;
  std::vector<Problem> problems;
  std::vector<SweepRecord> records;
};

/// A sampler without any of the parameters is a level beside those that have them, if there are such.
bool is_level(const SamplerList& samplers, const SweepFlags& flags, const Sampler& sampler,
              const std::vector<SweepAxis>& axes) {
  const auto has_any = [&](const Sampler& one) {
    return std::any_of(axes.begin(), axes.end(),
                       [&](const SweepAxis& axis) { return has_parameter(one.info().parameters, axis.key); });
  };
  return !has_any(sampler) && std::any_of(flags.samplers.begin(), flags.samplers.end(), [&](const std::string& name) {
    return has_any(find_sampler(samplers, name));
  });
}

std::vector<Plan> plans(const SamplerList& samplers, const SweepFlags& flags, const std::vector<SweepAxis>& axes) {
  const auto shares = share_parameters(split_parameters(flags.run.parameters), flags.samplers);
  std::vector<Plan> list;
  for (std::size_t s = 0; s < shares.size(); ++s) {
    const Sampler& sampler = find_sampler(samplers, flags.samplers[s]);
    if (is_level(samplers, flags, sampler, axes)) {
      list.push_back({&sampler, {}, Settings(sampler.info().name, sampler.info().parameters, shares[s])});
      continue;
    }
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

/// Unit and limits of each axis, from a sampler's table that has all of them.
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
    if (set.reads() > 0) {
      point.batch = read_batch(problem, set);
      point.outcome = outcome_of(*point.batch, record.objective, record.target);
    }
    if (set.figures.contains("device_energy_mean")) {
      point.ideal_energy = set.figures.at("ideal_energy_mean");
      point.device_energy = set.figures.at("device_energy_mean");
    }
  } catch (const Error& error) {
    point.failure = error.what();
  }
  return point;
}

/// All points on all problems, problem after problem.
void run(const SweepFlags& flags, const InterruptGuard& guard, Campaign& campaign) {
  const auto& list = campaign.plans;
  const std::size_t count = list.size() * campaign.problems.size();
  RunControl whole(guard.flag(), flags.run.time_limit_s, {});
  whole.begin(static_cast<std::int64_t>(count));
  ProgressDisplay display(guard.flag(), !flags.display.quiet);
  RestEstimate rest;
  std::vector<std::string> groups;  // of the points to come, the next one last
  for (std::size_t k = count; k > 0; --k) groups.push_back(list[(k - 1) % list.size()].sampler->info().name);
  for (std::size_t k = 0; k < count && !whole.should_stop(); ++k) {
    const Plan& plan = list[k % list.size()];
    const Problem& problem = campaign.problems[k / list.size()];
    SweepRecord& record = campaign.records[k / list.size()];
    std::optional<double> left;
    if (flags.run.time_limit_s) left = std::max(1e-9, *flags.run.time_limit_s - whole.elapsed_s());
    const double before_s = whole.elapsed_s();
    groups.pop_back();
    display.begin(fmt::format("{} {}/{}", plan.sampler->info().name, k + 1, count),
                  reads_wording(record.objective, record.target), flags.run.reads, rest.seconds_for(groups));
    SweepPoint point = run_point(plan, problem, flags, record, guard, left, display);
    rest.finished(point.sampler, whole.elapsed_s() - before_s);
    if (!point.outcome && point.failure.empty()) break;  // stopped before its first read
    record.points.push_back(std::move(point));
  }
  for (auto& record : campaign.records) {
    record.interrupted = record.points.size() < list.size() || guard.flag()->load();
  }
}

void write_run(const CLI::App& command, const SweepFlags& flags, const std::vector<SweepRecord>& records,
               const RunRecord& described) {
  const bool several = records.size() > 1;
  Sheet sheet = several ? sweep_means_sheet(records) : sweep_sheet(records.front());
  sheet.command = described.command;
  sheet.provenance = {{"version", described.version},
                      {"compiler", described.compiler},
                      {"seed", std::to_string(records.front().seed)},
                      {"kernel", flags.run.kernel},
                      {"started", described.started}};
  for (const auto& record : records) {
    sheet.provenance[several ? "SHA-256 of " + record.problem.name : "problem SHA-256"] = record.problem.sha256;
  }
  sheet.answer = sweep_json(records, build_info.version);
  write_sheet_directory(flags.output, sheet, config_text(command, records.front().seed));
  if (!flags.display.quiet) write_stderr(fmt::format("report: {}/report.html\n", flags.output));
}

/// A target was given and on some problem no point reached it: 1.
ExitCode exit_code(const std::vector<SweepRecord>& records, bool interrupted, bool target_given) {
  if (interrupted) return ExitCode::interrupted;
  const bool reached = std::all_of(records.begin(), records.end(), [](const SweepRecord& record) {
    return std::any_of(record.points.begin(), record.points.end(),
                       [](const SweepPoint& p) { return p.outcome && p.outcome->successes > 0; });
  });
  return target_given && !reached ? ExitCode::missed : ExitCode::done;
}

/// The axes, with computed values fit for every sampler that has the parameter.
std::vector<SweepAxis> fitted_axes(const SamplerList& samplers, const SweepFlags& flags) {
  auto axes = axes_of(flags);
  refuse_set_and_varied(flags, axes);
  for (auto& axis : axes) {
    for (const auto& name : flags.samplers) fit_axis(find_sampler(samplers, name).info().parameters, axis);
  }
  return axes;
}

/// Problems with records that lack their points only; `described` is what the last one's run directory would say.
Campaign plan_campaign(const SamplerList& samplers, const SweepFlags& flags, const std::vector<std::string>& arguments,
                       RunRecord& described) {
  Campaign campaign;
  SweepRecord grid;
  grid.axes = fitted_axes(samplers, flags);
  campaign.plans = plans(samplers, flags, grid.axes);
  grid.samplers = flags.samplers;
  const auto varied =
      std::find_if(campaign.plans.begin(), campaign.plans.end(), [](const Plan& plan) { return !plan.values.empty(); });
  describe_axes(*varied->sampler, grid);
  grid.fixed = split_parameters(flags.run.parameters);
  grid.seed = resolve_seed(flags.run.seed);
  grid.reads = flags.run.reads;
  if (flags.problems.empty()) {
    throw UsageError("sweep needs a problem: a file or a name",
                     "for example: isinglass sweep G1 --vary noise_start=0.1:1:10");
  }
  for (const auto& spec : flags.problems) {
    const Problem& problem = campaign.problems.emplace_back(load(flags.reading, spec));
    described = describe_run(problem, flags.run, grid.seed, arguments);
    SweepRecord& record = campaign.records.emplace_back(grid);
    record.problem = described.problem;
    record.objective = problem.objective();
    record.target = described.target;
    record.target_origin = described.target_origin;
  }
  return campaign;
}

ExitCode sweep(const SweepFlags& flags, const CLI::App& command, const std::vector<std::string>& arguments) {
  const SamplerList samplers = make_samplers();
  RunRecord described;
  Campaign campaign = plan_campaign(samplers, flags, arguments, described);
  auto& records = campaign.records;
  if (!flags.output.empty()) require_writable(flags.output);
  const InterruptGuard guard;  // to the end: Ctrl-C while the run is written must not lose it
  run(flags, guard, campaign);
  for (const auto& record : records) {
    if (record.points.empty() || record.best_point()) continue;
    throw NumericalError(fmt::format("no point of the sweep ran: {}", record.points.front().failure),
                         "try one point with 'isinglass solve'");
  }
  if (records.size() > 1) std::for_each(records.begin(), records.end(), settle_sweep_target);
  if (!flags.output.empty()) write_run(command, flags, records, described);
  if (flags.display.json) {
    write_json(sweep_json(records, build_info.version));
  } else {
    write_stdout(sweep_table(records, Painter(color_mode(flags.display), stdout)));
  }
  return exit_code(records, guard.flag()->load(), !flags.run.target.empty());
}

}  // namespace

void add_sweep(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("sweep", "Vary one or two parameters and see how the answers change");
  auto flags = std::make_shared<SweepFlags>();
  command
      ->add_option("problems", flags->problems,
                   "Files or names, as 'solve' takes them; of several the means over them are shown")
      ->type_name("PROBLEM …");
  add_reading_flags(*command, flags->reading);
  command
      ->add_option("--vary", flags->vary,
                   "What is varied: KEY=A,B,C or KEY=FROM:TO:COUNT, with :log behind it for a constant ratio; once or "
                   "twice")
      ->type_name("KEY=VALUES")
      ->allow_extra_args(false);
  command
      ->add_option("--sampler", flags->samplers,
                   "Samplers, separated by commas; one without the parameter is a level beside the others")
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
      "given and on some problem no point reached it.\n"
      "Examples:\n"
      "  isinglass sweep G1 --vary noise_start=0.1:1:10\n"
      "  isinglass sweep G22 --sampler bifurcation --vary variant=aSB,bSB,dSB --vary steps=100:10000:5:log -o run\n"
      "  isinglass sweep G1 --sampler oscillator --vary mismatch=10:10000:7:log --json\n"
      "  isinglass sweep gaussian:64:1 gaussian:64:2 --sampler bifurcation-row,bifurcation --vary weight_bits=2:10:9 "
      "\\\n"
      "    -p bifurcation-row.scale=true -o bits      what fixed point costs beside the analog sibling");
  command->callback([flags, command, &action] {
    action.run = [flags, command, &action] { return sweep(*flags, *command, action.arguments); };
  });
}

}  // namespace isinglass::cli
