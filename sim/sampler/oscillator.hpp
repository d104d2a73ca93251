// The model `oscillator`: the phase model of the oscillator Ising machine.
#pragma once

#include "models/analog/oscillator_anneal.hpp"
#include "sim/sampler/model.hpp"

namespace isinglass {

std::unique_ptr<AnalogModel> make_oscillator_model();

/// The parameter table, for other commands that build the same machine (cosim).
ParameterTable oscillator_parameters();

/// The values of that table as a machine's description.
OscillatorAnneal oscillator_anneal(const Settings& settings);

}  // namespace isinglass
