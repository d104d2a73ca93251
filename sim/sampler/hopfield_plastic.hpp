// The model `hopfield-plastic`: the Hopfield circuit whose memories are weighed by the input, for recall.
#pragma once

#include "sim/sampler/model.hpp"

namespace isinglass {

std::unique_ptr<AnalogModel> make_hopfield_plastic_model();

}  // namespace isinglass
