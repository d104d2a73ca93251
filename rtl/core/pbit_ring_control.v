// The run of a ring p-bit core: a chain of turns of the ring without a pause between them,
//   start | load | random | hold | anneal x SWEEPS | flush | drain | done
// In load every spin and field is taken from memory (or stays, when MODE asks for no reload); random, when MODE asks for
// it, draws every spin by a fair coin; in hold nothing flips, and the state becomes the best one; in flush nothing flips,
// and the last snapshot of the best state comes to its end. Outputs belong to the visit whose threshold is being drawn.
module pbit_ring_control #(
    parameter SPINS = 128,
    parameter INDEX_BITS = $clog2(SPINS)
) (
    input  logic        clk_i,
    input  logic        rst_ni,
    input  logic        start_i,            // one clock; only when not busy
    input  logic        abort_i,            // one clock; ends the run after the sweep under way
    input  logic        forget_i,           // the number of spins changes: the present state is void
    // settings, constant while busy
    input  logic [23:0] sweeps_i,
    input  logic [31:0] temperature_i,
    input  logic [31:0] temperature_step_i,
    input  logic        reload_i,
    input  logic        randomise_i,
    // visits
    output logic        valid_o,            // a visit
    output logic        loading_o,          // takes its spin from memory
    output logic        random_o,           // at infinite temperature
    output logic        annealing_o,        // better states count
    output logic        hold_end_o,         // one clock, at the last visit of hold
    output logic [15:0] temperature_o,      // tau, 8 fraction bits
    // results
    output logic        busy_o,
    output logic        done_o,
    output logic        loaded_o,           // the ring holds a state
    output logic [23:0] sweep_o             // annealing sweeps begun
);
  localparam [2:0] LOAD = 3'd0, RANDOM = 3'd1, HOLD = 3'd2, ANNEAL = 3'd3, FLUSH = 3'd4;

  logic [2:0]            phase_q, phase_d;
  logic [INDEX_BITS-1:0] index_q;
  logic [3:0]            drain_q;
  logic                  valid_q, draining_q, busy_q, done_q, loaded_q, last_q, abort_q, none_left_q, finish;

  assign finish = none_left_q || abort_q;
  always_comb begin
    case (phase_q)
      LOAD:    phase_d = randomise_i ? RANDOM : HOLD;
      RANDOM:  phase_d = HOLD;
      HOLD:    phase_d = finish ? FLUSH : ANNEAL;
      default: phase_d = finish ? FLUSH : ANNEAL;
    endcase
  end

  logic turn_end, stop;
  assign turn_end = valid_q && last_q;
  assign stop     = draining_q && drain_q == 4'd15;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {valid_q, draining_q, busy_q, done_q, loaded_q, abort_q} <= '0;
    end else begin
      valid_q    <= start_i || (valid_q && !(turn_end && phase_q == FLUSH));
      draining_q <= (turn_end && phase_q == FLUSH) || (draining_q && !stop);
      busy_q     <= start_i || (busy_q && !stop);
      done_q     <= !start_i && (done_q || stop);
      loaded_q   <= !forget_i && (loaded_q || start_i);
      abort_q    <= (abort_q || abort_i) && busy_q;
    end
    drain_q <= draining_q ? drain_q + 4'd1 : 4'd0;
    if (start_i) begin
      phase_q <= LOAD;
      index_q <= '0;
      last_q  <= 1'b0;
    end else if (valid_q) begin
      if (last_q) phase_q <= phase_d;
      index_q <= last_q ? '0 : index_q + 1'b1;
      last_q  <= index_q == INDEX_BITS'(SPINS - 2);
    end
  end

  // A first run has no state to go on from.
  logic loading_q;
  always_ff @(posedge clk_i)
    if (start_i) loading_q <= reload_i || !loaded_q;
    else if (turn_end) loading_q <= 1'b0;

  temperature_ramp u_temperature (
      .clk_i(clk_i),
      .load_i(start_i),
      .cool_i(turn_end && phase_q == ANNEAL),
      .temperature_i(temperature_i),
      .step_i(temperature_step_i),
      .temperature_o(temperature_o)
  );

  // Annealing sweeps begun, compared with those wanted in two clocks: a turn is much longer.
  logic [23:0] sweep;
  logic [5:0]  match_q;
  counter_split #(
      .PIECES(3)
  ) u_sweep (
      .clk_i(clk_i),
      .clear_i(!rst_ni || start_i),
      .count_i(turn_end && phase_d == ANNEAL && phase_q != FLUSH),
      .value_o(sweep)
  );
  integer k;
  always_ff @(posedge clk_i) begin
    for (k = 0; k < 6; k = k + 1) match_q[k] <= sweep[4*k +: 4] == sweeps_i[4*k +: 4];
    none_left_q <= &match_q;
  end

  assign valid_o     = valid_q;
  assign loading_o   = loading_q;
  assign random_o    = phase_q == RANDOM;
  assign annealing_o = phase_q == ANNEAL;
  assign hold_end_o  = turn_end && phase_q == HOLD;
  assign busy_o      = busy_q;
  assign done_o      = done_q;
  assign loaded_o    = loaded_q;
  assign sweep_o     = sweep;
endmodule
