// The Verilog of pbit_sparse as a sampler.
#include "sim/sampler/pbit_sparse_rtl.hpp"

#include "sim/sampler/pbit_sparse_plan.hpp"
#include "sim/sampler/rtl_device.hpp"

namespace isinglass {

PbitSparseRtlSampler::PbitSparseRtlSampler() {
  info_.name = "pbit-sparse:rtl";
  info_.kind = SamplerKind::digital;
  info_.sentence = "the Verilog of pbit-sparse under Verilator: the same answers, bit for bit, and much slower";
  info_.parameters = anneal_parameters(pbit_sparse_core());
}

SampleSet PbitSparseRtlSampler::sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                       RunControl& control) const {
  const double start_s = control.elapsed_s();
  const PbitSparsePlan plan = plan_pbit_sparse(problem, settings);
  const AnnealDevice device = rtl_device(plan.anneal, load_of(*plan.image));
  return sample_anneal(problem, plan.anneal, device, options, control, control.elapsed_s() - start_s);
}

}  // namespace isinglass
