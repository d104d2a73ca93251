// From samples to what is said about them: the record of one sampler, the comparison, the findings.
#pragma once

#include <optional>

#include "sim/report/run_record.hpp"
#include "sim/sampler/sampler.hpp"

namespace isinglass {

/// The problem as the page shows it.
ProblemRecord describe_problem(const Problem& problem);

/// The record of one sampler's answer. `wall_s` of the record is the time spent sampling. With a target (in the
/// problem's own terms) it holds success probability and time to solution: on the machine's own clock where the samples
/// carry "hardware_time_s", else on the wall clock (batch / reads). Samples with the figure "ground_states" come from a
/// full enumeration: their best is proved, and the time is that of the whole enumeration.
SamplerRecord summarise(const SamplerInfo& info, const Settings& settings, const Problem& problem, const SampleSet& set,
                        std::optional<double> target);

/// Once all samplers are in: says why reads are missing, marks the baseline, writes headline and findings, and adds the
/// diagnostics that follow from the records (sim/report/diagnose.hpp).
void conclude(RunRecord& record);

/// The first software sampler is what the others are measured against; `anneal` is preferred. -1 when there is none.
std::ptrdiff_t baseline_index(const std::vector<SamplerRecord>& samplers);

/// Indices of the samplers from best to worst: those with a time to solution first, shortest first within a clock and
/// hardware before wall; the others by best, then mean objective.
std::vector<std::size_t> ranking(const RunRecord& record);

/// The first of the ranking, where it has beaten another sampler on the same clock; empty where there is nothing to
/// win.
std::optional<std::size_t> winner(const RunRecord& record);

}  // namespace isinglass
