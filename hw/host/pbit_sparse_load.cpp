// Lists, pointers and initial words as the core's memories, and energies recomputed from them.
#include "hw/host/pbit_sparse_load.hpp"

#include "hw/host/registers.hpp"

namespace isinglass {
namespace {

std::int32_t sign_extend(std::uint32_t value, int bits) {
  const auto shift = static_cast<unsigned>(32 - bits);
  return static_cast<std::int32_t>(value << shift) >> shift;
}

}  // namespace

AnnealLoad load_of(const PbitSparseImage& image) {
  auto words = memory_words(image);
  return {core_pbit_sparse,
          image.spins,
          (image.spins + 1) / 2,
          image.initial_energy,
          {{2, std::move(words[0])}, {3, std::move(words[1])}, {4, std::move(words[2])}, {5, std::move(words[3])}},
          [&image](std::span<const Spin> spins) { return device_energy(image, spins); }};
}

std::int64_t device_energy(const PbitSparseImage& image, std::span<const Spin> spins) {
  std::int64_t twice_pairs = 0;  // sum over directed entries of w s s: every pair counts twice
  std::int64_t fields = 0;       // sum of h s
  for (std::size_t i = 0; i < spins.size(); ++i) {
    std::int64_t now = 0;
    std::int64_t initially = 0;
    for (const PbitSparseNeighbour& r : listed_neighbours(image, i)) {
      const auto j = static_cast<std::size_t>(r.index);
      now += r.weight * spins[j];
      initially += (image.initial[j] & 0x8000U) != 0 ? r.weight : -r.weight;
    }
    const std::int64_t h = initially - sign_extend(image.initial[i], image.size.field_bits);
    twice_pairs += now * spins[i];
    fields += h * spins[i];
  }
  return fields - twice_pairs / 2;
}

}  // namespace isinglass
