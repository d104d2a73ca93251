// Rows in the ring's order, and the fields of the initial state.
#include "models/digital/pbit_ring_image.hpp"

#include <bit>
#include <cmath>

namespace isinglass {

namespace {

/// Adds the coupling w to both rows.
void set_coupling(PbitRingImage& image, std::int32_t i, std::int32_t j, std::int16_t weight) {
  const std::int32_t ring = image.size.spins;
  const auto at = [&](std::int32_t from, std::int32_t to) -> std::int16_t& {
    const std::int64_t entry = (to - from - 1 + ring) % ring;
    return image.rows[static_cast<std::size_t>(std::int64_t{from} * ring + entry)];
  };
  at(i, j) = weight;
  at(j, i) = weight;
}

}  // namespace

std::string to_string(const PbitRingSize& size) {
  const std::string largest = std::to_string(size.widths().largest_weight());
  return std::to_string(size.spins) + " spins all to all, couplings -" + largest + ".." + largest +
         ", |h| + sum |J| per spin at most " + std::to_string(size.widths().largest_field());
}

PbitRingImage pbit_ring_image(const Problem& problem, const PbitRingSize& size, bool scale_to_fit,
                              std::span<const Spin> initial) {
  check_device_spins(problem, size.spins, "pbit_ring", "the core holds " + to_string(size));
  if (!scale_to_fit) check_device_values(problem, size.widths(), "pbit-ring");
  PbitRingImage image;
  image.size = size;
  image.spins = problem.size();
  image.scale = scale_to_fit ? fitting_scale(problem, size.widths()) : 1.0;
  image.rounding_loss = rounding_loss(problem, image.scale);
  const auto n = static_cast<std::size_t>(problem.size());
  image.rows.assign(n * static_cast<std::size_t>(size.spins), 0);
  // Rows beyond the problem are never read: the ring wraps at the size of the core, so entries point past the problem
  // and stay 0.
  image.initial.assign(n, Spin{1});
  if (!initial.empty()) image.initial.assign(initial.begin(), initial.end());
  const Problem loaded = rounded_problem(problem, image.scale);
  for (const double h : loaded.fields) image.fields.push_back(-static_cast<std::int32_t>(h));
  for (const Coupling& c : loaded.couplings) {
    const auto weight = static_cast<std::int16_t>(-c.value);
    set_coupling(image, c.i, c.j, weight);
    image.fields[static_cast<std::size_t>(c.i)] += weight * image.initial[static_cast<std::size_t>(c.j)];
    image.fields[static_cast<std::size_t>(c.j)] += weight * image.initial[static_cast<std::size_t>(c.i)];
  }
  image.initial_energy = static_cast<std::int32_t>(energy(loaded, image.initial));
  return image;
}

std::vector<std::uint32_t> row_words(const PbitRingImage& image) {
  const auto bits = static_cast<std::size_t>(image.size.weight_bits);
  const std::size_t per_row = std::bit_ceil(static_cast<std::size_t>(image.size.spins) * bits / 32);
  const std::uint32_t mask = (1U << bits) - 1;
  std::vector<std::uint32_t> words(static_cast<std::size_t>(image.spins) * per_row, 0);
  for (std::int32_t i = 0; i < image.spins; ++i) {
    const std::span<const std::int16_t> row = image.row(i);
    for (std::size_t k = 0; k < row.size(); ++k) {
      const auto weight = static_cast<std::uint32_t>(row[k]) & mask;
      words[static_cast<std::size_t>(i) * per_row + k * bits / 32] |= weight << (k * bits % 32);
    }
  }
  return words;
}

std::vector<std::uint32_t> initial_words(const PbitRingImage& image) {
  std::vector<std::uint32_t> words;
  for (std::size_t i = 0; i < image.fields.size(); ++i) {
    const auto field = static_cast<std::uint32_t>(image.fields[i]) & 0x7FFFFFFFU;
    words.push_back(field | (image.initial[i] > 0 ? 0x80000000U : 0U));
  }
  return words;
}

}  // namespace isinglass
