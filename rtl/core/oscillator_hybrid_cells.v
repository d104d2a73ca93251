// The coupling sums of an oscillator core: one cell per oscillator with the level of its square wave and the weighted sum of
// all the others', in a ring that turns by one position per clock, the oscillator under visit at position 0.
//
// A clock with move_i turns the ring. With oscillator i at position 0 in clock t:
//   t     its new level is known; where it differs, the wave has toggled
//   t+1   row_i is its row: where it toggled, every cell adds its weight, twice, with the sign of the new level; toggle_o and
//         sum_o show it
// Sums change by even numbers: their lowest bits travel unchanged, and the adders work on the rest.
module oscillator_hybrid_cells #(
    parameter SPINS = 64,
    parameter WEIGHT_BITS = 4,
    parameter FIELD_BITS = 11
) (
    input  logic                             clk_i,
    input  logic                             move_i,       // t
    input  logic                             active_i,     // t: position 0 takes its new level
    input  logic                             level_i,      // t: that level, 1 is +1
    input  logic                             load_i,       // t: position 0 takes what is given instead
    input  logic                             load_level_i,
    input  logic [FIELD_BITS-1:0]            load_sum_i,
    input  logic [(SPINS-1)*WEIGHT_BITS-1:0] row_i,        // t+1: entry k is the weight w = -J to the oscillator k + 1 further on
    output logic                             level_o,      // at position 0
    output logic [FIELD_BITS-1:0]            first_sum_o,  // at position 0, before what is being added
    output logic                             toggle_o,     // t+1
    output logic                             last_level_o, // t+1: new level
    output logic [FIELD_BITS-1:0]            sum_o         // t+1: of that oscillator, with every toggle before its own
);
  localparam HALF = FIELD_BITS - 1;  // a sum without its lowest bit

  logic [SPINS-1:0]      level_q, odd_q;
  logic [SPINS*HALF-1:0] half_q, half_d;
  logic                  toggle_q, toggle_d, subtract;
  assign subtract = !level_q[SPINS-1];
  assign toggle_d = active_i && (level_i != level_q[0]);

  genvar k;
  generate
    for (k = 0; k < SPINS - 1; k = k + 1) begin : g_add
      logic [WEIGHT_BITS-1:0] addend;
      assign addend = (row_i[WEIGHT_BITS*k +: WEIGHT_BITS] ^ {WEIGHT_BITS{subtract}}) & {WEIGHT_BITS{toggle_q}};
      assign half_d[HALF*k +: HALF] = half_q[HALF*k +: HALF] +
          {{HALF - WEIGHT_BITS{addend[WEIGHT_BITS-1]}}, addend} + HALF'(subtract && toggle_q);
    end
  endgenerate
  assign half_d[HALF*(SPINS-1) +: HALF] = half_q[HALF*(SPINS-1) +: HALF];

  always_ff @(posedge clk_i) begin
    toggle_q <= toggle_d && move_i;
    if (move_i) begin
      half_q  <= {load_i ? load_sum_i[FIELD_BITS-1:1] : half_d[0 +: HALF], half_d[HALF +: HALF*(SPINS-1)]};
      odd_q   <= {load_i ? load_sum_i[0] : odd_q[0], odd_q[SPINS-1:1]};
      level_q <= {load_i ? load_level_i : level_q[0] ^ toggle_d, level_q[SPINS-1:1]};
    end
  end

  assign level_o      = level_q[0];
  assign first_sum_o  = {half_q[0 +: HALF], odd_q[0]};
  assign toggle_o     = toggle_q;
  assign last_level_o = level_q[SPINS-1];
  assign sum_o        = {half_q[HALF*(SPINS-1) +: HALF], odd_q[SPINS-1]};

`ifdef FORMAL
  // Proved by induction, for one oscillator and hence for any, at small sizes (testbench/formal): no sum overflows. An oscillator
  // with any bias and any weights whose sizes add up to no more than 2^(FIELD_BITS-1) - 1, whatever the others' levels and when:
  // its cell holds bias + sum of w s after every clock but for what is still being added to it, in numbers that are wide enough
  // here, and a toggle shows its true sum. Any size: docs/ladder.md.
  localparam F_WIDE = FIELD_BITS + 4;
  localparam signed [F_WIDE-1:0] F_LIMIT = (1 << (FIELD_BITS - 1)) - 1;
  localparam F_POSITION_BITS = $clog2(SPINS) + 1;
  (* anyconst *) logic [SPINS*WEIGHT_BITS-1:0] f_weights;  // to the oscillator k further on
  (* anyconst *) logic signed [FIELD_BITS-1:0] f_bias;
  logic [F_POSITION_BITS-1:0] f_at;  // its position
  logic f_past_valid = 1'b0;

  function signed [F_WIDE-1:0] f_coupling(input integer k);
    reg signed [WEIGHT_BITS-1:0] entry;
    begin
      entry = f_weights[WEIGHT_BITS*k+:WEIGHT_BITS];
      f_coupling = entry;
    end
  endfunction

  logic f_allowed;
  logic signed [F_WIDE-1:0] f_true, f_reach, f_held, f_term;
  logic signed [WEIGHT_BITS-1:0] f_entry;
  integer f_p, f_k;
  always @* begin
    f_allowed = f_at < SPINS;
    f_true = f_bias;
    f_reach = f_bias < 0 ? -f_bias : f_bias;
    for (f_k = 1; f_k < SPINS; f_k = f_k + 1) begin
      f_term = f_coupling(f_k);
      f_reach = f_term < 0 ? f_reach - f_term : f_reach + f_term;
    end
    f_held = 0;
    for (f_p = 0; f_p < SPINS; f_p = f_p + 1)
      if (f_at == f_p) begin
        f_held = $signed({half_q[HALF*f_p+:HALF], odd_q[f_p]});
        for (f_k = 1; f_k < SPINS; f_k = f_k + 1) begin
          f_term = f_coupling(f_k);
          f_true = level_q[(f_p + f_k) % SPINS] ? f_true + f_term : f_true - f_term;
        end
        if (f_p < SPINS - 1) begin
          f_entry = row_i[WEIGHT_BITS*f_p+:WEIGHT_BITS];
          f_term = f_coupling(SPINS - 1 - f_p);
          if (toggle_q) begin  // the wave at the last position has toggled: its row, and what it adds
            f_allowed = f_allowed && f_entry == f_term;
            f_held = subtract ? f_held - 2 * f_term : f_held + 2 * f_term;
          end
        end
      end
    assume (f_allowed && f_reach <= F_LIMIT);
    assume (!load_i);
    if (toggle_q) assume (move_i);  // a run is a chain of turns without a pause
    if (!f_past_valid) assume (f_held == f_true && !toggle_q);  // a loaded problem
    if (f_past_valid) assert (f_held == f_true);
  end
  always_ff @(posedge clk_i) begin
    f_past_valid <= 1'b1;
    if (move_i) f_at <= f_at == '0 ? SPINS - 1 : f_at - 1'b1;
    if (f_past_valid) begin
      if (toggle_q && f_at == SPINS - 1) assert ($signed(sum_o) == f_true);
      cover (toggle_q && f_at == SPINS - 1 && f_true == F_LIMIT);
      cover (toggle_q && f_at == SPINS - 1 && f_true == -F_LIMIT);
    end
  end
`endif
endmodule
