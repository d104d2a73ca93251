// Figures first, then the two ways of writing them.
#include "sim/cli/solve_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/cli/command.hpp"
#include "sim/io/instances.hpp"

namespace isinglass::cli {
namespace {

using Json = nlohmann::ordered_json;

double mean_of(const std::vector<double>& values) {
  return values.empty() ? 0.0 : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// ---- JSON -----------------------------------------------------------------------------------------------------------

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
Json number_or_null(const std::optional<double>& value) { return value ? number_or_null(*value) : Json(nullptr); }
Json interval_json(const Interval& interval) {
  return Json::array({number_or_null(interval.low), number_or_null(interval.high)});
}

Json sample_json(const Problem& problem, std::span<const Spin> spins) {
  Json values = Json::array();
  for (const Spin spin : spins) values.push_back(problem.kind == Kind::qubo ? (spin + 1) / 2 : spin);
  return values;
}

Json parameters_json(const Settings& settings) {
  struct Writer {
    Json operator()(Automatic) const { return "auto"; }
    Json operator()(bool on) const { return on; }
    Json operator()(std::int64_t whole) const { return whole; }
    Json operator()(double real) const { return number_or_null(real); }
    Json operator()(const std::string& word) const { return word; }
  };
  Json object = Json::object();
  for (const auto& [name, value] : settings.values()) object[name] = std::visit(Writer{}, value);
  return object;
}

Json best_json(const SolveRun& run, const SolveFigures& figures) {
  if (!figures.best_read) return nullptr;
  const std::size_t read = *figures.best_read;
  return {{"energy", run.set.energy[read]},
          {"objective", figures.objectives[read]},
          {"feasible", true},
          {"sample", sample_json(run.problem, run.set.sample(read))},
          {"decoded", nullptr}};
}

Json success_json(const SolveFigures& figures) {
  if (!figures.p) return {{"p", nullptr}, {"p_interval", nullptr}, {"tts99_s", nullptr}, {"tts99_interval", nullptr}};
  return {{"p", *figures.p},
          {"p_interval", interval_json(*figures.p_interval)},
          {"tts99_s", number_or_null(figures.tts99->seconds)},
          {"tts99_interval", interval_json(figures.tts99->interval)}};
}

Json diagnostics_json(const SampleSet& set) {
  Json list = Json::array();
  for (const auto& found : set.diagnostics) list.push_back({{"sentence", found.sentence}, {"advice", found.advice}});
  return list;
}

// ---- table ----------------------------------------------------------------------------------------------------------

std::string seconds_text(double seconds) {
  if (!std::isfinite(seconds)) return "unknown";
  if (seconds >= 100.0) return fmt::format("{:.0f} s", seconds);
  if (seconds >= 0.9995) return fmt::format("{:.3g} s", seconds);
  if (seconds >= 0.9995e-3) return fmt::format("{:.3g} ms", 1e3 * seconds);
  return fmt::format("{:.3g} µs", 1e6 * seconds);
}

std::string objective_name(const Problem& problem) {
  switch (problem.kind) {
    case Kind::maxcut:
      return "cut";
    case Kind::qubo:
      return "value";
    case Kind::ising:
      return "energy";
  }
  return "energy";
}

std::string tts_text(const TimeToSolution& tts) {
  if (!std::isfinite(tts.seconds)) return fmt::format("≥ {}", seconds_text(tts.interval.low));
  return fmt::format("{}  [{}, {}]", seconds_text(tts.seconds), seconds_text(tts.interval.low),
                     std::isfinite(tts.interval.high) ? seconds_text(tts.interval.high) : "unbounded");
}

std::string row(const std::string& label, const std::string& text) { return fmt::format("{:<15}{}\n", label, text); }

std::string reads_row(const SolveRun& run) {
  const auto ground_states = run.set.figures.find("ground_states");
  if (ground_states != run.set.figures.end()) {
    return row("ground states", fmt::format("{:.0f}, of which {} are listed", ground_states->second, run.set.reads()));
  }
  const auto asked = static_cast<std::size_t>(run.options.reads);
  return row("reads", run.set.reads() == asked ? fmt::format("{}", asked)
                                               : fmt::format("{} of {} asked for", run.set.reads(), asked));
}

std::string target_rows(const SolveRun& run, const SolveFigures& figures, const Painter& painter) {
  if (!run.target) return "";
  const std::string met = fmt::format("met by {} of {} reads", figures.successes, figures.objectives.size());
  std::string text = row("target", fmt::format("{:.10g}  {}", *run.target,
                                               figures.successes > 0 ? painter.green(met) : painter.yellow(met)));
  if (!figures.p) return text;
  text += row("success p",
              fmt::format("{:.3g}  [{:.3g}, {:.3g}]", *figures.p, figures.p_interval->low, figures.p_interval->high));
  return text +
         row("TTS99", tts_text(*figures.tts99) + (figures.hardware_time_s ? "  of hardware time" : "  of wall time"));
}

std::string quality_rows(const SolveRun& run, const SolveFigures& figures, const Painter& painter) {
  if (!figures.best_read) return row("best", "no read was finished");
  const std::string name = objective_name(run.problem);
  std::string best = painter.bold(fmt::format("{:.10g}", figures.objectives[*figures.best_read]));
  if (const auto known = best_known(run.problem)) best += fmt::format("  (best known {:.10g})", known->value);
  return row("best " + name, best) + row("mean " + name, fmt::format("{:.8g}", figures.mean));
}

std::string time_rows(const SolveRun& run, const SolveFigures& figures) {
  const double wall_s = 1e-9 * static_cast<double>(run.set.timing.sampling_ns);
  const auto figure = [&](const char* name) -> std::string {
    const auto found = run.set.figures.find(name);
    return found == run.set.figures.end() ? "unknown" : seconds_text(found->second);
  };
  std::string text =
      row("hardware time", figures.hardware_time_s ? fmt::format("{} per read  (programming {}, read-out {})",
                                                                 seconds_text(*figures.hardware_time_s),
                                                                 figure("programming_s"), figure("readout_s"))
                                                   : "none: this is software");
  const std::string per_read =
      figures.objectives.empty()
          ? ""
          : fmt::format("  ({} per read)", seconds_text(wall_s / static_cast<double>(figures.objectives.size())));
  return text + row("wall time", seconds_text(wall_s) + per_read);
}

std::string findings(const SolveRun& run, const Painter& painter) {
  std::string text = "\n";
  if (run.set.interrupted) text += painter.yellow("Interrupted: these are the reads that were finished.") + "\n";
  for (const auto& found : run.set.diagnostics) {
    text += painter.yellow(found.sentence) + (found.advice.empty() ? "\n" : fmt::format("\n  {}\n", found.advice));
  }
  return run.set.diagnostics.empty() && !run.set.interrupted ? text + "No problems detected.\n" : text;
}

std::string next_steps(const SolveRun& run, const SolveFigures& figures) {
  const auto& parameters = run.sampler.parameters;
  const bool has_sweeps =
      std::any_of(parameters.begin(), parameters.end(), [](const Parameter& p) { return p.name == "sweeps"; });
  if (!run.target && best_known(run.problem)) {
    return "Next: --target best-known measures success probability and time to solution.\n";
  }
  if (run.target && figures.successes == 0) {
    return has_sweeps
               ? fmt::format("Next: longer anneals reach lower: -p sweeps={}.\n", 10 * run.settings.integer("sweeps"))
               : "Next: more --reads, or another --sampler ('isinglass info' lists them).\n";
  }
  return fmt::format("Next: isinglass compare {} sets this beside other machines; -o DIR keeps samples and a report.\n",
                     run.problem.name);
}

}  // namespace

SolveFigures solve_figures(const SolveRun& run) {
  const Objective objective = run.problem.objective();
  SolveFigures figures;
  for (const double energy : run.set.energy) figures.objectives.push_back(objective.from_energy(energy));
  const std::size_t reads = figures.objectives.size();
  figures.mean = mean_of(figures.objectives);
  if (reads > 0) {
    const auto best = std::min_element(run.set.energy.begin(), run.set.energy.end());
    figures.best_read = static_cast<std::size_t>(best - run.set.energy.begin());
  }
  const auto hardware = run.set.vectors.find("hardware_time_s");
  if (hardware != run.set.vectors.end() && reads > 0) figures.hardware_time_s = mean_of(hardware->second);
  const double wall_s = 1e-9 * static_cast<double>(run.set.timing.sampling_ns);
  figures.read_time_s = figures.hardware_time_s ? *figures.hardware_time_s
                                                : wall_s / static_cast<double>(std::max<std::size_t>(reads, 1));
  if (!run.target || reads == 0) return figures;
  figures.successes = std::count_if(figures.objectives.begin(), figures.objectives.end(),
                                    [&](double value) { return objective.reaches(value, *run.target); });
  figures.p = static_cast<double>(figures.successes) / static_cast<double>(reads);
  figures.p_interval = wilson_interval(figures.successes, static_cast<std::int64_t>(reads));
  figures.tts99 = time_to_solution(figures.read_time_s, figures.successes, static_cast<std::int64_t>(reads));
  return figures;
}

nlohmann::ordered_json solve_json(const SolveRun& run, const SolveFigures& figures, bool with_samples) {
  const auto& set = run.set;
  const auto kernel = set.info.find("kernel");
  Json json = {{"schema", "isinglass-solve-1"},
               {"version", build_info.version},
               {"problem",
                {{"name", run.problem.name},
                 {"kind", to_string(run.problem.kind)},
                 {"variables", run.problem.size()},
                 {"couplings", run.problem.couplings.size()},
                 {"objective_sense", run.problem.objective().maximise ? "maximise" : "minimise"}}},
               {"sampler", run.sampler.name},
               {"parameters", parameters_json(run.settings)},
               {"seed", run.options.seed},
               {"kernel", kernel == set.info.end() ? Json(nullptr) : Json(kernel->second)},
               {"reads", set.reads()},
               {"best", best_json(run, figures)},
               {"energies", set.energy},
               {"objectives", figures.objectives},
               {"target", number_or_null(run.target)},
               {"success", success_json(figures)},
               {"timing",
                {{"preprocessing_ns", set.timing.preprocessing_ns},
                 {"sampling_ns", set.timing.sampling_ns},
                 {"postprocessing_ns", set.timing.postprocessing_ns}}},
               {"hardware_time_s", number_or_null(figures.hardware_time_s)},
               {"interrupted", set.interrupted},
               {"diagnostics", diagnostics_json(set)}};
  if (with_samples) {
    json["samples"] = Json::array();
    for (std::size_t read = 0; read < set.reads(); ++read) {
      json["samples"].push_back(sample_json(run.problem, set.sample(read)));
    }
  }
  return json;
}

std::string solve_table(const SolveRun& run, const SolveFigures& figures, const Painter& painter) {
  const auto& problem = run.problem;
  const auto kernel = run.set.info.find("kernel");
  std::string text = row("problem", fmt::format("{}: {}, {} variables, {} couplings", problem.name,
                                                to_string(problem.kind), problem.size(), problem.couplings.size()));
  text += row("sampler",
              fmt::format("{}{}, seed {}", run.sampler.name,
                          kernel == run.set.info.end() ? "" : fmt::format(" ({})", kernel->second), run.options.seed));
  text += reads_row(run);
  text += quality_rows(run, figures, painter) + target_rows(run, figures, painter) + time_rows(run, figures);
  return text + findings(run, painter) + next_steps(run, figures);
}

ExitCode solve_exit_code(const SolveRun& run, const SolveFigures& figures) {
  if (run.set.interrupted) return ExitCode::interrupted;
  return run.target && figures.successes == 0 ? ExitCode::missed : ExitCode::done;
}

}  // namespace isinglass::cli
