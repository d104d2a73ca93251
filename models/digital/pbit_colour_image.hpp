// What a host loads into the chromatic p-bit core: a word for each spin (docs/cores/pbit_colour.md), with every limit
// of the core checked here, or the problem scaled to fit when asked for.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/digital/colour_graph.hpp"
#include "models/digital/device_numbers.hpp"

namespace isinglass {

/// What a board's core can be made for, and the widths.
struct PbitColourSize {
  std::int32_t spins = 2048;
  std::int32_t slots = 256;  ///< spins of a colour
  std::int32_t colours = 16;
  std::int32_t degree = 8;  ///< neighbours of a spin
  int weight_bits = 4;
  int field_bits = 6;
  [[nodiscard]] DeviceWidths widths() const { return {weight_bits, field_bits}; }
};

/// The largest problem that a core can hold, in one sentence.
std::string to_string(const PbitColourSize& size);

/// The graph of a problem, coloured for a core of that size. Throws InputError when it has too many spins, neighbours
/// or colours.
ColourGraph pbit_colour_graph(const Problem& problem, const PbitColourSize& size);

/// The numbers that the core computes with, and how they relate to the problem's.
struct PbitColourImage {
  PbitColourSize size;
  ColourGraph graph;
  std::vector<std::int16_t> weights;  ///< w = -J; spin i, k-th of its neighbours: entry i * graph.degree + k
  std::vector<std::int32_t> fields;   ///< -h
  std::vector<Spin> initial;
  std::int32_t initial_energy = 0;  ///< of the initial state, in device units
  double scale = 1.0;               ///< device energy = scale * (problem energy - offset), up to rounding
  double rounding_loss = 0.0;       ///< root mean square error of the loaded numbers over that of the exact ones

  [[nodiscard]] std::span<const std::int16_t> row(std::int32_t i) const {
    const auto at = static_cast<std::size_t>(i);
    return std::span(weights).subspan(at * static_cast<std::size_t>(graph.degree), graph.neighbours[at].size());
  }
};

/// Builds the image; every spin starts at +1 unless `initial` (n spins) says otherwise. With `scale_to_fit`, couplings
/// and fields that are too large or not whole are multiplied by one factor and rounded. Throws InputError with the
/// limit that the problem breaks and the largest value that fits.
PbitColourImage pbit_colour_image(const Problem& problem, const PbitColourSize& size, bool scale_to_fit = false,
                                  std::span<const Spin> initial = {});

/// Memory 3 as 32-bit words.
std::vector<std::uint32_t> colour_words(const PbitColourImage& image);

/// Where the bit of each spin stands in memories 0 and 1: 32 * word + bit.
std::vector<std::int32_t> spin_bits(const ColourGraph& graph);

}  // namespace isinglass
