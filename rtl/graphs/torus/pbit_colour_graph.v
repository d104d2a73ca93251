// The wires of a graph of 36 spins in 3 colours, fingerprint 383CBF4A, written by `isinglass hw build --graph`; do not edit.
module pbit_colour_graph (
    input  logic [1:0] colour_i,   // being decided
    input  logic [35:0] spins_i,    // place: turns behind that colour * 12 + slot
    output logic [47:0] near_o,     // 4 neighbours of each slot's spin; anything where there is none
    output logic [11:0] present_o   // whether there is one
);
  function automatic logic pick(input logic [1:0] colour, input logic [3:0] bits);
    pick = bits[colour];
  endfunction

  assign present_o[0] = 1'b1;
  assign near_o[0] = pick(colour_i, {spins_i[12], spins_i[13], spins_i[12], spins_i[12]});
  assign near_o[1] = pick(colour_i, {spins_i[24], spins_i[24], spins_i[24], spins_i[25]});
  assign near_o[2] = spins_i[14];
  assign near_o[3] = spins_i[34];
  assign present_o[1] = 1'b1;
  assign near_o[4] = pick(colour_i, {spins_i[25], spins_i[25], spins_i[25], spins_i[24]});
  assign near_o[5] = pick(colour_i, {spins_i[13], spins_i[12], spins_i[13], spins_i[13]});
  assign near_o[6] = spins_i[15];
  assign near_o[7] = spins_i[35];
  assign present_o[2] = 1'b1;
  assign near_o[8] = spins_i[24];
  assign near_o[9] = pick(colour_i, {spins_i[26], spins_i[26], spins_i[14], spins_i[26]});
  assign near_o[10] = pick(colour_i, {spins_i[15], spins_i[14], spins_i[27], spins_i[15]});
  assign near_o[11] = spins_i[16];
  assign present_o[3] = 1'b1;
  assign near_o[12] = spins_i[25];
  assign near_o[13] = pick(colour_i, {spins_i[14], spins_i[15], spins_i[26], spins_i[14]});
  assign near_o[14] = pick(colour_i, {spins_i[27], spins_i[27], spins_i[15], spins_i[27]});
  assign near_o[15] = spins_i[17];
  assign present_o[4] = 1'b1;
  assign near_o[16] = spins_i[26];
  assign near_o[17] = pick(colour_i, {spins_i[28], spins_i[29], spins_i[28], spins_i[28]});
  assign near_o[18] = pick(colour_i, {spins_i[16], spins_i[16], spins_i[17], spins_i[16]});
  assign near_o[19] = spins_i[18];
  assign present_o[5] = 1'b1;
  assign near_o[20] = spins_i[27];
  assign near_o[21] = pick(colour_i, {spins_i[29], spins_i[28], spins_i[29], spins_i[29]});
  assign near_o[22] = pick(colour_i, {spins_i[17], spins_i[17], spins_i[16], spins_i[17]});
  assign near_o[23] = spins_i[19];
  assign present_o[6] = 1'b1;
  assign near_o[24] = spins_i[28];
  assign near_o[25] = pick(colour_i, {spins_i[18], spins_i[19], spins_i[18], spins_i[18]});
  assign near_o[26] = pick(colour_i, {spins_i[30], spins_i[30], spins_i[30], spins_i[31]});
  assign near_o[27] = spins_i[20];
  assign present_o[7] = 1'b1;
  assign near_o[28] = spins_i[29];
  assign near_o[29] = pick(colour_i, {spins_i[31], spins_i[31], spins_i[31], spins_i[30]});
  assign near_o[30] = pick(colour_i, {spins_i[19], spins_i[18], spins_i[19], spins_i[19]});
  assign near_o[31] = spins_i[21];
  assign present_o[8] = 1'b1;
  assign near_o[32] = spins_i[30];
  assign near_o[33] = pick(colour_i, {spins_i[32], spins_i[32], spins_i[20], spins_i[32]});
  assign near_o[34] = pick(colour_i, {spins_i[21], spins_i[20], spins_i[33], spins_i[21]});
  assign near_o[35] = spins_i[22];
  assign present_o[9] = 1'b1;
  assign near_o[36] = spins_i[31];
  assign near_o[37] = pick(colour_i, {spins_i[20], spins_i[21], spins_i[32], spins_i[20]});
  assign near_o[38] = pick(colour_i, {spins_i[33], spins_i[33], spins_i[21], spins_i[33]});
  assign near_o[39] = spins_i[23];
  assign present_o[10] = 1'b1;
  assign near_o[40] = spins_i[12];
  assign near_o[41] = spins_i[32];
  assign near_o[42] = pick(colour_i, {spins_i[34], spins_i[35], spins_i[34], spins_i[34]});
  assign near_o[43] = pick(colour_i, {spins_i[22], spins_i[22], spins_i[23], spins_i[22]});
  assign present_o[11] = 1'b1;
  assign near_o[44] = spins_i[13];
  assign near_o[45] = spins_i[33];
  assign near_o[46] = pick(colour_i, {spins_i[35], spins_i[34], spins_i[35], spins_i[35]});
  assign near_o[47] = pick(colour_i, {spins_i[23], spins_i[23], spins_i[22], spins_i[23]});

  logic unused_places;
  assign unused_places = &{1'b0, spins_i, colour_i};
endmodule
