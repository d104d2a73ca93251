// Square rows, the fields of the initial state, and both as words of the core's memories.
#include "models/digital/pbit_lane_image.hpp"

namespace isinglass {

std::string to_string(const PbitLaneSize& size) {
  const std::string largest = std::to_string(size.widths().largest_weight());
  return std::to_string(size.spins) + " spins all to all, couplings -" + largest + ".." + largest +
         ", |h| + sum |J| per spin at most " + std::to_string(size.widths().largest_field());
}

PbitLaneImage pbit_lane_image(const Problem& problem, const PbitLaneSize& size, bool scale_to_fit,
                              std::span<const Spin> initial) {
  check_device_spins(problem, size.spins, "pbit_lane", "the core holds " + to_string(size));
  if (!scale_to_fit) check_device_values(problem, size.widths(), "pbit-lane");
  PbitLaneImage image;
  image.size = size;
  image.spins = problem.size();
  image.scale = scale_to_fit ? fitting_scale(problem, size.widths()) : 1.0;
  image.rounding_loss = rounding_loss(problem, image.scale);
  const auto n = static_cast<std::size_t>(problem.size());
  image.weights.assign(n * n, 0);
  image.initial.assign(n, Spin{1});
  if (!initial.empty()) image.initial.assign(initial.begin(), initial.end());
  const Problem loaded = rounded_problem(problem, image.scale);
  for (const double h : loaded.fields) image.fields.push_back(-static_cast<std::int32_t>(h));
  for (const Coupling& c : loaded.couplings) {
    const auto i = static_cast<std::size_t>(c.i);
    const auto j = static_cast<std::size_t>(c.j);
    const auto weight = static_cast<std::int16_t>(-c.value);
    image.weights[i * n + j] = weight;
    image.weights[j * n + i] = weight;
    image.fields[i] += weight * image.initial[j];
    image.fields[j] += weight * image.initial[i];
  }
  image.initial_energy = static_cast<std::int32_t>(energy(loaded, image.initial));
  return image;
}

std::vector<std::uint32_t> row_words(const PbitLaneImage& image) {
  const auto bits = static_cast<std::size_t>(image.size.weight_bits);
  const std::size_t per_row = static_cast<std::size_t>(image.size.spins) * bits / 32;
  const std::uint32_t mask = (1U << bits) - 1;
  std::vector<std::uint32_t> words(static_cast<std::size_t>(image.spins) * per_row, 0);
  for (std::int32_t i = 0; i < image.spins; ++i) {
    const std::span<const std::int16_t> row = image.row(i);
    for (std::size_t j = 0; j < row.size(); ++j) {
      const auto weight = static_cast<std::uint32_t>(row[j]) & mask;
      words[static_cast<std::size_t>(i) * per_row + j * bits / 32] |= weight << (j * bits % 32);
    }
  }
  return words;
}

std::vector<std::uint32_t> initial_words(const PbitLaneImage& image) {
  std::vector<std::uint32_t> words;
  for (std::size_t i = 0; i < image.fields.size(); ++i) {
    const auto field = static_cast<std::uint32_t>(image.fields[i]) & 0x7FFFFFFFU;
    words.push_back(field | (image.initial[i] > 0 ? 0x80000000U : 0U));
  }
  while (words.size() % static_cast<std::size_t>(image.size.lanes) != 0) words.push_back(0);
  return words;
}

}  // namespace isinglass
