// What `solve` and `hw run` do alike, once there are samples: the record, the run directory, the answer.
#pragma once

#include "models/error.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/run_description.hpp"

namespace isinglass::cli {

struct SolveFlags {
  ProblemFlags problem;
  RunFlags run;
  DisplayFlags display;
  std::string sampler = "anneal";
  std::string output;
  bool samples = false;
};

/// Text for people who asked for more of it (-v).
void log_verbose(const DisplayFlags& display, const std::string& text);

/// Says what is about to be done, for -v.
void log_request(const SolveFlags& flags, const Problem& problem, const RunOptions& options);

/// Writes the run directory where one was asked for, prints the answer, and says how it went.
ExitCode finish_solve(const CLI::App& command, const SolveFlags& flags, const std::vector<std::string>& arguments,
                      const SamplerInfo& sampler, const Settings& settings, const Problem& problem,
                      const RunOptions& options, std::optional<double> target, const SampleSet& set);

}  // namespace isinglass::cli
