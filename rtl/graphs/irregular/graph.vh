// Sizes of a graph, written by `isinglass hw build --graph`; do not edit.
`define COLOUR_GRAPH_SPINS 53
`define COLOUR_GRAPH_SLOTS 9
`define COLOUR_GRAPH_COLOURS 6
`define COLOUR_GRAPH_DEGREE 7
`define COLOUR_GRAPH_FINGERPRINT 32'h5B5183B6
