// The twin as a sampler: every read has its own copy of the core.
#include "sim/sampler/pbit_sparse.hpp"

#include "sim/sampler/pbit_sparse_reads.hpp"

namespace isinglass {

PbitSparseSampler::PbitSparseSampler() {
  info_.name = "pbit-sparse";
  info_.kind = SamplerKind::digital;
  info_.sentence = "event-driven p-bit annealer for sparse graphs, as the FPGA runs it (integer twin)";
  info_.parameters = pbit_sparse_parameters();
}

SampleSet PbitSparseSampler::sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                    RunControl& control) const {
  return sample_pbit_sparse(problem, settings, options, control, [](const PbitSparsePlan& plan) -> PbitSparseCore {
    return [image = plan.image](const PbitSparseRun& run, const PbitSparseTrace& trace) {
      return PbitSparse(image).run(run, trace);
    };
  });
}

}  // namespace isinglass
