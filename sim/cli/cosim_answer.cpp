// Words and JSON for a finished co-simulation.
#include "sim/cli/cosim_answer.hpp"

#include <fmt/format.h>

#include "sim/cli/command.hpp"
#include "sim/report/format.hpp"

namespace isinglass::cli {
namespace {

using Json = nlohmann::ordered_json;

Json sample_json(const Problem& problem, const std::vector<Spin>& spins) {
  Json sample = Json::array();
  for (const Spin s : spins) sample.push_back(problem.kind == Kind::qubo ? (s + 1) / 2 : s);
  return sample;
}

Json divergence_json(const std::optional<Divergence>& divergence) {
  if (!divergence) return nullptr;
  return {{"quantity", divergence->quantity}, {"index", divergence->index}, {"cycle", divergence->cycle},
          {"time_s", divergence->time_s},     {"rtl", divergence->rtl},     {"twin", divergence->twin}};
}

struct Answers {
  double oscillator_energy = 0.0;
  double annealer_energy = 0.0;
  double annealer_best_energy = 0.0;
};

Answers answers(const CosimRun& run) {
  return {energy(run.problem, run.result.oscillator_spins), energy(run.problem, run.result.annealer.spins),
          energy(run.problem, run.result.annealer.best_spins)};
}

}  // namespace

Json cosim_json(const CosimRun& run) {
  const auto& [problem, options, result, wall_s] = run;
  const Objective objective = problem.objective();
  const bool finished = !result.interrupted;
  Json json = {{"schema", "isinglass-cosim-1"},
               {"version", build_info.version},
               {"problem",
                {{"name", problem.name},
                 {"kind", to_string(problem.kind)},
                 {"variables", problem.size()},
                 {"couplings", problem.couplings.size()},
                 {"objective_sense", objective.maximise ? "maximise" : "minimise"}}},
               {"seed", options.seed},
               {"kernel", to_string(options.kernel)},
               {"first_divergence", divergence_json(result.first_divergence)},
               {"trace", options.trace.empty() ? Json(nullptr) : Json(options.trace.string())},
               {"time_s", result.window_s},
               {"interrupted", result.interrupted}};
  json["oscillator"] = {{"frequency_hz", options.oscillator.frequency_hz},
                        {"duration_s", result.oscillator_s},
                        {"energy", nullptr},
                        {"objective", nullptr}};
  json["annealer"] = {{"clock_hz", options.clock_hz},
                      {"sweeps", options.run.sweeps},
                      {"duration_s", nullptr},
                      {"cycles", nullptr},
                      {"flips", nullptr},
                      {"energy", nullptr},
                      {"objective", nullptr},
                      {"best_energy", nullptr},
                      {"best_objective", nullptr},
                      {"scale", options.image->scale}};
  if (finished) {
    const Answers found = answers(run);
    json["oscillator"]["energy"] = found.oscillator_energy;
    json["oscillator"]["objective"] = objective.from_energy(found.oscillator_energy);
    json["oscillator"]["sample"] = sample_json(problem, result.oscillator_spins);
    Json& annealer = json["annealer"];
    annealer["duration_s"] = result.anneal_s;
    annealer["cycles"] = result.annealer.cycles;
    annealer["flips"] = result.annealer.flips;
    annealer["energy"] = found.annealer_energy;
    annealer["objective"] = objective.from_energy(found.annealer_energy);
    annealer["sample"] = sample_json(problem, result.annealer.spins);
    annealer["best_energy"] = found.annealer_best_energy;
    annealer["best_objective"] = objective.from_energy(found.annealer_best_energy);
    annealer["best_sample"] = sample_json(problem, result.annealer.best_spins);
  }
  json["link"] = {{"baud", options.clock_hz / 4},
                  {"loading_s", result.loading_s},
                  {"readout_s", result.readout_s},
                  {"requests", result.link.requests},
                  {"retries", result.link.retries},
                  {"bytes_sent", result.link.bytes_sent},
                  {"bytes_received", result.link.bytes_received}};
  json["clocks"] = result.clocks;
  json["wall_s"] = wall_s;
  json["curves"] = {{"time_s", result.curves.time_s},
                    {"oscillator_energy", result.curves.oscillator},
                    {"annealer_energy", result.curves.annealer}};
  return json;
}

std::string cosim_table(const CosimRun& run, const Painter& painter) {
  const auto& [problem, options, result, wall_s] = run;
  const Objective objective = problem.objective();
  std::string text =
      fmt::format("{}: {}, {}, seed {}\n", painter.bold(problem.name), format_count_of(problem.size(), "spin"),
                  format_count_of(std::ssize(problem.couplings), "coupling"), options.seed);
  if (result.interrupted) {
    text += painter.yellow(fmt::format("Interrupted after {} clocks; nothing was compared.", result.clocks)) + "\n";
    return text;
  }
  const Answers found = answers(run);
  const char* name = problem.kind == Kind::maxcut ? "cut" : "objective";
  const double periods = result.oscillator_s * options.oscillator.frequency_hz;
  text += fmt::format("  {:<12}{:>14}{:>16}\n", "", name, "hardware time");
  text +=
      fmt::format("  {:<12}{:>14}{:>16}  {}, {} periods\n", "oscillator",
                  format_objective(objective.from_energy(found.oscillator_energy)), format_seconds(result.oscillator_s),
                  format_si(options.oscillator.frequency_hz, "Hz"), format_objective(periods));
  text +=
      fmt::format("  {:<12}{:>14}{:>16}  {}, {} clocks, {} sweeps, {} flips\n", "annealer",
                  format_objective(objective.from_energy(found.annealer_best_energy)), format_seconds(result.anneal_s),
                  format_si(options.clock_hz, "Hz"), format_count(result.annealer.cycles),
                  format_count(result.annealer.sweeps), format_count(result.annealer.flips));
  text += fmt::format("  loading {} and read-out {} over the serial link at {} ({} bytes out, {} in, {} retries)\n",
                      format_seconds(result.loading_s), format_seconds(result.readout_s),
                      format_si(options.clock_hz / 4, "baud"), result.link.bytes_sent, result.link.bytes_received,
                      result.link.retries);
  text += fmt::format("  {} clocks and {} simulated in {:.1f} s\n", format_count(result.clocks),
                      format_seconds(result.loading_s + result.window_s + result.readout_s), wall_s);
  if (!options.trace.empty()) text += fmt::format("  waves: {}\n", options.trace.string());
  if (!result.first_divergence) {
    return text + painter.green("The annealer in SystemC equals its twin: every flip, spin, energy and clock.") + "\n";
  }
  const Divergence& d = *result.first_divergence;
  return text +
         painter.yellow(fmt::format("The annealer in SystemC differs from its twin: {} {}: {} instead of {}, at clock "
                                    "{} ({} after the start).",
                                    d.quantity, d.index, d.rtl, d.twin, d.cycle, format_seconds(d.time_s))) +
         "\n";
}

}  // namespace isinglass::cli
