// The model `bistable`: resistively coupled bistable nodes (BRIM), in the circuit's form and in those of public
// software.
#pragma once

#include "sim/sampler/model.hpp"

namespace isinglass {

std::unique_ptr<AnalogModel> make_bistable_model();

}  // namespace isinglass
