// Proved by induction: what bifurcation_row_energy sums over a pass is -sum s (R + 2 h) of its rows, in numbers that are wide
// enough here; when the pass has ended, the energy is half of that, and the best energy the lowest since the start. Passes
// have up to 2^INDEX_BITS rows, with pauses or none; each row's R + 2 h has a size of no more than 2^FIELD_BITS - 2, which
// force_sum proves for |h| + sum |w| of no more than 2^(FIELD_BITS-1) - 1.
module bifurcation_energy #(
    parameter INDEX_BITS = 2,
    parameter FIELD_BITS = 4
) (
    input logic                           clk_i,
    input logic                           rst_ni,
    input logic                           start_i,
    input logic                           load_i,
    input logic [FIELD_BITS+INDEX_BITS:0] load_value_i,
    input logic                           valid_i,
    input logic                           first_i,
    input logic                           last_i,
    input logic                           spin_i,
    input logic [FIELD_BITS:0]            share_i
);
  localparam ENERGY_BITS = FIELD_BITS + INDEX_BITS + 1;
  localparam WIDE = ENERGY_BITS + 3;
  localparam SPINS = 1 << INDEX_BITS;
  localparam signed [WIDE-1:0] SHARE = (1 << FIELD_BITS) - 2;

  logic signed [ENERGY_BITS-1:0] energy, best_energy;
  logic                          better;
  bifurcation_row_energy #(
      .FIELD_BITS(FIELD_BITS),
      .ENERGY_BITS(ENERGY_BITS)
  ) u_energy (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .start_i(start_i),
      .load_i(load_i),
      .load_value_i(load_value_i[ENERGY_BITS-1:0]),
      .valid_i(valid_i),
      .first_i(first_i),
      .last_i(last_i),
      .spin_i(spin_i),
      .share_i(share_i),
      .better_o(better),
      .energy_o(energy),
      .best_energy_o(best_energy)
  );
  // Registers of the module, which flatten connects to these: the induction has to know them.
  (* hierconn *) wire signed [ENERGY_BITS-1:0] \u_energy.sum_q ;
  (* hierconn *) wire \u_energy.void_q ;

  // Twice the true energy of the rows so far, the true energy of the last pass, the lowest one.
  logic signed [WIDE-1:0]        true_q, energy_q, best_q, next;
  logic signed [FIELD_BITS:0]    share;
  logic signed [ENERGY_BITS-1:0] loaded, sum;
  logic [INDEX_BITS:0]           rows_q = '0;  // of this pass so far; 0 before the first
  logic                          past_valid = 1'b0, started_q = 1'b0, known_q = 1'b0, void_q = 1'b0, best_known_q = 1'b0;
  logic                          last_1_q = 1'b0, last_2_q = 1'b0, better_q = 1'b0;
  always @* begin
    share = share_i;
    loaded = load_value_i;
    sum = \u_energy.sum_q ;
    next = (first_i ? 0 : true_q) - (spin_i ? share : -share);
    assume (share <= SHARE && share >= -SHARE);
    if (!past_valid) assume (!rst_ni);
    if (past_valid) assume (rst_ni);
    if (valid_i) assume (started_q && (first_i || (rows_q != 0 && rows_q < SPINS)));
    // The core reads four rows or more in a pass, and starts when a run has ended.
    if (last_1_q) assume (!(valid_i && last_i));
    if (last_1_q || last_2_q || better_q || (valid_i && last_i)) assume (!start_i);
  end
  always_ff @(posedge clk_i) begin
    past_valid <= 1'b1;
    started_q  <= rst_ni && (started_q || start_i);
    if (valid_i) true_q <= next;
    if (valid_i) rows_q <= last_i ? '0 : first_i ? 1 : rows_q + 1;
    if (start_i && load_i) energy_q <= loaded;
    else if (last_1_q) energy_q <= true_q >>> 1;
    known_q <= rst_ni && (known_q || (start_i && load_i) || last_1_q);
    if (better_q) best_q <= energy_q;
    best_known_q <= rst_ni && (best_known_q || better_q);
    void_q   <= rst_ni && (start_i || (void_q && !better_q));
    better_q <= rst_ni && last_2_q && (void_q || energy_q < best_q);
    {last_2_q, last_1_q} <= {last_1_q, valid_i && last_i} & {2{rst_ni}};

    if (rows_q != 0 || last_1_q) assert (sum == true_q);
    if (known_q) assert (energy == energy_q);
    if (best_known_q) assert (best_energy == best_q);
    if (past_valid) assert (better == better_q);
    // What the induction needs.
    assert (rows_q <= SPINS);
    if (rows_q != 0) assert (true_q <= $signed({1'b0, rows_q}) * SHARE && true_q >= -$signed({1'b0, rows_q}) * SHARE);
    if (past_valid) assert (\u_energy.void_q == void_q && (void_q || best_known_q || !started_q));
    if (last_2_q || better_q || best_known_q) assert (known_q);
    if (last_1_q || last_2_q || better_q || rows_q != 0) assert (started_q);
    cover (known_q && energy == SPINS * SHARE / 2);
    cover (best_known_q && best_energy == -SPINS * SHARE / 2 && energy == SPINS * SHARE / 2);
  end
endmodule
