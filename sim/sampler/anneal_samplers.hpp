// The samplers that every annealing core has: its integer twin (`pbit-ring`) and its Verilog (`pbit-ring:rtl`).
#pragma once

#include "sim/sampler/anneal_core.hpp"

namespace isinglass {

/// The twin: every read has its own copy of the core.
class AnnealTwinSampler final : public Sampler {
 public:
  /// `core` must outlive the sampler.
  explicit AnnealTwinSampler(const AnnealCore& core);
  [[nodiscard]] const SamplerInfo& info() const override { return info_; }
  [[nodiscard]] SampleSet sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                 RunControl& control) const override;

 private:
  const AnnealCore* core_;
  SamplerInfo info_;
};

/// The Verilog under Verilator: loads the problem through the core's registers and runs it there; every read gives
/// exactly the twin's answer, some hundred times slower. Each block of reads has a core of its own.
class AnnealRtlSampler final : public Sampler {
 public:
  /// `core` must outlive the sampler.
  explicit AnnealRtlSampler(const AnnealCore& core);
  [[nodiscard]] const SamplerInfo& info() const override { return info_; }
  [[nodiscard]] SampleSet sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                 RunControl& control) const override;

 private:
  const AnnealCore* core_;
  SamplerInfo info_;
};

}  // namespace isinglass
