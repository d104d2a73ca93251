// The lists of neighbours of a sparse p-bit core, and what else is read once per spin.
//
// A row holds three entries, each for another bank of fields (spin number mod 4): slot k is for bank k, or for bank 3
// where the entry says so; a row uses each bank once at most. The lists of spins 2p and 2p + 1 begin at one boundary:
// that of 2p goes up from it, that of 2p + 1 down from the row before. So one pointer, read beside the visit of both,
// serves whichever flips.
//   clock of flip_i   the first row is addressed
//   one later         its entries leave the memory: entry_o (MEMORY 2: two later)
//   + 1, + 2          the number of rows is asked for and read; it is in time to end lists of four rows or more
module pbit_sparse_lists #(
    parameter SPINS = 4096,
    parameter ENTRIES = 49152,
    parameter WEIGHT_BITS = 4,
    parameter FIELD_BITS = 10,
    parameter MEMORY = 0,
    parameter INDEX_BITS = $clog2(SPINS),
    parameter BANK_BITS = INDEX_BITS - 2
) (
    input  logic                     clk_i,
    input  logic                     rst_ni,
    input  logic                     busy_i,
    input  logic                     reloading_i,
    input  logic [INDEX_BITS-1:0]    scan_i,            // the spin that the scan is about to address
    input  logic                     upper_i,           // the upper spin of a pair flips: in the clock before flip_i
    input  logic                     flip_i,
    input  logic [INDEX_BITS-1:0]    flip_index_i,
    input  logic                     row_i,             // address the next row; begins after flip_i
    output logic                     row_last_o,        // the row being addressed is the list's last
    output logic                     entry_o,           // a row's entries follow, for each bank one or weight 0
    output logic [4*BANK_BITS-1:0]   address_o,         // of each bank's entry, or else of the scan
    output logic [4*WEIGHT_BITS-1:0] entry_weight_o,
    output logic [15:0]              initial_o,         // while reloading: the initial word of the spin in stage 1
    // host access to the memories while not busy; an address holds for several clocks
    input  logic [15:0]              host_addr_i,
    input  logic [1:0]               host_table_i,      // of the pointer memory: 0 first row, 1 rows - 5, 2 initial word
    input  logic [1:0]               host_slot_i,
    input  logic [2:0]               host_write_slot_i,
    input  logic                     host_write_pointer_i,
    input  logic [15:0]              host_wdata_i,
    output logic [15:0]              host_list_o,
    output logic [15:0]              host_pointer_o
);
  localparam LENGTH_BITS = INDEX_BITS + 1;
  localparam ROW_BITS = $clog2(ENTRIES / 3);

  // Pointer memory, addressed with the scan; after a flip it is asked for the number of rows.
  logic [1:0]            table_q;
  logic [INDEX_BITS-1:0] pointer_addr_q;
  logic [ROW_BITS-1:0]   first;
  logic [LENGTH_BITS-1:0] length;
  always_ff @(posedge clk_i) begin
    table_q        <= flip_i ? 2'd1 : !busy_i ? host_table_i : {reloading_i, 1'b0};
    pointer_addr_q <= flip_i ? flip_index_i : {scan_i[INDEX_BITS-1:1], scan_i[0] && (reloading_i || !busy_i)};
  end

  pbit_sparse_pointers #(
      .SPINS(SPINS),
      .FIELD_BITS(FIELD_BITS),
      .MEMORY(MEMORY),
      .ROW_BITS(ROW_BITS)
  ) u_pointers (
      .clk_i(clk_i),
      .table_i(table_q),
      .addr_i(pointer_addr_q),
      .write_i(host_write_pointer_i),
      .wdata_i(host_wdata_i),
      .first_o(first),
      .length_o(length),
      .initial_o(initial_o),
      .host_pointer_o(host_pointer_o)
  );

  // Row being addressed, and rows left. The number arrives less 5, so that its sign is the end.
  logic                   streaming, down_q, left_valid_q, flip_1_q, flip_2_q, entry_q, entry_1_q;
  logic [ROW_BITS-1:0]    pointer_q, above_q, below_q, row_q;
  logic [LENGTH_BITS-1:0] left_q;
  assign streaming = flip_i || row_i;
  always_ff @(posedge clk_i) begin
    pointer_q <= busy_i ? first : host_addr_i[ROW_BITS-1:0];
    above_q   <= pointer_q;
    below_q   <= pointer_q - 1'b1;
    row_q     <= streaming ? row_q + {{ROW_BITS - 1{down_q}}, 1'b1} : upper_i ? below_q : above_q;
    if (!streaming) down_q <= upper_i;
    left_q    <= flip_2_q ? length : left_q - 1'b1;
    if (!rst_ni) begin
      {flip_1_q, flip_2_q, left_valid_q, entry_q, entry_1_q} <= '0;
    end else begin
      flip_1_q     <= flip_i;
      flip_2_q     <= flip_1_q;
      left_valid_q <= flip_2_q || (left_valid_q && row_i);
      entry_1_q    <= streaming;
      entry_q      <= MEMORY == 2 ? entry_1_q : streaming;
    end
  end
  assign row_last_o = left_valid_q && left_q[LENGTH_BITS-1];

  logic [3*BANK_BITS-1:0]   address;
  logic [2:0]               fourth;
  logic [3*WEIGHT_BITS-1:0] weight;
  pbit_sparse_rows #(
      .SPINS(SPINS),
      .ENTRIES(ENTRIES),
      .WEIGHT_BITS(WEIGHT_BITS),
      .MEMORY(MEMORY)
  ) u_rows (
      .clk_i(clk_i),
      .addr_i(row_q),
      .write_i(host_write_slot_i),
      .wdata_i(host_wdata_i),
      .host_slot_i(host_slot_i),
      .address_o(address),
      .fourth_o(fourth),
      .weight_o(weight),
      .host_list_o(host_list_o)
  );

  logic [BANK_BITS-1:0] scan_address;
  assign scan_address = scan_i[INDEX_BITS-1:2];
  genvar k;
  generate
    for (k = 0; k < 3; k = k + 1) begin : g_slot
      assign address_o[BANK_BITS*k+:BANK_BITS] = entry_q ? address[BANK_BITS*k+:BANK_BITS] : scan_address;
      assign entry_weight_o[WEIGHT_BITS*k+:WEIGHT_BITS] = weight[WEIGHT_BITS*k+:WEIGHT_BITS] & {WEIGHT_BITS{!fourth[k]}};
    end
  endgenerate

  // Bank 3 takes the one entry that is for it. Slot 2 meets the scan before it meets the others: two gates, not three.
  (* keep *) logic [BANK_BITS-1:0] address_01, address_2;  // kept, or tools would save a gate and lose the time
  logic [WEIGHT_BITS-1:0] weight_3;
  assign address_01 = (address[0+:BANK_BITS] & {BANK_BITS{fourth[0]}}) | (address[BANK_BITS+:BANK_BITS] & {BANK_BITS{fourth[1]}});
  assign address_2  = entry_q ? address[2*BANK_BITS+:BANK_BITS] & {BANK_BITS{fourth[2]}} : scan_address;
  assign weight_3   = (weight[0+:WEIGHT_BITS] & {WEIGHT_BITS{fourth[0]}}) |
                      (weight[WEIGHT_BITS+:WEIGHT_BITS] & {WEIGHT_BITS{fourth[1]}}) |
                      (weight[2*WEIGHT_BITS+:WEIGHT_BITS] & {WEIGHT_BITS{fourth[2]}});
  assign address_o[3*BANK_BITS+:BANK_BITS]          = (address_01 & {BANK_BITS{entry_q}}) | address_2;
  assign entry_weight_o[3*WEIGHT_BITS+:WEIGHT_BITS] = weight_3;

  assign entry_o = entry_q;

  logic unused_bits;
  assign unused_bits = &{1'b0, host_addr_i};
endmodule
