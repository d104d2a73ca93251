// The bifurcation machine as a sampler: parameter table and diagnostics.
#pragma once

#include <memory>

#include "models/analog/bifurcation.hpp"
#include "sim/sampler/model.hpp"

namespace isinglass {

ParameterTable bifurcation_parameters();
/// The design that `settings` describe for `problem`. UsageError when the preset has no constants for the variant.
BifurcationDesign bifurcation_design(const Problem& problem, const Settings& settings, KernelKind kernel);

std::unique_ptr<AnalogModel> make_bifurcation_model();

}  // namespace isinglass
