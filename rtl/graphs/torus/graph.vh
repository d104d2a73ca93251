// Sizes of a graph, written by `isinglass hw build --graph`; do not edit.
`define COLOUR_GRAPH_SPINS 36
`define COLOUR_GRAPH_SLOTS 12
`define COLOUR_GRAPH_COLOURS 3
`define COLOUR_GRAPH_DEGREE 4
`define COLOUR_GRAPH_FINGERPRINT 32'h383CBF4A
