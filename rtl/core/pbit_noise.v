// Threshold for one heat-bath decision per clock: theta = sign * floor(tau * L), L logistic noise.
// A spin with field l becomes +1 where l > theta. With sign = 1 theta is the ones' complement, so that the law is
// exactly symmetric: P(+1 | l) = P(-1 | -l), also at tau = 0, where a spin without field is drawn by the sign alone.
// offset_o = -theta - 1, which is theta with all bits inverted: l > theta where l + offset_o >= 0, a sum without carry.
// offset_o in clock c comes from the generator's state in clock c - 6.
module pbit_noise #(
    parameter FIELD_BITS = 10,
    parameter DSP = 1
) (
    input  logic                         clk_i,
    input  logic                         load_i,        // take the seed
    input  logic [63:1]                  seed_i,
    input  logic [15:0]                  temperature_i, // tau, 8 fraction bits
    input  logic                         random_i,      // infinite temperature
    output logic signed [FIELD_BITS-1:0] offset_o
);
  localparam MAGNITUDE_BITS = FIELD_BITS - 1;

  logic [63:0] state;
  xorshift64 u_xorshift (
      .clk_i(clk_i),
      .load_i(load_i),
      .seed_i(seed_i),
      .state_o(state)
  );

  logic [11:0] magnitude;
  logistic_table u_table (
      .clk_i(clk_i),
      .index_i(state[41:32]),
      .magnitude_o(magnitude)
  );

  // The sign travels beside the magnitude: one clock for the table, four for the product.
  logic [4:0] sign_q;
  always_ff @(posedge clk_i) sign_q <= {sign_q[3:0], state[63]};

  logic [11:0] product;  // its 16 fraction bits are dropped
  multiply_pipe #(
      .SLOW_BITS(16),
      .FAST_BITS(12),
      .DROP(16),
      .DSP(DSP)
  ) u_multiply (
      .clk_i(clk_i),
      .slow_i(temperature_i),
      .fast_i(magnitude),
      .product_o(product)
  );

  // A product beyond any field decides by its sign alone, and so does infinite temperature.
  logic                  beyond;
  logic [FIELD_BITS-1:0] offset_q;
  assign beyond = random_i || (product[11:MAGNITUDE_BITS] != '0);
  always_ff @(posedge clk_i)
    offset_q <= ~{FIELD_BITS{sign_q[4]}} ^ {1'b0, product[MAGNITUDE_BITS-1:0] | {MAGNITUDE_BITS{beyond}}};

  assign offset_o = $signed(offset_q);

  logic unused_bits;
  assign unused_bits = &{1'b0, state[62:42], state[31:0]};
endmodule
