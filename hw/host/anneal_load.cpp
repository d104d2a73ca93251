// Packs an image into the words of the register window and recomputes energies from it.
#include "hw/host/anneal_load.hpp"

#include <fmt/format.h>

#include "hw/host/registers.hpp"
#include "models/error.hpp"

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

AnnealLoad load_of(const PbitRingImage& image) {
  return {core_pbit_ring,
          image.spins,
          image.size.spins,
          image.initial_energy,
          {{2, initial_words(image)}, {3, row_words(image)}},
          [&image](std::span<const Spin> spins) { return device_energy(image, spins); }};
}

std::vector<Spin> unpack_spins(std::span<const std::uint32_t> words, std::int32_t spins) {
  std::vector<Spin> result(static_cast<std::size_t>(spins));
  for (std::size_t i = 0; i < result.size(); ++i) {
    result[i] = (words[i / 32] >> (i % 32) & 1U) != 0 ? Spin{1} : Spin{-1};
  }
  return result;
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

void check_device_energy(const AnnealLoad& load, std::span<const Spin> spins, std::int32_t claimed,
                         const std::string& which, const std::string& where) {
  const std::int64_t computed = load.energy(spins);
  if (computed == claimed) return;
  throw HardwareError(
      fmt::format("{} claims energy {} for its {} state, whose energy is {}", where, claimed, which, computed),
      "the loaded problem or the state was damaged; load it again, and check the timing of the bitstream");
}

}  // namespace isinglass
