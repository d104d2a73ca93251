// What a host loads into the lane p-bit core: square rows of couplings and initial words (docs/cores/pbit_lane.md),
// with every limit of the core checked here, or the problem scaled to fit when asked for.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/digital/device_numbers.hpp"

namespace isinglass {

/// Capacity and widths of one configuration of the core.
struct PbitLaneSize {
  std::int32_t spins = 512;  ///< a power of two
  int weight_bits = 4;       ///< 1: the sign of a coupling of 1
  int field_bits = 13;
  std::int32_t lanes = 16;  ///< couplings per clock, a power of two
  [[nodiscard]] DeviceWidths widths() const { return {weight_bits, field_bits}; }
};

/// The largest problem that a core can hold, in one sentence.
std::string to_string(const PbitLaneSize& size);

/// The numbers that the core computes with, and how they relate to the problem's.
struct PbitLaneImage {
  PbitLaneSize size;
  std::int32_t spins = 0;
  std::vector<std::int16_t> weights;  ///< w = -J, spins x spins, symmetric, diagonal 0; with one weight bit else ±1
  std::vector<std::int32_t> fields;   ///< local fields of the initial state
  std::vector<Spin> initial;
  std::int32_t initial_energy = 0;  ///< of the initial state, in device units
  double scale = 1.0;               ///< device energy = scale * (problem energy - offset), up to rounding
  double rounding_loss = 0.0;       ///< root mean square error of the loaded numbers over that of the exact ones
  [[nodiscard]] std::span<const std::int16_t> row(std::int32_t i) const {
    return std::span(weights).subspan(static_cast<std::size_t>(i) * static_cast<std::size_t>(spins),
                                      static_cast<std::size_t>(spins));
  }
};

/// Builds the image; every spin starts at +1 unless `initial` (n spins) says otherwise. With `scale_to_fit`, couplings
/// and fields that are too large or not whole are multiplied by one factor and rounded. Throws InputError with the
/// limit that the problem breaks and the largest value that fits.
PbitLaneImage pbit_lane_image(const Problem& problem, const PbitLaneSize& size, bool scale_to_fit = false,
                              std::span<const Spin> initial = {});

/// Memory 3 (rows, each padded with zeros to the core's size) and memory 2 (initial words, padded to whole blocks of
/// lanes: with zeros, or with one weight bit, where a bit of 0 is a coupling of +1, with the field of such a spin) as
/// 32-bit words.
std::vector<std::uint32_t> row_words(const PbitLaneImage& image);
std::vector<std::uint32_t> initial_words(const PbitLaneImage& image);

}  // namespace isinglass
