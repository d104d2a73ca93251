// Writes one selector per slot and neighbour. As slots turn their spins, most neighbours stand at one place in all
// colours, and there the selector is a wire.
#include "hw/flow/colour_verilog.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>

namespace isinglass::flow {

namespace {

constexpr const char* origin = "written by `isinglass hw build --graph`; do not edit";

int bits_for(std::int32_t count) { return std::bit_width(static_cast<std::uint32_t>(count - 1)); }

/// "pick(colour_i, {...})" of the bits for colours 0, 1, ... (the first is the lowest), an empty one being any; that
/// bit where they are all equal.
std::string selector(std::vector<std::string> bits, int colour_bits) {
  bits.resize(std::size_t{1} << static_cast<unsigned>(colour_bits));
  const auto count = [&bits](const std::string& bit) {
    return bit.empty() ? -1 : std::count(bits.begin(), bits.end(), bit);
  };
  const std::string common = *std::max_element(bits.begin(), bits.end(),
                                               [&count](const auto& a, const auto& b) { return count(a) < count(b); });
  if (common.empty()) return "1'b0";
  for (auto& bit : bits)
    if (bit.empty()) bit = common;
  if (count(common) == std::ssize(bits)) return common;
  return fmt::format("pick(colour_i, {{{}}})", fmt::join(bits.rbegin(), bits.rend(), ", "));
}

/// Where slot `slot` has its `entry`-th neighbour in each colour.
std::vector<std::string> candidates(const ColourGraph& graph, std::int32_t slot, std::int32_t entry) {
  std::vector<std::string> bits;
  for (std::int32_t c = 0; c < graph.colours; ++c) {
    const std::int32_t spin = graph.members[static_cast<std::size_t>(c * graph.slots + slot)];
    bits.emplace_back();
    if (spin < 0) continue;
    const auto& neighbours = graph.neighbours[static_cast<std::size_t>(spin)];
    if (entry >= std::ssize(neighbours)) continue;
    const ColourView view = colour_view(graph, spin, neighbours[static_cast<std::size_t>(entry)]);
    bits.back() = fmt::format("spins_i[{}]", view.turns * graph.slots + view.slot);
  }
  return bits;
}

std::vector<std::string> presence(const ColourGraph& graph, std::int32_t slot) {
  std::vector<std::string> bits;
  for (std::int32_t c = 0; c < graph.colours; ++c)
    bits.emplace_back(graph.members[static_cast<std::size_t>(c * graph.slots + slot)] < 0 ? "1'b0" : "1'b1");
  return bits;
}

}  // namespace

std::string colour_header(const ColourGraph& graph) {
  return fmt::format(
      "// Sizes of a graph, {}.\n`define COLOUR_GRAPH_SPINS {}\n`define COLOUR_GRAPH_SLOTS {}\n"
      "`define COLOUR_GRAPH_COLOURS {}\n`define COLOUR_GRAPH_DEGREE {}\n`define COLOUR_GRAPH_FINGERPRINT 32'h{:08X}\n",
      origin, graph.spins, graph.slots, graph.colours, graph.degree, graph.fingerprint);
}

std::string colour_module(const ColourGraph& graph) {
  const int colour_bits = bits_for(graph.colours);
  const std::int32_t places = graph.slots * graph.colours;
  std::string text = fmt::format(
      "// The wires of a graph of {} spins in {} colours, fingerprint {:08X}, {}.\n"
      "module pbit_colour_graph (\n"
      "    input  logic [{}:0] colour_i,   // being decided\n"
      "    input  logic [{}:0] spins_i,    // place: turns behind that colour * {} + slot\n"
      "    output logic [{}:0] near_o,     // {} neighbours of each slot's spin; anything where there is none\n"
      "    output logic [{}:0] present_o   // whether there is one\n"
      ");\n"
      "  function automatic logic pick(input logic [{}:0] colour, input logic [{}:0] bits);\n"
      "    pick = bits[colour];\n"
      "  endfunction\n\n",
      graph.spins, graph.colours, graph.fingerprint, origin, colour_bits - 1, places - 1, graph.slots,
      graph.slots * graph.degree - 1, graph.degree, graph.slots - 1, colour_bits - 1, (1 << colour_bits) - 1);
  for (std::int32_t slot = 0; slot < graph.slots; ++slot) {
    text += fmt::format("  assign present_o[{}] = {};\n", slot, selector(presence(graph, slot), colour_bits));
    for (std::int32_t k = 0; k < graph.degree; ++k)
      text += fmt::format("  assign near_o[{}] = {};\n", slot * graph.degree + k,
                          selector(candidates(graph, slot, k), colour_bits));
  }
  return text + "\n  logic unused_places;\n  assign unused_places = &{1'b0, spins_i, colour_i};\nendmodule\n";
}

}  // namespace isinglass::flow
