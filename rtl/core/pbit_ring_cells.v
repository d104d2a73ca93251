// The ring of a ring p-bit core: one cell per spin with its local field, the spin under visit always at position 0.
//
// A clock with move_i turns the ring by one position. With spin i at position 0 in clock t:
//   t-1   near_i is the coupling of spin i to the next one: both values that the next sum can need are formed from it
//   t     the threshold's sums of spin i, with and without a flip of the spin before it, were registered a clock ago; the
//         flip of that spin, now known, chooses one: spin i is decided
//   t+1   row_i is the row of spin i: where it flipped, the next three cells add their couplings; flip_o and the field show it
//   t+2   all other cells add theirs
// so that no adder waits for a decision. Fields change by even numbers: their lowest bits travel unchanged, and the adders
// work on the rest.
module pbit_ring_cells #(
    parameter SPINS = 128,
    parameter WEIGHT_BITS = 4,
    parameter FIELD_BITS = 12,
    parameter LATE_NEAR = 0    // 1: near_i comes late in its clock
) (
    input  logic                              clk_i,
    input  logic                              move_i,      // t
    input  logic                              active_i,    // t: position 0 may flip
    input  logic                              load_i,      // t: position 0 takes what is given instead
    input  logic                              load_spin_i,
    input  logic [FIELD_BITS-1:0]             load_field_i,
    input  logic [WEIGHT_BITS-1:0]            near_i,      // t-1
    input  logic signed [FIELD_BITS-1:0]      offset_i,    // t-1: threshold of spin i+1, inverted: +1 where l + offset >= 0
    input  logic [(SPINS-1)*WEIGHT_BITS-1:0]  row_i,       // t+1: entry k is the coupling to the spin k + 1 further on, as w = -J
    output logic                              spin_o,      // at position 0
    output logic [FIELD_BITS-1:0]             field_o,     // at position 0, before what is being added
    output logic                              next_spin_o, // at position 3: whose threshold is being formed
    output logic                              flip_o,      // t+1
    output logic                              flip_spin_o, // t+1: new value
    output logic [FIELD_BITS-1:0]             flip_field_o // t+1
);
  localparam HALF = FIELD_BITS - 1;   // l without its lowest bit
  localparam SUM = FIELD_BITS + 1;

  logic [SPINS-1:0]      spin_q, odd_q;
  logic [SPINS*HALF-1:0] half_q, half_d;
  logic                  flip_q, flip_d, up, up_stay_q, up_turn_q;

  // What each cell adds: + s_new w, where the spin before position 0 flipped; its new value is at the last position. Positions 0,
  // 1 and 2 add at once, because they are the next to be decided. All others may wait, and add a clock later, when each spin
  // is a position nearer: one flip then has a clock to reach the whole ring, and each adder one for itself.
  logic                              subtract, far_carry_q;
  logic [(SPINS-1)*WEIGHT_BITS-1:0]  addend, far_q;
  assign subtract = !spin_q[SPINS-1];
  assign addend   = (row_i ^ {(SPINS - 1) * WEIGHT_BITS{subtract}}) & {(SPINS - 1) * WEIGHT_BITS{flip_q}};
  always_ff @(posedge clk_i) begin
    far_q       <= addend;
    far_carry_q <= subtract && flip_q;
  end

  genvar k;
  generate
    for (k = 0; k < SPINS; k = k + 1) begin : g_add
      logic [HALF-1:0] near_sum;
      if (k < 3)
        assign near_sum = half_q[HALF*k +: HALF] +
            {{HALF - WEIGHT_BITS{addend[WEIGHT_BITS*(k+1)-1]}}, addend[WEIGHT_BITS*k +: WEIGHT_BITS]} + HALF'(subtract && flip_q);
      else assign near_sum = half_q[HALF*k +: HALF];
      if (k >= 2 && k < SPINS - 2)
        assign half_d[HALF*k +: HALF] = near_sum +
            {{HALF - WEIGHT_BITS{far_q[WEIGHT_BITS*(k+2)-1]}}, far_q[WEIGHT_BITS*(k+1) +: WEIGHT_BITS]} + HALF'(far_carry_q);
      else assign half_d[HALF*k +: HALF] = near_sum;
    end
  endgenerate

  always_ff @(posedge clk_i)
    if (move_i) begin
      half_q <= {load_i ? load_field_i[FIELD_BITS-1:1] : half_d[0 +: HALF], half_d[HALF +: HALF*(SPINS-1)]};
      odd_q  <= {load_i ? load_field_i[0] : odd_q[0], odd_q[SPINS-1:1]};
      spin_q <= {load_i ? load_spin_i : spin_q[0] ^ flip_d, spin_q[SPINS-1:1]};
    end

  // Sums of the spin at position 1: field, threshold, what the flip under way adds (as above), and what a flip of the spin
  // at position 0 would add. Carries are saved, so that each sum is one addition.
  logic signed [SUM-1:0] offset_q, offset_turn_q;
  always_ff @(posedge clk_i) offset_q <= SUM'(offset_i);
  generate
    if (LATE_NEAR == 1) begin : g_late
      // In one addition: twice the complement and 2 are -2w.
      logic [SUM-1:0] offset;
      logic [SUM-2:0] turn;
      logic           unused_carry;
      assign offset = {offset_i[FIELD_BITS-1], offset_i};
      assign turn   = {{SUM - 1 - WEIGHT_BITS{near_i[WEIGHT_BITS-1]}}, near_i} ^ {SUM - 1{spin_q[1]}};
      always_ff @(posedge clk_i) begin
        {offset_turn_q[SUM-1:1], unused_carry} <= {offset[SUM-1:1], 1'b1} + {turn, spin_q[1]};
        offset_turn_q[0] <= offset[0];
      end
    end else begin : g_early
      logic signed [SUM-1:0] turn;
      assign turn = $signed({{SUM - WEIGHT_BITS{near_i[WEIGHT_BITS-1]}}, near_i});
      always_ff @(posedge clk_i) offset_turn_q <= SUM'(offset_i) + (spin_q[1] ? -(turn <<< 1) : turn <<< 1);
    end
  endgenerate

  logic [SUM-1:0] field, added, stay_xor, stay_carry, turn_xor, turn_carry, stay_sum, turn_sum;
  assign field      = {half_q[2*HALF-1], half_q[HALF +: HALF], odd_q[1]};
  assign added      = {{SUM - WEIGHT_BITS - 1{addend[2*WEIGHT_BITS-1]}}, addend[WEIGHT_BITS +: WEIGHT_BITS], 1'b0};
  assign stay_xor   = field ^ added ^ offset_q;
  assign stay_carry = (field & added) | (field & offset_q) | (added & offset_q);
  assign turn_xor   = field ^ added ^ offset_turn_q;
  assign turn_carry = (field & added) | (field & offset_turn_q) | (added & offset_turn_q);
  assign stay_sum   = stay_xor + {stay_carry[SUM-2:0], 1'b0} + {{SUM - 2{1'b0}}, subtract && flip_q, 1'b0};
  assign turn_sum   = turn_xor + {turn_carry[SUM-2:0], 1'b0} + {{SUM - 2{1'b0}}, subtract && flip_q, 1'b0};

  assign up     = flip_q ? up_turn_q : up_stay_q;
  assign flip_d = active_i && (up != spin_q[0]);
  always_ff @(posedge clk_i) begin
    up_stay_q <= !stay_sum[SUM-1];
    up_turn_q <= !turn_sum[SUM-1];
    flip_q    <= flip_d && move_i;
  end

  logic unused_sums;
  assign unused_sums = &{1'b0, stay_sum, turn_sum, stay_carry[SUM-1], turn_carry[SUM-1]};

  assign spin_o       = spin_q[0];
  assign field_o      = {half_q[0 +: HALF], odd_q[0]};
  assign next_spin_o  = spin_q[3];
  assign flip_o       = flip_q;
  assign flip_spin_o  = spin_q[SPINS-1];
  assign flip_field_o = {half_q[HALF*(SPINS-1) +: HALF], odd_q[SPINS-1]};

  logic unused_bits;
  assign unused_bits = &{1'b0, far_q[3*WEIGHT_BITS-1:0]};

`ifdef FORMAL
  // Proved by induction, for one spin and hence for any, at small sizes (testbench/formal): no field overflows. A spin with any
  // bias and any couplings whose sizes add up to no more than 2^(FIELD_BITS-1) - 1, whatever the others decide and when: its
  // cell holds bias + sum of w s after every clock but for what is still being added to it, in numbers that are wide enough
  // here; what a flip shows is its true field; and it is decided by the sign of true field + offset, whatever the offset.
  // Any size: docs/ladder.md.
  localparam F_WIDE = FIELD_BITS + 4;
  localparam signed [F_WIDE-1:0] F_LIMIT = (1 << (FIELD_BITS - 1)) - 1;
  localparam F_POSITION_BITS = $clog2(SPINS) + 1;
  (* anyconst *) logic [SPINS*WEIGHT_BITS-1:0] f_weights;  // to the spin k further on
  (* anyconst *) logic signed [FIELD_BITS-1:0] f_bias;
  logic [F_POSITION_BITS-1:0] f_at;  // its position
  logic f_past_valid = 1'b0, f_far_q, f_decided_q;
  logic [2:0] f_moved = '0;          // clocks in which the ring has moved without a pause
  logic signed [FIELD_BITS-1:0] f_offset_1, f_offset_2;

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
          f_true = spin_q[(f_p + f_k) % SPINS] ? f_true + f_term : f_true - f_term;
        end
        if (f_p < SPINS - 1) begin
          f_entry = row_i[WEIGHT_BITS*f_p+:WEIGHT_BITS];
          f_term = f_coupling(SPINS - 1 - f_p);
          if (flip_q) begin  // the spin at the last position has flipped: its row, and what it adds
            f_allowed = f_allowed && f_entry == f_term;
            f_held = subtract ? f_held - 2 * f_term : f_held + 2 * f_term;
          end
        end
        if (f_p >= 2 && f_p < SPINS - 2) begin
          f_entry = far_q[WEIGHT_BITS*(f_p+1)+:WEIGHT_BITS];
          f_held = f_held + 2 * f_entry + (far_carry_q ? 2 : 0);
        end
        if (f_p == 2) f_allowed = f_allowed && near_i == f_weights[WEIGHT_BITS*(SPINS-1)+:WEIGHT_BITS];
      end
    assume (f_allowed && f_reach <= F_LIMIT);
    assume (!load_i);
    if (flip_q || f_far_q) assume (move_i);  // a run is a chain of turns without a pause
    if (!f_past_valid) assume (f_held == f_true && !flip_q && far_q == '0 && !far_carry_q);  // a loaded problem
    if (f_past_valid) assert (f_held == f_true);
    // What the induction needs: nothing else is being added.
    if (f_past_valid && !f_far_q) assert (far_q == '0 && !far_carry_q);
  end
  always_ff @(posedge clk_i) begin
    f_past_valid <= 1'b1;
    f_far_q      <= flip_q && f_past_valid;
    f_offset_1   <= offset_i;
    f_offset_2   <= f_offset_1;
    f_moved      <= move_i ? {f_moved[1:0], 1'b1} : '0;
    if (move_i) f_at <= f_at == '0 ? SPINS - 1 : f_at - 1'b1;
    if (f_past_valid) begin
      if (flip_q && f_at == SPINS - 1) assert ($signed(flip_field_o) == f_true);
      if (f_at == 0 && f_moved[1:0] == '1) assert (up == (f_true + f_offset_2 >= 0));
      cover (flip_q && f_at == SPINS - 1 && f_true == F_LIMIT);
      cover (flip_q && f_at == SPINS - 1 && f_true == -F_LIMIT);
      cover (f_far_q && flip_q && f_at == 2);
    end
  end
`endif
endmodule
