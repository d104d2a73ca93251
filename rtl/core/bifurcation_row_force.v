// From the masked sum of a row to the pull of its couplings and field on the spin, and its share in the energy.
//
//   R = 2 sum - total         the row's sum with +1 or -1 for each bit of the plane
//   discrete                  S = (R + h) 2^PRODUCT_BITS
//   ballistic                 S = sum over planes p of R_p 2^(PRODUCT_BITS-1-p), plus h 2^PRODUCT_BITS; the lowest plane
//                             comes first, and what is summed so far waits in a memory, halved (which is exact)
//   pull                      floor(|S| c 2^(POSITION_BITS-1-PRODUCT_BITS)), with the sign of S, c = coupling_i / 2^COUPLING_FRACTION
// A pull is clipped at 8 walls' distances, from where every position reaches the wall whatever else happens.
module bifurcation_row_force #(
    parameter SUM_BITS = 10,
    parameter FIELD_BITS = 11,
    parameter POSITION_BITS = 13,
    parameter PRODUCT_BITS = 4,
    parameter COUPLING_FRACTION = 16,
    parameter DSP = 0,
    parameter FORCE_BITS = FIELD_BITS + PRODUCT_BITS
) (
    input  logic                       clk_i,
    input  logic                       ballistic_i,  // constant in a run, like the next
    input  logic [15:0]                coupling_i,
    // clock 0
    input  logic                       fresh_i,      // first plane of a step
    input  logic [SUM_BITS-1:0]        sum_i,
    input  logic [FIELD_BITS-1:0]      total_i,      // sum of the whole row
    input  logic [FIELD_BITS-1:0]      field_i,
    input  logic [FORCE_BITS-2:0]      partial_i,    // of the planes before
    output logic [FIELD_BITS-1:0]      total_o,      // sum_i in the width of total_i
    // clock 1
    output logic [FORCE_BITS-2:0]      partial_o,    // for the next plane
    output logic [FIELD_BITS:0]        share_o,      // R + 2 h
    // clock 7
    output logic [POSITION_BITS+1:0]   pull_o,
    output logic                       pull_minus_o
);
  localparam FAST_BITS = (FORCE_BITS - 1 + 3) / 4 * 4;
  localparam DROP = COUPLING_FRACTION + PRODUCT_BITS - POSITION_BITS + 1;
  localparam PULL_BITS = POSITION_BITS + 2;

  logic signed [FIELD_BITS-1:0] total, row_sum, field;
  logic signed [FORCE_BITS-1:0] partial, force_q, scaled;
  logic signed [FIELD_BITS-1:0] field_q;
  logic signed [FORCE_BITS-1:0] partial_q;
  logic        [FIELD_BITS:0]   share_q;
  generate
    if (SUM_BITS >= FIELD_BITS) begin : g_cut
      assign total = sum_i[FIELD_BITS-1:0];
    end else begin : g_extend
      assign total = {{FIELD_BITS - SUM_BITS{sum_i[SUM_BITS-1]}}, sum_i};
    end
  endgenerate
  assign row_sum = (total <<< 1) - $signed(total_i);
  assign field   = $signed(field_i);
  assign partial = fresh_i ? '0 : $signed({partial_i[FORCE_BITS-2], partial_i});
  assign scaled  = ballistic_i ? partial_q : partial_q <<< 1;
  always_ff @(posedge clk_i) begin
    partial_q <= partial + (FORCE_BITS'(row_sum) <<< (PRODUCT_BITS - 1));
    share_q   <= (FIELD_BITS + 1)'(row_sum) + ((FIELD_BITS + 1)'(field) <<< 1);
    field_q   <= field;
    force_q   <= scaled + (FORCE_BITS'(field_q) <<< PRODUCT_BITS);
  end

  // Clock 3: magnitude and sign. Clock 7: product, clipped there.
  logic [FORCE_BITS-1:0]             magnitude;
  logic [FAST_BITS-1:0]              magnitude_q;
  logic [4:0]                        minus_q;
  logic [16+FAST_BITS-DROP-1:0]      product;
  assign magnitude = force_q[FORCE_BITS-1] ? -force_q : force_q;
  always_ff @(posedge clk_i) begin
    magnitude_q <= FAST_BITS'(magnitude);
    minus_q     <= {minus_q[3:0], force_q[FORCE_BITS-1]};
  end
  multiply_pipe #(
      .SLOW_BITS(16),
      .FAST_BITS(FAST_BITS),
      .DROP(DROP),
      .DSP(DSP)
  ) u_multiply (
      .clk_i(clk_i),
      .slow_i(coupling_i),
      .fast_i(magnitude_q),
      .product_o(product)
  );

  assign total_o      = total;
  assign partial_o    = partial_q[FORCE_BITS-1:1];
  assign share_o      = share_q;
  assign pull_o       = product[PULL_BITS-1:0] | {PULL_BITS{product[16+FAST_BITS-DROP-1:PULL_BITS] != '0}};
  assign pull_minus_o = minus_q[4];

  logic unused_bits;
  assign unused_bits = &{1'b0, partial_q[0], magnitude[FORCE_BITS-1]};
endmodule
