// How far the oscillators of one device run apart: a flaw that phase machines and LC oscillators have of their own.
#pragma once

#include <cstdint>
#include <vector>

namespace isinglass {

/// Angular detunings in rad/s, normal with the standard deviation `ppm` of `frequency_hz`; oscillator i's is a function
/// of (device_seed, i).
std::vector<double> frequency_mismatch(double frequency_hz, double ppm, std::uint64_t device_seed,
                                       std::size_t oscillators);

}  // namespace isinglass
