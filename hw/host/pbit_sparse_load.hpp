// A problem on pbit_sparse as a host loads it.
#pragma once

#include "hw/host/anneal_load.hpp"
#include "models/digital/pbit_sparse_image.hpp"

namespace isinglass {

/// Memories 2 to 5 of docs/cores/pbit_sparse.md. The image must outlive the load.
AnnealLoad load_of(const PbitSparseImage& image);

/// Energy of a state in device units, from the image alone (fields are worked out from its initial state).
std::int64_t device_energy(const PbitSparseImage& image, std::span<const Spin> spins);

}  // namespace isinglass
