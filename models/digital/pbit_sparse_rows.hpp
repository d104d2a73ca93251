// How the neighbours of a spin are dealt out to the rows of its list on pbit_sparse.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace isinglass {

/// A neighbour and its weight w = -J.
struct PbitSparseNeighbour {
  std::int32_t index = 0;
  std::int32_t weight = 0;
};

/// Three entries that the core reads in one clock, each of another bank (index mod 4): bank k in slot k, bank 3 in any
/// slot. An entry of weight 0 is padding.
using PbitSparseRow = std::array<PbitSparseNeighbour, 3>;

/// The list of spin `i` of `n`, of as few rows as its banks and the order of visits allow, at least 4. With d rows, the
/// neighbour that the m-th visit after the flip meets is in row d + m - 5 or an earlier one
/// (docs/cores/pbit_sparse.md): then its field is written when the visit reads it. Each neighbour once, never `i`
/// itself.
std::vector<PbitSparseRow> pbit_sparse_rows(std::int32_t i, std::int32_t n,
                                            const std::vector<PbitSparseNeighbour>& neighbours);

}  // namespace isinglass
