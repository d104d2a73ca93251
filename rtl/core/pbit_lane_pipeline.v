// The memories of a lane p-bit core and the one pipeline that scans spins and adds rows:
//   stage 0 address, 1 memory (add a row's block), 2 one of four lanes (write the block), 3 one of LANES: decide, 4 flip.
//
// Spin i is in lane i mod LANES of block i / LANES. With spin i in stage 0 at clock t, and B blocks in use, 4 at least:
//   t+4        flip_q; the row of i is addressed from the block of i on, downwards and round; younger visits are dropped
//   t+5+k      the k-th block of the row is in stage 0, k < B
//   t+5+B      the next spin is in stage 0 (t+1 had the spin stayed)
// A block is written 2 clocks after stage 0 and can be read from the 3rd on. The next spin is in the block of i or
// in the one below, the row's k = 0 or 1, readable from t+9 on: right for every B >= 4. Later spins come later still.
module pbit_lane_pipeline #(
    parameter SPINS = 512,
    parameter WEIGHT_BITS = 4,
    parameter FIELD_BITS = 13,
    parameter LANES = 16,
    parameter MEMORY = 0,
    parameter INDEX_BITS = $clog2(SPINS),
    parameter LANE_BITS = $clog2(LANES),
    parameter BLOCK_BITS = INDEX_BITS - LANE_BITS,
    parameter ROW_ADDRESS_BITS = INDEX_BITS + BLOCK_BITS,
    parameter WORD_BITS = LANES * WEIGHT_BITS > 32 ? $clog2(LANES * WEIGHT_BITS / 32) : 1
) (
    input  logic                         clk_i,
    input  logic                         rst_ni,
    // control
    input  logic                         busy_i,
    input  logic                         scan_i,
    input  logic                         row_i,
    input  logic                         scan_load_i,
    input  logic                         frozen_i,
    input  logic                         reloading_i,
    input  logic                         snapshot_i,     // copy the spins that pass into the best state
    input  logic [INDEX_BITS-1:0]        last_i,         // number of spins - 1
    input  logic signed [FIELD_BITS-1:0] offset_i,       // of the noise: +1 where field + offset >= 0
    output logic                         scan_end_o,
    output logic                         row_last_o,
    output logic                         spin_o,         // of the spin that is in stage 3 in the next clock
    output logic                         visit_o,        // a visit is in stage 3 and counts
    output logic                         flip_o,         // stage 4 holds a flip ...
    output logic [INDEX_BITS-1:0]        flip_index_o,
    output logic                         flip_spin_o,    // ... to this value ...
    output logic [FIELD_BITS-1:0]        flip_field_o,   // ... under this field
    output logic                         overflow_o,     // a field has left its range
    // host access to the memories while not busy; an address holds for several clocks
    input  logic [INDEX_BITS-1:0]        host_index_i,
    input  logic                         host_initial_i, // the initial word, not the present one
    input  logic                         host_write_initial_i,
    input  logic [ROW_ADDRESS_BITS-1:0]  host_row_i,
    input  logic [WORD_BITS-1:0]         host_row_word_i,
    input  logic                         host_write_row_i,
    input  logic [31:0]                  host_wdata_i,
    output logic [31:0]                  host_rdata_o,   // of a row
    output logic [FIELD_BITS+1:0]        host_state_o    // {best spin, spin, field}
);
  localparam STATE_BITS = FIELD_BITS + 1;
  localparam QUARTERS = LANES / 4;
  localparam ADDEND_BITS = WEIGHT_BITS == 1 ? 2 : WEIGHT_BITS;

  logic                  flip_q, flip_1_q, flip_2_q, spin_q;
  logic [INDEX_BITS-1:0] index_0_q, index_1_q, index_2_q, index_3_q, index_4_q;

  // Scan position. Bit INDEX_BITS is set when the sweep has no further spin. A flip takes it back to the flipped spin,
  // and one further a clock later. The end is told a clock late: the pipeline is that much longer than control expects.
  logic [INDEX_BITS:0]   scan_q, scan_next;
  logic [INDEX_BITS-1:0] scan_from_q;
  logic                  scan_end, scan_end_q, issue, scan_set_q;
  assign scan_end = scan_q[INDEX_BITS];
  assign issue = scan_i && !scan_end;
  assign scan_next = scan_q - 1'b1;
  always_ff @(posedge clk_i) begin
    scan_end_q  <= scan_i && scan_end;
    scan_set_q  <= flip_q || scan_load_i || !busy_i;
    scan_from_q <= flip_q ? index_4_q : busy_i ? last_i : host_index_i;
    if (scan_set_q || issue || flip_2_q) scan_q <= scan_set_q ? {1'b0, scan_from_q} : scan_next;
  end

  // The row of the spin in stage 4 is addressed before it is known whether it flips; block by block if it does.
  // left_q counts the clocks of the row (its sign is the end), live_q the blocks that hold spins: a row takes four clocks
  // at least.
  logic                  tail_q, row;
  logic [INDEX_BITS-1:0] row_q;
  logic [BLOCK_BITS-1:0] block_q, block_down, last_block;
  logic [BLOCK_BITS:0]   left_q, live_q, left_start_q;
  logic                  wrap;
  assign row = flip_q || row_i || tail_q;
  assign last_block = last_i[INDEX_BITS-1:LANE_BITS];
  assign {wrap, block_down} = {1'b0, block_q} - 1'b1;
  always_ff @(posedge clk_i) begin
    left_start_q <= last_block < BLOCK_BITS'(3) ? '0 : {1'b0, last_block} - (BLOCK_BITS + 1)'(3);
    left_q       <= row_i ? left_q - 1'b1 : left_start_q;
    live_q       <= row ? live_q - 1'b1 : {1'b0, last_block};
    if (!row || !busy_i) row_q <= busy_i ? index_3_q : host_row_i[ROW_ADDRESS_BITS-1:BLOCK_BITS];
    block_q <= !busy_i ? host_row_i[BLOCK_BITS-1:0] :
               !row ? index_3_q[INDEX_BITS-1:LANE_BITS] : wrap ? last_block : block_down;
  end
  assign row_last_o = left_q[BLOCK_BITS];

  // Which stage holds what.
  logic row_0_q, row_1_q, write_2_q, visit_0_q, visit_1_q, visit_2_q, visit_3_q, may_flip_q, best_write_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {row_0_q, row_1_q, tail_q, flip_1_q, flip_2_q} <= '0;
      {visit_0_q, visit_1_q, visit_2_q, visit_3_q, may_flip_q, best_write_q} <= '0;
    end else begin
      tail_q       <= row_i && row_last_o;
      row_0_q      <= row && !live_q[BLOCK_BITS];
      row_1_q      <= row_0_q;
      visit_0_q    <= issue && !flip_q;
      visit_1_q    <= visit_0_q && !flip_q;
      visit_2_q    <= visit_1_q && !flip_q;
      visit_3_q    <= visit_2_q && !flip_q;
      may_flip_q   <= visit_2_q && !flip_q && !frozen_i;
      best_write_q <= visit_3_q && snapshot_i;  // a dropped visit comes again, and writes the same
      flip_1_q     <= flip_q;
      flip_2_q     <= flip_1_q;
    end
  end

  // Stage 0. Initial words lie in the upper half; a reload reads them there and writes what it read into the lower.
  logic                minus_q, carry_q, upper_q;
  logic [BLOCK_BITS:0] raddr_q;
  logic [BLOCK_BITS-1:0] block_1_q, block_2_q;
  always_ff @(posedge clk_i) begin
    raddr_q   <= {reloading_i || (!busy_i && host_initial_i), row ? block_q : scan_q[INDEX_BITS-1:LANE_BITS]};
    block_1_q <= raddr_q[BLOCK_BITS-1:0];
    block_2_q <= block_1_q;
    upper_q   <= !busy_i;
    index_0_q <= scan_q[INDEX_BITS-1:0];
    index_1_q <= index_0_q;
    index_2_q <= index_1_q;
    index_3_q <= index_2_q;
    index_4_q <= index_3_q;
    carry_q   <= row_0_q && minus_q && WEIGHT_BITS > 1;
    if (flip_q) minus_q <= spin_q;  // a flip of +1 goes to -1
  end

  // Stages 1 and 2, lane by lane.
  logic [LANES*WEIGHT_BITS-1:0] weights;
  logic [STATE_BITS-1:0]        words[0:LANES-1];
  logic [LANES-1:0]             over;
  pbit_lane_rows #(
      .SPINS(SPINS),
      .WEIGHT_BITS(WEIGHT_BITS),
      .LANES(LANES),
      .MEMORY(MEMORY)
  ) u_rows (
      .clk_i(clk_i),
      .addr_i({row_q, block_q}),
      .valid_i(row_0_q),
      .minus_i(minus_q),
      .weights_o(weights),
      .host_write_i(host_write_row_i),
      .host_word_i(host_row_word_i),
      .host_wdata_i(host_wdata_i),
      .host_rdata_o(host_rdata_o)
  );
  always_ff @(posedge clk_i) begin
    if (!rst_ni) write_2_q <= 1'b0;
    else write_2_q <= row_1_q || (visit_1_q && reloading_i);
  end

  genvar k;
  generate
    for (k = 0; k < LANES; k = k + 1) begin : g_lane
      logic toggle_q, host_q;
      logic [ADDEND_BITS-1:0] addend;
      // A single bit is the sign of a coupling of 1; only a spin's coupling to itself is 0.
      if (WEIGHT_BITS == 1) assign addend = {weights[k], 1'b1} & {2{row_1_q && !toggle_q}};
      else assign addend = weights[WEIGHT_BITS*k +: WEIGHT_BITS];
      always_ff @(posedge clk_i) begin
        toggle_q <= flip_1_q && row_q[LANE_BITS-1:0] == LANE_BITS'(k);
        if (!rst_ni) host_q <= 1'b0;
        else host_q <= host_write_initial_i && index_1_q[LANE_BITS-1:0] == LANE_BITS'(k);
      end
      pbit_lane_cell #(
          .WEIGHT_BITS(ADDEND_BITS),
          .FIELD_BITS(FIELD_BITS),
          .ADDRESS_BITS(BLOCK_BITS + 1)
      ) u_cell (
          .clk_i(clk_i),
          .raddr_i(raddr_q),
          .word_o(words[k]),
          .weight_i(addend),
          .carry_i(carry_q),
          .toggle_i(toggle_q),
          .write_i(write_2_q || host_q),
          .waddr_i({upper_q, block_2_q}),
          .host_i(upper_q),
          .host_word_i({host_wdata_i[31], host_wdata_i[FIELD_BITS-1:0]}),
          .over_o(over[k])
      );
    end

    // Stage 2: the lane within its four.
    logic [STATE_BITS-1:0] quarters[0:QUARTERS-1];
    for (k = 0; k < QUARTERS; k = k + 1) begin : g_quarter
      logic [STATE_BITS-1:0] four[0:3], quarter_q;
      assign four[0] = words[4*k];
      assign four[1] = words[4*k+1];
      assign four[2] = words[4*k+2];
      assign four[3] = words[4*k+3];
      always_ff @(posedge clk_i) quarter_q <= four[index_1_q[1:0]];
      assign quarters[k] = quarter_q;
    end

    // Stage 3: the lane.
    logic [STATE_BITS-1:0] state, state_q;
    if (QUARTERS == 1) begin : g_narrow
      assign state = quarters[0];
    end else begin : g_wide
      assign state = quarters[index_2_q[LANE_BITS-1:2]];
    end
    always_ff @(posedge clk_i) state_q <= state;
  endgenerate

  logic signed [FIELD_BITS-1:0] field;
  logic                         spin, drawn;
  logic signed [FIELD_BITS:0]   margin;
  assign {spin, field} = state_q;
  assign margin = $signed({field[FIELD_BITS-1], field}) + $signed({offset_i[FIELD_BITS-1], offset_i});
  assign drawn  = !margin[FIELD_BITS];

  logic                  overflow_q;
  logic [FIELD_BITS-1:0] field_q;
  always_ff @(posedge clk_i) begin
    field_q <= field;
    spin_q  <= spin;
    if (!rst_ni) begin
      flip_q     <= 1'b0;
      overflow_q <= 1'b0;
    end else begin
      flip_q     <= may_flip_q && !flip_q && (drawn != spin);
      overflow_q <= write_2_q && over != '0;
    end
  end

  // The best state.
  logic best;
  ram_two_port #(
      .DEPTH(SPINS),
      .WIDTH(1)
  ) u_best (
      .clk_i(clk_i),
      .write_i(best_write_q),
      .waddr_i(index_4_q),
      .wdata_i(spin_q),
      .raddr_i(index_2_q),
      .rdata_o(best)
  );

  assign scan_end_o   = scan_end_q;
  assign spin_o       = state[FIELD_BITS];
  assign visit_o      = visit_3_q && !flip_q;
  assign flip_o       = flip_q;
  assign flip_index_o = index_4_q;
  assign flip_spin_o  = !spin_q;
  assign flip_field_o = field_q;
  assign overflow_o   = overflow_q;
  assign host_state_o = {best, state_q};

  logic unused_bits;
  assign unused_bits = &{1'b0, margin};
endmodule
