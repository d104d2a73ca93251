// 16-bit memory with one port: written or read in a clock, never both.
// KIND 0 is inferred block RAM; KIND 1 is made of iCE40 UP5K SPRAM blocks (16,384 words each), which have no initial
// content; KIND 2 fills the 18-kbit blocks of Gowin parts. There the lower WIDTH of the 16 bits are kept and the others read 0,
// cut into columns of 9, 2 and 1 bits, which have 2,048, 8,192 and 16,384 words a block; whole words have 1,024 a block, and where
// only the first USED of every STRIDE are addressed the blocks between are left out. Reads in a clock that writes are undefined.
module ram_one_port #(
    parameter DEPTH = 1024,
    parameter KIND = 0,
    parameter WIDTH = 16,      // KIND 2
    parameter STRIDE = DEPTH,  // KIND 2
    parameter USED = STRIDE,   // KIND 2
    parameter ADDRESS_BITS = $clog2(DEPTH)
) (
    input  logic                    clk_i,
    input  logic                    write_i,
    input  logic [ADDRESS_BITS-1:0] addr_i,
    input  logic [15:0]             wdata_i,
    output logic [15:0]             rdata_o   // one clock after addr_i
);
  generate
    if (KIND == 1) begin : g_spram
      ram_spram_ice40 #(
          .DEPTH(DEPTH),
          .ADDRESS_BITS(ADDRESS_BITS)
      ) u_ram (
          .clk_i(clk_i),
          .write_i(write_i),
          .addr_i(addr_i),
          .wdata_i(wdata_i),
          .rdata_o(rdata_o)
      );
    end else if (KIND == 2 && WIDTH == 16) begin : g_pages
      ram_pages #(
          .DEPTH(DEPTH),
          .WIDTH(16),
          .PAGE(1024),
          .STRIDE(STRIDE),
          .USED(USED),
          .ADDRESS_BITS(ADDRESS_BITS)
      ) u_ram (
          .clk_i(clk_i),
          .write_i(write_i),
          .addr_i(addr_i),
          .wdata_i(wdata_i),
          .rdata_o(rdata_o)
      );
    end else if (KIND == 2) begin : g_columns
      localparam WIDE = WIDTH >= 9 ? 1 : 0;
      localparam PAIRS = (WIDTH - 9 * WIDE) / 2;
      localparam COLUMNS = WIDE + PAIRS + (WIDTH - 9 * WIDE) % 2;
      genvar c;
      for (c = 0; c < COLUMNS; c = c + 1) begin : g_column
        localparam BEGIN = c < WIDE ? 0 : 9 * WIDE + 2 * (c - WIDE);
        localparam BITS = c < WIDE ? 9 : c < WIDE + PAIRS ? 2 : 1;
        ram_pages #(
            .DEPTH(DEPTH),
            .WIDTH(BITS),
            .PAGE(BITS == 9 ? 2048 : BITS == 2 ? 8192 : 16384),
            .ADDRESS_BITS(ADDRESS_BITS)
        ) u_ram (
            .clk_i(clk_i),
            .write_i(write_i),
            .addr_i(addr_i),
            .wdata_i(wdata_i[BEGIN +: BITS]),
            .rdata_o(rdata_o[BEGIN +: BITS])
        );
      end
      if (WIDTH < 16) begin : g_rest
        assign rdata_o[15:WIDTH] = '0;
        logic unused_rest;
        assign unused_rest = &{1'b0, wdata_i[15:WIDTH]};
      end
    end else begin : g_inferred
      ram_two_port #(
          .DEPTH(DEPTH),
          .WIDTH(16),
          .ADDRESS_BITS(ADDRESS_BITS)
      ) u_ram (
          .clk_i(clk_i),
          .write_i(write_i),
          .waddr_i(addr_i),
          .wdata_i(wdata_i),
          .raddr_i(addr_i),
          .rdata_o(rdata_o)
      );
    end
  endgenerate
endmodule
