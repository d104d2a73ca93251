// `isinglass cosim`: the oscillator machine and the Verilated annealer in one SystemC kernel, on one time axis; or,
// with
// --against ngspice, a circuit and SPICE.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>

#include "models/numeric/kernel_choice.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/config_file.hpp"
#include "sim/cli/cosim_answer.hpp"
#include "sim/cli/cosim_spice.hpp"
#include "sim/cli/signals.hpp"
#include "sim/sampler/oscillator.hpp"
#include "sim/sampler/pbit_sparse_core.hpp"

namespace isinglass::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct CosimFlags {
  ProblemFlags problem;
  DisplayFlags display;
  std::string seed = "0";
  std::string kernel = "auto";
  std::optional<double> clock_hz;
  std::optional<double> period_s;
  std::int64_t points = 500;
  bool verify = false;
  std::vector<std::string> parameters;
  std::string output;
  std::string against = "twin";
  CosimSpiceFlags spice;
};

/// One redrawn line on a terminal, else a line every ten seconds.
class ProgressLine {
 public:
  explicit ProgressLine(bool enabled) : enabled_(enabled), terminal_(isatty(STDERR_FILENO) != 0) {}
  ~ProgressLine() {
    if (shown_ && terminal_) write_stderr("\r\033[K");
  }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void update(const CosimProgress& progress) {
    const auto now = Clock::now();
    if (!enabled_ || now - last_ < (terminal_ ? std::chrono::milliseconds(200) : std::chrono::seconds(10))) return;
    last_ = now;
    shown_ = true;
    const std::string share = progress.phase == "annealing" ? fmt::format(", {:.0f} %", 100 * progress.share) : "";
    write_stderr(fmt::format("{}isinglass: {}, {:.3f} s simulated{}{}", terminal_ ? "\r\033[K" : "", progress.phase,
                             progress.simulated_s, share, terminal_ ? "" : "\n"));
  }

 private:
  bool enabled_;
  bool terminal_;
  bool shown_ = false;
  Clock::time_point last_ = Clock::now();
};

/// "SAMPLER.key" of -p goes to that machine, and the two flags to theirs.
struct MachineSettings {
  WrittenSettings oscillator;
  WrittenSettings annealer;
};

MachineSettings share_out(const CosimFlags& flags) {
  MachineSettings shares;
  for (const auto& [key, value] : split_parameters(flags.parameters)) {
    const auto dot = key.find('.');
    const std::string machine = key.substr(0, dot);
    if (dot == std::string::npos || (machine != "oscillator" && machine != "pbit-sparse")) {
      throw UsageError(fmt::format("the parameter '{}' does not say whose it is", key),
                       "write -p oscillator.KEY=VALUE or -p pbit-sparse.KEY=VALUE");
    }
    (machine == "oscillator" ? shares.oscillator : shares.annealer).emplace_back(key.substr(dot + 1), value);
  }
  if (flags.period_s) shares.oscillator.emplace_back("frequency", fmt::format("{:.17g}", 1.0 / *flags.period_s));
  if (flags.clock_hz) shares.annealer.emplace_back("clock_mhz", fmt::format("{:.17g}", *flags.clock_hz * 1e-6));
  return shares;
}

CosimOptions make_options(const CosimFlags& flags, const Problem& problem) {
  const MachineSettings shares = share_out(flags);
  CosimOptions options;
  options.seed = resolve_seed(flags.seed);
  options.kernel = choose_kernel(flags.kernel);
  const Settings annealer("pbit-sparse", pbit_sparse_core().parameters(), shares.annealer);
  const PbitSparsePlan plan = plan_pbit_sparse(problem, annealer);
  options.image = plan.image;
  options.run = anneal_read(plan.anneal, options.seed, 0);
  options.clock_hz = plan.anneal.clock_hz;
  options.verify = flags.verify ? Verify::read_back : Verify::none;
  options.points = static_cast<int>(flags.points);
  if (!flags.output.empty()) options.trace = std::filesystem::path(flags.output) / "trace.fst";

  const Settings oscillator("oscillator", oscillator_parameters(), shares.oscillator);
  options.oscillator = design_oscillator(problem, oscillator_anneal(oscillator));
  options.stepper = stepper_named(oscillator.word("stepper"));
  const double frequency = options.oscillator.frequency_hz;
  options.step_s = oscillator.number_or("step", automatic_step_s(problem, options.oscillator) * frequency) / frequency;
  return options;
}

ExitCode cosim(const CLI::App& command, const CosimFlags& flags) {
  const Problem problem = load(flags.problem, command);
  CosimOptions options = make_options(flags, problem);
  if (!flags.output.empty()) {
    std::error_code error;
    std::filesystem::create_directories(flags.output, error);
    if (error)
      throw UsageError(fmt::format("cannot make the directory {}: {}", flags.output, error.message()),
                       "name another one with -o DIR");
  }
  const auto begin = Clock::now();
  CosimResult result;
  {
    const InterruptGuard interrupt;
    ProgressLine progress(!flags.display.quiet);
    options.interrupted = interrupt.flag();
    options.watcher = [&](const CosimProgress& p) { progress.update(p); };
    result = run_cosim(problem, options);
  }
  const CosimRun run{problem, options, result, std::chrono::duration<double>(Clock::now() - begin).count()};
  if (flags.display.json) {
    write_json(cosim_json(run));
  } else {
    write_stdout(cosim_table(run, Painter(color_mode(flags.display), stdout)));
  }
  if (result.interrupted) return ExitCode::interrupted;
  return result.first_divergence ? ExitCode::missed : ExitCode::done;
}

/// Flags of the other comparison are refused rather than ignored.
void refuse_foreign_flags(const CLI::App& command, const std::vector<std::string>& foreign,
                          const std::string& against) {
  for (const auto& name : foreign) {
    if (command.count(name) == 0) continue;
    throw UsageError(fmt::format("{} has no meaning with --against {}", name, against), "leave it out");
  }
}

ExitCode choose_comparison(const CLI::App& command, const CosimFlags& flags,
                           const std::vector<std::string>& arguments) {
  if (flags.against == "twin") {
    refuse_foreign_flags(command, {"--sampler", "--read", "--accuracy", "--tmax", "--tolerance"}, flags.against);
    return cosim(command, flags);
  }
  refuse_foreign_flags(command, {"--clock", "--period", "--points", "--verify"}, flags.against);
  return cosim_spice(
      command, {flags.problem, flags.spice, flags.display, flags.parameters, arguments, flags.seed, flags.output});
}

}  // namespace

void add_cosim(CLI::App& app, Action& action) {
  const auto flags = std::make_shared<CosimFlags>();
  CLI::App* command = app.add_subcommand(
      "cosim", "Oscillators and the Verilog annealer in one SystemC kernel, or a circuit against ngspice");
  add_problem_flags(*command, flags->problem);
  command->add_option("--seed", flags->seed, "Seed of both machines: a whole number, or random")
      ->type_name("N|random")
      ->capture_default_str();
  command->add_option("--clock", flags->clock_hz, "Clock of the annealer in Hz (default: that of the board)")
      ->type_name("HZ")
      ->check(positive_number());
  command->add_option("--period", flags->period_s, "Period of the oscillators in s (default 1e-6)")
      ->type_name("S")
      ->check(positive_number());
  command->add_option("-p,--param", flags->parameters, "Parameter of a machine; see 'isinglass info'")
      ->type_name("SAMPLER.KEY=VALUE");
  command->add_option("--kernel", flags->kernel, "Vector instructions: auto, generic, avx2, avx512")->type_name("NAME");
  command->add_option("--points", flags->points, "Instants at which both energies are recorded (default 500)")
      ->type_name("N")
      ->check(whole_number(1, 1000000));
  command->add_option("--against", flags->against, "twin: annealer and oscillators (default); ngspice: a circuit")
      ->type_name("WHAT")
      ->check(one_of({"twin", "ngspice"}));
  add_spice_flags(*command, flags->spice.spice);
  command->add_option("--tolerance", flags->spice.tolerance, "Largest difference that passes, V or rad")
      ->type_name("X")
      ->check(positive_number());
  command->add_flag("--verify", flags->verify, "Read the loaded memories back over the link and compare");
  command
      ->add_option("-o,--output", flags->output,
                   "Keep trace.fst, or netlist, results and report of ngspice, in this directory")
      ->type_name("DIR");
  add_display_flags(*command, flags->display);
  add_config_option(*command);
  command->footer(
      "Both machines do read 0 of 'solve' with the same seed. The annealer's every flip, spin, energy and clock is "
      "compared with its integer twin; exit code 1 when they "
      "differ.\n"
      "Examples:\n"
      "  isinglass cosim G1                                  both machines at work, energies against time\n"
      "  isinglass cosim G1 -o run && gtkwave run/trace.fst  the same, with waves\n"
      "  isinglass cosim G1 --period 1e-8 --clock 60e6       faster oscillators, faster FPGA\n"
      "  isinglass cosim G1 -p pbit-sparse.sweeps=300 -p oscillator.length=500\n"
      "  isinglass cosim sk:4:1 --against ngspice --sampler hopfield -p length=20     a circuit against SPICE");
  command->callback([command, flags, &action] {
    action.run = [command, flags, &action] { return choose_comparison(*command, *flags, action.arguments); };
  });
}

}  // namespace isinglass::cli
