// crc16 accumulates CRC-16/CCITT-FALSE: polynomial 0x1021, initial value 0xFFFF, most significant bit first, no final inversion.
// The check value of the ASCII string "123456789" is 0x29B1.
//
// clear_i starts anew; valid_i adds data_i; crc_o is the value over all bytes added, from the clock after the last one.
module crc16 (
    input  logic        clk_i,
    input  logic        clear_i,
    input  logic        valid_i,
    input  logic [ 7:0] data_i,
    output logic [15:0] crc_o
);
  // The eight steps of the shift register at once. With x = high byte ^ data and y = x ^ (x >> 4), the new value is
  // (crc << 8) ^ (y << 12) ^ (y << 5) ^ y; tested and proved against the bit-by-bit definition.
  wire [ 7:0] x = crc_o[15:8] ^ data_i;
  wire [ 7:0] y = x ^ {4'b0, x[7:4]};
  wire [15:0] next = {crc_o[7:0], 8'b0} ^ {y[3:0], 12'b0} ^ {3'b0, y, 5'b0} ^ {8'b0, y};

  always_ff @(posedge clk_i) begin
    if (clear_i) crc_o <= 16'hffff;
    else if (valid_i) crc_o <= next;
  end

`ifdef FORMAL
  // One byte is eight steps of the definition.
  logic [15:0] f_crc;
  integer f_i;
  always @* begin
    f_crc = crc_o;
    for (f_i = 7; f_i >= 0; f_i = f_i - 1)
      f_crc = (f_crc[15] ^ data_i[f_i]) ? {f_crc[14:0], 1'b0} ^ 16'h1021 : {f_crc[14:0], 1'b0};
    assert (next == f_crc);
  end
`endif
endmodule
