// Block RAM with one write port and one read port, both synchronous, for inference by any tool.
// A word that is read and written in the same clock reads as either value: no user of this module may depend on it.
// No initial content: nothing may be read before it is written.
module ram_two_port #(
    parameter DEPTH = 256,
    parameter WIDTH = 16,
    parameter STYLE = "auto",  // "distributed" asks for look-up tables (yosys)
    parameter ADDRESS_BITS = $clog2(DEPTH)
) (
    input  logic                    clk_i,
    input  logic                    write_i,
    input  logic [ADDRESS_BITS-1:0] waddr_i,
    input  logic [WIDTH-1:0]        wdata_i,
    input  logic [ADDRESS_BITS-1:0] raddr_i,
    output logic [WIDTH-1:0]        rdata_o   // one clock after raddr_i
);
  localparam unused_style = STYLE;
  // Without no_rw_check yosys builds registers and comparators around the block to keep the old value.
  (* no_rw_check, ram_style = STYLE *) logic [WIDTH-1:0] memory[0:DEPTH-1];
  logic [WIDTH-1:0] rdata_q;

  always_ff @(posedge clk_i) begin
    if (write_i) memory[waddr_i] <= wdata_i;
    rdata_q <= memory[raddr_i];
  end

  assign rdata_o = rdata_q;
endmodule
