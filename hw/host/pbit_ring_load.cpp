// Packs rows and initial words, and recomputes energies from them.
#include "hw/host/pbit_ring_load.hpp"

#include "hw/host/registers.hpp"

namespace isinglass {

AnnealLoad load_of(const PbitRingImage& image) {
  return {core_pbit_ring,
          image.spins,
          image.size.spins,
          image.initial_energy,
          {{2, initial_words(image)}, {3, row_words(image)}},
          [&image](std::span<const Spin> spins) { return device_energy(image, spins); }};
}

std::int64_t device_energy(const PbitRingImage& image, std::span<const Spin> spins) {
  const std::int32_t ring = image.size.spins;
  std::int64_t twice_pairs = 0;
  std::int64_t fields = 0;
  for (std::int32_t i = 0; i < image.spins; ++i) {
    const auto row = image.row(i);
    std::int64_t now = 0;
    std::int64_t initially = 0;
    for (std::int32_t j = 0; j < image.spins; ++j) {
      if (j == i) continue;
      const std::int64_t w = row[static_cast<std::size_t>((j - i - 1 + ring) % ring)];
      now += w * spins[static_cast<std::size_t>(j)];
      initially += w * image.initial[static_cast<std::size_t>(j)];
    }
    const auto at = static_cast<std::size_t>(i);
    twice_pairs += now * spins[at];
    fields += (initially - image.fields[at]) * spins[at];
  }
  return fields - twice_pairs / 2;
}

}  // namespace isinglass
