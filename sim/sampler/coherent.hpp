// The coherent Ising machine as a sampler: parameter table, published constants, diagnostics.
#pragma once

#include <memory>

#include "models/analog/coherent.hpp"
#include "sim/sampler/model.hpp"

namespace isinglass {

ParameterTable coherent_parameters();
/// The design that `settings` describe for `problem`. UsageError when the preset has no constants for the variant or
/// does not suit the problem.
CoherentDesign coherent_design(const Problem& problem, const Settings& settings, KernelKind kernel);

std::unique_ptr<AnalogModel> make_coherent_model();

}  // namespace isinglass
