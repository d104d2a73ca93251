// What a sparse p-bit core reads once per visit: the first row of a pair's lists, the number of rows of each, the initial word.
//
// MEMORY 0 and 1: one memory of 16-bit words, in three tables.
// MEMORY 2: a memory for each table, of the width that it needs, for Gowin's blocks. First rows are kept for pairs: an odd
// spin's reads as its partner's less one, which is what it must be. Fields bound the number of neighbours and so of rows.
// Each table is there a clock after its address. Reset: none, data alone.
module pbit_sparse_pointers #(
    parameter SPINS = 4096,
    parameter FIELD_BITS = 10,
    parameter MEMORY = 0,
    parameter ROW_BITS = 14,
    parameter INDEX_BITS = $clog2(SPINS),
    parameter LENGTH_BITS = INDEX_BITS + 1
) (
    input  logic                   clk_i,
    input  logic [1:0]             table_i,         // 0 first row, 1 rows - 5, 2 initial word
    input  logic [INDEX_BITS-1:0]  addr_i,
    input  logic                   write_i,
    input  logic [15:0]            wdata_i,
    output logic [ROW_BITS-1:0]    first_o,         // right where this table was asked for, like the next two
    output logic [LENGTH_BITS-1:0] length_o,
    output logic [15:0]            initial_o,
    output logic [15:0]            host_pointer_o   // two clocks after the address, or three
);
  generate
    if (MEMORY != 2) begin : g_tables
      logic [15:0] word, host_q;
      ram_one_port #(
          .DEPTH(3 * (1 << INDEX_BITS)),
          .KIND(MEMORY)
      ) u_pointers (
          .clk_i(clk_i),
          .write_i(write_i),
          .addr_i({table_i, addr_i}),
          .wdata_i(wdata_i),
          .rdata_o(word)
      );
      always_ff @(posedge clk_i) host_q <= word;
      assign first_o        = word[ROW_BITS-1:0];
      assign length_o       = word[LENGTH_BITS-1:0];
      assign initial_o      = word;
      assign host_pointer_o = host_q;
    end else begin : g_memories
      logic [2:0]              write;
      logic [ROW_BITS-1:0]     first, first_q;
      logic [FIELD_BITS-1:0]   length;
      logic [FIELD_BITS:0]     initial_word;
      logic [15:0]             host_q, rest_q;
      logic                    odd_q, is_first_q;
      assign write = {write_i && table_i == 2'd2, write_i && table_i == 2'd1, write_i && table_i == 2'd0 && !addr_i[0]};
      ram_pages #(
          .DEPTH(SPINS / 2),
          .WIDTH(ROW_BITS),
          .PAGE(2048)
      ) u_first (
          .clk_i(clk_i),
          .write_i(write[0]),
          .addr_i(addr_i[INDEX_BITS-1:1]),
          .wdata_i(wdata_i[ROW_BITS-1:0]),
          .rdata_o(first)
      );
      ram_pages #(
          .DEPTH(SPINS),
          .WIDTH(FIELD_BITS),
          .PAGE(4096)
      ) u_length (
          .clk_i(clk_i),
          .write_i(write[1]),
          .addr_i(addr_i),
          .wdata_i(wdata_i[FIELD_BITS-1:0]),
          .rdata_o(length)
      );
      ram_pages #(
          .DEPTH(SPINS),
          .WIDTH(FIELD_BITS + 1),
          .PAGE(4096)
      ) u_initial (
          .clk_i(clk_i),
          .write_i(write[2]),
          .addr_i(addr_i),
          .wdata_i({wdata_i[15], wdata_i[FIELD_BITS-1:0]}),
          .rdata_o(initial_word)
      );
      assign first_o   = first;
      assign length_o  = LENGTH_BITS'($signed(length));
      assign initial_o = {initial_word[FIELD_BITS], {15 - FIELD_BITS{1'b0}}, initial_word[FIELD_BITS-1:0]};
      // The host holds its address.
      always_ff @(posedge clk_i) begin
        odd_q      <= addr_i[0];
        is_first_q <= table_i == 2'd0;
        first_q    <= first - {{ROW_BITS - 1{1'b0}}, odd_q};
        rest_q     <= table_i == 2'd1 ? 16'($signed(length)) : initial_o;
        host_q     <= is_first_q ? 16'(first_q) : rest_q;
      end
      assign host_pointer_o = host_q;
      logic unused_wdata;
      assign unused_wdata = &{1'b0, wdata_i};
    end
  endgenerate
endmodule
