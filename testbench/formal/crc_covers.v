// crc_covers feeds the nine characters of the check value to crc16, then the check value itself, high byte first: what is said
// of this CRC is reached, and the remainder is zero.
module crc_covers (
    input logic clk_i
);
  logic [3:0] f_at = '0;
  wire [15:0] crc;
  logic [7:0] f_byte;
  always @*
    case (f_at)
      4'd10: f_byte = 8'h29;
      4'd11: f_byte = 8'hb1;
      default: f_byte = 8'h30 + f_at;
    endcase
  crc16 crc16_u (
      .clk_i(clk_i), .clear_i(f_at == 4'd0), .valid_i(f_at != 4'd0), .data_i(f_byte), .crc_o(crc)
  );
  always_ff @(posedge clk_i) if (f_at != 4'd12) f_at <= f_at + 1'b1;

  always_ff @(posedge clk_i) begin
    cover (f_at == 4'd10 && crc == 16'h29b1);
    cover (f_at == 4'd12 && crc == '0);
  end
endmodule
