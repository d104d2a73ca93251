// Packs the words of the slots, and recomputes energies from weights and fields.
#include "hw/host/pbit_colour_load.hpp"

#include "hw/host/registers.hpp"

namespace isinglass {

AnnealLoad load_of(const PbitColourImage& image) {
  return {core_pbit_colour,           image.graph.spins,
          image.graph.colours,        image.initial_energy,
          {{3, colour_words(image)}}, [&image](std::span<const Spin> spins) { return device_energy(image, spins); },
          spin_bits(image.graph),     image.graph.fingerprint};
}

std::int64_t device_energy(const PbitColourImage& image, std::span<const Spin> spins) {
  std::int64_t twice_pairs = 0;
  std::int64_t fields = 0;
  for (std::int32_t i = 0; i < image.graph.spins; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const auto row = image.row(i);
    const auto& neighbours = image.graph.neighbours[at];
    for (std::size_t k = 0; k < row.size(); ++k)
      twice_pairs += std::int64_t{row[k]} * spins[static_cast<std::size_t>(neighbours[k])] * spins[at];
    fields += std::int64_t{image.fields[at]} * spins[at];
  }
  return -fields - twice_pairs / 2;
}

}  // namespace isinglass
