// The run of a memory_match core: passes over the patterns, one for each group of spins,
//   start | passes | turn the spins | passes | turn the spins | ... | passes | done
// In a pass each pattern is read once, one a clock. When the last one's force has reached the sums of the last group the turns
// that the spins want are counted: the run ends where there are none, where SWEEPS of them are done, or when it was aborted,
// so that the last passes always measure the last state. Each pass measures all of it again: what it leaves is that of the
// last one.
module memory_match_control #(
    parameter SPINS = 256,
    parameter GROUPS = 2,                       // a power of two
    parameter GROUP_BITS = GROUPS == 1 ? 1 : $clog2(GROUPS),
    parameter ROW_BITS = 9,
    parameter FIRST_ROW = 64,                   // of pattern 0
    parameter COUNT = $clog2(SPINS) / 2         // clocks of the counting tree
) (
    input  logic                clk_i,
    input  logic                rst_ni,
    input  logic                start_i,            // one clock; only when not busy
    input  logic                abort_i,
    input  logic [23:0]         sweeps_i,
    input  logic [ROW_BITS-1:0] patterns_i,         // 1 ... PATTERNS, modulo the rows; constant while busy
    input  logic [$clog2(SPINS):0] distance_i,
    input  logic                overflow_i,
    input  logic [ROW_BITS-1:0] host_row_i,
    // patterns, cells, score
    output logic [ROW_BITS-1:0] row_o,
    output logic [COUNT+3:0]    valid_o,            // [k]: the word of a pattern went to be counted k clocks ago
    output logic [GROUP_BITS-1:0] group_o,
    output logic                all_o,
    output logic                turns_o,
    output logic                half_o,
    output logic                clear_o,
    output logic [GROUPS-1:0]   keep_o,
    output logic                apply_o,
    output logic                begin_o,
    // results
    output logic                busy_o,
    output logic                done_o,
    output logic                converged_o,
    output logic                overflow_o,
    output logic [47:0]         cycles_o,
    output logic [31:0]         flips_o,
    output logic [23:0]         sweep_o
);
  localparam HALF = COUNT + 7;           // clocks from the last row of a pass until its force is in the sums,
  localparam TURNS = HALF + COUNT + 4;   // and to the number of turns

  // [k]: k clocks after a row, and after the last row of a pass.
  logic [COUNT+6:0]  first_q;
  logic [TURNS+1:0]  tail_q;
  logic              busy_q, done_q, begin_q, apply_q, clear_q, pass_q, abort_q, stop, turning, last_group_q;
  logic [GROUP_BITS-1:0] group_q;
  logic [GROUPS-1:0]     keep_q;
  logic [ROW_BITS-1:0] row_q, next_row_q, last_row_q;
  logic              last_row;

  integer k;

  assign last_row = next_row_q == last_row_q;
  assign turning  = tail_q[TURNS+1];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {busy_q, done_q, begin_q, apply_q, clear_q, pass_q, abort_q} <= '0;
      first_q  <= '0;
      tail_q   <= '0;
    end else begin
      begin_q  <= start_i || (turning && !(last_group_q && stop));
      apply_q  <= turning && last_group_q && !stop;
      clear_q  <= begin_q;
      busy_q   <= start_i || (busy_q && !(turning && last_group_q && stop));
      done_q   <= !start_i && (done_q || (turning && last_group_q && stop));
      abort_q  <= (abort_q || abort_i) && busy_q;
      pass_q   <= begin_q || (pass_q && !last_row);
      first_q  <= {first_q[COUNT+5:0], pass_q};
      tail_q   <= {tail_q[TURNS:0], pass_q && last_row};
    end
    for (k = 0; k < GROUPS; k = k + 1) keep_q[k] <= turning && group_q == GROUP_BITS'(k);
    if (start_i) group_q <= '0;
    else if (turning) group_q <= last_group_q ? '0 : group_q + 1'b1;
    last_group_q <= group_q == GROUP_BITS'(GROUPS - 1);
    if (begin_q) next_row_q <= ROW_BITS'(FIRST_ROW);
    else if (pass_q) next_row_q <= next_row_q + 1'b1;
    last_row_q <= ROW_BITS'(FIRST_ROW - 1) + patterns_i;
    row_q      <= busy_q ? next_row_q : host_row_i;
  end

  // Enough? Sweeps are compared with those wanted in two clocks; a pass is longer.
  logic       none_left_q, still_q;
  logic [5:0] match_q;
  always_ff @(posedge clk_i) begin
    for (k = 0; k < 6; k = k + 1) match_q[k] <= sweep_o[4*k +: 4] == sweeps_i[4*k +: 4];
    none_left_q <= &match_q;
    still_q     <= distance_i == '0;
  end
  assign stop = still_q || none_left_q || abort_q;

  logic converged_q, overflow_q;
  logic [31:0] flips_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni || start_i) begin
      converged_q <= 1'b0;
      overflow_q  <= 1'b0;
      flips_q     <= '0;
    end else begin
      converged_q <= converged_q || (turning && last_group_q && still_q);
      overflow_q  <= overflow_q || (turning && overflow_i);
      if (turning && last_group_q && !stop) flips_q <= flips_q + 32'(turns_q);
    end
  end
  logic [$clog2(SPINS):0] turns_q;
  always_ff @(posedge clk_i) turns_q <= distance_i;

  counter_split #(
      .PIECES(3)
  ) u_sweep (
      .clk_i(clk_i),
      .clear_i(!rst_ni || start_i),
      .count_i(turning && last_group_q && !stop),
      .value_o(sweep_o)
  );
  counter_split #(
      .PIECES(6)
  ) u_cycles (
      .clk_i(clk_i),
      .clear_i(!rst_ni || start_i),
      .count_i(busy_q),
      .value_o(cycles_o)
  );

  logic unused_bits;
  assign unused_bits = &{1'b0, first_q, tail_q};

  assign row_o       = row_q;
  assign valid_o     = first_q[COUNT+6:3];
  assign group_o     = group_q;
  assign keep_o      = keep_q;
  assign all_o       = begin_q || tail_q[HALF];
  assign half_o      = tail_q[HALF];
  assign turns_o     = tail_q[HALF+2];
  assign clear_o     = clear_q;
  assign apply_o     = apply_q;
  assign begin_o     = begin_q;
  assign busy_o      = busy_q;
  assign done_o      = done_q;
  assign converged_o = converged_q;
  assign overflow_o  = overflow_q;
  assign flips_o     = flips_q;
endmodule
