// Sizes of a graph, written by `isinglass hw build --graph`; do not edit.
`define COLOUR_GRAPH_SPINS 4
`define COLOUR_GRAPH_SLOTS 2
`define COLOUR_GRAPH_COLOURS 2
`define COLOUR_GRAPH_DEGREE 2
`define COLOUR_GRAPH_FINGERPRINT 32'h841613D3
