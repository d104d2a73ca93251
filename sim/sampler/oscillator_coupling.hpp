// Which coupling function an oscillator machine is built with: a named one, or one averaged from an oscillator's phase
// response, which is computed from a circuit's equations or read from a file.
#pragma once

#include <optional>

#include "models/analog/phase_response.hpp"
#include "sim/sampler/parameter.hpp"

namespace isinglass {

struct CouplingChoice {
  CouplingFunction function = CouplingFunction::sine();
  std::optional<PhaseResponse> oscillator;  ///< where it came from, if from an oscillator
  double strength = 0.0;                    ///< of the averaged coupling (AveragedCoupling)
  double second_harmonic = 0.0;             ///< of the response to an added signal at twice the frequency
};

/// The rows coupling_function, gain, asymmetry, harmonics and response_file.
ParameterTable coupling_parameters();
/// Throws UsageError, InputError or NumericalError when there is no such oscillator.
CouplingChoice coupling_choice(const Settings& settings);

}  // namespace isinglass
