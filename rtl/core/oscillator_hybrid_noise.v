// White noise for the phases: the sum of four uniform bytes of the generator's state, which is nearly Gaussian, symmetric
// about 0 and never beyond 510 (standard deviation 147.8), times the amplitude.
// With the generator's state in clock c: the magnitude of the product is there in clock c + 8, the sign with it; the
// amplitude counts in clock c + 4.
module oscillator_hybrid_noise #(
    parameter DSP = 0
) (
    input  logic        clk_i,
    input  logic        load_i,       // take the seed
    input  logic [63:1] seed_i,
    input  logic [15:0] amplitude_i,  // 8 integer and 8 fraction bits
    output logic [63:0] state_o,
    output logic        negative_o,
    output logic [15:0] magnitude_o   // modulo a turn
);
  logic [63:0] state;
  xorshift64 u_xorshift (
      .clk_i(clk_i),
      .load_i(load_i),
      .seed_i(seed_i),
      .state_o(state)
  );

  // The middle of the sum's range, 510, is taken away with the second addition; the absolute value is formed after it.
  logic [8:0] high_q, low_q, deviation_q;
  logic       negative_q;
  logic [9:0] total_q;
  logic [8:0] magnitude_q;
  always_ff @(posedge clk_i) begin
    high_q      <= {1'b0, state[63:56]} + {1'b0, state[47:40]};
    low_q       <= {1'b0, state[31:24]} + {1'b0, state[15:8]};
    total_q     <= 10'({1'b0, high_q} + {1'b0, low_q} - 10'd510);
    {negative_q, deviation_q} <= total_q;
    magnitude_q <= (deviation_q ^ {9{negative_q}}) + 9'(negative_q);
  end

  logic [5:0] sign_q;
  always_ff @(posedge clk_i) sign_q <= {sign_q[4:0], total_q[9]};

  logic [19:0] product;
  multiply_pipe #(
      .SLOW_BITS(16),
      .FAST_BITS(12),
      .DROP(8),
      .DSP(DSP)
  ) u_multiply (
      .clk_i(clk_i),
      .slow_i(amplitude_i),
      .fast_i({3'd0, magnitude_q}),
      .product_o(product)
  );

  logic unused_bits;
  assign unused_bits = &{1'b0, product[19:16]};

  assign state_o     = state;
  assign negative_o  = sign_q[5];
  assign magnitude_o = product[15:0];
endmodule
