// Sampler `pbit-ring`: the dense digital annealer as its integer twin.
#pragma once

#include "sim/sampler/sampler.hpp"

namespace isinglass {

/// Exact sequential Gibbs or Metropolis annealing of an all-to-all problem, one spin per clock, as the FPGA does it.
class PbitRingSampler final : public Sampler {
 public:
  PbitRingSampler();
  [[nodiscard]] const SamplerInfo& info() const override { return info_; }
  [[nodiscard]] SampleSet sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                 RunControl& control) const override;

 private:
  SamplerInfo info_;
};

}  // namespace isinglass
