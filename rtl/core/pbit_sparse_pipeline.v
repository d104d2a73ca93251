// Scan, visits and flips of a sparse p-bit core, and what a flip does to its neighbours.
//
// A visit is of a pair, spins 2p + 1 and 2p, in that order: lanes 1 and 0. When the upper one flips the lower one is
// visited once more, alone. The scan names the next spin to be visited: one that is odd comes with its partner.
//   stage 0 address, 1 memory, 2 decide, 3 which of the pair, 4 flip_q and write
// With the pair in stage 0 at clock t and d rows in the list of the spin that flips:
//   t+4          flip_q; the first row is addressed (pbit_sparse_lists), younger visits are dropped
//   t+6+k        the entries of row k are in stage 0 of their banks (pbit_sparse_bank), written 3 clocks later
//   t+6+d        the next visit is in stage 0 (t+1 had both spins stayed)
// A field is readable 4 clocks after its entry was in stage 0. The m-th visit after the flip is in stage 0 at t+5+d+m:
// a neighbour that it meets must be in row d+m-5 or earlier. The host sees to that, and to d >= 4.
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
    input  logic [1:0]                   snapshot_i,     // copy the spins that pass into the best state, by lane
    input  logic [INDEX_BITS-1:0]        last_i,         // number of spins - 1
    input  logic [2*FIELD_BITS-1:0]      offset_i,       // of the noise: +1 where field + offset >= 0, by lane
    output logic                         scan_end_o,
    output logic                         row_last_o,
    output logic [1:0]                   visit_o,        // a visit is in stage 3 and counts
    output logic                         flip_o,         // a flip ...
    output logic [INDEX_BITS-1:0]        flip_index_o,
    output logic                         flip_spin_o,    // ... to this value ...
    output logic [FIELD_BITS-1:0]        flip_field_o,   // ... under this field
    output logic                         overflow_o,     // a field has left its range
    // host access to the memories while not busy; an address holds for several clocks
    input  logic [15:0]                  host_addr_i,
    input  logic [1:0]                   host_table_i,
    input  logic [1:0]                   host_slot_i,
    input  logic [2:0]                   host_write_slot_i,
    input  logic                         host_write_pointer_i,
    input  logic [15:0]                  host_wdata_i,
    output logic [15:0]                  host_list_o,
    output logic [15:0]                  host_pointer_o,
    output logic [FIELD_BITS+1:0]        host_state_o    // {spin, best spin, field}
);
  localparam PAIR_BITS = INDEX_BITS - 1;
  localparam BANK_BITS = INDEX_BITS - 2;

  logic                  flip_q, flip_old_q;
  logic [INDEX_BITS-1:0] flip_index_q;
  logic [FIELD_BITS-1:0] flip_field_q;
  logic [15:0]           start_word;

  // Scan position: the pair, and whether its upper spin is next. Bit PAIR_BITS is set when the sweep has no further spin. A
  // flip takes it back to what follows the flipped spin. Reloading goes spin by spin, all else pair by pair. Beyond the end, and
  // in the clock of a flip, the position may step once more, for it is set before it counts again.
  // The lowest two bits count by themselves; what the rest counts down to is ready in time, for they take four steps, and
  // after it is set the position rests for a clock at least.
  logic [PAIR_BITS:0]    scan_pair_q, scan_pair_from_q, flip_next_q, less_3_q;
  logic [PAIR_BITS:2]    scan_less_q;
  logic [INDEX_BITS-1:0] scan;
  logic                  scan_upper_q, scan_upper_from_q, scan_end, issue, step, scan_set_q;
  assign scan     = {scan_pair_q[PAIR_BITS-1:0], scan_upper_q};
  assign scan_end = scan_pair_q[PAIR_BITS];
  assign issue    = scan_i && !scan_end && !flip_q;
  assign step     = scan_i && !(reloading_i && scan_upper_q);
  always_ff @(posedge clk_i) begin
    scan_set_q        <= flip_q || scan_load_i || !busy_i;
    scan_pair_from_q  <= flip_q ? flip_next_q : {1'b0, busy_i ? last_i[INDEX_BITS-1:1] : host_addr_i[INDEX_BITS-1:1]};
    scan_upper_from_q <= flip_q ? !flip_index_q[0] : busy_i ? last_i[0] : host_addr_i[0];
    scan_less_q       <= scan_pair_q[PAIR_BITS:2] - 1'b1;
    if (scan_set_q || step) scan_pair_q[1:0] <= scan_set_q ? scan_pair_from_q[1:0] : scan_pair_q[1:0] - 1'b1;
    if (scan_set_q || (step && scan_pair_q[1:0] == '0))
      scan_pair_q[PAIR_BITS:2] <= scan_set_q ? scan_pair_from_q[PAIR_BITS:2] : scan_less_q;
    if (scan_set_q || scan_i) scan_upper_q <= scan_set_q ? scan_upper_from_q : !(reloading_i && scan_upper_q);
  end

  // Which stage holds what, by lane.
  logic [1:0] visit_0_q, visit_1_q, visit_2_q, visit_3_q, live_2_q, turn_3_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {visit_0_q, visit_1_q, visit_2_q, visit_3_q, live_2_q} <= '0;
    end else begin
      visit_0_q <= {2{issue}} & {scan_upper_q, !scan_upper_q || !reloading_i};
      visit_1_q <= visit_0_q & {2{!flip_q}};
      visit_2_q <= visit_1_q & {2{!flip_q}};
      visit_3_q <= visit_2_q & {2{!flip_q}};
      live_2_q  <= visit_1_q & {2{!flip_q && !frozen_i}};
    end
  end

  logic [PAIR_BITS-1:0] pair_0_q, pair_1_q, pair_2_q, pair_3_q, pair_4_q;
  always_ff @(posedge clk_i) begin
    pair_0_q <= scan_pair_q[PAIR_BITS-1:0];
    pair_1_q <= pair_0_q;
    pair_2_q <= pair_1_q;
    pair_3_q <= pair_2_q;
    pair_4_q <= pair_3_q;
    less_3_q <= {1'b0, pair_2_q} - 1'b1;
  end

  // Lists, and the banks of fields: spin i is in bank i mod 4, word i / 4.
  logic                     entry, minus_q;
  logic [4*BANK_BITS-1:0]   address;
  logic [4*WEIGHT_BITS-1:0] entry_weight;
  logic [4*FIELD_BITS-1:0]  fields;
  logic [3:0]               overflow;
  logic                     overflow_q;
  pbit_sparse_lists #(
      .SPINS(SPINS),
      .ENTRIES(ENTRIES),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .MEMORY(MEMORY)
  ) u_lists (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .busy_i(busy_i),
      .reloading_i(reloading_i),
      .scan_i(scan),
      .upper_i(turn_3_q[1]),
      .flip_i(flip_q),
      .flip_index_i(flip_index_q),
      .row_i(row_i),
      .row_last_o(row_last_o),
      .entry_o(entry),
      .address_o(address),
      .entry_weight_o(entry_weight),
      .initial_o(start_word),
      .host_addr_i(host_addr_i),
      .host_table_i(host_table_i),
      .host_slot_i(host_slot_i),
      .host_write_slot_i(host_write_slot_i),
      .host_write_pointer_i(host_write_pointer_i),
      .host_wdata_i(host_wdata_i),
      .host_list_o(host_list_o),
      .host_pointer_o(host_pointer_o)
  );

  always_ff @(posedge clk_i) if (flip_q) minus_q <= flip_old_q;  // a flip of +1 goes to -1

  genvar b;
  generate
    for (b = 0; b < 4; b = b + 1) begin : g_bank
      pbit_sparse_bank #(
          .WORDS((SPINS + 3) / 4),
          .WEIGHT_BITS(WEIGHT_BITS),
          .FIELD_BITS(FIELD_BITS),
          .ADDRESS_BITS(BANK_BITS)
      ) u_bank (
          .clk_i(clk_i),
          .rst_ni(rst_ni),
          .entry_i(entry),
          .address_i(address[BANK_BITS*b+:BANK_BITS]),
          .entry_weight_i(entry_weight[WEIGHT_BITS*b+:WEIGHT_BITS]),
          .minus_i(minus_q),
          .reloading_i(reloading_i),
          .reload_i(reloading_i && visit_1_q[b%2] && pair_1_q[0] == (b >= 2)),
          .initial_i(start_word[FIELD_BITS-1:0]),
          .field_o(fields[FIELD_BITS*b+:FIELD_BITS]),
          .overflow_o(overflow[b])
      );
    end
  endgenerate

  // The pair: spins and best spins, decision, write.
  logic [2*FIELD_BITS-1:0] field_2, field_3;
  logic [1:0]              spin_2, best_2, spin_3;
  genvar l;
  generate
    for (l = 0; l < 2; l = l + 1) begin : g_lane
      logic                  write_4_q, spin_word, best_word, spin_2_q, best_2_q, spin_3_q, best_3_q, drawn;
      logic [1:0]            spins_4_q;
      logic [FIELD_BITS-1:0] field_2_q, field_3_q, offset;
      ram_two_port #(
          .DEPTH(SPINS / 2),
          .WIDTH(2)
      ) u_spins (
          .clk_i(clk_i),
          .write_i(write_4_q),
          .waddr_i(pair_4_q),
          .wdata_i(spins_4_q),
          .raddr_i(pair_0_q),
          .rdata_o({spin_word, best_word})
      );

      logic signed [FIELD_BITS:0] margin;
      assign offset = offset_i[FIELD_BITS*l+:FIELD_BITS];
      assign margin = $signed({field_2_q[FIELD_BITS-1], field_2_q}) + $signed({offset[FIELD_BITS-1], offset});
      assign drawn  = !margin[FIELD_BITS];
      always_ff @(posedge clk_i) begin
        field_2_q   <= pair_1_q[0] ? fields[FIELD_BITS*(l+2)+:FIELD_BITS] : fields[FIELD_BITS*l+:FIELD_BITS];
        spin_2_q    <= reloading_i ? start_word[15] : spin_word;
        best_2_q    <= !reloading_i && best_word;
        field_3_q   <= field_2_q;
        spin_3_q    <= spin_2_q;
        best_3_q    <= best_2_q;
        spins_4_q   <= {spin_3_q ^ turn_3_q[l], snapshot_i[l] ? spin_3_q : best_3_q};
        if (!rst_ni) begin
          turn_3_q[l] <= 1'b0;
          write_4_q   <= 1'b0;
        end else begin
          turn_3_q[l] <= live_2_q[l] && !flip_q && (drawn != spin_2_q);
          write_4_q   <= visit_o[l];
        end
      end
      assign field_2[FIELD_BITS*l+:FIELD_BITS] = field_2_q;
      assign field_3[FIELD_BITS*l+:FIELD_BITS] = field_3_q;
      assign spin_2[l] = spin_2_q;
      assign best_2[l] = best_2_q;
      assign spin_3[l] = spin_3_q;

      logic unused_margin;
      assign unused_margin = &{1'b0, margin};
    end
  endgenerate

  // Where the upper spin turns the lower one's visit does not count.
  assign visit_o = visit_3_q & {!flip_q, !flip_q && !turn_3_q[1]};
  always_ff @(posedge clk_i) begin
    flip_index_q <= {pair_3_q, turn_3_q[1]};
    flip_next_q  <= turn_3_q[1] ? {1'b0, pair_3_q} : less_3_q;  // its partner comes next, or the next pair
    flip_field_q <= turn_3_q[1] ? field_3[FIELD_BITS+:FIELD_BITS] : field_3[0+:FIELD_BITS];
    flip_old_q   <= turn_3_q[1] ? spin_3[1] : spin_3[0];
    if (!rst_ni) flip_q <= 1'b0;
    else flip_q <= (turn_3_q != '0) && !flip_q;
  end

  assign scan_end_o   = scan_end;
  assign flip_o       = flip_q;
  assign flip_index_o = flip_index_q;
  assign flip_spin_o  = !flip_old_q;
  assign flip_field_o = flip_field_q;
  always_ff @(posedge clk_i) overflow_q <= rst_ni && overflow != '0;
  assign overflow_o   = overflow_q;
  assign host_state_o = host_addr_i[0] ? {spin_2[1], best_2[1], field_2[FIELD_BITS+:FIELD_BITS]} :
                        {spin_2[0], best_2[0], field_2[0+:FIELD_BITS]};

  logic unused_bits;
  assign unused_bits = &{1'b0, host_addr_i, start_word};
endmodule
