// Wide event counter in 16-bit pieces with registered carries, so that its width does not limit the clock.
// The value is exact PIECES clocks after the last event.
module counter_split #(
    parameter PIECES = 2
) (
    input  logic                 clk_i,
    input  logic                 clear_i,
    input  logic                 count_i,
    output logic [16*PIECES-1:0] value_o
);
  logic [PIECES:0] carry;
  assign carry[0] = count_i;

  genvar k;
  generate
    for (k = 0; k < PIECES; k = k + 1) begin : g_piece
      logic [15:0] value_q;
      logic        carry_q;
      always_ff @(posedge clk_i)
        if (clear_i) {carry_q, value_q} <= 17'd0;
        else {carry_q, value_q} <= {1'b0, value_q} + {16'd0, carry[k]};
      assign carry[k+1]          = carry_q;
      assign value_o[16*k +: 16] = value_q;
    end
  endgenerate

  logic unused_carry;
  assign unused_carry = carry[PIECES];
endmodule
