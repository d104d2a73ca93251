// Square rows, the fields of the initial state, and both as words of the core's memories.
#include "models/digital/pbit_lane_image.hpp"

namespace isinglass {

namespace {

// One bit is the sign of a coupling, and there is no third value for 0. What a block of lanes has beyond the last spin
// takes part in every flip as well (initial_words), and must not leave its range.
void check_signs(const Problem& problem, const PbitLaneSize& size) {
  const auto n = static_cast<std::int64_t>(problem.size());
  std::int64_t signs = 0;
  for (const Coupling& c : problem.couplings) signs += c.value != 0.0 ? 1 : 0;
  if (signs != n * (n - 1) / 2) {
    throw InputError("one weight bit holds couplings of -1 and +1 between all spins, and " +
                         std::to_string(n * (n - 1) / 2 - signs) + " of " + std::to_string(n * (n - 1) / 2) + " are 0",
                     "a core with two weight bits or more holds this problem");
  }
  if (n > size.widths().largest_field()) {
    throw InputError(std::to_string(n) + " spins do not fit " + std::to_string(size.field_bits) +
                     " field bits: the most with one weight bit is " + std::to_string(size.widths().largest_field()));
  }
}

// A word beyond the last spin has the single bits 0, couplings of +1 to every spin: the field that belongs to them
// stays within -n..n.
std::uint32_t padding_field(const PbitLaneImage& image) {
  std::int32_t sum = 0;
  for (const Spin spin : image.initial) sum += spin;
  return static_cast<std::uint32_t>(sum) & 0x7FFFFFFFU;
}

}  // namespace

std::string to_string(const PbitLaneSize& size) {
  if (size.weight_bits == 1) {
    return std::to_string(size.spins) +
           " spins all to all, couplings -1 and +1 and none 0, |h| + sum |J| per spin at most " +
           std::to_string(size.widths().largest_field());
  }
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
  if (size.weight_bits == 1) check_signs(loaded, size);
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
      const auto weight = bits == 1 ? (row[j] < 0 ? 1U : 0U) : static_cast<std::uint32_t>(row[j]) & mask;
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
  const std::uint32_t padding = image.size.weight_bits == 1 ? padding_field(image) : 0;
  while (words.size() % static_cast<std::size_t>(image.size.lanes) != 0) words.push_back(padding);
  return words;
}

}  // namespace isinglass
