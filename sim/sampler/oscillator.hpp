// The sampler `oscillator`: the phase model of the oscillator Ising machine on the batched engine.
#pragma once

#include "models/analog/oscillator_anneal.hpp"
#include "sim/sampler/sampler.hpp"

namespace isinglass {

class OscillatorSampler final : public Sampler {
 public:
  OscillatorSampler();
  [[nodiscard]] const SamplerInfo& info() const override { return info_; }
  [[nodiscard]] SampleSet sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                 RunControl& control) const override;

 private:
  SamplerInfo info_;
};

/// The parameter table, for other commands that build the same machine (cosim, simulate).
ParameterTable oscillator_parameters();

/// The values of that table as a machine's description.
OscillatorAnneal oscillator_anneal(const Settings& settings);

}  // namespace isinglass
