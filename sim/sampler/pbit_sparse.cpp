// The twin as a sampler: every read has its own copy of the core.
#include "sim/sampler/pbit_sparse.hpp"

#include "sim/sampler/anneal_reads.hpp"
#include "sim/sampler/pbit_sparse_plan.hpp"

namespace isinglass {

PbitSparseSampler::PbitSparseSampler() {
  info_.name = pbit_sparse_core().sampler;
  info_.kind = SamplerKind::digital;
  info_.sentence = "event-driven p-bit annealer for sparse graphs, as the FPGA runs it (integer twin)";
  info_.parameters = anneal_parameters(pbit_sparse_core());
}

SampleSet PbitSparseSampler::sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                    RunControl& control) const {
  const double start_s = control.elapsed_s();
  const PbitSparsePlan plan = plan_pbit_sparse(problem, settings);
  const auto device = [&](const AnnealRun& run, const AnnealTrace& trace) {
    return PbitSparse(plan.image).run(run, trace);
  };
  return sample_anneal(problem, plan.anneal, device, options, control, control.elapsed_s() - start_s);
}

}  // namespace isinglass
