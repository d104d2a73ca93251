// Registers the samplers: one line each (analog machines: machines.cpp).
#include "sim/sampler/registry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/error.hpp"
#include "sim/sampler/anneal.hpp"
#include "sim/sampler/anneal_samplers.hpp"
#include "sim/sampler/exhaustive.hpp"
#include "sim/sampler/machines.hpp"
#include "sim/sampler/memory.hpp"

namespace isinglass {
namespace {

/// An analog model as a sampler of Ising problems.
class ModelSampler final : public Sampler {
 public:
  explicit ModelSampler(std::unique_ptr<AnalogModel> model) : model_(std::move(model)) {}
  [[nodiscard]] const SamplerInfo& info() const override { return model_->info(); }
  [[nodiscard]] SampleSet sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                 RunControl& control) const override {
    return model_->sample(problem, settings, options, control);
  }

 private:
  std::unique_ptr<AnalogModel> model_;
};

}  // namespace

SamplerList make_samplers() {
  SamplerList samplers;
  samplers.push_back(std::make_unique<AnnealSampler>());
  for (auto& model : make_models()) {
    if (model->answers(QuestionKind::ising)) samplers.push_back(std::make_unique<ModelSampler>(std::move(model)));
  }
  for (const AnnealCore& core : anneal_cores()) {
    samplers.push_back(std::make_unique<AnnealTwinSampler>(core));
    samplers.push_back(std::make_unique<AnnealRtlSampler>(core));
  }
  samplers.push_back(std::make_unique<ExhaustiveSampler>());
  return samplers;
}

const Sampler& find_sampler(const SamplerList& samplers, std::string_view name) {
  const auto found =
      std::find_if(samplers.begin(), samplers.end(), [&](const auto& s) { return s->info().name == name; });
  if (found != samplers.end()) return **found;
  const MemoryList memories;
  for (const auto& memory : memories.digital()) {
    if (memory->info().name != name) continue;
    throw UsageError(fmt::format("{} recalls patterns and solves no problems", name),
                     fmt::format("isinglass recall --patterns PATTERNS --sampler {}", name));
  }
  std::vector<std::string> names;
  for (const auto& sampler : samplers) names.push_back(sampler->info().name);
  const std::string near = nearest_name(name, names);
  throw UsageError(fmt::format("there is no sampler '{}'", name),
                   near.empty() ? fmt::format("the samplers are: {}", fmt::join(names, ", "))
                                : fmt::format("did you mean '{}'?", near));
}

}  // namespace isinglass
