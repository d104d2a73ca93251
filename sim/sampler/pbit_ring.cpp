// The twin as a sampler: every read has its own copy of the core.
#include "sim/sampler/pbit_ring.hpp"

#include "sim/sampler/anneal_reads.hpp"
#include "sim/sampler/pbit_ring_plan.hpp"

namespace isinglass {

PbitRingSampler::PbitRingSampler() {
  info_.name = pbit_ring_core().sampler;
  info_.kind = SamplerKind::digital;
  info_.sentence = "sequential p-bit annealer, every spin coupled to every other, as the FPGA runs it (integer twin)";
  info_.parameters = pbit_ring_parameters();
}

SampleSet PbitRingSampler::sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                  RunControl& control) const {
  const double start_s = control.elapsed_s();
  const PbitRingPlan plan = plan_pbit_ring(problem, settings);
  const auto device = [&](const AnnealRun& run, const AnnealTrace& trace) {
    return PbitRing(plan.image).run(run, trace);
  };
  return sample_anneal(problem, plan.anneal, device, options, control, control.elapsed_s() - start_s);
}

}  // namespace isinglass
