// Sampler `anneal`: plain simulated annealing, the software baseline that every machine is measured against.
#pragma once

#include "sim/sampler/sampler.hpp"

namespace isinglass {

/// Simulated annealing (Kirkpatrick, Gelatt and Vecchi, Science 220, 671, 1983): Metropolis single-spin updates in
/// sequential sweeps, from a random state, along a geometric or linear ladder of inverse temperatures; the last
/// hundredth of the sweeps, at least one, runs at temperature zero. The answer of a read is its last state. Deviation
/// from the textbook: acceptance compares with 16-bit uniforms, so that moves of probability below 7.6e-6 never happen.
class AnnealSampler final : public Sampler {
 public:
  AnnealSampler();
  [[nodiscard]] const SamplerInfo& info() const override { return info_; }
  [[nodiscard]] SampleSet sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                 RunControl& control) const override;

 private:
  SamplerInfo info_;
};

/// The range of temperatures in which the spins of `problem` order, in the problem's unit of energy.
struct TemperatureRange {
  double hot = 1.0;
  double cold = 0.1;
};

/// Hot: where the typical spin turns freely. Cold: where next to nothing moves. 1 and 0.1 for a problem of zeros.
TemperatureRange temperature_range(const Problem& problem);

}  // namespace isinglass
