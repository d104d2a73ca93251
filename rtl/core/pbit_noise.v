// Threshold for one heat-bath decision per clock: theta = sign * floor(tau * L), L logistic noise.
// A spin with field l becomes +1 where l > theta. With sign = 1 theta is the ones' complement, so that the law is
// exactly symmetric: P(+1 | l) = P(-1 | -l), also at tau = 0, where a spin without field is drawn by the sign alone.
// offset_o = -theta - 1, which is theta with all bits inverted: l > theta where l + offset_o >= 0, a sum without carry.
// LANES thresholds per clock come from different bits of one state of the generator: lane 0 from its upper half, lane 1
// from its lower.
// offset_o in clock c comes from the generator's state in clock c - 6; temperature_i counts in clock c - 5.
// With METROPOLIS a spin can be drawn by Metropolis' rule: L is exponential and has the sign of the spin, so that the
// same comparison turns a spin s where s * l <= tau * L.
module pbit_noise #(
    parameter FIELD_BITS = 10,
    parameter DSP = 1,
    parameter METROPOLIS = 0,     // 1: the rule can be chosen
    parameter LOGIC_TABLES = 0,    // 1: tables in logic, where block RAM is short
    parameter LANES = 1            // thresholds per clock, 1 or 2
) (
    input  logic                         clk_i,
    input  logic                         load_i,        // take the seed
    input  logic [63:1]                  seed_i,
    input  logic [15:0]                  temperature_i, // tau, 8 fraction bits, less those that WIDER takes
    input  logic                         random_i,      // infinite temperature; in clock c - 1, like the next two
    input  logic                         metropolis_i,  // Metropolis' rule, but not at infinite temperature
    input  logic                         spin_i,        // present value of the spin, for Metropolis (lane 0 alone)
    output logic signed [LANES*FIELD_BITS-1:0] offset_o
);
  localparam MAGNITUDE_BITS = FIELD_BITS - 1;
  localparam WIDER = FIELD_BITS > 12 ? FIELD_BITS - 12 : 0;  // fields of more than 12 bits: tau has as many integer bits more
  localparam PRODUCT_BITS = 12 + WIDER;

  logic [63:0] state;
  xorshift64 u_xorshift (
      .clk_i(clk_i),
      .load_i(load_i),
      .seed_i(seed_i),
      .state_o(state)
  );

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : g_lane
      localparam LOW = lane == 0 ? 32 : 0;
      logic [11:0] magnitude;
      logic [11:0] logistic;
      logistic_table #(
          .STYLE(LOGIC_TABLES == 1 ? "logic" : "auto")
      ) u_logistic (
          .clk_i(clk_i),
          .index_i(state[LOW+:10]),
          .magnitude_o(logistic)
      );

      logic use_spin;
      if (METROPOLIS == 1) begin : g_metropolis
        logic [11:0] exponential;
        exponential_table #(
            .STYLE(LOGIC_TABLES == 1 ? "logic" : "auto")
        ) u_exponential (
            .clk_i(clk_i),
            .index_i(state[LOW+:10]),
            .magnitude_o(exponential)
        );
        assign magnitude = metropolis_i ? exponential : logistic;
        assign use_spin  = metropolis_i && !random_i;
      end else begin : g_gibbs
        assign magnitude = logistic;
        assign use_spin  = 1'b0;
        logic unused_rule;
        assign unused_rule = metropolis_i;
      end

      // The sign travels beside the magnitude: one clock for the table, four for the product.
      logic [4:0] sign_q;
      always_ff @(posedge clk_i) sign_q <= {sign_q[3:0], state[LOW+31]};

      logic [PRODUCT_BITS-1:0] product;  // its fraction bits are dropped
      multiply_pipe #(
          .SLOW_BITS(16),
          .FAST_BITS(12),
          .DROP(16 - WIDER),
          .DSP(DSP)
      ) u_multiply (
          .clk_i(clk_i),
          .slow_i(temperature_i),
          .fast_i(magnitude),
          .product_o(product)
      );

      // A product beyond any field decides by its sign alone, and so does infinite temperature.
      logic                  beyond, sign;
      logic [FIELD_BITS-1:0] offset_q;
      assign sign   = use_spin ? !spin_i : sign_q[4];
      assign beyond = random_i || (product[PRODUCT_BITS-1:MAGNITUDE_BITS] != '0);
      always_ff @(posedge clk_i)
        offset_q <= ~{FIELD_BITS{sign}} ^ {1'b0, product[MAGNITUDE_BITS-1:0] | {MAGNITUDE_BITS{beyond}}};

      assign offset_o[FIELD_BITS*lane+:FIELD_BITS] = offset_q;
    end
  endgenerate

  logic unused_bits;
  assign unused_bits = &{1'b0, state[62:42], state[31:0]};
endmodule
