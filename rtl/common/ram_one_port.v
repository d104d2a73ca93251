// 16-bit memory with one port: written or read in a clock, never both.
// KIND 0 is inferred block RAM; KIND 1 is made of iCE40 UP5K SPRAM blocks (16,384 words each), which have no initial
// content. Reads in a clock that writes are undefined.
module ram_one_port #(
    parameter DEPTH = 1024,
    parameter KIND = 0,
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
