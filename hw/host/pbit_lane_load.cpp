// Packs rows and initial words, and recomputes energies from them.
#include "hw/host/pbit_lane_load.hpp"

#include "hw/host/registers.hpp"

namespace isinglass {

AnnealLoad load_of(const PbitLaneImage& image) {
  return {core_pbit_lane,
          image.spins,
          image.spins,
          image.initial_energy,
          {{2, initial_words(image)}, {3, row_words(image)}},
          [&image](std::span<const Spin> spins) { return device_energy(image, spins); }};
}

std::int64_t device_energy(const PbitLaneImage& image, std::span<const Spin> spins) {
  std::int64_t twice_pairs = 0;
  std::int64_t fields = 0;
  for (std::size_t i = 0; i < spins.size(); ++i) {
    const auto row = image.row(static_cast<std::int32_t>(i));
    std::int64_t now = 0;
    std::int64_t initially = 0;
    for (std::size_t j = 0; j < spins.size(); ++j) {
      now += std::int64_t{row[j]} * spins[j];
      initially += std::int64_t{row[j]} * image.initial[j];
    }
    twice_pairs += now * spins[i];
    fields += (initially - image.fields[i]) * spins[i];
  }
  return fields - twice_pairs / 2;
}

}  // namespace isinglass
