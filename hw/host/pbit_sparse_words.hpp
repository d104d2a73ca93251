// The memories of pbit_sparse as 32-bit words, and the energy of a state computed from what was loaded.
#pragma once

#include <span>
#include <vector>

#include "models/digital/pbit_sparse_image.hpp"

namespace isinglass {

/// Memories 2, 3 and 4 of docs/cores/pbit_sparse.md.
struct PbitSparseWords {
  std::vector<std::uint32_t> initial;
  std::vector<std::uint32_t> pointers;
  std::vector<std::uint32_t> list;
};
PbitSparseWords pbit_sparse_words(const PbitSparseImage& image);

/// `spins` spins from words of 32.
std::vector<Spin> unpack_spins(std::span<const std::uint32_t> words, std::int32_t spins);

/// Energy of a state in device units, from the image alone (fields are worked out from its initial state).
std::int64_t device_energy(const PbitSparseImage& image, std::span<const Spin> spins);

/// HardwareError when `claimed` is not the energy of `spins`. `which` is "present" or "best", `where` names the device.
void check_device_energy(const PbitSparseImage& image, std::span<const Spin> spins, std::int32_t claimed,
                         const std::string& which, const std::string& where);

}  // namespace isinglass
