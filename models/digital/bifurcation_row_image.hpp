// What a host loads into the row-parallel bifurcation core: rows of couplings as its planes will meet them and initial
// words (docs/cores/bifurcation_row.md), with every limit of the core checked here, or the problem scaled to fit when
// asked for.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/digital/device_numbers.hpp"

namespace isinglass {

/// Capacity and widths of one configuration of the core, as its registers report them.
struct BifurcationRowSize {
  std::int32_t spins = 64;  ///< a power of two, 64 or more
  int weight_bits = 4;
  int field_bits = 11;
  int position_bits = 13;  ///< of a position, 8 to 15; a momentum has one more
  int product_bits = 4;    ///< of a position that ballistic products take, 2 to 12
  [[nodiscard]] DeviceWidths widths() const { return {weight_bits, field_bits}; }
  /// Fraction bits of the coupling strength's 16.
  [[nodiscard]] int coupling_fraction() const { return weight_bits + 12; }
};

/// The largest problem that a core can hold, in one sentence.
std::string to_string(const BifurcationRowSize& size);

/// The numbers that the core computes with, and how they relate to the problem's.
struct BifurcationRowImage {
  BifurcationRowSize size;
  std::int32_t spins = 0;
  /// w = -J; n rows of size.spins; entry size.spins - n + j of row i is the coupling of spin i to spin j, the others 0.
  std::vector<std::int16_t> rows;
  std::vector<std::int32_t> fields;  ///< -h
  std::vector<Spin> initial;
  std::int32_t initial_energy = 0;  ///< of the initial state, in device units; the core works it out itself
  double scale = 1.0;               ///< device energy = scale * (problem energy - offset), up to rounding
  double rounding_loss = 0.0;       ///< root mean square error of the loaded numbers over that of the exact ones
  [[nodiscard]] std::span<const std::int16_t> row(std::int32_t i) const {
    return std::span(rows).subspan(static_cast<std::size_t>(i) * static_cast<std::size_t>(size.spins),
                                   static_cast<std::size_t>(size.spins));
  }
  /// Couplings of spin i to the n spins.
  [[nodiscard]] std::span<const std::int16_t> couplings(std::int32_t i) const {
    return row(i).last(static_cast<std::size_t>(spins));
  }
};

/// Builds the image; every spin's initial side is +1 unless `initial` (n spins) says otherwise. With `scale_to_fit`,
/// couplings and fields that are too large or not whole are multiplied by one factor and rounded. Throws InputError
/// with the limit that the problem breaks and the largest value that fits.
BifurcationRowImage bifurcation_row_image(const Problem& problem, const BifurcationRowSize& size,
                                          bool scale_to_fit = false, std::span<const Spin> initial = {});

/// Memory 3 (rows) and memory 2 (initial words) as 32-bit words.
std::vector<std::uint32_t> row_words(const BifurcationRowImage& image);
std::vector<std::uint32_t> initial_words(const BifurcationRowImage& image);

}  // namespace isinglass
