// `isinglass solve`: one problem, one sampler, samples and what they prove.
#include <memory>

#include "models/numeric/kernel_choice.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/config_file.hpp"
#include "sim/cli/features.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/signals.hpp"
#include "sim/cli/solve_finish.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/sampler/registry.hpp"

namespace isinglass::cli {
namespace {

SampleSet run(const SolveFlags& flags, const Problem& problem, const Sampler& sampler, const Settings& settings,
              const RunOptions& options, std::optional<double> target, const InterruptGuard& interrupt) {
  ProgressDisplay display(interrupt.flag(), !flags.display.quiet);
  display.begin(sampler.info().name, reads_wording(problem.objective(), target), options.reads);
  RunControl control(interrupt.flag(), flags.run.time_limit_s, [&](const Progress& p) { display.update(p); });
  return run_sampler(sampler, problem, settings, options, control);
}

ExitCode solve(const CLI::App& command, const SolveFlags& flags, const std::vector<std::string>& arguments) {
  const SamplerList samplers = make_samplers();
  const Sampler& sampler = choose_sampler(samplers, flags.sampler);
  const Settings settings(flags.sampler, sampler.info().parameters, split_parameters(flags.run.parameters));
  const RunOptions options{.reads = flags.run.reads,
                           .seed = resolve_seed(flags.run.seed),
                           .threads = flags.run.threads,
                           .kernel = flags.run.kernel,
                           .trace_points = flags.output.empty() ? 0 : report_trace_points};
  static_cast<void>(choose_kernel(options.kernel));  // a wrong name is refused whether the sampler has kernels or not
  const Problem problem = load(flags.problem, command);
  const auto target = resolve_target(flags.run.target, problem);
  if (!flags.output.empty()) require_writable(flags.output);
  log_request(flags, problem, options);

  const InterruptGuard interrupt;  // to the end: Ctrl-C while the run is written must not lose it
  const SampleSet set = run(flags, problem, sampler, settings, options, target, interrupt);
  return finish_solve(command, flags, arguments, sampler.info(), settings, problem, options, target, set);
}

}  // namespace

void add_solve(CLI::App& app, Action& action) {
  const auto flags = std::make_shared<SolveFlags>();
  CLI::App* command =
      app.add_subcommand("solve", "One problem, one sampler: the best answer and how often it is found");
  add_problem_flags(*command, flags->problem);
  command->add_option("--sampler", flags->sampler, "How to answer it ('isinglass info' lists them)")
      ->type_name("NAME")
      ->capture_default_str();
  add_run_flags(*command, flags->run);
  command->add_option("-o,--output", flags->output, "Keep samples, settings and a report in this directory")
      ->type_name("DIR");
  add_display_flags(*command, flags->display);
  command->add_flag("--samples", flags->samples, "With --json: all samples, not only the best");
  add_config_option(*command);
  command->footer(
      "Exit codes: 0 done, 1 target missed, 2 usage, 3 input, 4 numerical, 5 hardware, 70 defect, 130 interrupted.\n"
      "Examples:\n"
      "  isinglass solve G1                                     64 reads of simulated annealing\n"
      "  isinglass solve G1 --target best-known                 success probability, time to solution\n"
      "  isinglass solve K2000 -p sweeps=5000 --reads 16        longer anneals of a dense problem\n"
      "  isinglass solve sk:24:1 --sampler exhaustive           the ground states, proved\n"
      "  isinglass solve my.rud --sampler oscillator -o run     an oscillator machine, with a report\n"
      "  isinglass solve --config run/config.toml               the same again\n"
      "  isinglass solve q.sparse --json | jq .best.objective   a QUBO, for a script");
  command->callback([command, flags, &action] {
    action.run = [command, flags, &action] { return solve(*command, *flags, action.arguments); };
  });
}

}  // namespace isinglass::cli
