// The analog machine `langevin`: overdamped Langevin dynamics in the energies of Ising problems, stored patterns,
// sparse codes and generative models.
#pragma once

#include <memory>

#include "sim/sampler/model.hpp"

namespace isinglass {

std::unique_ptr<AnalogModel> make_langevin_model();

}  // namespace isinglass
