// The diagnostics engine: what looks wrong in a run, in sentences, with what to try.
#pragma once

#include <vector>

#include "sim/report/run_record.hpp"

namespace isinglass {

/// Shown where nothing was found.
inline constexpr const char* no_problems_text = "No problems detected.";

/// Findings that follow from the records alone (each begins with the sampler's name where it concerns one). The
/// samplers' own findings stay in their records; all_diagnostics joins both.
std::vector<Diagnostic> diagnose(const RunRecord& record);

/// The samplers' own findings, then those of the run.
std::vector<Diagnostic> all_diagnostics(const RunRecord& record);

}  // namespace isinglass
