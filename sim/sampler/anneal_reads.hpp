// The reads of a run on an annealing core, whoever plays the core: a twin or the Verilog.
#pragma once

#include <functional>

#include "sim/sampler/anneal_plan.hpp"

namespace isinglass {

/// Makes one run and tells every flip to the trace, which may be empty. Called from several threads at once.
using AnnealDevice = std::function<AnnealResult(const AnnealRun&, const AnnealTrace&)>;

/// Runs the reads in parallel. The energies and, for read 0, the spins are followed where `options` asks for a trace;
/// `planned_s` is what planning has taken. Throws what anneal_energy throws.
SampleSet sample_anneal(const Problem& problem, const AnnealPlan& plan, const AnnealDevice& device,
                        const RunOptions& options, RunControl& control, double planned_s);

}  // namespace isinglass
