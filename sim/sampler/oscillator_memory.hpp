// The associative memory of oscillators as a model: parameter table and design.
#pragma once

#include <memory>

#include "models/analog/oscillator_memory.hpp"
#include "sim/sampler/model.hpp"

namespace isinglass {

ParameterTable oscillator_memory_parameters();
OscillatorMemoryDesign oscillator_memory_design(const Settings& settings);

std::unique_ptr<AnalogModel> make_oscillator_memory_model();

}  // namespace isinglass
