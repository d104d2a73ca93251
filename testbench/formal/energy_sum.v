// Proved by induction: the running energy of anneal_tally is the loaded one plus the sum of its flips, in numbers that are wide
// enough here, and its overflow is never told, as long as every state's energy E is less than 2^INDEX_BITS spins could have
// when each has |h| + sum |J| < 2^(FIELD_BITS-1); the best energy is the lowest of those since it was set.
module energy_sum #(
    parameter INDEX_BITS = 2,
    parameter FIELD_BITS = 3,
    parameter STREAM = 1
) (
    input logic                                  clk_i,
    input logic                                  rst_ni,
    input logic                                  start_i,
    input logic                                  busy_i,
    input logic                                  energy_load_i,
    input logic [FIELD_BITS+INDEX_BITS:0]        energy_load_value_i,
    input logic                                  annealing_i,
    input logic                                  best_set_i,
    input logic                                  flip_i,
    input logic                                  flip_spin_i,
    input logic [FIELD_BITS-1:0]                 flip_field_i
);
  localparam ENERGY_BITS = FIELD_BITS + INDEX_BITS + 1;
  localparam WIDE = ENERGY_BITS + 3;
  localparam signed [WIDE-1:0] LIMIT = 1 << (FIELD_BITS + INDEX_BITS - 1);

  logic signed [ENERGY_BITS-1:0] energy, best_energy;
  logic                          overflow;
  anneal_tally #(
      .INDEX_BITS(INDEX_BITS),
      .FIELD_BITS(FIELD_BITS),
      .STREAM(STREAM)
  ) u_tally (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .start_i(start_i),
      .busy_i(busy_i),
      .energy_load_i(energy_load_i),
      .energy_load_value_i(energy_load_value_i),
      .annealing_i(annealing_i),
      .best_set_i(best_set_i),
      .visit_i(1'b0),
      .flip_i(flip_i),
      .flip_spin_i(flip_spin_i),
      .flip_field_i(flip_field_i),
      .overflow_i(1'b0),
      .last_i({INDEX_BITS{1'b1}}),
      .snapshot_o(),
      .energy_o(energy),
      .best_energy_o(best_energy),
      .cycles_o(),
      .flips_o(),
      .overflow_o(overflow)
  );

  // The true energy: as of now, and of a clock and two before.
  logic signed [WIDE-1:0]        true_q, true_1_q, best_q, next;
  logic signed [FIELD_BITS-1:0]  field;
  logic signed [ENERGY_BITS-1:0] loaded;
  logic                          past_valid = 1'b0, load_q = 1'b0, ready_q = 1'b0, ready_1_q = 1'b0, best_known_q = 1'b0;
  logic [2:0]                    age_q = '0;  // clocks since the load
  logic                          flip_1_q = 1'b0, flip_2_q = 1'b0, flip_3_q = 1'b0, flip_4_q = 1'b0;
  always @* begin
    field = flip_field_i;
    loaded = energy_load_value_i;
    next = energy_load_i ? loaded : !flip_i ? true_q : flip_spin_i ? true_q - 2 * field : true_q + 2 * field;
    assume (next < LIMIT && next > -LIMIT);
    if (!past_valid) assume (!rst_ni);
    if (past_valid) assume (rst_ni);
    if (energy_load_i || age_q != '1) assume (!flip_i && !best_set_i);  // a run's first flip is long after its start
    if (!ready_q) assume (!flip_i && !busy_i);
    if (!ready_1_q || load_q || energy_load_i) assume (!best_set_i);
    if (flip_1_q || flip_2_q || flip_3_q || flip_4_q) assume (!energy_load_i && !best_set_i);
    if (STREAM == 0 && (flip_1_q || flip_2_q || flip_3_q)) assume (!flip_i);
    if (!best_known_q) assume (!annealing_i);        // what comes before the best state is set is no anneal
    else if (flip_2_q || flip_3_q) assume (annealing_i);
  end
  always_ff @(posedge clk_i) begin
    past_valid <= 1'b1;
    load_q     <= energy_load_i;
    age_q      <= energy_load_i ? '0 : age_q + (age_q != '1);
    ready_q    <= rst_ni && (ready_q || energy_load_i);
    ready_1_q  <= rst_ni && ready_q && !energy_load_i;
    true_q     <= next;
    true_1_q   <= true_q;
    {flip_4_q, flip_3_q, flip_2_q, flip_1_q} <= {flip_3_q, flip_2_q, flip_1_q, flip_i};
    best_known_q <= rst_ni && (best_set_i || (best_known_q && !energy_load_i));
    if (best_set_i) best_q <= true_1_q;
    else if (best_known_q && flip_2_q && true_1_q < best_q) best_q <= true_1_q;
    if (ready_q && ready_1_q && !load_q) assert (energy == true_1_q);
    assert (!overflow || !past_valid);
    // Without STREAM the verdict comes two clocks later.
    if (best_known_q && (STREAM == 1 || (!flip_3_q && !flip_4_q))) assert (best_energy == best_q);
    cover (ready_1_q && flip_2_q && energy == LIMIT - 1);
    cover (ready_1_q && flip_2_q && energy == 1 - LIMIT);
    cover (best_known_q && best_energy == 1 - LIMIT && energy == LIMIT - 1);
  end
endmodule
