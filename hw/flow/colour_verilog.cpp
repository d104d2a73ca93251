// Writes one selector per slot and neighbour: of the spins that stand there, that of the present colour.
#include "hw/flow/colour_verilog.hpp"

#include <fmt/format.h>

#include <bit>

namespace isinglass::flow {

namespace {

constexpr const char* origin = "written by `isinglass hw build --graph`; do not edit";

int bits_for(std::int32_t count) { return std::bit_width(static_cast<std::uint32_t>(count - 1)); }

/// "pick(colour_i, {...})" of the bits for colours 0, 1, ... (the first is the lowest); a constant where all are equal.
std::string selector(const std::vector<std::string>& bits, int colour_bits) {
  bool equal = true;
  for (const auto& bit : bits) equal = equal && bit == bits.front();
  if (equal) return bits.front();
  std::string list;
  for (std::size_t c = std::size_t{1} << static_cast<unsigned>(colour_bits); c-- > 0;)
    list += (list.empty() ? "" : ", ") + (c < bits.size() ? bits[c] : std::string("1'b0"));
  return fmt::format("pick(colour_i, {{{}}})", list);
}

std::string spin_bit(const ColourGraph& graph, std::int32_t spin) {
  return fmt::format("spins_i[{}]", graph.place[static_cast<std::size_t>(spin)]);
}

/// What slot `slot` sees in each colour: itself (entry < 0) or one of its neighbours.
std::vector<std::string> candidates(const ColourGraph& graph, std::int32_t slot, std::int32_t entry) {
  std::vector<std::string> bits;
  for (std::int32_t c = 0; c < graph.colours; ++c) {
    const std::int32_t spin = graph.members[static_cast<std::size_t>(c * graph.slots + slot)];
    bits.emplace_back("1'b0");
    if (spin < 0) continue;
    const auto& neighbours = graph.neighbours[static_cast<std::size_t>(spin)];
    if (entry < 0)
      bits.back() = spin_bit(graph, spin);
    else if (entry < std::ssize(neighbours))
      bits.back() = spin_bit(graph, neighbours[static_cast<std::size_t>(entry)]);
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
      "    input  logic [{}:0] spins_i,    // place: colour * {} + slot\n"
      "    output logic [{}:0] near_o,     // {} neighbours of each slot's spin; 0 where there is none\n"
      "    output logic [{}:0] own_o,      // the spin itself\n"
      "    output logic [{}:0] present_o   // whether there is one\n"
      ");\n"
      "  function automatic logic pick(input logic [{}:0] colour, input logic [{}:0] bits);\n"
      "    pick = bits[colour];\n"
      "  endfunction\n\n",
      graph.spins, graph.colours, graph.fingerprint, origin, colour_bits - 1, places - 1, graph.slots,
      graph.slots * graph.degree - 1, graph.degree, graph.slots - 1, graph.slots - 1, colour_bits - 1,
      (1 << colour_bits) - 1);
  for (std::int32_t slot = 0; slot < graph.slots; ++slot) {
    text += fmt::format("  assign own_o[{}] = {};\n", slot, selector(candidates(graph, slot, -1), colour_bits));
    text += fmt::format("  assign present_o[{}] = {};\n", slot, selector(presence(graph, slot), colour_bits));
    for (std::int32_t k = 0; k < graph.degree; ++k)
      text += fmt::format("  assign near_o[{}] = {};\n", slot * graph.degree + k,
                          selector(candidates(graph, slot, k), colour_bits));
  }
  return text + "\n  logic unused_places;\n  assign unused_places = &{1'b0, spins_i, colour_i};\nendmodule\n";
}

}  // namespace isinglass::flow
