// A problem on oscillator_hybrid as a host loads it.
#pragma once

#include "hw/host/anneal_load.hpp"
#include "models/digital/oscillator_hybrid_image.hpp"

namespace isinglass {

/// Memories 2 and 3 of docs/cores/oscillator_hybrid.md, which are the ring's. The image must outlive the load.
AnnealLoad load_of(const OscillatorHybridImage& image);

/// Energy of a state in device units, from the image alone.
std::int64_t device_energy(const OscillatorHybridImage& image, std::span<const Spin> spins);

}  // namespace isinglass
