// `isinglass recall`: stored patterns, damaged cues, and what associative memories make of them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "models/numeric/kernel_choice.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/config_file.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/recall_answer.hpp"
#include "sim/cli/recall_flags.hpp"
#include "sim/cli/signals.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/io/npz.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/sampler/board_memory.hpp"
#include "sim/sampler/memory.hpp"

namespace isinglass::cli {
namespace {

/// One memory with its settings, checked before anything runs.
struct ChosenMemory {
  const Memory* memory;
  Settings settings;
  std::vector<Settings> varied;  ///< the same with each value of --vary
  bool level = false;            ///< has not the parameter of --vary, which others have
};

/// The values of --vary, as all memories take them.
SweepAxis axis_of(const MemoryList& all, const RecallFlags& flags) {
  SweepAxis axis = parse_sweep_axis(flags.vary);
  for (const auto& name : flags.samplers) {
    fit_axis(all.find(name).info().parameters, axis);
  }
  return axis;
}

/// `board`, if not null, plays all of them.
std::vector<ChosenMemory> memories(const MemoryList& all, const Memory* board, const RecallFlags& flags,
                                   const std::optional<SweepAxis>& axis) {
  const auto shares = share_parameters(split_parameters(flags.parameters), flags.samplers);
  const bool some_vary = axis && std::any_of(flags.samplers.begin(), flags.samplers.end(), [&](const auto& name) {
                           return has_parameter(all.find(name).info().parameters, axis->key);
                         });
  std::vector<ChosenMemory> list;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const Memory& memory = board == nullptr ? all.find(flags.samplers[i]) : *board;
    const auto settings = [&](const WrittenSettings& written) {
      return Settings(memory.info().name, memory.info().parameters, written);
    };
    ChosenMemory chosen{&memory, settings(shares[i]), {}};
    chosen.level = some_vary && !has_parameter(memory.info().parameters, axis->key);
    for (const auto& value : axis && !chosen.level ? axis->values : std::vector<std::string>{}) {
      WrittenSettings written = shares[i];
      written.emplace_back(axis->key, value);
      chosen.varied.push_back(settings(written));
    }
    list.push_back(std::move(chosen));
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
  options.kernel = flags.kernel;
  return options;
}

/// Success with the first patterns alone, for each number of --load.
std::vector<LoadPoint> sweep_load(const ChosenMemory& memory, const RecallFlags& flags, const RecallRecord& record,
                                  RunControl& control) {
  std::vector<LoadPoint> points;
  for (const std::int32_t count : flags.load) {
    if (control.should_stop()) break;
    const PatternSet stored = first_patterns(record.images, count).set;
    const CueSet cues =
        flipped_cues(stored, flips_of(*record.flip, stored), static_cast<std::int32_t>(flags.reads), record.seed);
    const auto outcome = run_recall(*memory.memory, memory.settings, options_of(flags, record.seed), stored, cues,
                                    record.threshold, control);
    if (outcome.interrupted) break;
    points.push_back({count, static_cast<double>(count) / stored.size, score_of(outcome)});
  }
  return points;
}

/// Success with each value of --vary, from the same cues.
std::vector<RecallScore> sweep_parameter(const ChosenMemory& memory, const RecallFlags& flags,
                                         const RecallRecord& record, RunControl& control) {
  std::vector<RecallScore> scores;
  if (memory.level) scores.assign(record.varied->values.size(), score_of(record.machines.back().outcome));
  for (const auto& settings : memory.varied) {
    if (control.should_stop()) break;
    const auto outcome = run_recall(*memory.memory, settings, options_of(flags, record.seed), record.images.set,
                                    record.cues, record.threshold, control);
    if (outcome.interrupted) break;
    scores.push_back(score_of(outcome));
  }
  return scores;
}

/// How many cues all machines are shown, with those of --load.
std::int64_t cues_of_all(const std::vector<ChosenMemory>& list, const RecallFlags& flags, const RecallRecord& record) {
  std::int64_t cues = 0;
  for (const auto& memory : list) {
    cues += (1 + std::ssize(memory.varied)) * static_cast<std::int64_t>(record.cues.count());
    for (const std::int32_t patterns : flags.load) cues += patterns * flags.reads;
  }
  return cues;
}

void run(const std::vector<ChosenMemory>& list, const RecallFlags& flags, RecallRecord& record,
         const InterruptGuard& guard) {
  ProgressDisplay display(guard.flag(), !flags.display.quiet);
  RunControl control(guard.flag(), flags.time_limit_s, [&](const Progress& progress) { display.update(progress); });
  const std::int64_t cues = cues_of_all(list, flags, record);
  display.begin("recall", count_wording("cues"), cues);
  control.begin(cues);
  for (const auto& memory : list) {
    const std::string& name = memory.memory->info().name;
    if (flags.display.verbose && !flags.display.quiet) write_stderr(fmt::format("isinglass: {}\n", name));
    auto outcome = run_recall(*memory.memory, memory.settings, options_of(flags, record.seed), record.images.set,
                              record.cues, record.threshold, control);
    record.machines.push_back(
        {name, memory.settings, memory.memory->flaws(memory.settings), std::move(outcome), {}, {}, memory.level});
    auto& machine = record.machines.back();
    machine.load = sweep_load(memory, flags, record, control);
    machine.varied = sweep_parameter(memory, flags, record, control);
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
                      {"arithmetic", "double precision, fixed steps"},
                      {"kernel", to_string(choose_kernel(flags.kernel))}};
  sheet.answer = recall_json(record, build_info.version);
  write_file(std::filesystem::path(flags.output) / "recall.npz", write_npz(arrays_of(record)));
  write_sheet_directory(flags.output, sheet, config_text(command, record.seed));
  if (!flags.display.quiet) write_stderr(fmt::format("report: {}/report.html\n", flags.output));
}

ExitCode recall(const CLI::App& command, const RecallFlags& flags, const std::vector<std::string>& arguments) {
  static_cast<void>(choose_kernel(flags.kernel));  // a wrong name is refused before anything is read
  check_flags(flags);
  const MemoryList all;
  RecallRecord record;
  if (!flags.vary.empty()) record.varied = axis_of(all, flags);
  const auto board =
      flags.ports.empty() ? nullptr : std::make_unique<BoardMemory>(flags.ports, BoardWatcher{}, flags.baked);
  const auto list = memories(all, board.get(), flags, record.varied);
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
      "  isinglass recall --patterns random:200:100 --load 10,20,50,100  success against load\n"
      "  isinglass recall --patterns glyphs --sampler memory-match --port /dev/ttyUSB1   on a board ('sim': a "
      "Verilated one)\n"
      "  isinglass recall --patterns glyphs:AOTX --reads 50 --sampler oscillator-memory --vary harmonic_start=0:0.4:5");
  command->callback([command, flags, &action] {
    action.run = [command, flags, &action] { return recall(*command, *flags, action.arguments); };
  });
}

}  // namespace isinglass::cli
