// Builds the memories of the sparse p-bit core: limits, scaling, list order and padding.
#include "models/digital/pbit_sparse_image.hpp"

#include <algorithm>
#include <cmath>

#include "models/error.hpp"

namespace isinglass {

namespace {

void check_rows(const PbitSparseSize& size, std::int64_t rows) {
  if (rows > size.rows())
    throw InputError("the problem needs " + std::to_string(3 * rows) +
                         " neighbour entries, padding included, and the core has " + std::to_string(size.entries),
                     "the core holds " + to_string(size));
}

std::vector<PbitSparseNeighbour> neighbours_of(const Adjacency& graph, std::int32_t i, double scale) {
  std::vector<PbitSparseNeighbour> row;
  for (std::int64_t k = graph.start[static_cast<std::size_t>(i)]; k < graph.start[static_cast<std::size_t>(i) + 1];
       ++k) {
    const auto weight = -static_cast<std::int32_t>(std::round(scale * graph.weight[static_cast<std::size_t>(k)]));
    // A neighbour without weight needs no entry; with the others rule 4 bounds a list by its spin's field.
    if (weight != 0) row.push_back({graph.neighbour[static_cast<std::size_t>(k)], weight});
  }
  return row;
}

std::uint16_t entry_word(const PbitSparseNeighbour& r, int weight_bits) {
  if (r.weight == 0) return 0;
  const auto bits = static_cast<unsigned>(weight_bits);
  const auto index = static_cast<std::uint32_t>(r.index);
  const std::uint32_t weight = static_cast<std::uint32_t>(r.weight) & ((1U << bits) - 1U);
  return static_cast<std::uint16_t>((index / 4) << (bits + 1U) | (index % 4 == 3 ? 1U : 0U) << bits | weight);
}

/// What the core makes of the entry in a slot.
PbitSparseNeighbour neighbour_of(std::uint32_t word, std::size_t slot, int weight_bits) {
  const auto bits = static_cast<unsigned>(weight_bits);
  const std::uint32_t bank = (word >> bits & 1U) != 0 ? 3U : static_cast<std::uint32_t>(slot);
  const auto weight = static_cast<std::int32_t>(word & ((1U << bits) - 1U));
  return {static_cast<std::int32_t>((word >> (bits + 1U)) * 4 + bank),
          weight >= 1 << (bits - 1U) ? weight - (1 << bits) : weight};
}

/// Appends the lists of spins 2p and 2p + 1: the odd one's, last row first, then the even one's.
void append_pair(PbitSparseImage& image, const std::vector<PbitSparseRow>& even,
                 const std::vector<PbitSparseRow>& odd) {
  const auto append = [&](const PbitSparseRow& row) {
    for (std::size_t k = 0; k < row.size(); ++k) image.slots[k].push_back(entry_word(row[k], image.size.weight_bits));
  };
  std::for_each(odd.rbegin(), odd.rend(), append);
  image.first.push_back(static_cast<std::uint16_t>(image.slots[0].size()));
  image.length.push_back(static_cast<std::uint16_t>(static_cast<std::int64_t>(even.size()) - 5));
  if (!odd.empty()) {
    image.first.push_back(static_cast<std::uint16_t>(image.slots[0].size() - 1));
    image.length.push_back(static_cast<std::uint16_t>(static_cast<std::int64_t>(odd.size()) - 5));
  }
  std::for_each(even.begin(), even.end(), append);
}

std::vector<std::uint32_t> pairs(const std::vector<std::uint16_t>& low, const std::vector<std::uint16_t>& high) {
  std::vector<std::uint32_t> words;
  for (std::size_t k = 0; k < low.size(); ++k) words.push_back(low[k] | static_cast<std::uint32_t>(high[k]) << 16U);
  return words;
}

/// Two successive halves per word, the even one low.
std::vector<std::uint32_t> packed(const std::vector<std::uint16_t>& halves) {
  std::vector<std::uint32_t> words((halves.size() + 1) / 2);
  for (std::size_t k = 0; k < halves.size(); ++k)
    words[k / 2] |= static_cast<std::uint32_t>(halves[k]) << (k % 2 == 0 ? 0U : 16U);
  return words;
}

}  // namespace

std::string to_string(const PbitSparseSize& size) {
  return std::to_string(size.spins) + " spins, " + std::to_string(size.entries) + " directed entries, couplings -" +
         std::to_string(size.largest_weight()) + ".." + std::to_string(size.largest_weight()) +
         ", |h| + sum |J| per spin at most " + std::to_string(size.largest_field());
}

PbitSparseImage pbit_sparse_image(const Problem& problem, const PbitSparseSize& size, bool scale_to_fit,
                                  std::span<const Spin> initial) {
  const Adjacency graph = adjacency(problem);
  const std::int32_t n = problem.size();
  check_device_spins(problem, size.spins, "pbit_sparse", "the core holds " + to_string(size));
  if (!scale_to_fit) check_device_values(problem, size.widths(), "pbit-sparse");

  PbitSparseImage image;
  image.size = size;
  image.spins = n;
  image.scale = scale_to_fit ? fitting_scale(problem, size.widths()) : 1.0;
  image.rounding_loss = rounding_loss(problem, image.scale);
  const auto spin_at = [&](std::int32_t i) { return initial.empty() ? 1 : initial[static_cast<std::size_t>(i)]; };
  const std::int32_t field_mask = (1 << size.field_bits) - 1;
  std::int64_t twice_energy = 0;
  std::vector<PbitSparseRow> even;
  std::int64_t rows = 0;
  for (std::int32_t i = 0; i < n; ++i) {
    const auto h = static_cast<std::int32_t>(std::round(image.scale * problem.fields[static_cast<std::size_t>(i)]));
    const std::vector<PbitSparseNeighbour> neighbours = neighbours_of(graph, i, image.scale);
    std::int32_t field = -h;
    for (const PbitSparseNeighbour& r : neighbours) field += r.weight * spin_at(r.index);
    const bool up = spin_at(i) > 0;
    image.initial.push_back(static_cast<std::uint16_t>((up ? 0x8000 : 0) | (field & field_mask)));
    twice_energy += (h - field) * spin_at(i);
    std::vector<PbitSparseRow> list = pbit_sparse_rows(i, n, neighbours);
    rows += static_cast<std::int64_t>(list.size());
    if (i % 2 != 0) {
      append_pair(image, even, list);
    } else if (i == n - 1) {
      append_pair(image, list, {});
    } else {
      even = std::move(list);
    }
  }
  check_rows(size, rows);
  image.initial_energy = static_cast<std::int32_t>(twice_energy / 2);
  return image;
}

std::vector<PbitSparseNeighbour> listed_neighbours(const PbitSparseImage& image, std::size_t i) {
  std::vector<PbitSparseNeighbour> result;
  const std::int32_t step = i % 2 == 0 ? 1 : -1;
  for (std::int32_t k = 0; k < image.rows(i); ++k) {
    for (std::size_t slot = 0; slot < image.slots.size(); ++slot) {
      const std::uint16_t word = image.slots[slot][static_cast<std::size_t>(image.first[i] + step * k)];
      const PbitSparseNeighbour r = neighbour_of(word, slot, image.size.weight_bits);
      if (r.weight != 0) result.push_back(r);
    }
  }
  return result;
}

std::array<std::vector<std::uint32_t>, 4> memory_words(const PbitSparseImage& image) {
  return {packed(image.initial), pairs(image.first, image.length), pairs(image.slots[0], image.slots[1]),
          packed(image.slots[2])};
}

Problem loaded_problem(const Problem& problem, const PbitSparseImage& image) {
  return rounded_problem(problem, image.scale);
}

}  // namespace isinglass
