// Draws of the detunings.
#include "models/analog/frequency_mismatch.hpp"

#include <numbers>

#include "models/analog/machine.hpp"
#include "models/random.hpp"

namespace isinglass {

std::vector<double> frequency_mismatch(double frequency_hz, double ppm, std::uint64_t device_seed,
                                       std::size_t oscillators) {
  const double deviation = 2.0 * std::numbers::pi * frequency_hz * ppm * 1e-6;
  std::vector<double> detuning(oscillators, 0.0);
  for (std::size_t i = 0; i < oscillators && deviation != 0.0; ++i) {
    detuning[i] = deviation * random_normal({.seed = device_seed,
                                             .read = 0,
                                             .step = 0,
                                             .index = static_cast<std::uint32_t>(i),
                                             .stream = NoiseStream::mismatch});
  }
  return detuning;
}

}  // namespace isinglass
