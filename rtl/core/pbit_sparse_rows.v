// The rows of a sparse p-bit core: three entries each, what they say, and the host's way to them.
//
// MEMORY 0 and 1: a memory of 16-bit words for each slot; a row is there a clock after its address.
// MEMORY 2: one memory as wide as a row, in pages that fill Gowin's blocks, and a register behind the pages: two clocks. An entry
// keeps the bits that it has. With weights of two bits, where the last quarter of a bank's addresses is free, one bit less: a
// weight is +1 or -1, and padding has an address in that quarter. A slot is written together with the rest of its row as
// it was read; the host's address holds for long enough.
// Reset: none, data alone.
module pbit_sparse_rows #(
    parameter SPINS = 4096,
    parameter ENTRIES = 49152,
    parameter WEIGHT_BITS = 4,
    parameter MEMORY = 0,
    parameter BANK_BITS = $clog2(SPINS) - 2,
    parameter ROW_BITS = $clog2(ENTRIES / 3)
) (
    input  logic                     clk_i,
    input  logic [ROW_BITS-1:0]      addr_i,
    input  logic [2:0]               write_i,     // by slot
    input  logic [15:0]              wdata_i,     // an entry as docs/cores/pbit_sparse.md has it
    input  logic [1:0]               host_slot_i,
    output logic [3*BANK_BITS-1:0]   address_o,   // by slot: word of the bank ...
    output logic [2:0]               fourth_o,    // ... which is bank 3, not that of the slot
    output logic [3*WEIGHT_BITS-1:0] weight_o,    // 0: padding
    output logic [15:0]              host_list_o  // the entry in host_slot_i, a clock later
);
  localparam ROWS = ENTRIES / 3;
  localparam FULL_BITS = BANK_BITS + 1 + WEIGHT_BITS;

  logic [47:0] row;  // as the host reads it
  logic [15:0] host_list_q;
  always_ff @(posedge clk_i) host_list_q <= host_slot_i[1] ? row[47:32] : host_slot_i[0] ? row[31:16] : row[15:0];
  assign host_list_o = host_list_q;

  genvar k;
  generate
    if (MEMORY != 2) begin : g_slots
      for (k = 0; k < 3; k = k + 1) begin : g_slot
        ram_one_port #(
            .DEPTH(ROWS),
            .KIND(MEMORY)
        ) u_list (
            .clk_i(clk_i),
            .write_i(write_i[k]),
            .addr_i(addr_i),
            .wdata_i(wdata_i),
            .rdata_o(row[16*k+:16])
        );
        assign weight_o[WEIGHT_BITS*k+:WEIGHT_BITS] = row[16*k+:WEIGHT_BITS];
        assign fourth_o[k]                          = row[16*k+WEIGHT_BITS];
        assign address_o[BANK_BITS*k+:BANK_BITS]    = row[16*k+WEIGHT_BITS+1+:BANK_BITS];
      end
    end else begin : g_wide
      localparam SIGN_ALONE = WEIGHT_BITS == 2 && 4 * SPINS <= 12 << BANK_BITS ? 1 : 0;
      localparam BITS = FULL_BITS - SIGN_ALONE;
      logic [3*BITS-1:0] word, word_q, wdata;
      logic [BITS-1:0]   packed_entry;

      ram_pages #(
          .DEPTH(ROWS),
          .WIDTH(3 * BITS),
          .PAGE(2048)
      ) u_rows (
          .clk_i(clk_i),
          .write_i(write_i != '0),
          .addr_i(addr_i),
          .wdata_i(wdata),
          .rdata_o(word)
      );
      always_ff @(posedge clk_i) word_q <= word;

      if (SIGN_ALONE == 1) begin : g_pack
        assign packed_entry = {wdata_i[FULL_BITS-1-:2] | {2{!wdata_i[0]}}, wdata_i[FULL_BITS-3:WEIGHT_BITS], wdata_i[1]};
      end else begin : g_pack_not
        assign packed_entry = wdata_i[FULL_BITS-1:0];
      end
      for (k = 0; k < 3; k = k + 1) begin : g_slot
        logic [BITS-1:0] entry;
        assign entry = word_q[BITS*k+:BITS];
        assign wdata[BITS*k+:BITS] = write_i[k] ? packed_entry : entry;
        assign address_o[BANK_BITS*k+:BANK_BITS] = entry[BITS-1-:BANK_BITS];
        assign fourth_o[k] = entry[BITS-BANK_BITS-1];
        if (SIGN_ALONE == 1) begin : g_sign
          logic used;
          assign used = entry[BITS-1-:2] != 2'b11;
          assign weight_o[WEIGHT_BITS*k+:WEIGHT_BITS] = {entry[0] && used, used};
          assign row[16*k+:16] = {16{used}} & 16'({entry, 1'b1});
        end else begin : g_weight
          assign weight_o[WEIGHT_BITS*k+:WEIGHT_BITS] = entry[WEIGHT_BITS-1:0];
          assign row[16*k+:16] = 16'(entry);
        end
      end
      logic unused_wdata;
      assign unused_wdata = &{1'b0, wdata_i};
    end
  endgenerate
endmodule
