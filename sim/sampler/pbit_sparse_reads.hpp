// The reads of a run on the core pbit_sparse, whoever plays the core: the twin or the Verilog.
#pragma once

#include <functional>

#include "sim/sampler/pbit_sparse_plan.hpp"

namespace isinglass {

/// Makes one run and tells every flip to the trace, which may be empty. Called from several threads at once.
using PbitSparseCore = std::function<PbitSparseResult(const PbitSparseRun&, const PbitSparseTrace&)>;

/// Plans the run, makes the core for that plan, and runs the reads in parallel. The energies and, for read 0, the
/// spins are followed where `options` asks for a trace. Throws what plan_pbit_sparse and pbit_sparse_energy throw.
SampleSet sample_pbit_sparse(const Problem& problem, const Settings& settings, const RunOptions& options,
                             RunControl& control,
                             const std::function<PbitSparseCore(const PbitSparsePlan&)>& make_core);

}  // namespace isinglass
