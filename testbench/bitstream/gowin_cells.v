// Models of the cells of a Gowin GW2A as gowin_verilog.py finds them in a bitstream.
`timescale 1ns / 1ps

module gowin_lut #(
    parameter [15:0] INIT = 16'd0
) (
    output f,
    input a, b, c, d
);
  // By selectors, so that an unknown input which the table ignores stays without effect.
  wire [7:0] t8 = d ? INIT[15:8] : INIT[7:0];
  wire [3:0] t4 = c ? t8[7:4] : t8[3:0];
  wire [1:0] t2 = b ? t4[3:2] : t4[1:0];
  assign f = a ? t2[1] : t2[0];
endmodule

// Half of a slice in carry mode.
module gowin_carry #(
    parameter [15:0] INIT = 16'd0
) (
    output f, cout,
    input a, b, c, d, cin
);
  wire propagate, select;
  gowin_lut #(INIT) table_4 (propagate, a, b, c, d);
  gowin_lut #({4{INIT[3:0]}}) table_2 (select, a, b, 1'b0, 1'b0);
  assign f    = propagate ^ cin;
  assign cout = propagate ? cin : select;
endmodule

// Flip-flops begin as the global set and reset leaves them.
module gowin_dff #(
    parameter NEGATIVE = 0,
    parameter SET = 0,     // what `force` sets it to, and what it begins with
    parameter ASYNC = 0
) (
    output reg q,
    input clk, d, ce, to_set
);
  initial q = SET;
  wire edge_clk = NEGATIVE ? !clk : clk;
  generate
    if (ASYNC) begin
      always @(posedge edge_clk or posedge to_set)
        if (to_set) q <= SET;
        else if (ce) q <= d;
    end else begin
      always @(posedge edge_clk)
        if (to_set) q <= SET;
        else if (ce) q <= d;
    end
  endgenerate
endmodule

// Block of 1,024 words of 18 bits with two ports, of 1, 2, 4, 9 (8 data bits and one more), 16 (with 2 more) or 36 bits. A
// port of 36 bits takes the data pins of both; then A writes and B reads. Modes: 0 the output holds while writing, 1 it
// shows what is written, 2 what was there before. One port reads what the other writes a clock later.
module gowin_ram #(
    parameter WIDTH_A = 16,
    parameter WIDTH_B = 16,
    parameter MODE_A = 0,
    parameter MODE_B = 0,
    parameter BYTES_A = 0,  // 1: the lowest address bits enable bytes
    parameter BYTES_B = 0,
    parameter FILE = ""
) (
    output [35:0] data_o,
    input clk_a, ce_a, write_a,
    input [13:0] addr_a,
    input clk_b, ce_b, write_b,
    input [13:0] addr_b,
    input [35:0] data_i,
    input [17:0] data_b_i
);
  reg [17:0] memory[0:1023];
  initial $readmemh(FILE, memory);

  reg [35:0] out_a, out_b;
  assign data_o = WIDTH_B == 36 ? out_b : {out_b[17:0], out_a[17:0]};

  // The two words that hold an address, and where in them a port's data begin.
  function [35:0] words(input integer width, input [13:0] addr);
    if (width == 36) words = {memory[{addr[13:5], 1'b1}], memory[{addr[13:5], 1'b0}]};
    else words = {18'd0, memory[addr[13:4]]};
  endfunction

  function integer first(input integer width, input [13:0] addr);
    case (width)
      36, 16: first = 0;
      9: first = 9 * addr[3];
      4: first = 9 * addr[3] + 4 * addr[2];
      2: first = 9 * addr[3] + 2 * addr[2:1];
      default: first = 9 * addr[3] + addr[2:0];
    endcase
  endfunction

  function [35:0] ones(input integer width);
    ones = width == 36 ? {36{1'b1}} : width == 16 ? 36'h3ffff : (36'd1 << width) - 36'd1;
  endfunction

  // Which bits of the two words a port writes.
  function [35:0] written(input integer width, input integer bytewise, input [13:0] addr);
    if (bytewise != 0) written = {{9{addr[3]}}, {9{addr[2]}}, {9{addr[1]}}, {9{addr[0]}}} & ones(width);
    else written = ones(width) << first(width, addr);
  endfunction

  wire [35:0] old_a = words(WIDTH_A, addr_a);
  wire [35:0] old_b = words(WIDTH_B, addr_b);
  wire [35:0] mask_a = written(WIDTH_A, BYTES_A, addr_a);
  wire [35:0] mask_b = written(WIDTH_B, BYTES_B, addr_b);
  wire [35:0] new_a = (old_a & ~mask_a) | ((data_i << first(WIDTH_A, addr_a)) & mask_a);
  wire [35:0] new_b = (old_b & ~mask_b) | (({18'd0, data_b_i} << first(WIDTH_B, addr_b)) & mask_b);

  always @(posedge clk_a)
    if (ce_a) begin
      if (write_a && WIDTH_A == 36) begin
        memory[{addr_a[13:5], 1'b0}] <= new_a[17:0];
        memory[{addr_a[13:5], 1'b1}] <= new_a[35:18];
      end else if (write_a) memory[addr_a[13:4]] <= new_a[17:0];
      if (!write_a || MODE_A != 0) out_a <= ((write_a && MODE_A == 1 ? new_a : old_a) >> first(WIDTH_A, addr_a)) & ones(WIDTH_A);
    end

  always @(posedge clk_b)
    if (ce_b) begin
      if (write_b && WIDTH_B != 36) memory[addr_b[13:4]] <= new_b[17:0];
      if (!write_b || MODE_B != 0 || WIDTH_B == 36)
        out_b <= ((write_b && MODE_B == 1 && WIDTH_B != 36 ? new_b : old_b) >> first(WIDTH_B, addr_b)) & ones(WIDTH_B);
    end
endmodule
