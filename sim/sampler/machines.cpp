// Registers the analog machines: one line each.
#include "sim/sampler/machines.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/error.hpp"
#include "sim/sampler/bifurcation.hpp"
#include "sim/sampler/bistable.hpp"
#include "sim/sampler/coherent.hpp"
#include "sim/sampler/competitive.hpp"
#include "sim/sampler/dense_memory.hpp"
#include "sim/sampler/hopfield.hpp"
#include "sim/sampler/hopfield_plastic.hpp"
#include "sim/sampler/langevin.hpp"
#include "sim/sampler/lc_oscillator.hpp"
#include "sim/sampler/oscillator.hpp"
#include "sim/sampler/oscillator_memory.hpp"
#include "sim/sampler/pbit_continuous.hpp"
#include "sim/sampler/predictive_coding.hpp"
#include "sim/sampler/resistor.hpp"

namespace isinglass {
ModelList make_models() {
  ModelList models;
  models.push_back(make_bifurcation_model());
  models.push_back(make_coherent_model());
  models.push_back(make_oscillator_model());
  models.push_back(make_lc_oscillator_model());
  models.push_back(make_hopfield_model());
  models.push_back(make_hopfield_plastic_model());
  models.push_back(make_langevin_model());
  models.push_back(make_pbit_continuous_model());
  models.push_back(make_oscillator_memory_model());
  models.push_back(make_dense_memory_model());
  models.push_back(make_bistable_model());
  models.push_back(make_resistor_model());
  models.push_back(make_competitive_model());
  models.push_back(make_predictive_coding_model());
  return models;
}

namespace {

const AnalogModel* model_named(const ModelList& models, std::string_view name) {
  const auto found = std::find_if(models.begin(), models.end(), [&](const auto& m) { return m->info().name == name; });
  return found == models.end() ? nullptr : found->get();
}

/// `names` are those that would have done.
[[noreturn]] void refuse_name(std::string_view name, const std::vector<std::string>& names) {
  const std::string near = nearest_name(name, names);
  throw UsageError(fmt::format("there is no machine '{}'", name),
                   near.empty() ? fmt::format("the machines are: {}", fmt::join(names, ", "))
                                : fmt::format("did you mean '{}'?", near));
}

}  // namespace

const AnalogModel& find_model(const ModelList& models, std::string_view name) {
  if (const AnalogModel* model = model_named(models, name)) return *model;
  std::vector<std::string> names;
  for (const auto& model : models) names.push_back(model->info().name);
  refuse_name(name, names);
}

const AnalogModel& find_model(const ModelList& models, std::string_view name, QuestionKind kind) {
  const AnalogModel* model = model_named(models, name);
  if (model != nullptr && model->answers(kind)) return *model;
  std::vector<std::string> able;
  for (const auto& other : models) {
    if (other->answers(kind)) able.push_back(other->info().name);
  }
  if (model == nullptr) refuse_name(name, able);
  throw UsageError(fmt::format("{} does not answer {}", name, to_string(kind)),
                   fmt::format("these do: {}", fmt::join(able, ", ")));
}

}  // namespace isinglass
