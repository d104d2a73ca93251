// The model `lc-oscillator`: coupled LC oscillators with amplitudes, averaged or as the circuit itself.
#pragma once

#include "sim/sampler/model.hpp"

namespace isinglass {

std::unique_ptr<AnalogModel> make_lc_oscillator_model();

}  // namespace isinglass
