// The run of a row-parallel bifurcation core: passes over the rows, one row per clock,
//   start | fill | step x SWEEPS: planes PRODUCT_BITS-1 ... 1, 0 (discrete: 0 alone) | evaluate | done
// Fill sets positions and momenta and sums whole rows; the pass over plane 0, the signs, moves the particles and evaluates
// the energy of the state before; evaluate does the latter for the last state. A pass after which the next plane is only
// known when the last particle has moved is followed by GAP - 1 idle clocks. Passes have four rows at least.
module bifurcation_row_control #(
    parameter SPINS = 64,
    parameter PRODUCT_BITS = 4,
    parameter GAP = 15,
    parameter INDEX_BITS = $clog2(SPINS)
) (
    input  logic                  clk_i,
    input  logic                  rst_ni,
    input  logic                  start_i,        // one clock; only when not busy
    input  logic                  abort_i,        // one clock; ends the run after the step under way
    input  logic                  forget_i,       // the number of spins changes: the present state is void
    // settings, constant while busy
    input  logic [INDEX_BITS-1:0] last_i,         // number of spins - 1
    input  logic [23:0]           sweeps_i,
    input  logic [31:0]           temperature_i,
    input  logic [31:0]           temperature_step_i,
    input  logic                  reload_i,
    input  logic                  ballistic_i,
    // rows
    output logic                  valid_o,
    output logic [INDEX_BITS-1:0] index_o,
    output logic                  first_o,        // of the pass
    output logic                  last_o,
    output logic                  fill_o,
    output logic                  move_o,
    output logic                  evaluate_o,     // the energy is summed: with move, and in the last pass
    output logic                  fresh_o,        // first plane of a step
    output logic [3:0]            plane_o,
    output logic                  reload_o,       // positions come from the initial spins, unless they are random
    input  logic                  decide_i,       // the first particle of a pass is about to move ...
    output logic                  finish_o,       // ... a clock later: no step follows
    output logic [15:0]           detuning_o,
    // results
    output logic                  busy_o,
    output logic                  done_o,
    output logic                  loaded_o,       // positions hold a state
    output logic [23:0]           sweep_o         // steps begun
);
  localparam [1:0] FILL = 2'd0, STEP = 2'd1, EVALUATE = 2'd2;
  localparam [31:0] LOWEST = PRODUCT_BITS - 1;

  logic [1:0]            kind_q;
  logic [3:0]            plane_q;
  logic [INDEX_BITS-1:0] index_q;
  logic [4:0]            gap_q;
  logic                  running_q, gapping_q, busy_q, done_q, loaded_q, abort_q, reload_q, finish_q, none_left_q, fresh_q;
  logic                  first_q, end_q, present_q, short_q, pass_end, to_gap, gap_end, stop, step;

  assign pass_end = running_q && end_q;
  assign to_gap   = pass_end && plane_q == 4'd0;
  assign gap_end  = gapping_q && gap_q == 5'(GAP - 2);
  assign stop     = gap_end && kind_q == EVALUATE;
  assign step     = gap_end && kind_q != EVALUATE && !finish_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {running_q, gapping_q, busy_q, done_q, loaded_q, abort_q} <= '0;
    end else begin
      running_q <= start_i || (running_q && !to_gap) || (gap_end && !stop);
      gapping_q <= to_gap || (gapping_q && !gap_end);
      busy_q    <= start_i || (busy_q && !stop);
      done_q    <= !start_i && (done_q || stop);
      loaded_q  <= !forget_i && (loaded_q || start_i);
      abort_q   <= (abort_q || abort_i) && busy_q;
    end
    gap_q <= gapping_q ? gap_q + 5'd1 : 5'd0;
    if (start_i) begin
      kind_q   <= FILL;
      plane_q  <= 4'd0;
      fresh_q  <= 1'b0;
      reload_q <= reload_i || !loaded_q;
    end else if (gap_end) begin
      kind_q  <= finish_q ? EVALUATE : STEP;
      plane_q <= ballistic_i && !finish_q ? LOWEST[3:0] : 4'd0;
      fresh_q <= 1'b1;
    end else if (pass_end && !to_gap) begin
      plane_q <= plane_q - 4'd1;
      fresh_q <= 1'b0;
    end
    if (decide_i) finish_q <= none_left_q || abort_q;
  end

  // Rows of a pass: those of the problem, and at least four.
  logic [INDEX_BITS-1:0] next_index, end_index_q;
  assign next_index = start_i || gap_end || end_q ? '0 : index_q + 1'b1;
  always_ff @(posedge clk_i) begin
    short_q     <= last_i < INDEX_BITS'(3);
    end_index_q <= short_q ? INDEX_BITS'(3) : last_i;
    if (start_i || gap_end || running_q) begin
      index_q   <= next_index;
      first_q   <= next_index == '0;
      end_q     <= next_index == end_index_q;
      present_q <= next_index <= last_i;
    end
  end

  temperature_ramp u_detuning (
      .clk_i(clk_i),
      .load_i(start_i),
      .cool_i(gap_end && kind_q == STEP),
      .temperature_i(temperature_i),
      .step_i(temperature_step_i),
      .temperature_o(detuning_o)
  );

  // Steps begun, compared with those wanted in two clocks: decide_i comes much later.
  logic [23:0] sweep;
  logic [5:0]  match_q;
  counter_split #(
      .PIECES(3)
  ) u_sweep (
      .clk_i(clk_i),
      .clear_i(!rst_ni || start_i),
      .count_i(step),
      .value_o(sweep)
  );
  integer k;
  always_ff @(posedge clk_i) begin
    for (k = 0; k < 6; k = k + 1) match_q[k] <= sweep[4*k +: 4] == sweeps_i[4*k +: 4];
    none_left_q <= &match_q;
  end

  assign valid_o    = running_q && present_q;
  assign index_o    = index_q;
  assign first_o    = first_q;
  assign last_o     = index_q == last_i;
  assign fill_o     = kind_q == FILL;
  assign move_o     = kind_q == STEP && plane_q == 4'd0;
  assign evaluate_o = kind_q != FILL && plane_q == 4'd0;
  assign fresh_o    = fresh_q;
  assign plane_o    = plane_q;
  assign reload_o   = reload_q;
  assign finish_o   = finish_q;
  assign busy_o     = busy_q;
  assign done_o     = done_q;
  assign loaded_o   = loaded_q;
  assign sweep_o    = sweep;
endmodule
