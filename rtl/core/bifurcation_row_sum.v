// Sum of the couplings of one row whose plane bit is 1, one row per clock: a mask and a tree of adders with registers after
// its levels 1, 3, 5, ... and the last: STAGES clocks. SPINS is a power of two.
module bifurcation_row_sum #(
    parameter SPINS = 64,
    parameter WEIGHT_BITS = 4,
    parameter LEVELS = $clog2(SPINS),
    parameter SUM_BITS = WEIGHT_BITS + LEVELS
) (
    input  logic                         clk_i,
    input  logic [SPINS*WEIGHT_BITS-1:0] row_i,    // signed couplings
    input  logic [SPINS-1:0]             plane_i,
    output logic [SUM_BITS-1:0]          sum_o     // signed; STAGES = (LEVELS + 2) / 2 clocks after row_i
);
  // Level l holds SPINS >> l sums of WEIGHT_BITS + l bits.
  genvar l, k;
  generate
    for (l = 0; l <= LEVELS; l = l + 1) begin : g_level
      localparam BITS = WEIGHT_BITS + l;
      localparam COUNT = SPINS >> l;
      logic [COUNT*BITS-1:0] value;
      if (l == 0) begin : g_mask
        for (k = 0; k < COUNT; k = k + 1) begin : g_term
          assign value[BITS*k +: BITS] = row_i[BITS*k +: BITS] & {BITS{plane_i[k]}};
        end
      end else begin : g_add
        logic [COUNT*BITS-1:0] sum;
        for (k = 0; k < COUNT; k = k + 1) begin : g_term
          logic signed [BITS-2:0] even, odd;
          assign even = g_level[l-1].value[(BITS-1)*2*k +: BITS-1];
          assign odd  = g_level[l-1].value[(BITS-1)*(2*k+1) +: BITS-1];
          assign sum[BITS*k +: BITS] = BITS'(even) + BITS'(odd);
        end
        if (l % 2 == 1 || l == LEVELS) begin : g_register
          always_ff @(posedge clk_i) value <= sum;
        end else begin : g_wire
          assign value = sum;
        end
      end
    end
  endgenerate

  assign sum_o = g_level[LEVELS].value;
endmodule
