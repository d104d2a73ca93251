// What `solve` says: the JSON object and the table, both made from the record of the run.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "models/error.hpp"
#include "sim/cli/output.hpp"
#include "sim/report/run_record.hpp"
#include "sim/sampler/sampler.hpp"

namespace isinglass::cli {

/// One finished run; `record` has one sampler and the target that was given, if any.
struct SolveRun {
  const Problem& problem;
  const Settings& settings;
  const SampleSet& set;
  const RunRecord& record;
};

/// `with_samples` adds all samples. QUBO samples are 0/1, others ±1, in the order of the file.
nlohmann::ordered_json solve_json(const SolveRun& run, bool with_samples);

/// The table for people, and what to do next.
std::string solve_table(const SolveRun& run, const Painter& painter);

/// 130 interrupted, 1 target missed, else 0.
ExitCode solve_exit_code(const RunRecord& record);

}  // namespace isinglass::cli
