// The dense associative memory as an analog model: recalls stored patterns (models/analog/dense_memory.hpp).
#pragma once

#include <memory>

#include "sim/sampler/model.hpp"

namespace isinglass {

std::unique_ptr<AnalogModel> make_dense_memory_model();

}  // namespace isinglass
