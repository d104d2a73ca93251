// Couplings of a row-parallel core: a whole row is read in a clock and written in pieces of COLUMN_BITS.
module bifurcation_row_memory #(
    parameter SPINS = 64,
    parameter WEIGHT_BITS = 4,
    parameter COLUMN_BITS = 16,
    parameter INDEX_BITS = $clog2(SPINS),
    parameter BLOCKS = SPINS * WEIGHT_BITS / COLUMN_BITS
) (
    input  logic                          clk_i,
    input  logic [INDEX_BITS-1:0]         raddr_i,
    output logic [BLOCKS*COLUMN_BITS-1:0] row_o,    // one clock after raddr_i
    input  logic [BLOCKS-1:0]             write_i,  // by block
    input  logic [INDEX_BITS-1:0]         waddr_i,
    input  logic [31:0]                   wdata_i   // lower half to even blocks, upper half to odd ones, where they have 16 bits
);
  genvar b;
  generate
    for (b = 0; b < BLOCKS; b = b + 1) begin : g_block
      logic [COLUMN_BITS-1:0] wdata;
      assign wdata = COLUMN_BITS == 16 && b % 2 == 1 ? COLUMN_BITS'(wdata_i >> 16) : COLUMN_BITS'(wdata_i);
      ram_two_port #(
          .DEPTH(SPINS),
          .WIDTH(COLUMN_BITS)
      ) u_ram (
          .clk_i(clk_i),
          .write_i(write_i[b]),
          .waddr_i(waddr_i),
          .wdata_i(wdata),
          .raddr_i(raddr_i),
          .rdata_o(row_o[COLUMN_BITS*b +: COLUMN_BITS])
      );
    end
  endgenerate
endmodule
