// `isinglass recall`: stored patterns, damaged cues, and what associative memories make of them.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>

#include "models/numeric/kernel_choice.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/config_file.hpp"
#include "sim/cli/recall_answer.hpp"
#include "sim/cli/signals.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/io/npz.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/sampler/machines.hpp"

namespace isinglass::cli {
namespace {

constexpr double kUsualFlip = 0.2;

struct RecallFlags {
  std::vector<std::string> patterns;
  std::string cue;
  std::optional<double> flip;
  std::vector<std::string> samplers{"dense-memory"};
  std::int64_t reads = 1;
  double threshold = 0.95;
  std::vector<std::int32_t> load;
  std::int64_t pictures = 6;
  std::string seed = "0";
  int threads = 0;
  std::optional<double> time_limit_s;
  std::vector<std::string> parameters;
  std::string output;
  DisplayFlags display;
};

/// One machine with its settings, checked before anything runs.
struct Memory {
  const AnalogModel* model;
  Settings settings;
};

std::vector<Memory> memories(const ModelList& models, const RecallFlags& flags) {
  const auto shares = share_parameters(split_parameters(flags.parameters), flags.samplers);
  std::vector<Memory> list;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const AnalogModel& model = find_model(models, flags.samplers[i], QuestionKind::recall);
    list.push_back({&model, Settings(model.info().name, model.info().parameters, shares[i])});
  }
  return list;
}

/// The cues of a file; they must be as long as the patterns.
CueSet read_cues(const std::string& file, const PatternImages& patterns) {
  const PatternImages cues = load_patterns(file);
  if (cues.set.size != patterns.set.size) {
    throw InputError(
        fmt::format("the cue of {} has {} spins, but the patterns have {}", file, cues.set.size, patterns.set.size),
        "a cue is as long as a pattern");
  }
  return given_cues(patterns.set, cues.set.values);
}

std::int32_t flips_of(double share, const PatternSet& patterns) {
  return static_cast<std::int32_t>(std::lround(share * patterns.size));
}

void check_flags(const RecallFlags& flags) {
  if (flags.patterns.empty()) {
    throw UsageError("recall needs patterns: a .npy or .pbm file, or a name",
                     "for example: isinglass recall --patterns glyphs:ABCDE");
  }
  if (!flags.cue.empty() && flags.flip) {
    throw UsageError("--cue and --flip cannot both say what the cues are", "leave one of them out");
  }
  if (!flags.cue.empty() && !flags.load.empty()) {
    throw UsageError("--load needs cues for every stored pattern, which --cue does not give", "take --flip");
  }
}

void check_load(const RecallFlags& flags, const PatternImages& images) {
  for (const std::int32_t count : flags.load) {
    if (count <= images.set.count()) continue;
    throw InputError(
        fmt::format("--load asks for {} patterns, but {} has {}", count, images.set.name, images.set.count()),
        "random:N:M makes any number of them");
  }
}

RunOptions options_of(const RecallFlags& flags, std::uint64_t seed) {
  RunOptions options;
  options.seed = seed;
  options.threads = flags.threads;
  return options;
}

/// Success with the first patterns alone, for each number of --load.
std::vector<LoadPoint> sweep_load(const Memory& memory, const RecallFlags& flags, const RecallRecord& record,
                                  RunControl& control) {
  std::vector<LoadPoint> points;
  for (const std::int32_t count : flags.load) {
    if (control.should_stop()) break;
    const PatternSet stored = first_patterns(record.images, count).set;
    const CueSet cues =
        flipped_cues(stored, flips_of(*record.flip, stored), static_cast<std::int32_t>(flags.reads), record.seed);
    const auto outcome = run_recall(*memory.model, memory.settings, options_of(flags, record.seed), stored, cues,
                                    record.threshold, control);
    if (outcome.interrupted) break;
    points.push_back({count, static_cast<double>(count) / stored.size, static_cast<std::int64_t>(outcome.count()),
                      outcome.successes, outcome.success_rate(), outcome.interval, outcome.mean_overlap()});
  }
  return points;
}

void run(const std::vector<Memory>& list, const RecallFlags& flags, RecallRecord& record, const InterruptGuard& guard) {
  RunControl control(guard.flag(), flags.time_limit_s, {});
  control.begin(static_cast<std::int64_t>(record.cues.count()));
  for (const auto& memory : list) {
    const std::string& name = memory.model->info().name;
    if (flags.display.verbose && !flags.display.quiet) write_stderr(fmt::format("isinglass: {}\n", name));
    auto outcome = run_recall(*memory.model, memory.settings, options_of(flags, record.seed), record.images.set,
                              record.cues, record.threshold, control);
    auto load = sweep_load(memory, flags, record, control);
    record.machines.push_back({name, memory.settings, std::move(outcome), std::move(load)});
  }
  record.interrupted = control.was_interrupted() || control.stopped();
}

void add_spins(const std::vector<Spin>& spins, std::int32_t size, const std::string& name, NpzArrays& arrays) {
  const auto n = static_cast<std::size_t>(size);
  arrays[name] = make_npy(std::span<const std::int8_t>(spins), {spins.size() / n, n});
}

/// patterns, cues, and per sampler what was recalled: int8, -1 and +1.
NpzArrays arrays_of(const RecallRecord& record) {
  NpzArrays arrays;
  add_spins(record.images.set.values, record.images.set.size, "patterns", arrays);
  add_spins(record.cues.spins, record.images.set.size, "cues", arrays);
  arrays["wanted"] = make_npy(record.cues.wanted);
  for (const auto& machine : record.machines) {
    std::vector<Spin> all;
    for (const auto& spins : machine.outcome.recalled) all.insert(all.end(), spins.begin(), spins.end());
    add_spins(all, record.images.set.size, machine.name + "_recalled", arrays);
    arrays[machine.name + "_overlap"] = make_npy(machine.outcome.overlap);
    arrays[machine.name + "_energy"] = make_npy(machine.outcome.energy);
  }
  return arrays;
}

void write_run(const CLI::App& command, const RecallFlags& flags, const RecallRecord& record,
               const std::vector<std::string>& arguments) {
  Sheet sheet = recall_sheet(record);
  sheet.command = arguments;
  sheet.provenance = {{"version", build_info.version},
                      {"compiler", build_info.compiler},
                      {"seed", std::to_string(record.seed)},
                      {"arithmetic", "double precision, fixed steps"}};
  sheet.answer = recall_json(record, build_info.version);
  write_file(std::filesystem::path(flags.output) / "recall.npz", write_npz(arrays_of(record)));
  write_sheet_directory(flags.output, sheet, config_text(command, record.seed));
  if (!flags.display.quiet) write_stderr(fmt::format("report: {}/report.html\n", flags.output));
}

ExitCode recall(const CLI::App& command, const RecallFlags& flags, const std::vector<std::string>& arguments) {
  check_flags(flags);
  const ModelList models = make_models();
  const auto list = memories(models, flags);
  RecallRecord record;
  record.seed = resolve_seed(flags.seed);
  record.threshold = flags.threshold;
  record.images = load_patterns(flags.patterns);
  check_load(flags, record.images);
  if (flags.cue.empty()) {
    record.flip = flags.flip.value_or(kUsualFlip);
    record.cues = flipped_cues(record.images.set, flips_of(*record.flip, record.images.set),
                               static_cast<std::int32_t>(flags.reads), record.seed);
  } else {
    record.cues = read_cues(flags.cue, record.images);
  }
  if (!flags.output.empty()) require_writable(flags.output);
  const InterruptGuard guard;  // to the end: Ctrl-C while the run is written must not lose it
  run(list, flags, record, guard);
  if (!flags.output.empty()) write_run(command, flags, record, arguments);
  if (flags.display.json) {
    write_json(recall_json(record, build_info.version));
  } else {
    write_stdout(recall_table(record, flags.pictures, Painter(color_mode(flags.display), stdout)));
  }
  return guard.flag()->load() ? ExitCode::interrupted : ExitCode::done;
}

/// A check for CLI11: a share of the spins.
CLI::Validator share() {
  return CLI::Validator(
      [](std::string& text) {
        double value = 0.0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool read = problem == std::errc{} && end == text.data() + text.size();
        return read && value >= 0.0 && value <= 1.0 ? std::string{}
                                                    : fmt::format("'{}' is not a share of 0 to 1", text);
      },
      "");
}

void add_recall_flags(CLI::App& command, RecallFlags& flags) {
  command
      .add_option("--patterns", flags.patterns,
                  "What is stored: FILE.npy (M x N of -1/+1 or 0/1; M x H x W are pictures), FILE.pbm, glyphs, "
                  "glyphs:ABC, random:N:M[:SEED]; several are joined")
      ->type_name("PATTERNS");
  command
      .add_option("--cue", flags.cue,
                  "Cues to recall from: FILE.npy, FILE.pbm, glyphs:A; meant for the nearest pattern")
      ->type_name("CUE");
  command
      .add_option("--flip", flags.flip, "Share of the spins turned round in the cues of each pattern (default: 0.2)")
      ->type_name("SHARE")
      ->check(share());
  command.add_option("--sampler", flags.samplers, "The memories, separated by commas")
      ->type_name("NAMES")
      ->delimiter(',')
      ->capture_default_str();
  command.add_option("--reads", flags.reads, "With --flip: cues of each pattern")
      ->type_name("N")
      ->capture_default_str()
      ->check(whole_number(1, 1000000));
  command.add_option("--success", flags.threshold, "Overlap from which a pattern counts as recalled")
      ->type_name("OVERLAP")
      ->capture_default_str()
      ->check(share());
  command.add_option("--load", flags.load, "Also recall with the first M patterns only, for each of these M")
      ->type_name("M,M,…")
      ->delimiter(',')
      ->check(whole_number(1, std::numeric_limits<std::int32_t>::max()));
  command.add_option("--show", flags.pictures, "Cues shown as pictures in the table")
      ->type_name("N")
      ->capture_default_str()
      ->check(whole_number(0, 10000));
  command.add_option("--seed", flags.seed, "Seed of the cues and of all noise: a whole number, or random")
      ->type_name("N|random")
      ->capture_default_str();
  command.add_option("--threads", flags.threads, "Threads; changes the speed, never the answer; 0 is all cores")
      ->type_name("N")
      ->capture_default_str()
      ->check(whole_number(0, 4096));
  command
      .add_option("--time-limit", flags.time_limit_s, "Seconds after which no further recall is begun (default: none)")
      ->type_name("S")
      ->check(positive_number());
  command
      .add_option("-p,--param", flags.parameters,
                  "Set a parameter: KEY=VALUE, with several samplers SAMPLER.KEY=VALUE ('isinglass info SAMPLER')")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command.add_option("-o,--output", flags.output, "Keep patterns, cues, answers and a report in this directory")
      ->type_name("DIR");
  add_display_flags(command, flags.display);
  add_config_option(command);
}

}  // namespace

void add_recall(CLI::App& app, Action& action) {
  const auto flags = std::make_shared<RecallFlags>();
  CLI::App* command =
      app.add_subcommand("recall", "Associative memory: stored patterns, damaged cues, what is recalled");
  add_recall_flags(*command, *flags);
  command->footer(
      "Examples:\n"
      "  isinglass recall --patterns glyphs                              62 glyphs of 64 pixels, a fifth turned round\n"
      "  isinglass recall --patterns glyphs:ABCDE --flip 0.3 -o run      with a report that shows the pictures\n"
      "  isinglass recall --patterns P.npy --cue C.npy --json            your own patterns and cues\n"
      "  isinglass recall --patterns random:200:100 --load 10,20,50,100  success against load");
  command->callback([command, flags, &action] {
    action.run = [command, flags, &action] { return recall(*command, *flags, action.arguments); };
  });
}

}  // namespace isinglass::cli
