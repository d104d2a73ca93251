// Proved by induction: bifurcation_row_force holds the whole sum of bSB's planes, in numbers that are wide enough here, for
// any weights and field with |h| + sum |w| of no more than 2^(FIELD_BITS-1) - 1: what it hands on to the next plane, halved,
// has lost nothing, and after the last plane the force is sum over planes k of R_k 2^k + h 2^PRODUCT_BITS. A discrete force
// is (R + h) 2^PRODUCT_BITS, the share in the energy R + 2 h, of a size of no more than 2^FIELD_BITS - 2, and what is kept
// as the sum of a row is that sum.
module force_sum #(
    parameter SPINS = 4,
    parameter WEIGHT_BITS = 2,
    parameter SUM_BITS = 4,
    parameter FIELD_BITS = 5,  // more than SUM_BITS
    parameter PRODUCT_BITS = 3
) (
    input logic                          clk_i,
    input logic                          ballistic_i,
    input logic                          go_i,      // a plane of this row; in between anything, as of other rows
    input logic                          fresh_i,
    input logic [SPINS*WEIGHT_BITS-1:0]  weights_i,
    input logic [SPINS-1:0]              plane_i,
    input logic signed [FIELD_BITS-1:0]  field_i,
    input logic signed [FIELD_BITS+PRODUCT_BITS-2:0] other_i
);
  localparam FORCE_BITS = FIELD_BITS + PRODUCT_BITS;
  localparam WIDE = FORCE_BITS + 4;
  localparam signed [WIDE-1:0] LIMIT = (1 << (FIELD_BITS - 1)) - 1;

  // The row in full width.
  logic signed [WIDE-1:0]        reach, reach_q, masked, total, row_sum, field;
  logic [SPINS*WEIGHT_BITS-1:0]  weights_q;  // of the row in hand
  logic signed [WEIGHT_BITS-1:0] weight, weight_q;
  integer k;
  always @* begin
    reach = 0;
    reach_q = 0;
    masked = 0;
    total = 0;
    for (k = 0; k < SPINS; k = k + 1) begin
      weight = weights_i[WEIGHT_BITS*k+:WEIGHT_BITS];
      reach = weight < 0 ? reach - weight : reach + weight;
      weight_q = weights_q[WEIGHT_BITS*k+:WEIGHT_BITS];
      reach_q = weight_q < 0 ? reach_q - weight_q : reach_q + weight_q;
      total = total + weight;
      if (plane_i[k]) masked = masked + weight;
    end
    row_sum = masked - (total - masked);
    field = field_i;
    assume (reach + (field < 0 ? -field : field) <= LIMIT);
  end

  logic signed [FORCE_BITS-2:0] partial, held_q;
  logic signed [FIELD_BITS:0]   share;
  logic signed [FIELD_BITS-1:0] total_kept;
  bifurcation_row_force #(
      .SUM_BITS(SUM_BITS),
      .FIELD_BITS(FIELD_BITS),
      .POSITION_BITS(8),
      .PRODUCT_BITS(PRODUCT_BITS),
      .COUPLING_FRACTION(WEIGHT_BITS + 12)
  ) u_force (
      .clk_i(clk_i),
      .ballistic_i(ballistic_i),
      .coupling_i(16'd0),
      .fresh_i(fresh_i),
      .sum_i(masked[SUM_BITS-1:0]),
      .total_i(total[FIELD_BITS-1:0]),
      .field_i(field_i),
      .partial_i(go_i ? held_q : other_i),
      .total_o(total_kept),
      .partial_o(partial),
      .share_o(share),
      .pull_o(),
      .pull_minus_o()
  );
  // Registers of the module, which flatten connects to these.
  (* hierconn *) wire signed [FORCE_BITS-1:0] \u_force.partial_q ;
  (* hierconn *) wire signed [FORCE_BITS-1:0] \u_force.force_q ;
  logic signed [FORCE_BITS-1:0] summed, force;

  // The row in hand, and its planes so far: the lowest counts 1, the next 2.
  logic signed [FIELD_BITS-1:0] row_field_q;
  logic signed [WIDE-1:0]       planes_sum_q, planes_1_q, row_sum_q, row_sum_1_q, field_q, field_1_q;
  logic [3:0]                   planes_q = '0, planes_1_count_q;
  logic                         go_q = 1'b0, go_1_q = 1'b0, ballistic_q;
  always @* begin
    summed = \u_force.partial_q ;
    force = \u_force.force_q ;
    if (go_i) assume (!go_q);  // the row's partial sum is back in its memory by then
    if (go_i && !fresh_i) assume (planes_q != 0 && planes_q < PRODUCT_BITS && weights_i == weights_q && field_i == row_field_q);
    if (go_q) assume (ballistic_i == ballistic_q);
  end
  always_ff @(posedge clk_i) begin
    {go_1_q, go_q} <= {go_q, go_i};
    ballistic_q <= ballistic_i;
    if (go_i) begin
      weights_q    <= weights_i;
      row_field_q  <= field_i;
      field_q      <= field;
      row_sum_q    <= row_sum;
      planes_q     <= fresh_i ? 1 : planes_q + 1;
      planes_sum_q <= fresh_i ? row_sum : planes_sum_q + (row_sum <<< planes_q);
    end
    if (go_q) held_q <= partial;
    {planes_1_q, row_sum_1_q, field_1_q, planes_1_count_q} <= {planes_sum_q, row_sum_q, field_q, planes_q};

    assert (total_kept == masked);
    if (go_q) begin
      assert (summed == planes_sum_q <<< (PRODUCT_BITS - planes_q));
      assert (share == row_sum_q + 2 * field_q && share <= 2 * LIMIT && share >= -2 * LIMIT);
    end
    if (go_1_q && ballistic_q && planes_1_count_q == PRODUCT_BITS) assert (force == planes_1_q + (field_1_q <<< PRODUCT_BITS));
    if (go_1_q && !ballistic_q && planes_1_count_q == 1) assert (force == (row_sum_1_q + field_1_q) <<< PRODUCT_BITS);
    if (go_1_q) assert (force != -(1 << (FORCE_BITS - 1)) || planes_1_count_q != (ballistic_q ? PRODUCT_BITS : 1));  // has a magnitude
    // What the induction needs.
    assert (planes_q <= PRODUCT_BITS && (planes_q != 0 || !go_q) && !(go_q && go_1_q));
    if (planes_q != 0) begin
      assert (planes_sum_q <= (reach_q <<< planes_q) - reach_q && planes_sum_q >= reach_q - (reach_q <<< planes_q));
      assert (field_q == row_field_q && reach_q + (field_q < 0 ? -field_q : field_q) <= LIMIT);
      assert (row_sum_q <= reach_q && row_sum_q >= -reach_q);
      if (!go_q && planes_q < PRODUCT_BITS) assert (2 * held_q == planes_sum_q <<< (PRODUCT_BITS - planes_q));
    end
    cover (go_1_q && !ballistic_q && planes_1_count_q == 1 && force == LIMIT <<< PRODUCT_BITS && row_sum_1_q == 4);
    cover (go_1_q && !ballistic_q && planes_1_count_q == 1 && force == -(LIMIT <<< PRODUCT_BITS));
    cover (go_1_q && ballistic_q && planes_1_count_q == PRODUCT_BITS && planes_1_q == 4 * ((1 << PRODUCT_BITS) - 1) && field_1_q == LIMIT - 4);
  end
endmodule
