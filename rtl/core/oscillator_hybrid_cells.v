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
endmodule
