// A problem on pbit_lane as a host loads it.
#pragma once

#include "hw/host/anneal_load.hpp"
#include "models/digital/pbit_lane_image.hpp"

namespace isinglass {

/// Memories 2 and 3 of docs/cores/pbit_lane.md. The image must outlive the load.
AnnealLoad load_of(const PbitLaneImage& image);

/// Energy of a state in device units, from the image alone (fields are worked out from its initial state).
std::int64_t device_energy(const PbitLaneImage& image, std::span<const Spin> spins);

}  // namespace isinglass
