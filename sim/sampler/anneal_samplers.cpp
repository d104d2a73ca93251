// Twins and Verilated cores as samplers.
#include "sim/sampler/anneal_samplers.hpp"

#include "sim/sampler/rtl_device.hpp"

namespace isinglass {

AnnealTwinSampler::AnnealTwinSampler(const AnnealCore& core) : core_(&core) {
  info_.name = core.names.sampler;
  info_.kind = SamplerKind::digital;
  info_.sentence = core.sentence;
  info_.parameters = core.parameters();
}

SampleSet AnnealTwinSampler::sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                    RunControl& control) const {
  const double start_s = control.elapsed_s();
  const AnnealTask task = plan_or_advise(*core_, problem, settings);
  const auto device = [&](const AnnealRun& run, const AnnealTrace& trace) { return task.twin()(run, trace); };
  return sample_anneal(problem, task.plan, device, options, control, control.elapsed_s() - start_s);
}

AnnealRtlSampler::AnnealRtlSampler(const AnnealCore& core) : core_(&core) {
  info_.name = core.names.sampler + ":rtl";
  info_.kind = SamplerKind::digital;
  info_.sentence =
      "the Verilog of " + core.names.sampler + " under Verilator: the same answers, bit for bit, and much slower";
  info_.parameters = core.parameters();
}

SampleSet AnnealRtlSampler::sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                   RunControl& control) const {
  const double start_s = control.elapsed_s();
  refuse_unnamed_sizes(core_->names, settings);
  refuse_twin_widths(core_->names, settings, "the simulated Verilog");
  const AnnealTask task = plan_or_advise(*core_, problem, settings);
  const AnnealDevice device = rtl_device(task.plan, task.load);
  return sample_anneal(problem, task.plan, device, options, control, control.elapsed_s() - start_s);
}

}  // namespace isinglass
