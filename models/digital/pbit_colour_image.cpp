// Weights in the order of the neighbours, and the words of the slots.
#include "models/digital/pbit_colour_image.hpp"

#include <algorithm>
#include <bit>

#include "models/error.hpp"

namespace isinglass {

namespace {

std::size_t entry_of(const PbitColourImage& image, std::int32_t from, std::int32_t to) {
  const auto& neighbours = image.graph.neighbours[static_cast<std::size_t>(from)];
  const auto k = std::find(neighbours.begin(), neighbours.end(), to) - neighbours.begin();
  return static_cast<std::size_t>(from) * static_cast<std::size_t>(image.graph.degree) + static_cast<std::size_t>(k);
}

std::size_t power_of_two(std::int32_t at_least) {
  return std::bit_ceil(static_cast<std::size_t>(std::max(at_least, 1)));
}

/// Writes the low `bits` of a number into the words from bit `at` on, and moves `at` behind it.
void put_bits(std::span<std::uint32_t> words, std::size_t& at, std::int32_t number, int bits) {
  for (int b = 0; b < bits; ++b, ++at)
    words[at / 32] |= (static_cast<std::uint32_t>(number) >> static_cast<unsigned>(b) & 1U) << (at % 32);
}

void check_sizes(const Problem& problem, const PbitColourSize& size) {
  const std::string hint = "the core holds " + to_string(size);
  check_device_spins(problem, size.spins, "pbit_colour", hint);
  if (problem.size() < 2) throw InputError("pbit_colour is made for graphs of two spins or more", hint);
  const Adjacency edges = adjacency(problem);
  for (std::int32_t i = 0; i < problem.size(); ++i)
    if (edges.degree(i) > size.degree)
      throw InputError("spin " + std::to_string(i + 1) + " has " + std::to_string(edges.degree(i)) +
                           " neighbours and the core room for " + std::to_string(size.degree),
                       hint);
}

}  // namespace

std::string to_string(const PbitColourSize& size) {
  const std::string largest = std::to_string(size.widths().largest_weight());
  return std::to_string(size.spins) + " spins with " + std::to_string(size.degree) + " neighbours at most, in " +
         std::to_string(size.colours) + " colours of up to " + std::to_string(size.slots) + ", couplings -" + largest +
         ".." + largest + ", |h| + sum |J| per spin at most " + std::to_string(size.widths().largest_field());
}

ColourGraph pbit_colour_graph(const Problem& problem, const PbitColourSize& size) {
  check_sizes(problem, size);
  ColourGraph graph = colour_graph(problem, size.slots);
  if (graph.colours > size.colours)
    throw InputError("the graph takes " + std::to_string(graph.colours) + " colours and the core has " +
                         std::to_string(size.colours),
                     "the core holds " + to_string(size));
  return graph;
}

PbitColourImage pbit_colour_image(const Problem& problem, const PbitColourSize& size, bool scale_to_fit,
                                  std::span<const Spin> initial) {
  PbitColourImage image;
  image.size = size;
  image.graph = pbit_colour_graph(problem, size);
  if (!scale_to_fit) check_device_values(problem, size.widths(), "pbit-colour");
  image.scale = scale_to_fit ? fitting_scale(problem, size.widths()) : 1.0;
  image.rounding_loss = rounding_loss(problem, image.scale);
  const auto n = static_cast<std::size_t>(problem.size());
  image.weights.assign(n * static_cast<std::size_t>(image.graph.degree), 0);
  image.initial.assign(n, Spin{1});
  if (!initial.empty()) image.initial.assign(initial.begin(), initial.end());
  const Problem loaded = rounded_problem(problem, image.scale);
  for (const double h : loaded.fields) image.fields.push_back(-static_cast<std::int32_t>(h));
  for (const Coupling& c : loaded.couplings) {
    const auto weight = static_cast<std::int16_t>(-c.value);
    image.weights[entry_of(image, c.i, c.j)] = weight;
    image.weights[entry_of(image, c.j, c.i)] = weight;
  }
  image.initial_energy = static_cast<std::int32_t>(energy(loaded, image.initial));
  return image;
}

std::vector<std::uint32_t> colour_words(const PbitColourImage& image) {
  const ColourGraph& graph = image.graph;
  const int bits = 1 + image.size.field_bits + graph.degree * image.size.weight_bits;
  const std::size_t parts = power_of_two((bits + 31) / 32);
  const std::size_t slots = power_of_two(graph.slots);
  std::vector<std::uint32_t> words(static_cast<std::size_t>(graph.colours) * slots * parts, 0);
  for (std::int32_t i = 0; i < graph.spins; ++i) {
    const auto row = image.row(i);
    std::int32_t less = image.fields[static_cast<std::size_t>(i)];
    for (const std::int16_t w : row) less -= w;
    const std::size_t word =
        static_cast<std::size_t>(graph.colour_of(i)) * slots + static_cast<std::size_t>(graph.slot_of(i));
    const auto own = std::span(words).subspan(word * parts, parts);
    std::size_t at = 0;
    put_bits(own, at, image.initial[static_cast<std::size_t>(i)] > 0 ? 1 : 0, 1);
    put_bits(own, at, less, image.size.field_bits);
    for (const std::int16_t w : row) put_bits(own, at, w, image.size.weight_bits);
  }
  return words;
}

std::vector<std::int32_t> spin_bits(const ColourGraph& graph) {
  const auto rows = static_cast<std::int32_t>(power_of_two((graph.slots + 31) / 32));
  std::vector<std::int32_t> bits;
  for (std::int32_t i = 0; i < graph.spins; ++i) bits.push_back(graph.colour_of(i) * rows * 32 + graph.slot_of(i));
  return bits;
}

}  // namespace isinglass
