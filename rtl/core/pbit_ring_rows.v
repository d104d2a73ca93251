// Memories of a ring p-bit core, side by side in blocks of COLUMN_BITS: block b holds bits COLUMN_BITS*b and up of every
// spin's row of couplings. Block 0 has a second half for the initial words, block 1 one for the best spins.
//
// Block 0 has its own read address, because its first coupling is wanted two clocks before the rest of the row.
// REGISTERED = 1 puts a register behind all others, where memories are slow and the way from them is long.
module pbit_ring_rows #(
    parameter SPINS = 128,
    parameter WEIGHT_BITS = 4,
    parameter COLUMN_BITS = 16,
    parameter REGISTERED = 0,
    parameter INDEX_BITS = $clog2(SPINS),
    parameter BLOCKS = SPINS * WEIGHT_BITS / COLUMN_BITS
) (
    input  logic                         clk_i,
    // reading: data one clock after the address, of all blocks but 0 one later where REGISTERED
    input  logic [INDEX_BITS:0]          first_addr_i,  // block 0; the upper half holds initial words
    input  logic [INDEX_BITS:0]          best_addr_i,   // block 1; the upper half holds best spins
    input  logic [INDEX_BITS-1:0]        rest_addr_i,   // all others
    output logic [BLOCKS*COLUMN_BITS-1:0] row_o,
    output logic                         best_o,        // of block 1, one clock after its address in any case
    // writing
    input  logic [BLOCKS-1:0]            write_i,       // by block
    input  logic [INDEX_BITS:0]          write_addr_i,
    input  logic [31:0]                  wdata_i,       // lower half to even blocks, upper half to odd ones, where they have 16 bits
    input  logic                         best_write_i,  // not beside write_i
    input  logic [INDEX_BITS-1:0]        best_index_i,
    input  logic                         best_spin_i
);
  logic [BLOCKS*COLUMN_BITS-1:0] row;

  genvar b;
  generate
    for (b = 0; b < BLOCKS; b = b + 1) begin : g_block
      logic [COLUMN_BITS-1:0] wdata;
      assign wdata = COLUMN_BITS == 16 && b % 2 == 1 ? COLUMN_BITS'(wdata_i >> 16) : COLUMN_BITS'(wdata_i);
      if (b == 0) begin : g_first
        ram_two_port #(
            .DEPTH(2 << INDEX_BITS),
            .WIDTH(COLUMN_BITS)
        ) u_ram (
            .clk_i(clk_i),
            .write_i(write_i[b]),
            .waddr_i(write_addr_i),
            .wdata_i(wdata),
            .raddr_i(first_addr_i),
            .rdata_o(row[COLUMN_BITS*b +: COLUMN_BITS])
        );
      end else if (b == 1) begin : g_best
        ram_two_port #(
            .DEPTH(2 << INDEX_BITS),
            .WIDTH(COLUMN_BITS)
        ) u_ram (
            .clk_i(clk_i),
            .write_i(write_i[b] || best_write_i),
            .waddr_i(best_write_i ? {1'b1, best_index_i} : write_addr_i),
            .wdata_i(best_write_i ? COLUMN_BITS'(best_spin_i) : wdata),
            .raddr_i(best_addr_i),
            .rdata_o(row[COLUMN_BITS*b +: COLUMN_BITS])
        );
      end else begin : g_rest
        ram_two_port #(
            .DEPTH(1 << INDEX_BITS),
            .WIDTH(COLUMN_BITS)
        ) u_ram (
            .clk_i(clk_i),
            .write_i(write_i[b]),
            .waddr_i(write_addr_i[INDEX_BITS-1:0]),
            .wdata_i(wdata),
            .raddr_i(rest_addr_i),
            .rdata_o(row[COLUMN_BITS*b +: COLUMN_BITS])
        );
      end
    end
    if (REGISTERED == 1) begin : g_registered
      logic [(BLOCKS-1)*COLUMN_BITS-1:0] row_q;
      always_ff @(posedge clk_i) row_q <= row[BLOCKS*COLUMN_BITS-1:COLUMN_BITS];
      assign row_o = {row_q, row[COLUMN_BITS-1:0]};
    end else begin : g_direct
      assign row_o = row;
    end
  endgenerate

  assign best_o = row[COLUMN_BITS];
endmodule
