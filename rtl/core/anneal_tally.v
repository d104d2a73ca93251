// Running energy, lowest energy, the snapshot of the best state, and the counters of an annealing core.
//
// A flip of s under field l changes the energy by 2 s l (old s). When the energy falls below the lowest so far, the
// next n visits copy each spin, as it was before its visit, into the best state: every spin is visited once, and
// changes only when visited, so that the copy is the state of that moment. A better state found meanwhile begins anew.
// A core that visits several spins in a clock has LANES, each with spins of its own that it visits in turn: each lane
// counts its own visits.
module anneal_tally #(
    parameter INDEX_BITS = 12,
    parameter FIELD_BITS = 10,
    parameter LANES = 1,   // spins visited in a clock; with 2 or more a lane has at most 2^(INDEX_BITS-1)
    parameter STREAM = 0,  // 1: flips may follow each other clock by clock, 0: four clocks apart or more
    parameter ENERGY_BITS = FIELD_BITS + INDEX_BITS + 1
) (
    input  logic                   clk_i,
    input  logic                   rst_ni,
    input  logic                   start_i,
    input  logic                   busy_i,
    input  logic                   energy_load_i,
    input  logic [ENERGY_BITS-1:0] energy_load_value_i,
    input  logic                   annealing_i,
    input  logic                   best_set_i,
    input  logic [LANES-1:0]       visit_i,
    input  logic                   flip_i,
    input  logic                   flip_spin_i,
    input  logic [FIELD_BITS-1:0]  flip_field_i,
    input  logic                   overflow_i,
    input  logic [LANES*INDEX_BITS-1:0] last_i,     // of each lane: its number of spins - 1
    output logic [LANES-1:0]       snapshot_o,
    output logic [ENERGY_BITS-1:0] energy_o,
    output logic [ENERGY_BITS-1:0] best_energy_o,
    output logic [47:0]            cycles_o,
    output logic [31:0]            flips_o,
    output logic                   overflow_o
);
  // From a flip to the verdict: form the term, add it, compare, see whether that counts; with STREAM the last two, which
  // the next verdict needs, are one clock. New spin +1 means old
  // spin -1: subtract, as ones' complement and carry. A loaded energy goes the same way, onto zero. The best energy is
  // kept inverted, for a difference without inverters.
  logic signed [ENERGY_BITS-1:0] energy_q, best_not_q, term_q;
  logic signed [ENERGY_BITS:0]   sum;         // the lowest bit makes the carry
  logic signed [ENERGY_BITS+1:0] difference;  // energy - best energy; the lowest bit makes the carry
  logic                          minus_q, flip_1_q, flip_2_q, flip_3_q, below_q, better_q, better, overflow_q;
  assign better = STREAM == 1 ? flip_2_q && difference[ENERGY_BITS+1] && annealing_i : better_q;
  assign sum = $signed({energy_q, 1'b1}) + $signed({term_q, minus_q});
  assign difference = $signed({energy_q[ENERGY_BITS-1], energy_q, 1'b1}) +
                      $signed({best_not_q[ENERGY_BITS-1], best_not_q, 1'b1});

  always_ff @(posedge clk_i) begin
    minus_q <= flip_spin_i && !energy_load_i;
    term_q  <= energy_load_i ? $signed(energy_load_value_i) :
               $signed({{ENERGY_BITS - FIELD_BITS - 1{flip_field_i[FIELD_BITS-1] ^ flip_spin_i}},
                        flip_field_i ^ {FIELD_BITS{flip_spin_i}}, flip_spin_i});
    if (energy_load_i) energy_q <= '0;
    else if (flip_1_q) energy_q <= sum[ENERGY_BITS:1];
    if (better || best_set_i) best_not_q <= ~energy_q;
    better_q <= flip_3_q && below_q && annealing_i;
    below_q  <= difference[ENERGY_BITS+1];
    if (!rst_ni) begin
      {flip_1_q, flip_2_q, flip_3_q, overflow_q} <= '0;
    end else begin
      flip_1_q <= flip_i || energy_load_i;
      flip_2_q <= flip_1_q;
      flip_3_q <= flip_2_q;
      // No state has an energy that needs the last bit.
      overflow_q <= !start_i && !energy_load_i && (overflow_q || overflow_i || (busy_i && energy_q[ENERGY_BITS-1] != energy_q[ENERGY_BITS-2]));
    end
  end

  // Visits that the snapshot still needs, less one; negative when it is complete.
  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : g_lane
      logic [INDEX_BITS:0]   need_q;
      logic [INDEX_BITS-1:0] last;
      assign last = last_i[INDEX_BITS*lane+:INDEX_BITS];
      always_ff @(posedge clk_i)
        if (!rst_ni) need_q <= '1;
        else if (better || best_set_i) need_q <= {LANES > 1 && last[INDEX_BITS-1], last};
        else if (visit_i[lane] && !need_q[INDEX_BITS]) need_q <= need_q - 1'b1;
      assign snapshot_o[lane] = !need_q[INDEX_BITS];
    end
  endgenerate

  counter_split #(
      .PIECES(6)
  ) u_cycles (
      .clk_i(clk_i),
      .clear_i(!rst_ni || start_i),
      .count_i(busy_i),
      .value_o(cycles_o)
  );
  counter_split #(
      .PIECES(4)
  ) u_flips (
      .clk_i(clk_i),
      .clear_i(!rst_ni || start_i),
      .count_i(flip_i),
      .value_o(flips_o)
  );

  logic unused_bits;
  assign unused_bits = &{1'b0, sum[0], difference};

  assign energy_o      = energy_q;
  assign best_energy_o = ~best_not_q;
  assign overflow_o    = overflow_q;
endmodule
