// What a host loads into the ring p-bit core: rows of couplings in the ring's order and initial words
// (docs/cores/pbit_ring.md), with every limit of the core checked here, or the problem scaled to fit when asked for.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/digital/device_numbers.hpp"

namespace isinglass {

/// Capacity and widths of one configuration of the core, as its registers report them.
struct PbitRingSize {
  std::int32_t spins = 128;  ///< a power of two
  int weight_bits = 4;
  int field_bits = 12;
  [[nodiscard]] DeviceWidths widths() const { return {weight_bits, field_bits}; }
};

/// The largest problem that a core can hold, in one sentence.
std::string to_string(const PbitRingSize& size);

/// The numbers that the core computes with, and how they relate to the problem's.
struct PbitRingImage {
  PbitRingSize size;
  std::int32_t spins = 0;
  /// w = -J; row i, entry k (of size.spins) is the coupling of spin i to spin i + 1 + k, cyclically in the ring.
  std::vector<std::int16_t> rows;
  std::vector<std::int32_t> fields;  ///< local fields of the initial state
  std::vector<Spin> initial;
  std::int32_t initial_energy = 0;  ///< of the initial state, in device units
  double scale = 1.0;               ///< device energy = scale * (problem energy - offset), up to rounding
  double rounding_loss = 0.0;       ///< root mean square error of the loaded numbers over that of the exact ones
  [[nodiscard]] std::span<const std::int16_t> row(std::int32_t i) const {
    return std::span(rows).subspan(static_cast<std::size_t>(i) * static_cast<std::size_t>(size.spins),
                                   static_cast<std::size_t>(size.spins));
  }
};

/// Builds the image; every spin starts at +1 unless `initial` (n spins) says otherwise. With `scale_to_fit`, couplings
/// and fields that are too large or not whole are multiplied by one factor and rounded. Throws InputError with the
/// limit that the problem breaks and the largest value that fits.
PbitRingImage pbit_ring_image(const Problem& problem, const PbitRingSize& size, bool scale_to_fit = false,
                              std::span<const Spin> initial = {});

/// Memory 3 (rows) and memory 2 (initial words) as 32-bit words.
std::vector<std::uint32_t> row_words(const PbitRingImage& image);
std::vector<std::uint32_t> initial_words(const PbitRingImage& image);

}  // namespace isinglass
