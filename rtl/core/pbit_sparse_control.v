// The run of a sparse p-bit core: phases, sweeps, temperature.
//
// A run is a chain of sweeps with a boundary of BOUNDARY clocks before each and one after the last:
//   start | reload | random | anneal x SWEEPS | flush | done
// reload and random happen when MODE asks for them; flush, a sweep in which nothing flips, happens when the snapshot
// of the best state is not complete. The boundary drains the pipeline, and gives the new temperature the time it needs
// through the multiplier.
module pbit_sparse_control #(
    parameter BOUNDARY = 9,  // 8 or 9: one more than the clock after it in which the last flip can show
    parameter TAIL = 1       // 1 or 2: clocks between the address of a row's last entry and the scan
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
    // pipeline
    input  logic        flip_i,             // a spin flips: stop scanning, stream its row
    input  logic        row_last_i,         // the last entry of the row is being addressed
    input  logic        scan_end_i,         // no spin of this sweep is left to address
    output logic        scan_o,             // address the next spin
    output logic        row_o,              // address the next entry of the row
    output logic        scan_load_o,        // begin the scan anew
    output logic        frozen_o,           // nothing flips in this sweep
    output logic        reloading_o,        // this sweep copies the initial state
    output logic        random_o,           // this sweep is at infinite temperature
    // energies
    input  logic        snapshot_busy_i,    // the snapshot of the best state is not complete
    output logic        annealing_o,        // better states count
    output logic        best_set_o,         // take the present state as the best one
    // results
    output logic        busy_o,
    output logic        done_o,
    output logic        loaded_o,           // the state memory holds a state
    output logic [15:0] temperature_o,      // tau, 8 fraction bits
    output logic [23:0] sweep_o             // annealing sweeps begun
);
  // One flag per state; none is set when idle.
  logic boundary_q, scan_q, row_q, tail_q, tail_2_q, stop_q, busy_q;
  localparam [2:0] START = 3'd0, RELOAD = 3'd1, RANDOM = 3'd2, ANNEAL = 3'd3, FLUSH = 3'd4, DONE = 3'd5;

  logic [2:0]  phase_q, step_q;
  logic        reloading_q, frozen_q, random_q, annealing_q;  // phase_q, a flag each
  logic        to_reload_q, to_frozen_q, to_random_q, to_anneal_q;  // follows_q likewise
  logic        reset_q;                                        // placed here: reset comes from afar
  logic        none_left_q, abort_q, done_q, loaded_q;

  always_ff @(posedge clk_i) reset_q <= !rst_ni;

  // What follows the present phase, once its sweep is over.
  logic [2:0] phase_d, follows_q;
  logic       finish;
  assign finish = none_left_q || abort_q;
  always_comb begin
    case (phase_q)
      START:
      if (reload_i || !loaded_q) phase_d = RELOAD;
      else if (randomise_i) phase_d = RANDOM;
      else phase_d = finish ? FLUSH : ANNEAL;
      RELOAD:  phase_d = randomise_i ? RANDOM : finish ? FLUSH : ANNEAL;
      RANDOM:  phase_d = finish ? FLUSH : ANNEAL;
      ANNEAL:  phase_d = !finish ? ANNEAL : snapshot_busy_i ? FLUSH : DONE;
      default: phase_d = DONE;
    endcase
  end
  // All that it depends on stands still by the time that it counts.
  always_ff @(posedge clk_i) begin
    follows_q   <= phase_d;
    to_reload_q <= phase_d == RELOAD;
    to_frozen_q <= phase_d == RELOAD || phase_d == FLUSH;
    to_random_q <= phase_d == RANDOM;
    to_anneal_q <= phase_d == ANNEAL;
  end

  // Where the pipeline is within a sweep. A flip ends a scan, also when it shows only in the boundary.
  logic boundary_end, finished;
  assign finished = phase_q == DONE;
  assign boundary_end = boundary_q && step_q == 3'(BOUNDARY - 2);
  always_ff @(posedge clk_i) begin
    if (reset_q) begin
      {boundary_q, scan_q, row_q, tail_q, tail_2_q, stop_q, busy_q} <= '0;
    end else begin
      boundary_q <= start_i || (boundary_q && !boundary_end && !flip_i) || (scan_q && scan_end_i && !flip_i);
      scan_q     <= (boundary_end && !finished) || (scan_q && !scan_end_i && !flip_i) || (TAIL == 2 ? tail_2_q : tail_q);
      row_q      <= flip_i || (row_q && !row_last_i);
      tail_q     <= row_q && row_last_i;
      tail_2_q   <= tail_q;
      stop_q     <= boundary_end && finished;
      busy_q     <= start_i || (busy_q && !stop_q);
    end
    step_q <= boundary_q ? step_q + 3'd1 : 3'd0;
  end

  // Housekeeping at fixed steps of the boundary; flips of the last spins show in step BOUNDARY - 6 at the latest.
  logic at_load_q, at_cool_q, at_phase_q, best_set_q, anneal_begins_q;
  always_ff @(posedge clk_i) begin
    at_load_q       <= boundary_q && step_q == 3'(BOUNDARY - 5);                       // during the step after it
    at_cool_q       <= boundary_q && step_q == 3'(BOUNDARY - 5) && phase_q == ANNEAL;  // likewise
    at_phase_q      <= boundary_q && step_q == 3'(BOUNDARY - 4);                       // likewise
    anneal_begins_q <= at_phase_q && to_anneal_q;
    best_set_q      <= at_phase_q && (phase_q == START || phase_q == RELOAD || phase_q == RANDOM);
  end

  // A start makes it 0, which is START. Gates, not a choice: no enable waits for the start.
  logic keep, change;
  assign keep   = !start_i && !at_phase_q;
  assign change = !start_i && at_phase_q;
  always_ff @(posedge clk_i) begin
    if (reset_q) begin
      phase_q  <= DONE;
      {reloading_q, frozen_q, random_q, annealing_q} <= '0;
      abort_q  <= 1'b0;
      done_q   <= 1'b0;
      loaded_q <= 1'b0;
    end else begin
      phase_q     <= (phase_q & {3{keep}}) | (follows_q & {3{change}});
      reloading_q <= (reloading_q && keep) || (to_reload_q && change);
      frozen_q    <= (frozen_q && keep) || (to_frozen_q && change);
      random_q    <= (random_q && keep) || (to_random_q && change);
      annealing_q <= (annealing_q && keep) || (to_anneal_q && change);
      abort_q     <= (abort_q || abort_i) && busy_q;
      done_q      <= !start_i && (done_q || stop_q);
      loaded_q    <= !forget_i && (loaded_q || (at_phase_q && reloading_q));
    end
  end

  // tau; it has a whole sweep to settle.
  temperature_ramp u_temperature (
      .clk_i(clk_i),
      .load_i(start_i),
      .cool_i(at_cool_q),
      .temperature_i(temperature_i),
      .step_i(temperature_step_i),
      .temperature_o(temperature_o)
  );

  // Annealing sweeps begun, compared with those wanted in two clocks.
  logic [23:0] sweep;
  logic        clear_q;
  logic [5:0]  match_q;
  counter_split #(
      .PIECES(3)
  ) u_sweep (
      .clk_i(clk_i),
      .clear_i(clear_q),
      .count_i(anneal_begins_q),
      .value_o(sweep)
  );
  integer k;
  always_ff @(posedge clk_i) begin
    for (k = 0; k < 6; k = k + 1) match_q[k] <= sweep[4*k +: 4] == sweeps_i[4*k +: 4];
    none_left_q <= &match_q;
    clear_q     <= reset_q || start_i;
  end

  assign scan_o        = scan_q;
  assign row_o         = row_q;
  assign scan_load_o   = at_load_q;
  assign frozen_o      = frozen_q;
  assign reloading_o   = reloading_q;
  assign random_o      = random_q;
  assign annealing_o   = annealing_q;
  assign best_set_o    = best_set_q;
  assign busy_o        = busy_q;
  assign done_o        = done_q;
  assign loaded_o      = loaded_q;
  assign sweep_o       = sweep;
endmodule
