// The Verilog of pbit_ring as a sampler.
#include "sim/sampler/pbit_ring_rtl.hpp"

#include "sim/sampler/pbit_ring_plan.hpp"
#include "sim/sampler/rtl_device.hpp"

namespace isinglass {

PbitRingRtlSampler::PbitRingRtlSampler() {
  info_.name = "pbit-ring:rtl";
  info_.kind = SamplerKind::digital;
  info_.sentence = "the Verilog of pbit-ring under Verilator: the same answers, bit for bit, and much slower";
  info_.parameters = pbit_ring_parameters();
}

SampleSet PbitRingRtlSampler::sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                     RunControl& control) const {
  const double start_s = control.elapsed_s();
  const PbitRingPlan plan = plan_pbit_ring(problem, settings);
  const AnnealDevice device = rtl_device(plan.anneal, load_of(*plan.image));
  return sample_anneal(problem, plan.anneal, device, options, control, control.elapsed_s() - start_s);
}

}  // namespace isinglass
