// Unsigned product of two streams, four clocks late. DSP 1 is one registered multiplier
// (a hardware block where the tool has one), DSP 0 a chain of four stages that add three partial products each; both
// have the same latency, so that one twin describes them.
module multiply_pipe #(
    parameter SLOW_BITS = 16,
    parameter FAST_BITS = 12,   // a multiple of 4
    parameter DROP = 16,        // low bits of the product that are not wanted
    parameter DSP = 1
) (
    input  logic                                clk_i,
    input  logic [SLOW_BITS-1:0]                slow_i,
    input  logic [FAST_BITS-1:0]                fast_i,
    output logic [SLOW_BITS+FAST_BITS-DROP-1:0] product_o
);
  localparam BITS = SLOW_BITS + FAST_BITS;
  localparam WIDE = BITS > 32 ? BITS : 32;

  generate
    if (DSP == 1) begin : g_dsp
      // The registers after the product are cut to the bits in use and 32 bits wide or more before that: yosys 0.23 crashes in
      // its DSP pass on a chain of registers of the product's own width.
      logic [SLOW_BITS-1:0] slow_q;
      logic [FAST_BITS-1:0] fast_q;
      logic [WIDE-1:0]      product_q;
      logic [BITS-DROP-1:0] cut_1_q, cut_2_q;
      always_ff @(posedge clk_i) begin
        slow_q    <= slow_i;
        fast_q    <= fast_i;
        product_q <= {{WIDE - SLOW_BITS{1'b0}}, slow_q} * {{WIDE - FAST_BITS{1'b0}}, fast_q};
        cut_1_q   <= product_q[BITS-1:DROP];
        cut_2_q   <= cut_1_q;
      end
      assign product_o = cut_2_q;
      logic unused_product;
      assign unused_product = &{1'b0, product_q};
    end else begin : g_logic
      localparam STEP = FAST_BITS / 4;
      logic [5*FAST_BITS-1:0] rest;
      logic [5*SLOW_BITS-1:0] slow;
      logic [5*BITS-1:0]      sum;
      assign rest[0 +: FAST_BITS] = fast_i;
      assign slow[0 +: SLOW_BITS] = slow_i;
      assign sum[0 +: BITS]       = '0;
      genvar k;
      for (k = 0; k < 4; k = k + 1) begin : g_stage
        logic [FAST_BITS-1:0] rest_d, rest_q;
        logic [SLOW_BITS-1:0] slow_d, slow_q;
        logic [BITS-1:0]      sum_q, partial;
        integer b;
        assign rest_d = rest[FAST_BITS*k +: FAST_BITS];
        assign slow_d = slow[SLOW_BITS*k +: SLOW_BITS];
        always_comb begin
          partial = '0;
          for (b = 0; b < STEP; b = b + 1)
            if (rest_d[b]) partial = partial + ({{FAST_BITS{1'b0}}, slow_d} << (STEP * k + b));
        end
        always_ff @(posedge clk_i) begin
          rest_q <= rest_d >> STEP;
          slow_q <= slow_d;
          sum_q  <= sum[BITS*k +: BITS] + partial;
        end
        assign rest[FAST_BITS*(k+1) +: FAST_BITS] = rest_q;
        assign slow[SLOW_BITS*(k+1) +: SLOW_BITS] = slow_q;
        assign sum[BITS*(k+1) +: BITS]            = sum_q;
      end
      assign product_o = sum[4*BITS+DROP +: BITS-DROP];
      logic unused_rest;
      assign unused_rest = &{1'b0, rest[4*FAST_BITS +: FAST_BITS], slow[4*SLOW_BITS +: SLOW_BITS], sum};
    end
  endgenerate
endmodule
