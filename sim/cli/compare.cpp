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

/// One sampler with its settings, checked before anything runs.
struct Contestant {
  const Sampler* sampler;
  Settings settings;
};

/// "SAMPLER.key=value" goes to that sampler; a key without one is for the only sampler there is.
std::vector<WrittenSettings> share_out(const WrittenSettings& written, const std::vector<std::string>& names) {
  std::vector<WrittenSettings> shares(names.size());
  for (const auto& [key, value] : written) {
    const auto dot = key.find('.');
    if (dot == std::string::npos && names.size() == 1) {
      shares.front().emplace_back(key, value);
      continue;
    }
    if (dot == std::string::npos) {
      throw UsageError(fmt::format("-p: '{}' does not say which sampler it is for", key),
                       fmt::format("for example -p {}.{}={}", names.front(), key, value));
    }
    const std::string name = key.substr(0, dot);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
      const std::string near = nearest_name(name, names);
      throw UsageError(
          fmt::format("-p: '{}' is not one of the samplers compared", name),
          near.empty() ? fmt::format("they are: {}", fmt::join(names, ", ")) : fmt::format("did you mean '{}'?", near));
    }
    shares[static_cast<std::size_t>(found - names.begin())].emplace_back(key.substr(dot + 1), value);
  }
  return shares;
}

std::vector<Contestant> contestants(const SamplerList& samplers, const CompareFlags& flags) {
  for (auto name = flags.samplers.begin(); name != flags.samplers.end(); ++name) {
    if (std::find(flags.samplers.begin(), name, *name) != name) {
      throw UsageError(fmt::format("sampler '{}' is named twice", *name), "name each sampler once");
    }
  }
  const auto shares = share_out(split_parameters(flags.run.parameters), flags.samplers);
  std::vector<Contestant> list;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const Sampler& sampler = choose_sampler(samplers, flags.samplers[i]);
    list.push_back({&sampler, Settings(sampler.info().name, sampler.info().parameters, shares[i])});
  }
  return list;
}

SampleSet run_one(const Contestant& contestant, const Problem& problem, const CompareFlags& flags, std::uint64_t seed,
                  std::optional<double> target, const InterruptGuard& guard) {
  const RunOptions options{flags.run.reads, seed, flags.run.threads, flags.run.kernel, report_trace_points};
  ProgressDisplay display(contestant.sampler->info().name, problem.objective(), target, flags.run.reads, guard.flag(),
                          !flags.display.quiet);
  RunControl control(guard.flag(), flags.run.time_limit_s, [&](const Progress& progress) { display.update(progress); });
  return run_sampler(*contestant.sampler, problem, contestant.settings, options, control);
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
void settle_target(RunRecord& record, const Problem& problem, const std::vector<SampleSet>& sets) {
  if (record.target) return;
  const Objective objective = problem.objective();
  std::optional<double> best;
  for (const auto& set : sets) {
    for (const double energy : set.energy) best = std::min(best.value_or(energy), energy);
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

ExitCode exit_code(const RunRecord& record, bool target_given) {
  if (record.interrupted) return ExitCode::interrupted;
  const bool reached = std::any_of(record.samplers.begin(), record.samplers.end(),
                                   [](const SamplerRecord& s) { return s.successes.value_or(0) > 0; });
  return target_given && !reached ? ExitCode::missed : ExitCode::done;
}

ExitCode compare(const CompareFlags& flags, const CLI::App& command, const std::vector<std::string>& arguments) {
  const SamplerList samplers = make_samplers();
  const auto list = contestants(samplers, flags);
  const Problem problem = load(flags.problem, command);
  RunRecord record = describe_run(problem, flags.run, resolve_seed(flags.run.seed), arguments);
  record.hardware = hardware_report(flags, list);
  const fs::path directory = flags.output.empty() ? next_run_directory(".") : fs::path(flags.output);
  require_writable(directory);

  std::vector<SampleSet> sets;
  const InterruptGuard guard;
  for (const auto& contestant : list) {
    if (guard.flag()->load()) break;
    sets.push_back(run_one(contestant, problem, flags, record.seed, record.target, guard));
  }
  record.interrupted = guard.flag()->load();
  settle_target(record, problem, sets);
  for (std::size_t i = 0; i < sets.size(); ++i) {
    record.samplers.push_back(summarise(list[i].sampler->info(), list[i].settings, problem, sets[i], record.target));
  }
  conclude(record);
  write_run_directory(directory, record, sets, config_text(command, record.seed));
  print(record, directory, flags.display);
  return exit_code(record, !flags.run.target.empty());
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
      "Parameters are given as -p SAMPLER.KEY=VALUE. The time limit holds for each sampler. Exit code 1: a --target "
      "was\n"
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
