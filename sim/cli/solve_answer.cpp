// The two ways of writing a run down.
#include "sim/cli/solve_answer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/cli/answer_parts.hpp"
#include "sim/report/device_record.hpp"
#include "sim/report/diagnose.hpp"
#include "sim/report/format.hpp"

namespace isinglass::cli {
namespace {

using Json = nlohmann::ordered_json;

// ---- JSON -----------------------------------------------------------------------------------------------------------

Json interval_record_json(const std::optional<IntervalRecord>& interval) {
  if (!interval) return nullptr;
  return Json::array({number_json(interval->low), number_json(interval->high)});
}

Json sample_json(const Problem& problem, std::span<const Spin> spins) {
  Json values = Json::array();
  for (const Spin spin : spins) values.push_back(problem.kind == Kind::qubo ? (spin + 1) / 2 : spin);
  return values;
}

Json best_json(const SolveRun& run) {
  if (run.set.reads() == 0) return nullptr;
  const auto lowest = std::min_element(run.set.energy.begin(), run.set.energy.end());
  const auto read = static_cast<std::size_t>(lowest - run.set.energy.begin());
  return {{"energy", *lowest},
          {"objective", run.record.samplers.front().objectives[read]},
          {"feasible", true},
          {"sample", sample_json(run.problem, run.set.sample(read))},
          {"decoded", nullptr}};
}

/// A vector of the samples, or a text about them, where there is one.
Json vector_json(const SampleSet& set, const char* name) {
  const auto found = set.vectors.find(name);
  return found == set.vectors.end() ? Json(nullptr) : Json(found->second);
}
Json text_json(const SampleSet& set, const char* name) {
  const auto found = set.info.find(name);
  return found == set.info.end() ? Json(nullptr) : Json(found->second);
}

// ---- table ----------------------------------------------------------------------------------------------------------

// Label and text; the text begins in one column.
std::string row(const std::string& label, const std::string& text) { return fmt::format("{:<15}{}\n", label, text); }

std::string reads_row(const SolveRun& run, const SamplerRecord& sampler) {
  const auto ground_states = sampler.figures.find("ground_states");
  if (ground_states != sampler.figures.end()) {
    return row("ground states", fmt::format("{:.0f}, of which {} are listed", ground_states->second, sampler.reads));
  }
  return row("reads", sampler.reads == run.record.reads
                          ? fmt::format("{}", sampler.reads)
                          : fmt::format("{} of {} asked for", sampler.reads, run.record.reads));
}

std::string quality_rows(const SolveRun& run, const SamplerRecord& sampler, const Painter& painter) {
  if (!sampler.best) return row("best", "no read was finished");
  const auto& problem = run.record.problem;
  std::string best = painter.bold(format_objective(*sampler.best));
  if (problem.best_known) best += fmt::format("  (best known {})", format_objective(*problem.best_known));
  return row("best", best) + row("mean", format_objective(*sampler.mean));
}

std::string target_rows(const SolveRun& run, const SamplerRecord& sampler, const Painter& painter) {
  if (!run.record.target || !sampler.successes) return "";
  const std::string met = fmt::format("met by {} of {} reads", *sampler.successes, sampler.reads);
  const bool reached = *sampler.successes > 0;
  std::string text =
      row("target", format_objective(*run.record.target) + "  " + (reached ? painter.green(met) : painter.yellow(met)));
  text += row("success p", fmt::format("{}  [{}]", format_probability(sampler), format_probability_interval(sampler)));
  const std::string interval = reached ? fmt::format("  [{}]", format_tts_interval(sampler)) : "";
  return text + row("TTS99", format_tts(sampler) + interval + "  " + clock_phrase(sampler));
}

/// Which flaws of real parts were on; nothing for software, which has none.
std::string flaws_row(const SamplerRecord& sampler) {
  const std::string flaws = flaws_of_run(sampler.info);
  return flaws.empty() ? "" : row("non-idealities", flaws);
}

/// What the flaws of the couplings did to the energies; nothing when they are off.
std::string device_energy_row(const SamplerRecord& sampler) {
  const auto energies = device_energies(sampler.figures);
  if (!energies) return "";
  return row("device energy",
             fmt::format("mean {} as built, {} as asked; best read {} and {}", format_objective(energies->device_mean),
                         format_objective(energies->ideal_mean), format_objective(energies->device_best),
                         format_objective(energies->ideal_best)));
}

std::string time_rows(const SamplerRecord& sampler) {
  const auto known = [](const std::optional<double>& seconds) {
    return seconds ? format_seconds(*seconds) : std::string("unknown");
  };
  std::string hardware = "none: this is software";
  if (sampler.hardware_time_s) {
    hardware = fmt::format("{} per read  (programming {}, read-out {})", format_seconds(*sampler.hardware_time_s),
                           known(sampler.programming_s), known(sampler.readout_s));
  }
  std::string wall = format_seconds(sampler.wall_s);
  if (sampler.reads > 0) {
    wall += fmt::format("  ({} per read)", format_seconds(sampler.wall_s / static_cast<double>(sampler.reads)));
  }
  return row("hardware time", hardware) + row("wall time", wall);
}

std::string next_step(const SolveRun& run, const SamplerRecord& sampler) {
  const auto sweeps = run.settings.values().find("sweeps");
  if (!run.record.target && run.record.problem.best_known) {
    return "Next: --target best-known measures success probability and time to solution.\n";
  }
  if (run.record.target && sampler.successes.value_or(0) == 0) {
    return sweeps == run.settings.values().end()
               ? "Next: more --reads, or another --sampler ('isinglass info' lists them).\n"
               : fmt::format("Next: longer anneals reach lower: -p sweeps={}.\n", 10 * run.settings.integer("sweeps"));
  }
  return fmt::format("Next: 'isinglass compare {}' sets it beside other machines; -o DIR keeps samples and a report.\n",
                     run.problem.name);
}

}  // namespace

nlohmann::ordered_json solve_json(const SolveRun& run, bool with_samples) {
  const auto& set = run.set;
  const auto& problem = run.record.problem;
  const auto& sampler = run.record.samplers.front();
  Json json = {{"schema", "isinglass-solve-1"},
               {"version", run.record.version},
               {"problem",
                {{"name", problem.name},
                 {"kind", problem.kind},
                 {"variables", problem.variables},
                 {"couplings", problem.couplings},
                 {"objective_sense", problem.objective_sense}}},
               {"sampler", sampler.name},
               {"parameters", settings_json(run.settings)},
               {"seed", run.record.seed},
               {"kernel", sampler.kernel.empty() ? Json(nullptr) : Json(sampler.kernel)},
               {"reads", set.reads()},
               {"best", best_json(run)},
               {"energies", set.energy},
               {"objectives", sampler.objectives},
               {"device_energies", vector_json(set, "device_energy")},
               {"non-idealities", text_json(set, "non-idealities")},
               {"target", number_json(run.record.target)},
               {"success",
                {{"p", number_json(sampler.p)},
                 {"p_interval", interval_record_json(sampler.p_interval)},
                 {"tts99_s", number_json(sampler.tts99_s)},
                 {"tts99_interval", interval_record_json(sampler.tts99_interval)}}},
               {"timing",
                {{"preprocessing_ns", set.timing.preprocessing_ns},
                 {"sampling_ns", set.timing.sampling_ns},
                 {"postprocessing_ns", set.timing.postprocessing_ns}}},
               {"hardware_time_s", number_json(sampler.hardware_time_s)},
               {"interrupted", run.record.interrupted},
               {"diagnostics", diagnostics_json(all_diagnostics(run.record))}};
  if (with_samples) {
    json["samples"] = Json::array();
    for (std::size_t read = 0; read < set.reads(); ++read) {
      json["samples"].push_back(sample_json(run.problem, set.sample(read)));
    }
  }
  return json;
}

std::string solve_table(const SolveRun& run, const Painter& painter) {
  const auto& problem = run.record.problem;
  const auto& sampler = run.record.samplers.front();
  std::string text = row("problem", fmt::format("{}: {}, {}, {}", problem.name, problem.kind,
                                                format_count_of(problem.variables, "variable"),
                                                format_count_of(problem.couplings, "coupling")));
  text += row("objective", fmt::format("{}, to {}", problem.objective_name, problem.objective_sense));
  text += row("sampler", fmt::format("{}, seed {}{}", sampler.name, run.record.seed,
                                     sampler.kernel.empty() ? "" : fmt::format(", kernel {}", sampler.kernel)));
  text += flaws_row(sampler);
  text += reads_row(run, sampler) + quality_rows(run, sampler, painter) + device_energy_row(sampler) +
          target_rows(run, sampler, painter);
  const char* interrupted = run.record.interrupted ? "Interrupted: these are the reads that were finished." : "";
  text += time_rows(sampler) + "\n" + findings_text(all_diagnostics(run.record), interrupted, painter);
  return text + next_step(run, sampler);
}

ExitCode solve_exit_code(const RunRecord& record) {
  if (record.interrupted) return ExitCode::interrupted;
  return record.target && record.samplers.front().successes.value_or(0) == 0 ? ExitCode::missed : ExitCode::done;
}

}  // namespace isinglass::cli
