// A problem on pbit_ring as a host loads it.
#pragma once

#include "hw/host/anneal_load.hpp"
#include "models/digital/pbit_ring_image.hpp"

namespace isinglass {

/// Memories 2 and 3 of docs/cores/pbit_ring.md. The image must outlive the load.
AnnealLoad load_of(const PbitRingImage& image);

/// Energy of a state in device units, from the image alone (fields are worked out from its initial state).
std::int64_t device_energy(const PbitRingImage& image, std::span<const Spin> spins);

}  // namespace isinglass
