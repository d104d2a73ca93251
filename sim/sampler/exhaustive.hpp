// Sampler `exhaustive`: looks at every state of a small problem and proves the ground states.
#pragma once

#include "sim/sampler/sampler.hpp"

namespace isinglass {

/// All 2^n states in Gray-code order (n ≤ 30), one spin flip each, local fields kept up to date. Without fields only
/// half of them are looked at, the other half being their mirror images. The samples are the ground states in the order
/// of their number (spin 0 lowest bit, +1 = 1), at most --reads and at most 10,000 of them, each once; the figure
/// "ground_states" counts them all. States whose energies differ by less than 1e-9 of the sum of all couplings and
/// fields count as equal unless the problem is made of whole numbers, where energies are exact.
class ExhaustiveSampler final : public Sampler {
 public:
  ExhaustiveSampler();
  [[nodiscard]] const SamplerInfo& info() const override { return info_; }
  [[nodiscard]] SampleSet sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                 RunControl& control) const override;

 private:
  SamplerInfo info_;
};

}  // namespace isinglass
