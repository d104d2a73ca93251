// tau of the sweep under way: loaded, then lowered by a step after each sweep, down to 0.
// The difference is formed in bytes with registered carries: five clocks after load_i, cool_i or a new step it is right.
// With QUICK it is formed at once, and sweeps may be as short as a clock.
module temperature_ramp #(
    parameter QUICK = 0
) (
    input  logic        clk_i,
    input  logic        load_i,
    input  logic        cool_i,
    input  logic [31:0] temperature_i,
    input  logic [31:0] step_i,
    output logic [15:0] temperature_o  // upper half: 8 integer and 8 fraction bits; changes in the clock after cool_i
);
  logic [31:0] temperature_q, step_not_q, cooled;
  logic        not_negative;  // the last carry
  genvar b;
  generate
    if (QUICK == 1) begin : g_quick
      assign {not_negative, cooled} = {1'b0, temperature_q} + {1'b0, step_not_q} + 33'd1;
    end else begin : g_bytes
      logic [4:0] carry;
      assign carry[0] = 1'b1;
      for (b = 0; b < 4; b = b + 1) begin : g_cool
        logic [7:0] byte_q;
        logic       carry_q;
        always_ff @(posedge clk_i)
          {carry_q, byte_q} <= {1'b0, temperature_q[8*b +: 8]} + {1'b0, step_not_q[8*b +: 8]} + {8'd0, carry[b]};
        assign cooled[8*b +: 8] = byte_q;
        assign carry[b+1]       = carry_q;
      end
      assign not_negative = carry[4];
    end
  endgenerate

  always_ff @(posedge clk_i) begin
    step_not_q <= ~step_i;
    if (load_i) temperature_q <= temperature_i;
    else if (cool_i) temperature_q <= cooled & {32{not_negative}};
  end

  assign temperature_o = temperature_q[31:16];
endmodule
