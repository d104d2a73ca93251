// What a host loads into the sparse p-bit core: the memories of docs/cores/pbit_sparse.md built from a Problem, with
// every limit of the core checked here, or the problem scaled to fit when that is asked for.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/digital/device_numbers.hpp"
#include "models/digital/pbit_sparse_rows.hpp"
#include "models/problem/problem.hpp"

namespace isinglass {

/// Capacity and widths of one configuration of the core, as its registers report them.
struct PbitSparseSize {
  std::int32_t spins = 4096;
  std::int32_t entries = 49152;  ///< directed neighbour entries, padding included: three a row
  int weight_bits = 4;
  int field_bits = 10;
  int row_registers = 0;  ///< behind the memory of the rows (MEMORY 2: 1), a clock for each flip
  [[nodiscard]] std::int32_t rows() const { return entries / 3; }
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
  std::vector<std::uint16_t> first;    ///< memory 3, low half: first row of each list; an odd spin's goes down from it
  std::vector<std::uint16_t> length;   ///< memory 3, high half: number of rows - 5
  std::array<std::vector<std::uint16_t>, 3> slots;  ///< memories 4 (slots 0 and 1) and 5: the entries of each row
  std::int32_t initial_energy = 0;                  ///< of the initial state, in device units
  double scale = 1.0;          ///< device energy = scale * (problem energy - offset), up to rounding
  double rounding_loss = 0.0;  ///< root mean square error of the loaded numbers over that of the exact ones
  /// Rows of the list of spin i.
  [[nodiscard]] std::int32_t rows(std::size_t i) const { return static_cast<std::int16_t>(length[i]) + 5; }
};

/// Builds the image; every spin starts at +1 unless `initial` (n spins) says otherwise. With `scale_to_fit`, couplings
/// and fields that are too large or not whole are multiplied by one factor and rounded. Throws InputError with the
/// limit that the problem breaks and the largest value that fits.
PbitSparseImage pbit_sparse_image(const Problem& problem, const PbitSparseSize& size, bool scale_to_fit = false,
                                  std::span<const Spin> initial = {});

/// The neighbours in the list of spin `i`, in the order of rows, without padding.
std::vector<PbitSparseNeighbour> listed_neighbours(const PbitSparseImage& image, std::size_t i);

/// Memories 2, 3, 4 and 5 as 32-bit words, in this order (docs/cores/pbit_sparse.md).
std::array<std::vector<std::uint32_t>, 4> memory_words(const PbitSparseImage& image);

/// The problem as loaded (whole numbers, no offset), for comparing device energies exactly.
Problem loaded_problem(const Problem& problem, const PbitSparseImage& image);

}  // namespace isinglass
