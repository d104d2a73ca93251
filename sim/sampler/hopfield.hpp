// The model `hopfield`: the continuous Hopfield circuit, as an Ising machine and as an associative memory.
#pragma once

#include "sim/sampler/model.hpp"

namespace isinglass {

std::unique_ptr<AnalogModel> make_hopfield_model();

}  // namespace isinglass
