// tau of the sweep under way: loaded, then lowered by a step after each sweep, down to 0.
// The difference is formed in bytes with registered carries: five clocks after load_i, cool_i or a new step it is right.
module temperature_ramp (
    input  logic        clk_i,
    input  logic        load_i,
    input  logic        cool_i,
    input  logic [31:0] temperature_i,
    input  logic [31:0] step_i,
    output logic [15:0] temperature_o  // upper half: 8 integer and 8 fraction bits; changes in the clock after cool_i
);
  logic [31:0] temperature_q, step_not_q, cooled;
  logic [4:0]  carry;
  assign carry[0] = 1'b1;
  genvar b;
  generate
    for (b = 0; b < 4; b = b + 1) begin : g_cool
      logic [7:0] byte_q;
      logic       carry_q;
      always_ff @(posedge clk_i)
        {carry_q, byte_q} <= {1'b0, temperature_q[8*b +: 8]} + {1'b0, step_not_q[8*b +: 8]} + {8'd0, carry[b]};
      assign cooled[8*b +: 8] = byte_q;
      assign carry[b+1]       = carry_q;
    end
  endgenerate

  // A last carry means: not negative.
  always_ff @(posedge clk_i) begin
    step_not_q <= ~step_i;
    if (load_i) temperature_q <= temperature_i;
    else if (cool_i) temperature_q <= cooled & {32{carry[4]}};
  end

  assign temperature_o = temperature_q[31:16];
endmodule
