// Sampler `pbit-ring:rtl`: the Verilog of the dense digital annealer under Verilator, driven like a board.
#pragma once

#include "sim/sampler/sampler.hpp"

namespace isinglass {

/// Loads the problem through the core's registers and runs it there; every read gives exactly the twin's answer, some
/// hundred times slower. Each block of reads has a core of its own.
class PbitRingRtlSampler final : public Sampler {
 public:
  PbitRingRtlSampler();
  [[nodiscard]] const SamplerInfo& info() const override { return info_; }
  [[nodiscard]] SampleSet sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                 RunControl& control) const override;

 private:
  SamplerInfo info_;
};

}  // namespace isinglass
