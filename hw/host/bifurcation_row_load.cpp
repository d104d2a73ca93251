// Packs rows and initial words, and recomputes energies from them.
#include "hw/host/bifurcation_row_load.hpp"

#include "hw/host/registers.hpp"

namespace isinglass {

AnnealLoad load_of(const BifurcationRowImage& image) {
  return {core_bifurcation_row,
          image.spins,
          image.size.product_bits * (image.spins + 16),
          image.initial_energy,
          {{2, initial_words(image)}, {3, row_words(image)}},
          [&image](std::span<const Spin> spins) { return device_energy(image, spins); }};
}

std::int64_t device_energy(const BifurcationRowImage& image, std::span<const Spin> spins) {
  std::int64_t twice = 0;
  for (std::int32_t i = 0; i < image.spins; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const auto row = image.couplings(i);
    std::int64_t share = 2 * std::int64_t{image.fields[at]};
    for (std::size_t j = 0; j < row.size(); ++j) share += std::int64_t{row[j]} * spins[j];
    twice -= spins[at] * share;
  }
  return twice / 2;
}

}  // namespace isinglass
