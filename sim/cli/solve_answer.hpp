// What `solve` says: the JSON object and the table, both made from the same figures.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "models/error.hpp"
#include "sim/bench/statistics.hpp"
#include "sim/cli/output.hpp"
#include "sim/sampler/sampler.hpp"

namespace isinglass::cli {

/// One finished run.
struct SolveRun {
  const Problem& problem;
  const SamplerInfo& sampler;
  const Settings& settings;
  const RunOptions& options;
  std::optional<double> target;
  const SampleSet& set;
};

/// What follows from the samples.
struct SolveFigures {
  std::vector<double> objectives;         ///< per read, in the problem's own terms
  std::optional<std::size_t> best_read;   ///< the first of the best; none when no read was finished
  double mean = 0.0;                      ///< of the objectives
  std::optional<double> hardware_time_s;  ///< per read; none for software
  double read_time_s = 0.0;               ///< what TTS counts: hardware time, else wall time / reads
  std::int64_t successes = 0;             ///< reads that met the target
  std::optional<double> p;                ///< none without a target or reads
  std::optional<Interval> p_interval;
  std::optional<TimeToSolution> tts99;
};

SolveFigures solve_figures(const SolveRun& run);

/// `with_samples` adds all samples. QUBO samples are 0/1, others ±1, in the order of the file.
nlohmann::ordered_json solve_json(const SolveRun& run, const SolveFigures& figures, bool with_samples);

/// The table for people, and what to do next.
std::string solve_table(const SolveRun& run, const SolveFigures& figures, const Painter& painter);

/// 130 interrupted, 1 target missed, else 0.
ExitCode solve_exit_code(const SolveRun& run, const SolveFigures& figures);

}  // namespace isinglass::cli
