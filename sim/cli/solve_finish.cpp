// From samples to the answer.
#include "sim/cli/solve_finish.hpp"

#include <fmt/format.h>

#include "sim/cli/config_file.hpp"
#include "sim/cli/solve_answer.hpp"
#include "sim/report/format.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/report/summarise.hpp"

namespace isinglass::cli {
namespace {

/// What the answer is made from: measured against `target`, or against nothing.
RunRecord describe(const SolveFlags& flags, const std::vector<std::string>& arguments, const SamplerInfo& sampler,
                   const Settings& settings, const Problem& problem, const RunOptions& options, const SampleSet& set) {
  RunRecord record = describe_run(problem, flags.run, options.seed, arguments);
  record.samplers.push_back(summarise(sampler, settings, problem, set, record.target));
  record.interrupted = set.interrupted;
  conclude(record);
  return record;
}

/// The answer speaks of a target only where one was asked for; the report takes the best-known value otherwise.
RunRecord without_target(RunRecord record, const SamplerInfo& sampler, const Settings& settings, const Problem& problem,
                         const SampleSet& set) {
  record.target.reset();
  record.samplers = {summarise(sampler, settings, problem, set, std::nullopt)};
  conclude(record);
  return record;
}

}  // namespace

void log_verbose(const DisplayFlags& display, const std::string& text) {
  if (display.verbose && !display.quiet) write_stderr("isinglass: " + text + "\n");
}

void log_request(const SolveFlags& flags, const Problem& problem, const RunOptions& options) {
  log_verbose(flags.display, fmt::format("{}: {}, {}, {}", problem.name, to_string(problem.kind),
                                         format_count_of(problem.size(), "variable"),
                                         format_count_of(std::ssize(problem.couplings), "coupling")));
  log_verbose(flags.display,
              fmt::format("{}: {}, seed {}", flags.sampler, format_count_of(options.reads, "read"), options.seed));
}

ExitCode finish_solve(const CLI::App& command, const SolveFlags& flags, const std::vector<std::string>& arguments,
                      const SamplerInfo& sampler, const Settings& settings, const Problem& problem,
                      const RunOptions& options, std::optional<double> target, const SampleSet& set) {
  RunRecord record = describe(flags, arguments, sampler, settings, problem, options, set);
  // First to disk, then to a pipe that may be closed.
  if (!flags.output.empty()) {
    write_run_directory(flags.output, record, {set}, config_text(command, options.seed));
    if (!flags.display.quiet) write_stderr(fmt::format("report: {}/report.html\n", flags.output));
  }
  if (!target) record = without_target(std::move(record), sampler, settings, problem, set);
  const SolveRun finished{problem, settings, set, record};
  if (flags.display.json) {
    write_json(solve_json(finished, flags.samples));
  } else {
    write_stdout(solve_table(finished, Painter(color_mode(flags.display), stdout)));
  }
  return solve_exit_code(record);
}

}  // namespace isinglass::cli
