// A problem on pbit_colour as a host loads it.
#pragma once

#include "hw/host/anneal_load.hpp"
#include "models/digital/pbit_colour_image.hpp"

namespace isinglass {

/// Memory 3 of docs/cores/pbit_colour.md, and the graph that the core must be made for. The image must outlive the
/// load.
AnnealLoad load_of(const PbitColourImage& image);

/// Energy of a state in device units, from the image alone.
std::int64_t device_energy(const PbitColourImage& image, std::span<const Spin> spins);

}  // namespace isinglass
