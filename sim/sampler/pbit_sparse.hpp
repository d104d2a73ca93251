// Sampler `pbit-sparse`: the integer twin of the digital annealer, bit for bit what the board answers.
#pragma once

#include "sim/sampler/sampler.hpp"

namespace isinglass {

/// Runs models/digital/pbit_sparse.hpp with the schedule of the board's registers. The answer of a read is the best
/// state that the core keeps; hardware time is clocks / clock.
class PbitSparseSampler final : public Sampler {
 public:
  PbitSparseSampler();
  [[nodiscard]] const SamplerInfo& info() const override { return info_; }
  [[nodiscard]] SampleSet sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                 RunControl& control) const override;

 private:
  SamplerInfo info_;
};

}  // namespace isinglass
