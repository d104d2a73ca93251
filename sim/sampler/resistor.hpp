// The model `resistor`: a non-linear resistor network of node pairs, with the power that it draws.
#pragma once

#include "sim/sampler/model.hpp"

namespace isinglass {

std::unique_ptr<AnalogModel> make_resistor_model();

}  // namespace isinglass
