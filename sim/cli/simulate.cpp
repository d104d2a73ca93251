// `isinglass simulate`: one trajectory of any analog machine, looked at closely.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "models/text.hpp"
#include "sim/bench/recall.hpp"
#include "sim/cli/code_flags.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/config_file.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/run_description.hpp"
#include "sim/cli/signals.hpp"
#include "sim/cli/simulate_answer.hpp"
#include "sim/io/generative_model_file.hpp"
#include "sim/io/npy.hpp"
#include "sim/io/pattern_file.hpp"
#include "sim/io/text_file.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/report/summarise.hpp"
#include "sim/sampler/device_flaws.hpp"
#include "sim/sampler/machines.hpp"

namespace isinglass::cli {
namespace {

constexpr double kLeastTolerance = 1e-14;
constexpr double kMostTolerance = 1e-2;

struct SimulateFlags {
  ProblemFlags problem;
  std::vector<std::string> patterns;
  std::optional<std::int32_t> cue;
  std::optional<double> flip;
  CodeFlags code;
  std::string model;
  DisplayFlags display;
  std::string sampler;
  std::vector<std::string> parameters;
  std::string seed = "0";
  std::int64_t read = 0;
  std::string engine = "auto";
  std::string kernel = "auto";
  std::optional<double> tolerance;
  std::int64_t points = 500;
  std::string initial;
  bool stability = false;
  std::int64_t attractors = 0;
  int threads = 0;
  std::optional<double> time_limit_s;
  std::string output;
};

EngineChoice engine_named(const std::string& name) {
  if (name == "adaptive") return EngineChoice::adaptive;
  if (name == "fixed") return EngineChoice::fixed;
  return EngineChoice::automatic;
}

/// A check for CLI11: what the error-controlled stepper can keep to in double precision.
CLI::Validator tolerance() {
  return CLI::Validator(
      [](std::string& text) {
        const auto value = parse_number<double>(text);
        return value && *value >= kLeastTolerance && *value <= kMostTolerance
                   ? std::string{}
                   : fmt::format("'{}' is not a tolerance of {} to {}", text, kLeastTolerance, kMostTolerance);
      },
      "");
}

/// The question, of whatever kind the flags ask one.
Question load_question(const SimulateFlags& flags, const CLI::App& command) {
  const int kinds = (flags.patterns.empty() ? 0 : 1) + (flags.code.given() ? 1 : 0) + (flags.model.empty() ? 0 : 1) +
                    (flags.problem.spec.empty() ? 0 : 1);
  if (kinds > 1) {
    throw UsageError("a problem, --patterns, --dictionary and --model exclude each other",
                     "ask one question at a time");
  }
  if (!flags.patterns.empty()) return load_patterns(flags.patterns).set;
  if (flags.code.given()) return load_code(flags.code, "simulate");
  if (!flags.model.empty()) return read_generative_model(flags.model);
  return load(flags.problem, command);
}

/// The machine that is usual for each kind of question.
std::string sampler_for(const SimulateFlags& flags, QuestionKind kind) {
  if (!flags.sampler.empty()) return flags.sampler;
  switch (kind) {
    case QuestionKind::ising:
      return "oscillator";
    case QuestionKind::recall:
      return "dense-memory";
    case QuestionKind::reconstruct:
      return "competitive";
    case QuestionKind::infer:
      return "predictive-coding";
  }
  return "oscillator";
}

/// Refuses flags that would be left out of account.
void check_flags(const SimulateFlags& flags) {
  if ((flags.cue || flags.flip) && flags.patterns.empty()) {
    throw UsageError("--cue and --flip say where a recall begins", "give --patterns too, or leave them out");
  }
  if ((flags.cue || flags.flip) && !flags.initial.empty()) {
    throw UsageError("--initial and --cue or --flip cannot both say where the run begins", "leave one of them out");
  }
}

/// A recall starts from the damaged pattern --cue; everything else where the machine starts.
void start_from_cue(const SimulateFlags& flags, const AnalogModel& model, const Settings& settings,
                    const Question& question, OpenOptions& options) {
  const auto* patterns = std::get_if<PatternSet>(&question);
  if (patterns == nullptr || options.initial) return;
  const std::int32_t pattern = flags.cue.value_or(1);
  if (pattern > patterns->count()) {
    throw UsageError(fmt::format("--cue: there is no pattern {} among {}", pattern, patterns->count()),
                     "patterns are counted from 1");
  }
  const auto flips = static_cast<std::int32_t>(std::lround(flags.flip.value_or(kUsualFlip) * patterns->size));
  const CueSet cues = flipped_cues(*patterns, flips, 1, options.seed);
  const auto cue = cues.cue(static_cast<std::size_t>(pattern - 1), patterns->size);
  options.initial = model.state_of(question, settings, cue);
}

/// A start from a file, of numbers that both engines can hold.
std::vector<double> read_state(const std::string& file) {
  constexpr double kLargest = 1e15;
  auto state = npy_as_doubles(read_npy(read_text_file(file), file));
  for (std::size_t k = 0; k < state.size(); ++k) {
    if (std::abs(state[k]) <= kLargest) continue;
    throw InputError(fmt::format("{}: the value {} at [{}] is no state to start from", file, state[k], k),
                     fmt::format("states are numbers from -{0:g} to {0:g}", kLargest));
  }
  return state;
}

OpenOptions open_options(const SimulateFlags& flags, std::uint64_t seed) {
  OpenOptions options{.engine = engine_named(flags.engine),
                      .seed = seed,
                      .read = static_cast<std::uint32_t>(flags.read),
                      .kernel = flags.kernel,
                      .initial = std::nullopt};
  if (flags.tolerance) options.tolerance = {*flags.tolerance, *flags.tolerance};
  if (!flags.initial.empty()) options.initial = read_state(flags.initial);
  return options;
}

void analyse(const SimulateFlags& flags, AnalogRun& run, Simulation& simulation) {
  if (!flags.stability || simulation.recording.stopped) return;
  try {
    simulation.stability = analyse_stability(run, run.state());
    simulation.threshold = threshold_of(run, simulation.stability->equilibrium);
  } catch (const NumericalError& failure) {
    simulation.stability_failure = failure.what();
    simulation.stability_hint = failure.hint();
    simulation.threshold = threshold_of(run, run.state());
  }
}

void search_attractors(const SimulateFlags& flags, const AnalogModel& model, const Question& question,
                       const Settings& settings, std::uint64_t seed, RunControl& control, Simulation& simulation) {
  const RunOptions options{
      .reads = flags.attractors, .seed = seed, .threads = flags.threads, .kernel = flags.kernel, .silent = true};
  const SettledEnsemble settled = model.settle(question, settings, options, {}, control);
  simulation.starts = static_cast<std::int64_t>(settled.energy.size());
  constexpr double kMoving = 1e-3;
  simulation.unsettled = std::count_if(settled.late_change.begin(), settled.late_change.end(),
                                       [&](double change) { return change > kMoving; });
  simulation.attractors = group_attractors(settled);
  if (settled.interrupted) simulation.stopped_by = control.was_interrupted() ? "interrupted" : "time limit";
}

/// What the device was, and what its flaws did to the energy of the answer.
void tell_flaws(const Settings& settings, const Problem* problem, Simulation& simulation) {
  const DeviceFlaws flaws = device_flaws(settings);
  simulation.flaws = flaws_text(flaws);
  const auto& spins = simulation.recording.spins;
  if (problem == nullptr || !flaws.coupling.any() || spins.empty()) return;
  simulation.ideal_energy = energy(*problem, spins.back());
  simulation.device_energy = energy(device_problem(*problem, flaws.coupling), spins.back());
}

Sheet make_sheet(const Simulation& simulation, const std::vector<std::string>& arguments) {
  Sheet sheet = describe_origin(arguments, simulation.seed);
  describe_simulation(simulation, sheet);
  return sheet;
}

/// The trajectory and what else was asked about it.
Simulation follow(const SimulateFlags& flags, const AnalogModel& model, const Question& question,
                  const Settings& settings, const OpenOptions& open, const InterruptGuard& interrupt) {
  ProgressDisplay display(interrupt.flag(), !flags.display.quiet);
  const auto watch = [&](const Progress& progress) { display.update(progress); };
  const std::string& sampler = model.info().name;
  const auto run = model.open(question, settings, open);
  if (flags.tolerance && !run->engine().starts_with("adaptive")) {
    throw UsageError("--tolerance is of the adaptive engine, but this run takes fixed steps",
                     "set the noise to zero, or leave --tolerance out");
  }
  if (flags.stability) require_analysable(run->state().size());
  const auto* problem = std::get_if<Problem>(&question);
  Simulation simulation;
  simulation.sampler = sampler;
  simulation.question = std::visit([](const auto& asked) { return asked.name; }, question);
  if (problem != nullptr) simulation.objective_name = describe_problem(*problem).objective_name;
  simulation.seed = open.seed;
  simulation.read = open.read;
  RunControl instants(interrupt.flag(), flags.time_limit_s, watch);
  instants.begin(flags.points);
  display.begin(sampler, count_wording("instants"), flags.points);
  simulation.recording = record(*run, static_cast<std::size_t>(flags.points), problem, instants);
  simulation.undecided = run->undecided(run->state());
  tell_flaws(settings, problem, simulation);
  analyse(flags, *run, simulation);
  if (simulation.recording.stopped) simulation.stopped_by = instants.was_interrupted() ? "interrupted" : "time limit";
  if (flags.attractors == 0 || simulation.recording.stopped) return simulation;
  std::optional<double> left_s;
  if (flags.time_limit_s) left_s = std::max(1e-9, *flags.time_limit_s - instants.elapsed_s());
  RunControl starts(interrupt.flag(), left_s, watch);
  starts.begin(flags.attractors);
  display.begin(sampler, count_wording("starts"), flags.attractors);
  search_attractors(flags, model, question, settings, open.seed, starts, simulation);
  return simulation;
}

ExitCode simulate(const CLI::App& command, const SimulateFlags& flags, const std::vector<std::string>& arguments) {
  check_flags(flags);
  const std::uint64_t seed = resolve_seed(flags.seed);
  const Question question = load_question(flags, command);
  const std::string sampler = sampler_for(flags, kind_of(question));
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, sampler, kind_of(question));
  const Settings settings(sampler, model.info().parameters, split_parameters(flags.parameters));
  OpenOptions open = open_options(flags, seed);
  start_from_cue(flags, model, settings, question, open);
  if (!flags.output.empty()) require_writable(flags.output);

  const InterruptGuard interrupt;
  const Simulation simulation = follow(flags, model, question, settings, open, interrupt);
  const Sheet sheet = make_sheet(simulation, arguments);
  if (!flags.output.empty()) {
    write_trajectory(flags.output, simulation);
    write_sheet_directory(flags.output, sheet, config_text(command, seed));
    if (!flags.display.quiet) write_stderr(fmt::format("report: {}/report.html\n", flags.output));
  }
  if (flags.display.json) {
    write_json(sheet.answer);
  } else {
    write_stdout(simulation_table(simulation, Painter(color_mode(flags.display), stdout)));
  }
  return simulation.stopped_by == "interrupted" ? ExitCode::interrupted : ExitCode::done;
}

/// What may be asked in place of a problem.
void add_question_flags(CLI::App& command, SimulateFlags& flags) {
  command
      .add_option("--patterns", flags.patterns,
                  "Patterns to recall in place of a problem: FILE.npy, FILE.pbm, glyphs, glyphs:ABC, random:N:M:SEED")
      ->type_name("SPEC");
  command
      .add_option("--cue", flags.cue, "With --patterns: begin at this pattern, counted from 1, damaged (default: 1)")
      ->type_name("N")
      ->check(whole_number(1, 1000000));
  command
      .add_option("--flip", flags.flip,
                  "With --patterns: share of the cue's spins that are turned round (default: 0.2)")
      ->type_name("SHARE")
      ->check(CLI::Range(0.0, 1.0));
  add_code_flags(command, flags.code);
  command.add_option("--model", flags.model, "A generative model in place of a problem (.npz: y, W0, W1 …)")
      ->type_name("FILE");
}

/// How the trajectory is followed, and what is looked at.
void add_trajectory_flags(CLI::App& command, SimulateFlags& flags) {
  command
      .add_option("--sampler", flags.sampler,
                  "Which machine ('isinglass info' lists them; default: oscillator, dense-memory, competitive or "
                  "predictive-coding, by the question)")
      ->type_name("NAME");
  command.add_option("-p,--param", flags.parameters, "Parameter of the machine; see 'isinglass info NAME'")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command.add_option("--seed", flags.seed, "Seed of start and noise: a whole number, or random")
      ->type_name("N|random")
      ->capture_default_str();
  command.add_option("--read", flags.read, "Which read of a 'solve' with this seed")
      ->type_name("N")
      ->check(whole_number(0, 4000000000))
      ->capture_default_str();
  command
      .add_option("--engine", flags.engine,
                  "adaptive (error-controlled, double precision, without noise), fixed (as 'solve' runs it), or auto")
      ->type_name("NAME")
      ->check(one_of({"auto", "adaptive", "fixed"}))
      ->capture_default_str();
  command.add_option("--tolerance", flags.tolerance, "Of the adaptive engine, absolute and relative (default: 1e-8)")
      ->type_name("X")
      ->check(tolerance());
  command.add_option("--points", flags.points, "Instants to record")
      ->type_name("N")
      ->check(whole_number(2, 1000000))
      ->capture_default_str();
  command.add_option("--initial", flags.initial, "Start from this state: one number per variable (.npy)")
      ->type_name("FILE");
  command.add_flag("--stability", flags.stability,
                   "Equilibrium, eigenvalues of its Jacobian, decay rate predicted and fitted, binary threshold");
  command
      .add_option("--attractors", flags.attractors,
                  "Let N random starts settle without noise and list the minima they find")
      ->type_name("N")
      ->check(whole_number(1, 1000000));
  command.add_option("--threads", flags.threads, "Threads for --attractors (default: all cores)")
      ->type_name("N")
      ->check(whole_number(0, 1024));
  command
      .add_option("--time-limit", flags.time_limit_s, "Seconds after which the run ends where it is (default: none)")
      ->type_name("S")
      ->check(positive_number());
  add_kernel_flag(command, flags.kernel);
  command
      .add_option("-o,--output", flags.output,
                  "Keep report.html, trajectory.csv, trajectory.npz and trace.fst in this directory")
      ->type_name("DIR");
}

}  // namespace

void add_simulate(CLI::App& app, Action& action) {
  const auto flags = std::make_shared<SimulateFlags>();
  CLI::App* command =
      app.add_subcommand("simulate", "One trajectory of an analog machine: waves, stability, attractors");
  add_problem_flags(*command, flags->problem);
  add_question_flags(*command, *flags);
  add_trajectory_flags(*command, *flags);
  add_display_flags(*command, flags->display);
  add_config_option(*command);
  command->footer(
      "Examples:\n"
      "  isinglass simulate sk:12:1                                read 0 of 'solve sk:12:1 --sampler oscillator'\n"
      "  isinglass simulate sk:12:1 -p noise_start=0 -p noise_end=0 --stability\n"
      "  isinglass simulate regular:16:3:1 --attractors 512        which minima, and how wide their basins are\n"
      "  isinglass simulate --patterns glyphs:ABCDE --cue 2        a damaged B on its way to a stored glyph\n"
      "  isinglass simulate --patterns glyphs:ABCDE --sampler hopfield --stability\n"
      "  isinglass simulate --dictionary A.npy --signal s.npy --lambda 0.1\n"
      "  isinglass simulate G1 -o run && gtkwave run/trace.fst     phases and spins as waves");
  command->callback([command, flags, &action] {
    action.run = [command, flags, &action] { return simulate(*command, *flags, action.arguments); };
  });
}

}  // namespace isinglass::cli
