// Predictive-coding networks as an analog model: parameter table.
#pragma once

#include "models/analog/predictive_coding.hpp"
#include "sim/sampler/model.hpp"

namespace isinglass {

ParameterTable predictive_coding_parameters();

std::unique_ptr<AnalogModel> make_predictive_coding_model();

}  // namespace isinglass
