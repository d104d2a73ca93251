// The wires of a graph of 2 spins in 2 colours, fingerprint 50D2EAC5, written by `isinglass hw build --graph`; do not edit.
module pbit_colour_graph (
    input  logic [0:0] colour_i,   // being decided
    input  logic [3:0] spins_i,    // place: turns behind that colour * 2 + slot
    output logic [1:0] near_o,     // 1 neighbours of each slot's spin; anything where there is none
    output logic [1:0] present_o   // whether there is one
);
  function automatic logic pick(input logic [0:0] colour, input logic [1:0] bits);
    pick = bits[colour];
  endfunction

  assign present_o[0] = 1'b1;
  assign near_o[0] = spins_i[2];
  assign present_o[1] = 1'b0;
  assign near_o[1] = 1'b0;

  logic unused_places;
  assign unused_places = &{1'b0, spins_i, colour_i};
endmodule
