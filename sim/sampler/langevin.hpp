// The analog machine `langevin`: overdamped Langevin dynamics in the relaxed energy of an Ising problem.
#pragma once

#include <memory>

#include "sim/sampler/model.hpp"

namespace isinglass {

std::unique_ptr<AnalogModel> make_langevin_model();

}  // namespace isinglass
