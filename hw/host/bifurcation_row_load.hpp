// A problem on bifurcation_row as a host loads it.
#pragma once

#include "hw/host/anneal_load.hpp"
#include "models/digital/bifurcation_row_image.hpp"

namespace isinglass {

/// Memories 2 and 3 of docs/cores/bifurcation_row.md. The image must outlive the load.
AnnealLoad load_of(const BifurcationRowImage& image);

/// Energy of a state in device units, from the image alone.
std::int64_t device_energy(const BifurcationRowImage& image, std::span<const Spin> spins);

}  // namespace isinglass
