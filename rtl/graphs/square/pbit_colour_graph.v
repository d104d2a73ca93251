// The wires of a graph of 4 spins in 2 colours, fingerprint 841613D3, written by `isinglass hw build --graph`; do not edit.
module pbit_colour_graph (
    input  logic [0:0] colour_i,   // being decided
    input  logic [3:0] spins_i,    // place: turns behind that colour * 2 + slot
    output logic [3:0] near_o,     // 2 neighbours of each slot's spin; anything where there is none
    output logic [1:0] present_o   // whether there is one
);
  function automatic logic pick(input logic [0:0] colour, input logic [1:0] bits);
    pick = bits[colour];
  endfunction

  assign present_o[0] = 1'b1;
  assign near_o[0] = spins_i[2];
  assign near_o[1] = spins_i[3];
  assign present_o[1] = 1'b1;
  assign near_o[2] = spins_i[2];
  assign near_o[3] = spins_i[3];

  logic unused_places;
  assign unused_places = &{1'b0, spins_i, colour_i};
endmodule
