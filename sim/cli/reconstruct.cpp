// `isinglass reconstruct`: a sparse code, or a budget, by a machine that descends its cost.
#include <fmt/format.h>

#include <memory>

#include "models/problem/sparse_code.hpp"
#include "sim/cli/code_flags.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/config_file.hpp"
#include "sim/cli/reconstruct_answer.hpp"
#include "sim/cli/signals.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/io/matrix_file.hpp"
#include "sim/io/npz.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/sampler/device_flaws.hpp"
#include "sim/sampler/machines.hpp"

namespace isinglass::cli {
namespace {

constexpr double kSettled = 5e-13;  ///< residual over the steepest slope met: what double precision can tell from zero
constexpr double kAtRest = 1e-13;   ///< change in another such time, over the largest entry: nothing more will come
constexpr int kDecades = 7;         ///< of hardware time in the trace, below the longest run
constexpr int kPerDecade = 24;
constexpr double kLongestLeap = 1e-3;  ///< share of the longest run between two looks at the residual

struct ReconstructFlags {
  CodeFlags code;
  std::string sampler = "competitive";
  std::string engine = "auto";
  std::vector<std::string> parameters;
  std::string seed = "0";
  std::string kernel = "auto";
  int threads = 0;
  std::optional<double> time_limit_s;
  std::string output;
  DisplayFlags display;
};

/// Follows one trajectory until the optimality conditions hold to rounding, or the time is over.
class Descent {
 public:
  Descent(AnalogRun& run, Reconstruction& answer) : run_(run), answer_(answer) {
    look();
    record();
  }

  void follow(RunControl& control) {
    for (int k = 1; k <= kDecades * kPerDecade && !answer_.settled; ++k) {
      const double until = run_.duration_s() * std::pow(10.0, static_cast<double>(k) / kPerDecade - kDecades);
      leap(until, control);
      record();
      if (control.stopped()) break;
    }
    answer_.duration_s = run_.time_s();
    answer_.interrupted = control.was_interrupted();
  }

 private:
  void leap(double until, RunControl& control) {
    while (run_.time_s() < until && !answer_.settled && !control.should_stop()) {
      run_.advance_to(std::min(until, run_.time_s() + kLongestLeap * run_.duration_s()));
      look();
    }
  }

  void look() {
    const auto values = run_.values_of(run_.state());
    answer_.x = Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
    steepest_ = std::max({steepest_, gradient(answer_.code, answer_.x).cwiseAbs().maxCoeff(),
                          correlation(answer_.code).cwiseAbs().maxCoeff()});
    answer_.objective = cost(answer_.code, answer_.x);
    answer_.kkt_residual = kkt_residual(answer_.code, answer_.x);
    answer_.goal = kSettled * steepest_;
    answer_.settled = answer_.kkt_residual <= answer_.goal || at_rest();
  }

  /// A flawed device comes to rest where the conditions of the ideal question do not hold.
  bool at_rest() {
    const auto state = run_.state();
    rate_.resize(state.size());
    run_.rates(run_.time_s(), state, rate_);
    double fastest = 0.0, largest = 0.0;
    for (std::size_t i = 0; i < state.size(); ++i) {
      fastest = std::max(fastest, std::abs(rate_[i]));
      largest = std::max(largest, std::abs(state[i]));
    }
    return run_.time_s() > 0.0 && fastest * run_.time_s() <= kAtRest * largest;
  }

  void record() {
    answer_.trace.time_s.push_back(run_.time_s());
    answer_.trace.cost.push_back(answer_.objective);
    answer_.trace.residual.push_back(answer_.kkt_residual);
    answer_.trace.x.push_back(answer_.x);
  }

  AnalogRun& run_;
  Reconstruction& answer_;
  double steepest_ = 0.0;
  std::vector<double> rate_;
};

/// What can help depends on what keeps the conditions from holding.
std::string unsettled_advice(const AnalogRun& run) {
  if (run.has_noise())
    return "Noise keeps it moving: this is one state of its fluctuations, and a mean is a matter of many.";
  if (!run.engine().starts_with("adaptive")) {
    return "Fixed steps are taken in single precision, which tells about 1e-6 from zero: --engine adaptive goes "
           "further.";
  }
  return "Raise length (-p length=1e6): columns that are nearly alike take long to part.";
}

void diagnose(const AnalogRun& run, const RunControl& control, Reconstruction& answer) {
  if (control.stopped()) {
    answer.diagnostics.push_back({"The run was stopped before it had settled.", "Give it more time."});
  } else if (!answer.settled) {
    answer.diagnostics.push_back(
        {fmt::format("Not settled: the KKT residual is {:.2g}, above {:.2g}.", answer.kkt_residual, answer.goal),
         unsettled_advice(run)});
  }
  if (answer.settled && answer.kkt_residual > 1e3 * answer.goal) {
    answer.diagnostics.push_back(
        {fmt::format("The device has come to rest where the conditions of the ideal question are off by {:.2g}.",
                     answer.kkt_residual),
         "Its flaws move the answer."});
  }
  if (answer.kkt_residual > answer.goal) return;
  const auto& cost = answer.trace.cost;
  std::size_t rises = 0;
  for (std::size_t k = 1; k < cost.size(); ++k) rises += cost[k] > cost[k - 1] + 1e-11 * std::abs(cost[k - 1]) ? 1 : 0;
  if (rises > 0) {
    answer.diagnostics.push_back(
        {fmt::format("The cost rose {} times, which theory rules out.", rises), "Please report it with the arrays."});
  }
  if (answer.x.isZero(0.0)) {
    answer.diagnostics.push_back(
        {"The answer is zero everywhere.", fmt::format("Lower lambda: from {:.6g} on nothing else is optimal.",
                                                       correlation(answer.code).cwiseAbs().maxCoeff())});
  }
}

/// Errors allowed per step, small against the neurons' voltages, which are of the size of gamma times the drive.
Tolerance tolerance_for(const SparseCode& code) {
  const double scale = correlation(code).cwiseAbs().maxCoeff() / code.dictionary.colwise().squaredNorm().maxCoeff();
  return {.absolute = 1e-14 * std::max(scale, 1e-200), .relative = 1e-13};
}

Reconstruction run(const ReconstructFlags& flags, const SparseCode& code, const InterruptGuard& interrupt) {
  const ModelList models = make_models();
  const AnalogModel& model = find_model(models, flags.sampler, QuestionKind::reconstruct);
  const Settings settings(flags.sampler, model.info().parameters, split_parameters(flags.parameters));
  Reconstruction answer(code, flags.sampler, settings);
  answer.seed = resolve_seed(flags.seed);
  OpenOptions options;
  options.seed = answer.seed;
  options.kernel = flags.kernel;
  if (flags.engine == "adaptive") options.engine = EngineChoice::adaptive;
  if (flags.engine == "fixed") options.engine = EngineChoice::fixed;
  options.tolerance = tolerance_for(code);
  RunControl control(interrupt.flag(), flags.time_limit_s, {});
  control.begin(1);
  const auto trajectory = model.open(code, settings, options);
  Descent(*trajectory, answer).follow(control);
  answer.wall_s = control.elapsed_s();
  const DeviceFlaws flaws = device_flaws(settings);
  answer.flaws = flaws_text(flaws);
  if (flaws.coupling.any()) answer.device_objective = cost(device_code(code, flaws.coupling), answer.x);
  diagnose(*trajectory, control, answer);
  return answer;
}

void write_run(const ReconstructFlags& flags, const CLI::App& command, const Reconstruction& answer,
               const std::vector<std::string>& arguments) {
  NpzArrays arrays;
  arrays["x"] = npy_of(answer.x);
  arrays["trace_time_s"] = make_npy(answer.trace.time_s);
  arrays["trace_cost"] = make_npy(answer.trace.cost);
  Eigen::MatrixXd codes(answer.trace.time_s.size(), answer.x.size());
  for (std::size_t k = 0; k < answer.trace.x.size(); ++k) {
    codes.row(static_cast<Eigen::Index>(k)) = answer.trace.x[k].transpose();
  }
  arrays["trace_x"] = npy_of(codes);
  arrays["trace_kkt_residual"] = make_npy(answer.trace.residual);
  const std::filesystem::path directory(flags.output);
  write_file(directory / "samples.npz", write_npz(arrays));
  write_sheet_directory(directory, reconstruct_sheet(answer, arguments), config_text(command, answer.seed));
  if (!flags.display.quiet) write_stderr(fmt::format("report: {}/report.html\n", flags.output));
}

ExitCode reconstruct(const CLI::App& command, const ReconstructFlags& flags,
                     const std::vector<std::string>& arguments) {
  const SparseCode code = load_code(flags.code, "reconstruct");
  if (!flags.output.empty()) require_writable(flags.output);
  const InterruptGuard interrupt;
  const Reconstruction answer = run(flags, code, interrupt);
  if (!flags.output.empty()) write_run(flags, command, answer, arguments);
  if (flags.display.json) {
    write_json(reconstruct_json(answer));
  } else {
    write_stdout(reconstruct_table(answer, Painter(color_mode(flags.display), stdout)));
  }
  return answer.interrupted ? ExitCode::interrupted : ExitCode::done;
}

}  // namespace

void add_reconstruct(CLI::App& app, Action& action) {
  const auto flags = std::make_shared<ReconstructFlags>();
  CLI::App* command = app.add_subcommand("reconstruct", "A signal as a sum of few columns of a dictionary; budgets");
  add_code_flags(*command, flags->code);
  command->add_option("--sampler", flags->sampler, "The machine that answers")
      ->type_name("NAME")
      ->capture_default_str();
  command
      ->add_option("--engine", flags->engine,
                   "adaptive (error-controlled, double precision), fixed (steps in single precision, for noise and "
                   "delays), or auto")
      ->type_name("NAME")
      ->capture_default_str()
      ->check(one_of({"auto", "adaptive", "fixed"}));
  command
      ->add_option("-p,--param", flags->parameters,
                   "Set a parameter of the machine; repeat for more ('isinglass info competitive' lists them)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command->add_option("--seed", flags->seed, "Seed of start and noise: a whole number, or random")
      ->type_name("N|random")
      ->capture_default_str();
  command->add_option("--threads", flags->threads, "Taken as by the other commands; one trajectory runs on one thread")
      ->type_name("N")
      ->capture_default_str()
      ->check(whole_number(0, 4096));
  add_kernel_flag(*command, flags->kernel);
  command->add_option("--time-limit", flags->time_limit_s, "Seconds after which the run ends (default: none)")
      ->type_name("S")
      ->check(positive_number());
  command->add_option("-o,--output", flags->output, "Keep answer, trace and a report in this directory")
      ->type_name("DIR");
  add_display_flags(*command, flags->display);
  add_config_option(*command);
  command->footer(
      "Minimises 1/2 |Phi x - s|^2 + lambda |x|_1, or 1/2 x'Qx - r'x, by following the machine until the conditions "
      "of\n"
      "Karush, Kuhn and Tucker hold to rounding.\n"
      "Examples:\n"
      "  isinglass reconstruct --dictionary A.npy --signal s.npy --lambda 0.1\n"
      "  isinglass reconstruct --dictionary A.npy --signal s.npy --lambda 0.1 --nonnegative -o run\n"
      "  isinglass reconstruct --dictionary A.npy --signal s.npy --lambda 0.1 -p variant=proximal --json | jq "
      ".support\n"
      "  isinglass reconstruct --quadratic Q.npy --linear r.npy --simplex 100     a budget of 100");
  command->callback([command, flags, &action] {
    action.run = [command, flags, &action] { return reconstruct(*command, *flags, action.arguments); };
  });
}

}  // namespace isinglass::cli
