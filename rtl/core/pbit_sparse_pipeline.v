// The memories of a sparse p-bit core and the one pipeline that scans spins and updates neighbours:
//   stage 0 address, stage 1 memory, stage 2 decide or add, stage 3 write.
//
// With spin i in stage 0 at clock t and d entries in its list:
//   t+3        flip_q; the first entry of the list is addressed (its pointer was read beside the spin), younger visits are dropped
//   t+4, t+5   the length of the list is read
//   t+5+k      neighbour k is in stage 0, k < d
//   t+5+d      the next spin is in stage 0 (t+1 had the spin stayed)
// A neighbour is written 3 clocks after stage 0 and can be read from the 4th on. The spin visited m visits later is in
// stage 0 at t+4+d+m; being entry m-1 at the latest, it is readable from t+8+m on: right for every d >= 4.
module pbit_sparse_pipeline #(
    parameter SPINS = 4096,
    parameter ENTRIES = 49152,
    parameter WEIGHT_BITS = 4,
    parameter FIELD_BITS = 10,
    parameter MEMORY = 0,
    parameter INDEX_BITS = $clog2(SPINS)
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
    output logic                         visit_o,        // a visit is in stage 2 and counts
    output logic                         flip_o,         // stage 3 holds a flip ...
    output logic [INDEX_BITS-1:0]        flip_index_o,
    output logic                         flip_spin_o,    // ... to this value ...
    output logic [FIELD_BITS-1:0]        flip_field_o,   // ... under this field
    output logic                         overflow_o,     // a field has left its range
    // host access to the memories while not busy; an address holds for several clocks
    input  logic [15:0]                  host_addr_i,
    input  logic [1:0]                   host_table_i,   // of the pointer memory: 0 first entry, 1 length - 5, 2 initial word
    input  logic                         host_reads_list_i,
    input  logic                         host_write_list_i,
    input  logic                         host_write_pointer_i,
    input  logic [15:0]                  host_wdata_i,
    output logic [15:0]                  host_list_o,
    output logic [15:0]                  host_pointer_o,
    output logic [FIELD_BITS+1:0]        host_state_o    // {spin, best spin, field}
);
  localparam STATE_BITS = FIELD_BITS + 2;
  localparam LENGTH_BITS = INDEX_BITS + 1;
  localparam LIST_BITS = $clog2(ENTRIES);

  logic                  flip_q, flip_1_q, flip_2_q;
  logic [INDEX_BITS-1:0] index_1_q, index_2_q, index_3_q;
  logic [15:0]           pointer_word, list_word;

  // Scan position. Bit INDEX_BITS is set when the sweep has no further spin. A flip takes it back to the flipped spin,
  // and one further a clock later.
  logic [INDEX_BITS:0]   scan_q, scan_next;
  logic [INDEX_BITS-1:0] scan_from_q;
  logic                  scan_end, issue, scan_set_q;
  assign scan_end = scan_q[INDEX_BITS];
  assign issue = scan_i && !scan_end;
  assign scan_next = scan_q - 1'b1;
  always_ff @(posedge clk_i) begin
    scan_set_q  <= flip_q || scan_load_i || !busy_i;
    scan_from_q <= flip_q ? index_3_q : busy_i ? last_i : host_addr_i[INDEX_BITS-1:0];
    if (scan_set_q || issue || flip_2_q) scan_q <= scan_set_q ? {1'b0, scan_from_q} : scan_next;
  end

  // Pointer memory, addressed with the scan; after a flip it is asked for the length of the list.
  logic [1:0]            table_q;
  logic [INDEX_BITS-1:0] pointer_addr_q;
  always_ff @(posedge clk_i) begin
    table_q        <= flip_q ? 2'd1 : !busy_i ? host_table_i : {reloading_i, 1'b0};
    pointer_addr_q <= flip_q ? index_3_q : scan_q[INDEX_BITS-1:0];
  end

  ram_one_port #(
      .DEPTH(3 * (1 << INDEX_BITS)),
      .KIND(MEMORY)
  ) u_pointers (
      .clk_i(clk_i),
      .write_i(host_write_pointer_i),
      .addr_i({table_q, pointer_addr_q}),
      .wdata_i(host_wdata_i),
      .rdata_o(pointer_word)
  );

  // List position and entries left. The length arrives as length - 5, so that its sign is the end.
  logic [15:0]            pointer_q, list_addr_q;
  logic [LENGTH_BITS-1:0] left_q;
  logic                   left_valid_q;
  always_ff @(posedge clk_i) begin
    pointer_q   <= busy_i ? pointer_word : host_addr_i;
    list_addr_q <= (flip_q || row_i) ? list_addr_q + 16'd1 : pointer_q;
    left_q      <= flip_2_q ? pointer_word[LENGTH_BITS-1:0] : left_q - 1'b1;
  end
  assign row_last_o = left_valid_q && left_q[LENGTH_BITS-1];

  ram_one_port #(
      .DEPTH(ENTRIES),
      .KIND(MEMORY)
  ) u_list (
      .clk_i(clk_i),
      .write_i(host_write_list_i),
      .addr_i(list_addr_q[LIST_BITS-1:0]),
      .wdata_i(host_wdata_i),
      .rdata_o(list_word)
  );

  // Which stage holds what.
  logic entry_q, row_0_q, row_1_q, row_2_q, visit_0_q, visit_1_q, visit_2_q, live_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {entry_q, row_0_q, row_1_q, row_2_q, visit_0_q, visit_1_q, visit_2_q, live_q} <= '0;
      {flip_1_q, flip_2_q, left_valid_q} <= '0;
    end else begin
      entry_q      <= flip_q || row_i;
      row_0_q      <= entry_q;
      row_1_q      <= row_0_q;
      row_2_q      <= row_1_q;
      visit_0_q    <= issue && !flip_q;
      visit_1_q    <= visit_0_q && !flip_q;
      visit_2_q    <= visit_1_q && !flip_q;
      live_q       <= visit_1_q && !flip_q && !frozen_i;
      flip_1_q     <= flip_q;
      flip_2_q     <= flip_1_q;
      left_valid_q <= flip_2_q || (left_valid_q && row_i);
    end
  end

  // Stage 0: the address is a spin of the scan or a neighbour. Stage 1: the memory.
  // The host reads lists through the same registers.
  logic                    entry_or_host_q;
  logic [15-WEIGHT_BITS:0] target_0_q;
  logic [INDEX_BITS-1:0]   index_0;
  assign index_0 = target_0_q[INDEX_BITS-1:0];
  logic [WEIGHT_BITS-1:0] weight_0_q, weight_1_q;
  always_ff @(posedge clk_i) begin
    entry_or_host_q <= flip_q || row_i || (!busy_i && host_reads_list_i);
    target_0_q <= entry_or_host_q ? list_word[15:WEIGHT_BITS] : (16 - WEIGHT_BITS)'(scan_q[INDEX_BITS-1:0]);
    weight_0_q <= list_word[WEIGHT_BITS-1:0];
    weight_1_q <= weight_0_q;
    index_1_q  <= index_0;
    index_2_q  <= index_1_q;
    index_3_q  <= index_2_q;
  end

  logic                  write_q, spin_q, best_q, low_q;
  logic [FIELD_BITS-2:0] high_q;
  logic [STATE_BITS-1:0] state_word;
  ram_two_port #(
      .DEPTH(SPINS),
      .WIDTH(STATE_BITS)
  ) u_state (
      .clk_i(clk_i),
      .write_i(write_q),
      .waddr_i(index_3_q),
      .wdata_i({spin_q ^ flip_q, best_q, high_q, low_q}),
      .raddr_i(index_0),
      .rdata_o(state_word)
  );

  // Stage 2. A neighbour's field grows by 2 w s: its lowest bit never changes, and -w is ~w + 1.
  logic [STATE_BITS-1:0]        data_q;
  logic [WEIGHT_BITS-1:0]       weight_2_q;
  logic                         minus_q, carry_q;
  logic signed [FIELD_BITS-1:0] field, sum;
  logic                         spin, best, drawn;
  assign {spin, best, field} = data_q;
  logic signed [FIELD_BITS:0] margin;
  assign margin = $signed({field[FIELD_BITS-1], field}) + $signed({offset_i[FIELD_BITS-1], offset_i});
  assign drawn = !margin[FIELD_BITS];
  logic signed [FIELD_BITS:0] sum_carry;  // the lowest bit makes the carry
  assign sum_carry = $signed({field[FIELD_BITS-1], field[FIELD_BITS-1:1], 1'b1}) +
                     $signed({{FIELD_BITS - WEIGHT_BITS{weight_2_q[WEIGHT_BITS-1]}}, weight_2_q, carry_q});
  assign sum = sum_carry[FIELD_BITS:1];

  logic overflow_q;
  always_ff @(posedge clk_i) begin
    data_q     <= reloading_i ? {pointer_word[15], 1'b0, pointer_word[FIELD_BITS-1:0]} : state_word;
    weight_2_q <= row_1_q ? weight_1_q ^ {WEIGHT_BITS{minus_q}} : '0;
    carry_q    <= row_1_q && minus_q;
    if (flip_q) minus_q <= spin_q;  // a flip of +1 goes to -1
    // Stage 3
    spin_q <= spin;
    best_q <= (visit_2_q && snapshot_i) ? spin : best;
    high_q <= sum[FIELD_BITS-2:0];
    low_q  <= field[0];
  end

  logic [FIELD_BITS-1:0] field_q;
  always_ff @(posedge clk_i) begin
    field_q <= field;
    if (!rst_ni) begin
      flip_q     <= 1'b0;
      write_q    <= 1'b0;
      overflow_q <= 1'b0;
    end else begin
      flip_q     <= live_q && !flip_q && (drawn != spin);
      write_q    <= (visit_2_q && !flip_q) || row_2_q;
      overflow_q <= row_2_q && (sum[FIELD_BITS-1] != sum[FIELD_BITS-2]);
    end
  end

  logic [15:0] host_pointer_q;
  always_ff @(posedge clk_i) host_pointer_q <= pointer_word;

  assign scan_end_o     = scan_end;
  assign visit_o        = visit_2_q && !flip_q;
  assign flip_o         = flip_q;
  assign flip_index_o   = index_3_q;
  assign flip_spin_o    = !spin_q;
  assign flip_field_o   = field_q;
  assign overflow_o     = overflow_q;
  assign host_list_o    = {target_0_q, weight_0_q};
  assign host_pointer_o = host_pointer_q;
  assign host_state_o   = data_q;

  logic unused_bits;
  assign unused_bits = &{1'b0, margin, sum_carry[0], host_addr_i, list_addr_q, list_word, pointer_word};
endmodule
