// `isinglass hw run`: solves a problem on one board or several, or on the Verilated one, and answers like `solve`.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "sim/cli/config_file.hpp"
#include "sim/cli/hw_parts.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/signals.hpp"
#include "sim/cli/solve_finish.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/sampler/board_sampler.hpp"

namespace isinglass::cli {
namespace {

struct HwRunFlags {
  SolveFlags solve;
  std::string board;
  std::string core = "pbit_sparse";
  std::vector<std::string> ports;
  std::int64_t spins = 0;
  std::int64_t weight_bits = 0;
  bool baked = false;
};

/// Seconds that so many bytes take on a line: ten bits each.
double line_s(std::int64_t bytes, double baud) { return 10.0 * static_cast<double>(bytes) / baud; }

/// Loading first, then reads: one display for both, told by all boards at once.
class BoardProgress {
 public:
  BoardProgress(ProgressDisplay& display, std::string problem, double baud, std::size_t boards)
      : display_(&display), problem_(std::move(problem)), baud_(baud), done_(boards, 0) {}

  void loading(std::size_t board, std::size_t done, std::size_t total) {
    const std::lock_guard lock(mutex_);
    if (reading_) return;
    const auto all = static_cast<std::int64_t>(total * done_.size());
    if (!begun_) {
      // 4 bytes a word, 14 around each 120 of them (docs/link.md).
      const double seconds = line_s(static_cast<std::int64_t>(4 * total + 14 * (total / 120 + 1)), baud_);
      display_->begin(
          fmt::format("loading {} and reading it back, {:.1f} s at {:.3g} Mbaud", problem_, seconds, baud_ / 1e6),
          count_wording("words"), all);
      begun_ = true;
    }
    done_[board] = static_cast<std::int64_t>(std::min(done, total));
    std::int64_t sum = 0;
    for (const std::int64_t words : done_) sum += words;
    display_->update({.reads_done = sum, .reads_total = all, .elapsed_s = seconds()});
  }

  void read_done(const Progress& progress, const std::function<void()>& begin_reads) {
    const std::lock_guard lock(mutex_);
    if (!reading_) begin_reads();
    reading_ = true;
    display_->update(progress);
  }

 private:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(RunControl::Clock::now() - start_).count();
  }

  ProgressDisplay* display_;
  std::string problem_;
  double baud_;
  RunControl::Clock::time_point start_ = RunControl::Clock::now();
  std::mutex mutex_;
  std::vector<std::int64_t> done_;
  bool begun_ = false;
  bool reading_ = false;
};

/// What loading came to, a sentence for each board.
class LoadLog {
 public:
  LoadLog(std::vector<std::string> ports, double baud) : ports_(std::move(ports)), baud_(baud) {}
  void loaded(std::size_t board, double seconds, std::int64_t sent, std::int64_t received) {
    const std::lock_guard lock(mutex_);
    text_ +=
        fmt::format("{}: loaded and read back in {:.2f} s; {} bytes out and {} back are {:.2f} s at {:.3g} Mbaud\n",
                    ports_[board], seconds, sent, received, line_s(sent + received, baud_), baud_ / 1e6);
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::vector<std::string> ports_;
  double baud_;
  std::mutex mutex_;
  std::string text_;
};

/// The problem on the boards.
SampleSet run(const HwRunFlags& flags, const AnnealCore& core, double baud, const Problem& problem,
              const Settings& settings, const RunOptions& options, std::optional<double> target,
              const InterruptGuard& interrupt) {
  LoadLog log(flags.ports, baud);
  const SampleSet set = [&] {
    ProgressDisplay display(interrupt.flag(), !flags.solve.display.quiet);
    BoardProgress progress(display, problem.name, baud, flags.ports.size());
    const BoardSampler sampler(
        core, flags.ports,
        {[&](std::size_t board, std::size_t done, std::size_t total) { progress.loading(board, done, total); },
         [&](std::size_t board, double seconds, std::int64_t sent, std::int64_t received) {
           log.loaded(board, seconds, sent, received);
         }},
        flags.baked);
    RunControl control(interrupt.flag(), flags.solve.run.time_limit_s, [&](const Progress& now) {
      progress.read_done(
          now, [&] { display.begin(core.names.sampler, reads_wording(problem.objective(), target), options.reads); });
    });
    return run_sampler(sampler, problem, settings, options, control);
  }();
  if (!flags.solve.display.quiet) write_stderr(log.text());
  return set;
}

const AnnealCore& core_named(const flow::Core& core) {
  const AnnealCore* found = find_anneal_core(core.name);
  if (found != nullptr) return *found;
  throw UsageError(fmt::format("{} answers no Ising problems: it recalls patterns", core.name),
                   "isinglass recall --patterns PATTERNS --sampler memory-match --port PORT");
}

/// -p of the sampler, and the board and the sizes that the flags name. UsageError for one that is said twice.
WrittenSettings written_settings(const HwRunFlags& flags) {
  WrittenSettings written = split_parameters(flags.solve.run.parameters);
  const auto add = [&](const char* name, const char* flag, const std::string& value) {
    if (value.empty()) return;
    const bool twice =
        std::any_of(written.begin(), written.end(), [&](const auto& pair) { return pair.first == name; });
    if (twice)
      throw UsageError(fmt::format("{} and -p {} say the same thing twice", flag, name), "leave one of them out");
    written.emplace_back(name, value);
  };
  const auto number = [](std::int64_t asked) { return asked == 0 ? "" : fmt::format("{}", asked); };
  add("board", "--board", flags.board);
  add("spins", "--spins", number(flags.spins));
  add("weight_bits", "--weight-bits", number(flags.weight_bits));
  return written;
}

ExitCode hw_run(const CLI::App& command, HwRunFlags flags, const std::vector<std::string>& arguments) {
  const flow::Catalogue catalogue = flow::built_in_catalogue();
  const flow::Core& chosen = choose_core(catalogue, flags.core);
  const AnnealCore& core = core_named(chosen);
  if (!flags.board.empty()) static_cast<void>(choose_board(catalogue, flags.board));
  check_ports(flags.ports);
  const Settings settings(core.names.sampler, core.parameters(), written_settings(flags));
  const RunOptions options{.reads = flags.solve.run.reads, .seed = resolve_seed(flags.solve.run.seed)};
  const Problem problem = load(flags.solve.problem, command);
  const auto target = resolve_target(flags.solve.run.target, problem);
  if (!flags.solve.output.empty()) require_writable(flags.solve.output);
  flags.solve.sampler = core.names.sampler;
  log_request(flags.solve, problem, options);

  const auto baud = static_cast<double>(configuration_of(core.names, settings).baud);
  const InterruptGuard interrupt;  // to the end: Ctrl-C while the run is written must not lose it
  const SampleSet set = run(flags, core, baud, problem, settings, options, target, interrupt);
  const BoardSampler sampler(core, flags.ports, {});
  return finish_solve(command, flags.solve, arguments, sampler.info(), settings, problem, options, target, set);
}

}  // namespace

void add_hw_run(CLI::App& hw, Action& action) {
  const auto flags = std::make_shared<HwRunFlags>();
  CLI::App* command = hw.add_subcommand("run", "Solve a problem on a board: the twin's answers, from real hardware");
  add_problem_flags(*command, flags->solve.problem);
  command
      ->add_option("--port", flags->ports,
                   "Serial port of the board; several, with commas, share the reads; 'sim' is a Verilated board")
      ->type_name("PORT")
      ->delimiter(',')
      ->required();
  command->add_option("--board", flags->board, "What board it is (default: the first one that has the core)")
      ->type_name("NAME");
  command->add_option("--core", flags->core, "Core in its bitstream")->type_name("NAME")->capture_default_str();
  add_size_flags(*command, flags->spins, flags->weight_bits);
  command->add_flag("--baked", flags->baked, "The bitstream holds the problem (hw bake): check it, and load nothing");
  add_run_flags(*command, flags->solve.run);
  command->add_option("-o,--output", flags->solve.output, "Keep samples, settings and a report in this directory")
      ->type_name("DIR");
  add_display_flags(*command, flags->solve.display);
  command->add_flag("--samples", flags->solve.samples, "With --json: all samples, not only the best");
  command->footer(
      "Parameters (-p) are those of the core's sampler. Every result is checked (docs/link.md): a line that damages\n"
      "bytes costs time or ends in an error, never in a wrong answer.\n"
      "Exit codes: 0 done, 1 target missed, 2 usage or no such port, 3 input, 5 board or line, 130 interrupted.\n"
      "Examples:\n"
      "  isinglass hw run G22 --port /dev/ttyUSB1 --board icebreaker\n"
      "  isinglass hw run sk:64:1 --port sim --core pbit_ring --reads 4\n"
      "  isinglass hw run G1 --port /dev/ttyUSB1,/dev/ttyUSB3 --reads 1000");
  command->callback([command, flags, &action] {
    action.run = [command, flags, &action] { return hw_run(*command, *flags, action.arguments); };
  });
}

}  // namespace isinglass::cli
