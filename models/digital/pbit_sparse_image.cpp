// Builds the memories of the sparse p-bit core: limits, scaling, list order and padding.
#include "models/digital/pbit_sparse_image.hpp"

#include <algorithm>
#include <cmath>

#include "models/error.hpp"

namespace isinglass {

namespace {

// Rows shorter than this would let a visit overtake the write of a neighbour (docs/cores/pbit_sparse.md).
constexpr std::int64_t shortest_row = 4;

void check_size(const Problem& problem, const PbitSparseSize& size, std::int64_t entries) {
  const std::string hint = "the core holds " + to_string(size);
  check_device_spins(problem, size.spins, "pbit_sparse", hint);
  if (entries > size.entries)
    throw InputError("the problem needs " + std::to_string(entries) + " neighbour entries and the core has " +
                         std::to_string(size.entries),
                     hint);
}

struct Neighbour {
  std::int32_t index;
  std::int32_t weight;  // -J
};

/// Row i in the order in which the scan will meet the neighbours: i-1, i-2, ... cyclically.
std::vector<Neighbour> ordered_row(const Adjacency& graph, std::int32_t i, std::int32_t n, double scale) {
  std::vector<Neighbour> row;
  for (std::int64_t k = graph.start[static_cast<std::size_t>(i)]; k < graph.start[static_cast<std::size_t>(i) + 1]; ++k)
    row.push_back({graph.neighbour[static_cast<std::size_t>(k)],
                   -static_cast<std::int32_t>(std::round(scale * graph.weight[static_cast<std::size_t>(k)]))});
  std::sort(row.begin(), row.end(),
            [&](const Neighbour& a, const Neighbour& b) { return (i - a.index + n) % n < (i - b.index + n) % n; });
  while (static_cast<std::int64_t>(row.size()) < shortest_row) row.push_back({i, 0});
  return row;
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
  std::int64_t entries = 0;
  for (std::int32_t i = 0; i < n; ++i) entries += std::max(graph.degree(i), shortest_row);
  check_size(problem, size, entries);
  if (!scale_to_fit) check_device_values(problem, size.widths(), "pbit-sparse");

  PbitSparseImage image;
  image.size = size;
  image.spins = n;
  image.scale = scale_to_fit ? fitting_scale(problem, size.widths()) : 1.0;
  image.rounding_loss = rounding_loss(problem, image.scale);
  image.list.reserve(static_cast<std::size_t>(entries));
  const auto spin_at = [&](std::int32_t i) { return initial.empty() ? 1 : initial[static_cast<std::size_t>(i)]; };
  const std::int32_t field_mask = (1 << size.field_bits) - 1;
  const std::int32_t weight_mask = (1 << size.weight_bits) - 1;
  std::int64_t twice_energy = 0;
  for (std::int32_t i = 0; i < n; ++i) {
    const auto h = static_cast<std::int32_t>(std::round(image.scale * problem.fields[static_cast<std::size_t>(i)]));
    const std::vector<Neighbour> row = ordered_row(graph, i, n, image.scale);
    std::int32_t field = -h;
    image.first.push_back(static_cast<std::uint16_t>(image.list.size()));
    image.length.push_back(static_cast<std::uint16_t>(static_cast<std::int64_t>(row.size()) - 5));
    for (const Neighbour& r : row) {
      image.list.push_back(static_cast<std::uint16_t>((r.index << size.weight_bits) | (r.weight & weight_mask)));
      field += r.weight * spin_at(r.index);
    }
    const bool up = spin_at(i) > 0;
    image.initial.push_back(static_cast<std::uint16_t>((up ? 0x8000 : 0) | (field & field_mask)));
    twice_energy += (h - field) * spin_at(i);
  }
  image.initial_energy = static_cast<std::int32_t>(twice_energy / 2);
  return image;
}

Problem loaded_problem(const Problem& problem, const PbitSparseImage& image) {
  return rounded_problem(problem, image.scale);
}

}  // namespace isinglass
