// `isinglass simulate`: one trajectory of any analog machine, looked at closely.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/config_file.hpp"
#include "sim/cli/run_description.hpp"
#include "sim/cli/signals.hpp"
#include "sim/cli/simulate_answer.hpp"
#include "sim/io/npy.hpp"
#include "sim/io/text_file.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/report/summarise.hpp"
#include "sim/sampler/machines.hpp"

namespace isinglass::cli {
namespace {

struct SimulateFlags {
  ProblemFlags problem;
  DisplayFlags display;
  std::string sampler = "oscillator";
  std::vector<std::string> parameters;
  std::string seed = "0";
  std::int64_t read = 0;
  std::string engine = "auto";
  std::string kernel = "auto";
  double tolerance = 1e-8;
  std::int64_t points = 500;
  std::string initial;
  bool stability = false;
  std::int64_t attractors = 0;
  int threads = 0;
  std::string output;
};

EngineChoice engine_named(const std::string& name) {
  if (name == "adaptive") return EngineChoice::adaptive;
  if (name == "fixed") return EngineChoice::fixed;
  return EngineChoice::automatic;
}

OpenOptions open_options(const SimulateFlags& flags, std::uint64_t seed) {
  OpenOptions options{.engine = engine_named(flags.engine),
                      .seed = seed,
                      .read = static_cast<std::uint32_t>(flags.read),
                      .kernel = flags.kernel,
                      .tolerance = {flags.tolerance, flags.tolerance},
                      .initial = std::nullopt};
  if (!flags.initial.empty()) options.initial = npy_as_doubles(read_npy(read_text_file(flags.initial), flags.initial));
  return options;
}

void analyse(const SimulateFlags& flags, AnalogRun& run, Simulation& simulation) {
  if (!flags.stability || simulation.recording.interrupted) return;
  try {
    simulation.stability = analyse_stability(run, run.state());
  } catch (const NumericalError& failure) {
    simulation.stability_failure = failure.what();
  }
}

void search_attractors(const SimulateFlags& flags, const AnalogModel& model, const Question& question,
                       const Settings& settings, std::uint64_t seed, RunControl& control, Simulation& simulation) {
  if (flags.attractors == 0 || simulation.recording.interrupted) return;
  const RunOptions options{.reads = flags.attractors, .seed = seed, .threads = flags.threads, .kernel = flags.kernel};
  const SettledEnsemble settled = model.settle(question, settings, options, {}, control);
  simulation.starts = static_cast<std::int64_t>(settled.energy.size());
  const double moving = 1e-3 * (settled.energy.empty() ? 1.0 : std::max(1.0, settled.states.abs().maxCoeff()));
  simulation.unsettled = std::count_if(settled.late_change.begin(), settled.late_change.end(),
                                       [&](double change) { return change > moving; });
  simulation.attractors = group_attractors(settled);
}

Sheet make_sheet(const Simulation& simulation, const std::vector<std::string>& arguments) {
  Sheet sheet = describe_origin(arguments, simulation.seed);
  describe_simulation(simulation, sheet);
  return sheet;
}

ExitCode simulate(const CLI::App& command, const SimulateFlags& flags, const std::vector<std::string>& arguments) {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, flags.sampler);
  const Settings settings(flags.sampler, model.info().parameters, split_parameters(flags.parameters));
  const std::uint64_t seed = resolve_seed(flags.seed);
  const Problem problem = load(flags.problem, command);
  if (!flags.output.empty()) require_writable(flags.output);

  const InterruptGuard interrupt;
  RunControl control(interrupt.flag(), std::nullopt, {});
  const Question question = problem;
  const auto run = model.open(question, settings, open_options(flags, seed));
  Simulation simulation;
  simulation.sampler = flags.sampler;
  simulation.question = problem.name;
  simulation.objective_name = describe_problem(problem).objective_name;
  simulation.seed = seed;
  simulation.read = static_cast<std::uint32_t>(flags.read);
  simulation.recording = record(*run, static_cast<std::size_t>(flags.points), &problem, control);
  analyse(flags, *run, simulation);
  search_attractors(flags, model, question, settings, seed, control, simulation);

  const Sheet sheet = make_sheet(simulation, arguments);
  if (!flags.output.empty()) {
    write_trajectory(flags.output, simulation);
    write_sheet_directory(flags.output, sheet, config_text(command, seed));
    if (!flags.display.quiet) write_stderr(fmt::format("report: {}/report.html\n", flags.output));
  }
  if (flags.display.json) {
    write_json(sheet.answer);
  } else {
    write_stdout(simulation_table(simulation));
  }
  return simulation.recording.interrupted ? ExitCode::interrupted : ExitCode::done;
}

}  // namespace

void add_simulate(CLI::App& app, Action& action) {
  const auto flags = std::make_shared<SimulateFlags>();
  CLI::App* command =
      app.add_subcommand("simulate", "One trajectory of an analog machine: waves, stability, attractors");
  add_problem_flags(*command, flags->problem);
  command->add_option("--sampler", flags->sampler, "Which machine ('isinglass info' lists them)")
      ->type_name("NAME")
      ->capture_default_str();
  command->add_option("-p,--param", flags->parameters, "Parameter of the machine; see 'isinglass info NAME'")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command->add_option("--seed", flags->seed, "Seed of start and noise: a whole number, or random")
      ->type_name("N|random")
      ->capture_default_str();
  command->add_option("--read", flags->read, "Which read of a 'solve' with this seed")
      ->type_name("N")
      ->check(whole_number(0, 4000000000))
      ->capture_default_str();
  command
      ->add_option("--engine", flags->engine,
                   "adaptive (error-controlled, double precision, without noise), fixed (as 'solve' runs it), or auto")
      ->type_name("NAME")
      ->check(one_of({"auto", "adaptive", "fixed"}))
      ->capture_default_str();
  command->add_option("--tolerance", flags->tolerance, "Of the adaptive engine, absolute and relative")
      ->type_name("X")
      ->check(positive_number())
      ->capture_default_str();
  command->add_option("--points", flags->points, "Instants to record")
      ->type_name("N")
      ->check(whole_number(2, 1000000))
      ->capture_default_str();
  command->add_option("--initial", flags->initial, "Start from this state: one number per variable (.npy)")
      ->type_name("FILE");
  command->add_flag("--stability", flags->stability,
                    "Equilibrium, eigenvalues of its Jacobian, decay rate predicted and fitted, binary threshold");
  command->add_option("--attractors", flags->attractors, "Let N random starts settle and list the minima they find")
      ->type_name("N")
      ->check(whole_number(1, 1000000));
  command->add_option("--threads", flags->threads, "Threads for --attractors (default: all cores)")
      ->type_name("N")
      ->check(whole_number(0, 1024));
  command->add_option("--kernel", flags->kernel, "Vector instructions: auto, generic, avx2, avx512")->type_name("NAME");
  command
      ->add_option("-o,--output", flags->output,
                   "Keep report.html, trajectory.csv, trajectory.npz and trace.fst in this directory")
      ->type_name("DIR");
  add_display_flags(*command, flags->display);
  add_config_option(*command);
  command->footer(
      "Examples:\n"
      "  isinglass simulate sk:12:1                                read 0 of 'solve sk:12:1 --sampler oscillator'\n"
      "  isinglass simulate sk:12:1 -p noise_start=0 -p noise_end=0 --stability\n"
      "  isinglass simulate regular:16:3:1 --attractors 512        which minima, and how wide their basins are\n"
      "  isinglass simulate G1 -o run && gtkwave run/trace.fst     phases and spins as waves");
  command->callback([command, flags, &action] {
    action.run = [command, flags, &action] { return simulate(*command, *flags, action.arguments); };
  });
}

}  // namespace isinglass::cli
