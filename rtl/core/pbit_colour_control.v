// The run of a chromatic annealer: turns of COLOURS clocks, a colour per clock, without a pause between them,
//   start | prepare | load | random | hold | anneal x SWEEPS | flush | drain | done
// In prepare, generators get their seeds and tables are filled. In load every spin is taken from memory (or stays, when
// MODE asks for no reload); random, when MODE asks for it, draws every spin by a fair coin; in hold nothing flips, and the
// state becomes the best one; in flush nothing flips, and the last copy of the best state comes to its end. Outputs are
// those of the colour that is decided in the next clock.
module pbit_colour_control #(
    parameter COLOURS = 2,     // at least 2
    parameter PREPARE = 100,   // clocks
    parameter DRAIN = 16,
    parameter COLOUR_BITS = $clog2(COLOURS)
) (
    input  logic                   clk_i,
    input  logic                   rst_ni,
    input  logic                   start_i,            // one clock; only when not busy
    input  logic                   abort_i,            // one clock; ends the run after the sweep under way
    input  logic                   forget_i,           // the number of spins changes: the present state is void
    // settings, constant while busy
    input  logic [23:0]            sweeps_i,
    input  logic [31:0]            temperature_i,
    input  logic [31:0]            temperature_step_i,
    input  logic                   reload_i,
    input  logic                   randomise_i,
    // visits
    output logic                   preparing_o,
    output logic                   valid_o,            // a visit
    output logic [COLOUR_BITS-1:0] colour_o,
    output logic [COLOUR_BITS-1:0] colour_next_o,      // colour_o as it will be in the next clock
    output logic                   loading_o,          // takes its spins from memory
    output logic                   random_o,           // at infinite temperature
    output logic                   annealing_o,        // better states count
    output logic                   hold_end_o,         // the last visit of hold
    output logic [15:0]            temperature_o,      // tau, 8 fraction bits
    // results
    output logic                   busy_o,
    output logic                   done_o,
    output logic                   loaded_o,           // the spins hold a state
    output logic [23:0]            sweep_o             // annealing sweeps begun
);
  localparam [2:0] LOAD = 3'd0, RANDOM = 3'd1, HOLD = 3'd2, ANNEAL = 3'd3, FLUSH = 3'd4;
  localparam COUNT_BITS = $clog2(PREPARE > DRAIN ? PREPARE : DRAIN) + 1;

  logic [2:0]             phase_q, phase_d;
  logic [COLOUR_BITS-1:0] colour_q, colour_d;
  logic [COUNT_BITS-1:0]  count_q;  // clocks of prepare or drain still to come, less one
  logic [23:0]            left_q;
  logic                   preparing_q, valid_q, draining_q, busy_q, done_q, loaded_q, last_q, abort_q, none_left_q;
  logic                   turn_end, end_flush, counted, stop, finish, sweep_begins;

  assign finish = none_left_q || abort_q;
  always_comb begin
    case (phase_q)
      LOAD:    phase_d = randomise_i ? RANDOM : HOLD;
      RANDOM:  phase_d = HOLD;
      default: phase_d = finish ? FLUSH : ANNEAL;
    endcase
  end

  assign turn_end     = valid_q && last_q;
  assign end_flush    = turn_end && phase_q == FLUSH;
  assign counted      = count_q == '0;
  assign stop         = draining_q && counted;
  assign sweep_begins = turn_end && phase_d == ANNEAL && phase_q != FLUSH;
  assign colour_d     = last_q ? '0 : colour_q + 1'b1;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {preparing_q, valid_q, draining_q, busy_q, done_q, loaded_q, abort_q} <= '0;
    end else begin
      preparing_q <= start_i || (preparing_q && !counted);
      valid_q     <= (preparing_q && counted) || (valid_q && !end_flush);
      draining_q  <= end_flush || (draining_q && !stop);
      busy_q      <= start_i || (busy_q && !stop);
      done_q      <= !start_i && (done_q || stop);
      loaded_q    <= !forget_i && (loaded_q || start_i);
      abort_q     <= (abort_q || abort_i) && busy_q;
    end
    count_q <= start_i ? COUNT_BITS'(PREPARE - 1) : end_flush ? COUNT_BITS'(DRAIN - 1) : count_q - 1'b1;
    if (start_i) begin
      phase_q  <= LOAD;
      colour_q <= '0;
      last_q   <= 1'b0;
    end else if (valid_q) begin
      if (last_q) phase_q <= phase_d;
      colour_q <= colour_d;
      last_q   <= colour_d == COLOUR_BITS'(COLOURS - 1);
    end
    if (start_i) left_q <= sweeps_i;
    else if (sweep_begins) left_q <= left_q - 1'b1;
    none_left_q <= left_q == '0;
  end

  // A first run has no state to go on from.
  logic loading_q;
  always_ff @(posedge clk_i)
    if (start_i) loading_q <= reload_i || !loaded_q;
    else if (turn_end) loading_q <= 1'b0;

  temperature_ramp #(
      .QUICK(1)
  ) u_temperature (
      .clk_i(clk_i),
      .load_i(start_i),
      .cool_i(turn_end && phase_q == ANNEAL),
      .temperature_i(temperature_i),
      .step_i(temperature_step_i),
      .temperature_o(temperature_o)
  );

  counter_split #(
      .PIECES(3)
  ) u_sweep (
      .clk_i(clk_i),
      .clear_i(!rst_ni || start_i),
      .count_i(sweep_begins),
      .value_o(sweep_o)
  );

  assign preparing_o   = preparing_q;
  assign valid_o       = valid_q;
  assign colour_o      = colour_q;
  assign colour_next_o = valid_q ? colour_d : colour_q;
  assign loading_o     = loading_q;
  assign random_o      = phase_q == RANDOM;
  assign annealing_o   = phase_q == ANNEAL;
  assign hold_end_o    = turn_end && phase_q == HOLD;
  assign busy_o        = busy_q;
  assign done_o        = done_q;
  assign loaded_o      = loaded_q;
endmodule
