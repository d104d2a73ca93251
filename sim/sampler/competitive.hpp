// Competitive networks as an analog model: parameter table and steps.
#pragma once

#include "models/analog/competitive.hpp"
#include "sim/sampler/model.hpp"

namespace isinglass {

ParameterTable competitive_parameters();
/// The design that `settings` describe for `code`: gamma is 1 / max_j |Phi_j|^2 unless given, so that it is the 1 of
/// the papers for columns of norm 1.
CompetitiveDesign competitive_design(const SparseCode& code, const Settings& settings);

std::unique_ptr<AnalogModel> make_competitive_model();

}  // namespace isinglass
