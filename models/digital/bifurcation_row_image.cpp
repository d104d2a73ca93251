// Rows in the planes' order, and initial words.
#include "models/digital/bifurcation_row_image.hpp"

namespace isinglass {

std::string to_string(const BifurcationRowSize& size) {
  const std::string largest = std::to_string(size.widths().largest_weight());
  return std::to_string(size.spins) + " spins all to all, couplings -" + largest + ".." + largest +
         ", |h| + sum |J| per spin at most " + std::to_string(size.widths().largest_field());
}

BifurcationRowImage bifurcation_row_image(const Problem& problem, const BifurcationRowSize& size, bool scale_to_fit,
                                          std::span<const Spin> initial) {
  check_device_spins(problem, size.spins, "bifurcation_row", "the core holds " + to_string(size));
  if (!scale_to_fit) check_device_values(problem, size.widths(), "bifurcation-row");
  BifurcationRowImage image;
  image.size = size;
  image.spins = problem.size();
  image.scale = scale_to_fit ? fitting_scale(problem, size.widths()) : 1.0;
  image.rounding_loss = rounding_loss(problem, image.scale);
  const auto n = static_cast<std::size_t>(problem.size());
  const auto width = static_cast<std::size_t>(size.spins);
  image.rows.assign(n * width, 0);
  image.initial.assign(n, Spin{1});
  if (!initial.empty()) image.initial.assign(initial.begin(), initial.end());
  const Problem loaded = rounded_problem(problem, image.scale);
  for (const double h : loaded.fields) image.fields.push_back(-static_cast<std::int32_t>(h));
  for (const Coupling& c : loaded.couplings) {
    const auto i = static_cast<std::size_t>(c.i);
    const auto j = static_cast<std::size_t>(c.j);
    image.rows[i * width + width - n + j] = static_cast<std::int16_t>(-c.value);
    image.rows[j * width + width - n + i] = static_cast<std::int16_t>(-c.value);
  }
  image.initial_energy = static_cast<std::int32_t>(energy(loaded, image.initial));
  return image;
}

std::vector<std::uint32_t> row_words(const BifurcationRowImage& image) {
  const auto bits = static_cast<std::size_t>(image.size.weight_bits);
  const std::uint32_t mask = (1U << bits) - 1;
  std::vector<std::uint32_t> words(image.rows.size() * bits / 32, 0);
  for (std::size_t k = 0; k < image.rows.size(); ++k) {
    const auto weight = static_cast<std::uint32_t>(image.rows[k]) & mask;
    words[k * bits / 32] |= weight << (k * bits % 32);
  }
  return words;
}

std::vector<std::uint32_t> initial_words(const BifurcationRowImage& image) {
  std::vector<std::uint32_t> words;
  for (std::size_t i = 0; i < image.fields.size(); ++i) {
    const auto field = static_cast<std::uint32_t>(image.fields[i]) & 0x7FFFFFFFU;
    words.push_back(field | (image.initial[i] > 0 ? 0x80000000U : 0U));
  }
  return words;
}

}  // namespace isinglass
