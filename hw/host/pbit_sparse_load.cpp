// Packs lists, pointers and initial words in pairs of half words, and recomputes energies from them.
#include "hw/host/pbit_sparse_load.hpp"

#include "hw/host/registers.hpp"

namespace isinglass {
namespace {

std::vector<std::uint32_t> pairs(const std::vector<std::uint16_t>& halves) {
  std::vector<std::uint32_t> words((halves.size() + 1) / 2);
  for (std::size_t k = 0; k < halves.size(); ++k) {
    words[k / 2] |= static_cast<std::uint32_t>(halves[k]) << (k % 2 == 0 ? 0U : 16U);
  }
  return words;
}

std::int32_t sign_extend(std::uint32_t value, int bits) {
  const auto shift = static_cast<unsigned>(32 - bits);
  return static_cast<std::int32_t>(value << shift) >> shift;
}

}  // namespace

AnnealLoad load_of(const PbitSparseImage& image) {
  std::vector<std::uint32_t> pointers;
  for (std::size_t i = 0; i < image.first.size(); ++i) {
    pointers.push_back(image.first[i] | static_cast<std::uint32_t>(image.length[i]) << 16U);
  }
  return {core_pbit_sparse,
          image.spins,
          image.spins,
          image.initial_energy,
          {{2, pairs(image.initial)}, {3, std::move(pointers)}, {4, pairs(image.list)}},
          [&image](std::span<const Spin> spins) { return device_energy(image, spins); }};
}

std::int64_t device_energy(const PbitSparseImage& image, std::span<const Spin> spins) {
  const auto weight_bits = static_cast<unsigned>(image.size.weight_bits);
  const std::uint32_t weight_mask = (1U << weight_bits) - 1;
  std::int64_t twice_pairs = 0;  // sum over directed entries of w s s: every pair counts twice
  std::int64_t fields = 0;       // sum of h s
  for (std::size_t i = 0; i < spins.size(); ++i) {
    std::int64_t now = 0;
    std::int64_t initially = 0;
    const auto entries = static_cast<std::size_t>(static_cast<std::int16_t>(image.length[i]) + 5);
    for (std::size_t k = image.first[i]; k < image.first[i] + entries; ++k) {
      const std::size_t j = image.list[k] >> weight_bits;
      const std::int32_t w = sign_extend(image.list[k] & weight_mask, image.size.weight_bits);
      now += w * spins[j];
      initially += (image.initial[j] & 0x8000U) != 0 ? w : -w;
    }
    const std::int64_t h = initially - sign_extend(image.initial[i], image.size.field_bits);
    twice_pairs += now * spins[i];
    fields += h * spins[i];
  }
  return fields - twice_pairs / 2;
}

}  // namespace isinglass
