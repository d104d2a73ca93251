// `isinglass compare`: one problem, several samplers, one report.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sim/cli/command.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/config_file.hpp"
#include "sim/cli/features.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/run_description.hpp"
#include "sim/cli/signals.hpp"
#include "sim/report/page_details.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/report/summarise.hpp"
#include "sim/report/table.hpp"
#include "sim/sampler/registry.hpp"

namespace isinglass::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* usual_hw_report = "build/hw/icebreaker-pbit_sparse/report.json";

struct CompareFlags {
  ProblemFlags problem;
  RunFlags run;
  DisplayFlags display;
  std::vector<std::string> samplers{"oscillator", "pbit-sparse", "anneal"};
  std::string output;
  std::string hw_report;
};

/// One sampler with its settings, checked before anything runs, and what came of it.
struct Contestant {
  const Sampler* sampler;
  Settings settings;
  std::optional<SampleSet> set;
  std::optional<Error> failure;  ///< why it did not run: the problem does not fit it, the numbers went wrong
};

std::vector<Contestant> contestants(const SamplerList& samplers, const CompareFlags& flags) {
  const auto shares = share_parameters(split_parameters(flags.run.parameters), flags.samplers);
  std::vector<Contestant> list;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const Sampler& sampler = choose_sampler(samplers, flags.samplers[i]);
    list.push_back({&sampler, Settings(sampler.info().name, sampler.info().parameters, shares[i]), {}, {}});
  }
  return list;
}

void run_one(Contestant& contestant, const Problem& problem, const CompareFlags& flags, const RunRecord& record,
             const InterruptGuard& guard) {
  const RunOptions options{flags.run.reads, record.seed, flags.run.threads, flags.run.kernel, report_trace_points};
  ProgressDisplay display(guard.flag(), !flags.display.quiet);
  display.begin(contestant.sampler->info().name, reads_wording(problem.objective(), record.target), flags.run.reads);
  RunControl control(guard.flag(), flags.run.time_limit_s, [&](const Progress& progress) { display.update(progress); });
  try {
    contestant.set = run_sampler(*contestant.sampler, problem, contestant.settings, options, control);
  } catch (const Error& error) {
    contestant.failure = error;
  }
}

/// The bitstream's report: what was named, else what `hw build` left in its default place, where a digital machine
/// takes part.
std::optional<nlohmann::json> hardware_report(const CompareFlags& flags, const std::vector<Contestant>& list) {
  if (!flags.hw_report.empty()) return read_hardware_report(flags.hw_report);
  const bool digital = std::any_of(list.begin(), list.end(),
                                   [](const Contestant& c) { return c.sampler->info().kind == SamplerKind::digital; });
  if (!digital || !fs::exists(usual_hw_report)) return std::nullopt;
  return read_hardware_report(usual_hw_report);
}

/// The target of the comparison: what was asked for, else the best-known value; else the best answer of this run.
void settle_target(RunRecord& record, const Problem& problem, const std::vector<Contestant>& list) {
  if (record.target) return;
  const Objective objective = problem.objective();
  std::optional<double> best;
  for (const auto& contestant : list) {
    if (!contestant.set) continue;
    for (const double energy : contestant.set->energy) best = std::min(best.value_or(energy), energy);
  }
  if (!best) return;
  record.target = objective.from_energy(*best);
  record.target_origin = "best of this run";
}

nlohmann::ordered_json answer_json(const RunRecord& record, const fs::path& directory) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const auto& sampler : record.samplers) rows.push_back(row_json(record, sampler));
  nlohmann::ordered_json answer = to_json(record);
  nlohmann::ordered_json document = {{"schema", "isinglass-compare-1"}, {"version", record.version}};
  for (const char* key : {"problem", "seed", "reads", "target", "target_origin", "interrupted"})
    document[key] = answer[key];
  document["rows"] = rows;
  for (const char* key : {"hardware", "headline", "diagnostics"}) document[key] = answer[key];
  document["directory"] = directory.string();
  document["report"] = (directory / "report.html").string();
  return document;
}

void print(const RunRecord& record, const fs::path& directory, const DisplayFlags& display) {
  if (display.json) {
    write_json(answer_json(record, directory));
    return;
  }
  write_stdout(terminal_report(record) + fmt::format("\nreport: {}\n", (directory / "report.html").string()));
}

/// Runs them one after the other; the first failure ends the comparison only when nothing else has run.
void run_all(std::vector<Contestant>& list, const Problem& problem, const CompareFlags& flags, RunRecord& record,
             const fs::path& directory) {
  const InterruptGuard guard;
  for (auto& contestant : list) {
    if (!guard.flag()->load()) run_one(contestant, problem, flags, record, guard);
  }
  record.interrupted = guard.flag()->load();
  const bool any = std::any_of(list.begin(), list.end(), [](const Contestant& c) { return c.set.has_value(); });
  const auto failed = std::find_if(list.begin(), list.end(), [](const Contestant& c) { return c.failure.has_value(); });
  if (any || failed == list.end()) return;
  std::error_code not_empty;
  fs::remove(directory, not_empty);
  throw Error(*failed->failure);
}

void fill_record(RunRecord& record, const Problem& problem, const std::vector<Contestant>& list) {
  settle_target(record, problem, list);
  for (const auto& c : list) {
    if (!c.set) continue;
    record.samplers.push_back(summarise(c.sampler->info(), c.settings, problem, *c.set, record.target));
  }
  conclude(record);
  for (const auto& c : list) {
    if (!c.failure) continue;
    const std::string hint = c.failure->hint();
    record.diagnostics.push_back({fmt::format("{} did not run: {}.", c.sampler->info().name, c.failure->what()),
                                  hint.empty() ? "The others did." : capitalised(hint) + "."});
  }
}

/// A sampler that was asked for by name and failed gives its exit code; one of the default list may be unfit.
ExitCode exit_code(const RunRecord& record, const std::vector<Contestant>& list, bool target_given,
                   bool samplers_given) {
  if (record.interrupted) return ExitCode::interrupted;
  for (const auto& c : list) {
    if (c.failure && (samplers_given || c.failure->code() != ExitCode::input)) return c.failure->code();
  }
  const bool reached = std::any_of(record.samplers.begin(), record.samplers.end(),
                                   [](const SamplerRecord& s) { return s.successes.value_or(0) > 0; });
  return target_given && !reached ? ExitCode::missed : ExitCode::done;
}

ExitCode compare(const CompareFlags& flags, const CLI::App& command, const std::vector<std::string>& arguments) {
  const SamplerList samplers = make_samplers();
  auto list = contestants(samplers, flags);
  const Problem problem = load(flags.problem, command);
  RunRecord record = describe_run(problem, flags.run, resolve_seed(flags.run.seed), arguments);
  record.hardware = hardware_report(flags, list);
  const fs::path directory = flags.output.empty() ? next_run_directory(".") : fs::path(flags.output);
  require_writable(directory);

  run_all(list, problem, flags, record, directory);
  fill_record(record, problem, list);
  std::vector<SampleSet> sets;
  for (auto& contestant : list) {
    if (contestant.set) sets.push_back(std::move(*contestant.set));
  }
  write_run_directory(directory, record, sets, config_text(command, record.seed));
  print(record, directory, flags.display);
  return exit_code(record, list, !flags.run.target.empty(), command.count("--sampler") > 0);
}

}  // namespace

void add_compare(CLI::App& app, Action& action) {
  auto* command =
      app.add_subcommand("compare", "Answer one problem with several samplers and compare them in one report");
  auto flags = std::make_shared<CompareFlags>();
  add_problem_flags(*command, flags->problem);
  command
      ->add_option("--sampler", flags->samplers,
                   "Samplers, separated by commas (default oscillator,pbit-sparse,anneal)")
      ->type_name("NAME,NAME")
      ->delimiter(',')
      ->allow_extra_args(false);
  add_run_flags(*command, flags->run);
  command->add_option("-o,--output", flags->output, "Directory for the report and its data (default isinglass-run-N)")
      ->type_name("DIR");
  command
      ->add_option(
          "--hw-report", flags->hw_report,
          "report.json of `hw build`, to show the resources and the clock of a bitstream (default: that of the "
          "iCEBreaker in build/hw, if it is there)")
      ->type_name("FILE");
  add_display_flags(*command, flags->display);
  add_config_option(*command);
  command->footer(
      "Parameters are given as -p SAMPLER.KEY=VALUE. The time limit holds for each sampler. A sampler that cannot "
      "take\n"
      "the problem is left out and named; its exit code is returned if it was asked for. Exit code 1: a --target was\n"
      "given and no sampler reached it.\n"
      "Examples:\n"
      "  isinglass compare G1\n"
      "  isinglass compare G22 --sampler oscillator,anneal --reads 256 -p anneal.sweeps=2000 -o g22\n"
      "  isinglass compare my.rud --target 1200 --json");
  command->callback([flags, command, &action] {
    action.run = [flags, command, &action] { return compare(*flags, *command, action.arguments); };
  });
}

}  // namespace isinglass::cli
