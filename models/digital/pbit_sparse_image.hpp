// What a host loads into the sparse p-bit core: the memories of docs/cores/pbit_sparse.md built from a Problem, with
// every limit of the core checked here, or the problem scaled to fit when that is asked for.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/digital/device_numbers.hpp"
#include "models/problem/problem.hpp"

namespace isinglass {

/// Capacity and widths of one configuration of the core, as its registers report them.
struct PbitSparseSize {
  std::int32_t spins = 4096;
  std::int32_t entries = 49152;  ///< directed neighbour entries
  int weight_bits = 4;
  int field_bits = 10;
  [[nodiscard]] DeviceWidths widths() const { return {weight_bits, field_bits}; }
  [[nodiscard]] std::int32_t largest_weight() const { return widths().largest_weight(); }
  [[nodiscard]] std::int32_t largest_field() const { return widths().largest_field(); }
};

/// The largest problem that a core can hold, in one sentence: "4096 spins, 49152 entries, weights -7..7".
std::string to_string(const PbitSparseSize& size);

/// The memories, word for word, and how device numbers relate to the problem's.
struct PbitSparseImage {
  PbitSparseSize size;
  std::int32_t spins = 0;
  std::vector<std::uint16_t> initial;  ///< memory 2: bit 15 spin, low bits field
  std::vector<std::uint16_t> first;    ///< memory 3, low half: first entry of each list
  std::vector<std::uint16_t> length;   ///< memory 3, high half: number of entries - 5
  std::vector<std::uint16_t> list;     ///< memory 4: neighbour and weight
  std::int32_t initial_energy = 0;     ///< of the initial state, in device units
  double scale = 1.0;                  ///< device energy = scale * (problem energy - offset), up to rounding
  double rounding_loss = 0.0;          ///< root mean square error of the loaded numbers over that of the exact ones
};

/// Builds the image; every spin starts at +1 unless `initial` (n spins) says otherwise. With `scale_to_fit`, couplings
/// and fields that are too large or not whole are multiplied by one factor and rounded. Throws InputError with the
/// limit that the problem breaks and the largest value that fits.
PbitSparseImage pbit_sparse_image(const Problem& problem, const PbitSparseSize& size, bool scale_to_fit = false,
                                  std::span<const Spin> initial = {});

/// The problem as loaded (whole numbers, no offset), for comparing device energies exactly.
Problem loaded_problem(const Problem& problem, const PbitSparseImage& image);

}  // namespace isinglass
