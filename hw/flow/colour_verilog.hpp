// The Verilog of pbit_colour that belongs to one graph: its sizes (graph.vh) and its wires (pbit_colour_graph.v).
#pragma once

#include <string>

#include "models/digital/colour_graph.hpp"

namespace isinglass::flow {

/// Text of graph.vh: the macros COLOUR_GRAPH_SPINS, _SLOTS, _COLOURS, _DEGREE and _FINGERPRINT.
std::string colour_header(const ColourGraph& graph);

/// Text of pbit_colour_graph.v: for every slot, where its neighbours stand while a colour is decided.
std::string colour_module(const ColourGraph& graph);

}  // namespace isinglass::flow
