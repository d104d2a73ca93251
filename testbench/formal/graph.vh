// Sizes of a small graph, for the proof of pbit_colour's arbitration: its wires do not matter there.
`define COLOUR_GRAPH_SPINS 8
`define COLOUR_GRAPH_SLOTS 4
`define COLOUR_GRAPH_COLOURS 2
`define COLOUR_GRAPH_DEGREE 2
`define COLOUR_GRAPH_FINGERPRINT 32'h0
