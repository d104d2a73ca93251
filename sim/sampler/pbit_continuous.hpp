// The analog machine `pbit-continuous`: p-bits that run by themselves in continuous time.
#pragma once

#include <memory>

#include "sim/sampler/model.hpp"

namespace isinglass {

std::unique_ptr<AnalogModel> make_pbit_continuous_model();

}  // namespace isinglass
