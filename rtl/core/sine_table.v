// A quarter of a sine: 256 sin(2 pi (k + 1/2) / 256), at most 255. Written by make_sine_table.py; do not edit.
module sine_table (
    input  logic       clk_i,
    input  logic [5:0] index_i,
    output logic [7:0] sine_o  // one clock after index_i
);
  (* rom_style = "logic" *) logic [7:0] table_rom[0:63];
  logic [7:0] sine_q;
  always_ff @(posedge clk_i) sine_q <= table_rom[index_i];
  assign sine_o = sine_q;

  initial begin
    table_rom[0] = 8'd3; table_rom[1] = 8'd9; table_rom[2] = 8'd16; table_rom[3] = 8'd22;
    table_rom[4] = 8'd28; table_rom[5] = 8'd34; table_rom[6] = 8'd41; table_rom[7] = 8'd47;
    table_rom[8] = 8'd53; table_rom[9] = 8'd59; table_rom[10] = 8'd65; table_rom[11] = 8'd71;
    table_rom[12] = 8'd77; table_rom[13] = 8'd83; table_rom[14] = 8'd89; table_rom[15] = 8'd95;
    table_rom[16] = 8'd101; table_rom[17] = 8'd107; table_rom[18] = 8'd112; table_rom[19] = 8'd118;
    table_rom[20] = 8'd123; table_rom[21] = 8'd129; table_rom[22] = 8'd134; table_rom[23] = 8'd140;
    table_rom[24] = 8'd145; table_rom[25] = 8'd150; table_rom[26] = 8'd155; table_rom[27] = 8'd160;
    table_rom[28] = 8'd165; table_rom[29] = 8'd170; table_rom[30] = 8'd174; table_rom[31] = 8'd179;
    table_rom[32] = 8'd183; table_rom[33] = 8'd188; table_rom[34] = 8'd192; table_rom[35] = 8'd196;
    table_rom[36] = 8'd200; table_rom[37] = 8'd204; table_rom[38] = 8'd207; table_rom[39] = 8'd211;
    table_rom[40] = 8'd215; table_rom[41] = 8'd218; table_rom[42] = 8'd221; table_rom[43] = 8'd224;
    table_rom[44] = 8'd227; table_rom[45] = 8'd230; table_rom[46] = 8'd233; table_rom[47] = 8'd235;
    table_rom[48] = 8'd238; table_rom[49] = 8'd240; table_rom[50] = 8'd242; table_rom[51] = 8'd244;
    table_rom[52] = 8'd246; table_rom[53] = 8'd248; table_rom[54] = 8'd249; table_rom[55] = 8'd250;
    table_rom[56] = 8'd252; table_rom[57] = 8'd253; table_rom[58] = 8'd254; table_rom[59] = 8'd254;
    table_rom[60] = 8'd255; table_rom[61] = 8'd255; table_rom[62] = 8'd255; table_rom[63] = 8'd255;
  end
endmodule
