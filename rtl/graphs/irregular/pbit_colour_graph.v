// The wires of a graph of 53 spins in 6 colours, fingerprint 5B5183B6, written by `isinglass hw build --graph`; do not edit.
module pbit_colour_graph (
    input  logic [2:0] colour_i,   // being decided
    input  logic [53:0] spins_i,    // place: turns behind that colour * 9 + slot
    output logic [62:0] near_o,     // 7 neighbours of each slot's spin; anything where there is none
    output logic [8:0] present_o   // whether there is one
);
  function automatic logic pick(input logic [2:0] colour, input logic [7:0] bits);
    pick = bits[colour];
  endfunction

  assign present_o[0] = 1'b1;
  assign near_o[0] = pick(colour_i, {spins_i[9], spins_i[9], spins_i[9], spins_i[53], spins_i[52], spins_i[29], spins_i[45], spins_i[9]});
  assign near_o[1] = pick(colour_i, {spins_i[44], spins_i[44], spins_i[44], spins_i[16], spins_i[44], spins_i[44], spins_i[41], spins_i[46]});
  assign near_o[2] = pick(colour_i, {spins_i[47], spins_i[47], spins_i[47], spins_i[47], spins_i[47], spins_i[53], spins_i[26], spins_i[47]});
  assign near_o[3] = spins_i[50];
  assign near_o[4] = spins_i[26];
  assign near_o[5] = spins_i[44];
  assign near_o[6] = 1'b0;
  assign present_o[1] = 1'b1;
  assign near_o[7] = pick(colour_i, {spins_i[28], spins_i[28], spins_i[30], spins_i[28], spins_i[28], spins_i[30], spins_i[10], spins_i[28]});
  assign near_o[8] = pick(colour_i, {spins_i[29], spins_i[29], spins_i[40], spins_i[29], spins_i[29], spins_i[29], spins_i[40], spins_i[29]});
  assign near_o[9] = pick(colour_i, {spins_i[41], spins_i[41], spins_i[9], spins_i[41], spins_i[41], spins_i[22], spins_i[12], spins_i[41]});
  assign near_o[10] = pick(colour_i, {spins_i[25], spins_i[25], spins_i[48], spins_i[25], spins_i[51], spins_i[46], spins_i[50], spins_i[25]});
  assign near_o[11] = pick(colour_i, {spins_i[26], spins_i[26], spins_i[35], spins_i[26], spins_i[34], spins_i[23], spins_i[15], spins_i[26]});
  assign near_o[12] = pick(colour_i, {spins_i[33], spins_i[33], spins_i[33], spins_i[33], spins_i[17], spins_i[33], spins_i[16], spins_i[14]});
  assign near_o[13] = pick(colour_i, {spins_i[47], spins_i[47], spins_i[47], spins_i[47], spins_i[47], spins_i[11], spins_i[47], spins_i[47]});
  assign present_o[2] = 1'b1;
  assign near_o[14] = pick(colour_i, {spins_i[28], spins_i[28], spins_i[28], spins_i[13], spins_i[28], spins_i[11], spins_i[28], spins_i[28]});
  assign near_o[15] = pick(colour_i, {spins_i[9], spins_i[9], spins_i[9], spins_i[24], spins_i[9], spins_i[9], spins_i[9], spins_i[30]});
  assign near_o[16] = pick(colour_i, {spins_i[39], spins_i[39], spins_i[27], spins_i[14], spins_i[46], spins_i[39], spins_i[39], spins_i[39]});
  assign near_o[17] = pick(colour_i, {spins_i[10], spins_i[10], spins_i[35], spins_i[15], spins_i[47], spins_i[10], spins_i[10], spins_i[10]});
  assign near_o[18] = pick(colour_i, {spins_i[51], spins_i[51], spins_i[51], spins_i[51], spins_i[51], spins_i[51], spins_i[51], spins_i[31]});
  assign near_o[19] = pick(colour_i, {spins_i[12], spins_i[12], spins_i[12], spins_i[12], spins_i[23], spins_i[12], spins_i[12], spins_i[12]});
  assign near_o[20] = spins_i[14];
  assign present_o[3] = 1'b1;
  assign near_o[21] = pick(colour_i, {spins_i[47], spins_i[47], spins_i[28], spins_i[10], spins_i[29], spins_i[28], spins_i[47], spins_i[47]});
  assign near_o[22] = pick(colour_i, {spins_i[39], spins_i[39], spins_i[34], spins_i[39], spins_i[48], spins_i[39], spins_i[31], spins_i[39]});
  assign near_o[23] = pick(colour_i, {spins_i[21], spins_i[21], spins_i[41], spins_i[21], spins_i[52], spins_i[21], spins_i[16], spins_i[21]});
  assign near_o[24] = pick(colour_i, {spins_i[49], spins_i[49], spins_i[49], spins_i[49], spins_i[49], spins_i[44], spins_i[35], spins_i[40]});
  assign near_o[25] = pick(colour_i, {spins_i[51], spins_i[51], spins_i[23], spins_i[20], spins_i[51], spins_i[12], spins_i[51], spins_i[51]});
  assign near_o[26] = pick(colour_i, {spins_i[13], spins_i[13], spins_i[13], spins_i[13], spins_i[13], spins_i[46], spins_i[13], spins_i[13]});
  assign near_o[27] = spins_i[17];
  assign present_o[4] = 1'b1;
  assign near_o[28] = pick(colour_i, {spins_i[48], spins_i[48], spins_i[47], spins_i[35], spins_i[43], spins_i[33], spins_i[48], spins_i[48]});
  assign near_o[29] = pick(colour_i, {spins_i[40], spins_i[40], spins_i[24], spins_i[37], spins_i[40], spins_i[24], spins_i[40], spins_i[40]});
  assign near_o[30] = pick(colour_i, {spins_i[22], spins_i[22], spins_i[22], spins_i[21], spins_i[29], spins_i[22], spins_i[22], spins_i[22]});
  assign near_o[31] = pick(colour_i, {spins_i[19], spins_i[19], spins_i[19], spins_i[30], spins_i[19], spins_i[19], spins_i[15], spins_i[19]});
  assign near_o[32] = pick(colour_i, {spins_i[12], spins_i[12], spins_i[12], spins_i[12], spins_i[12], spins_i[12], spins_i[51], spins_i[12]});
  assign near_o[33] = pick(colour_i, {spins_i[23], spins_i[23], spins_i[23], spins_i[14], spins_i[25], spins_i[23], spins_i[23], spins_i[23]});
  assign near_o[34] = 1'b0;
  assign present_o[5] = 1'b1;
  assign near_o[35] = pick(colour_i, {spins_i[10], spins_i[10], spins_i[49], spins_i[37], spins_i[21], spins_i[10], spins_i[46], spins_i[10]});
  assign near_o[36] = pick(colour_i, {spins_i[47], spins_i[47], spins_i[47], spins_i[47], spins_i[23], spins_i[47], spins_i[47], spins_i[51]});
  assign near_o[37] = pick(colour_i, {spins_i[25], spins_i[25], spins_i[41], spins_i[16], spins_i[34], spins_i[25], spins_i[39], spins_i[25]});
  assign near_o[38] = pick(colour_i, {spins_i[32], spins_i[32], spins_i[9], spins_i[32], spins_i[32], spins_i[32], spins_i[32], spins_i[32]});
  assign near_o[39] = pick(colour_i, {spins_i[14], spins_i[14], spins_i[50], spins_i[14], spins_i[40], spins_i[14], spins_i[50], spins_i[14]});
  assign near_o[40] = pick(colour_i, {spins_i[15], spins_i[15], spins_i[38], spins_i[19], spins_i[15], spins_i[15], spins_i[33], spins_i[15]});
  assign near_o[41] = pick(colour_i, {spins_i[19], spins_i[19], spins_i[18], spins_i[19], spins_i[19], spins_i[19], spins_i[19], spins_i[19]});
  assign present_o[6] = 1'b1;
  assign near_o[42] = pick(colour_i, {spins_i[40], spins_i[40], spins_i[47], spins_i[40], spins_i[40], spins_i[46], spins_i[40], spins_i[38]});
  assign near_o[43] = pick(colour_i, {spins_i[50], spins_i[50], spins_i[14], spins_i[50], spins_i[50], spins_i[43], spins_i[50], spins_i[13]});
  assign near_o[44] = pick(colour_i, {spins_i[33], spins_i[33], spins_i[31], spins_i[33], spins_i[33], spins_i[49], spins_i[33], spins_i[34]});
  assign near_o[45] = pick(colour_i, {spins_i[10], spins_i[10], spins_i[12], spins_i[26], spins_i[10], spins_i[10], spins_i[10], spins_i[10]});
  assign near_o[46] = pick(colour_i, {spins_i[11], spins_i[11], spins_i[28], spins_i[11], spins_i[11], spins_i[11], spins_i[11], spins_i[11]});
  assign near_o[47] = pick(colour_i, {spins_i[28], spins_i[28], spins_i[28], spins_i[53], spins_i[28], spins_i[28], spins_i[28], spins_i[28]});
  assign near_o[48] = spins_i[32];
  assign present_o[7] = 1'b1;
  assign near_o[49] = pick(colour_i, {spins_i[28], spins_i[28], spins_i[40], spins_i[28], spins_i[33], spins_i[46], spins_i[22], spins_i[28]});
  assign near_o[50] = pick(colour_i, {spins_i[24], spins_i[24], spins_i[50], spins_i[24], spins_i[24], spins_i[48], spins_i[26], spins_i[24]});
  assign near_o[51] = pick(colour_i, {spins_i[32], spins_i[32], spins_i[45], spins_i[32], spins_i[32], spins_i[12], spins_i[32], spins_i[32]});
  assign near_o[52] = pick(colour_i, {spins_i[35], spins_i[35], spins_i[35], spins_i[35], spins_i[35], spins_i[41], spins_i[35], spins_i[35]});
  assign near_o[53] = spins_i[9];
  assign near_o[54] = spins_i[37];
  assign near_o[55] = spins_i[30];
  assign present_o[8] = pick(colour_i, {1'b1, 1'b1, 1'b0, 1'b1, 1'b1, 1'b1, 1'b1, 1'b1});
  assign near_o[56] = pick(colour_i, {spins_i[18], spins_i[18], spins_i[18], spins_i[18], spins_i[36], spins_i[36], spins_i[18], spins_i[18]});
  assign near_o[57] = pick(colour_i, {spins_i[21], spins_i[21], spins_i[21], spins_i[46], spins_i[43], spins_i[29], spins_i[17], spins_i[21]});
  assign near_o[58] = pick(colour_i, {spins_i[42], spins_i[42], spins_i[42], spins_i[30], spins_i[44], spins_i[53], spins_i[26], spins_i[42]});
  assign near_o[59] = pick(colour_i, {spins_i[9], spins_i[9], spins_i[9], spins_i[9], spins_i[9], spins_i[37], spins_i[9], spins_i[9]});
  assign near_o[60] = pick(colour_i, {spins_i[48], spins_i[48], spins_i[48], spins_i[48], spins_i[34], spins_i[28], spins_i[48], spins_i[48]});
  assign near_o[61] = pick(colour_i, {spins_i[31], spins_i[31], spins_i[31], spins_i[31], spins_i[15], spins_i[31], spins_i[31], spins_i[31]});
  assign near_o[62] = 1'b0;

  logic unused_places;
  assign unused_places = &{1'b0, spins_i, colour_i};
endmodule
