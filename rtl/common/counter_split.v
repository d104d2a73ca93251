// Wide event counter in 8-bit pieces with registered carries, so that its width does not limit the clock.
// The value is exact PIECES + 1 clocks after the last event.
module counter_split #(
    parameter PIECES = 4
) (
    input  logic                clk_i,
    input  logic                clear_i,
    input  logic                count_i,
    output logic [8*PIECES-1:0] value_o
);
  logic [PIECES:0] carry_q;

  genvar k;
  generate
    for (k = 0; k < PIECES; k = k + 1) begin : g_piece
      logic [7:0] value_q;
      always_ff @(posedge clk_i)
        if (clear_i) {carry_q[k+1], value_q} <= 9'd0;
        else {carry_q[k+1], value_q} <= {1'b0, value_q} + {8'd0, carry_q[k]};
      assign value_o[8*k +: 8] = value_q;
    end
  endgenerate

  always_ff @(posedge clk_i) carry_q[0] <= count_i && !clear_i;

  logic unused_carry;
  assign unused_carry = carry_q[PIECES];
endmodule
