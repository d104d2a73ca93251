// One to four SB_SPRAM256KA blocks of the iCE40 UP5K side by side in address: 16,384 words of 16 bits each.
module ram_spram_ice40 #(
    parameter DEPTH = 16384,
    parameter ADDRESS_BITS = $clog2(DEPTH)
) (
    input  logic                    clk_i,
    input  logic                    write_i,
    input  logic [ADDRESS_BITS-1:0] addr_i,
    input  logic [15:0]             wdata_i,
    output logic [15:0]             rdata_o
);
  localparam BANKS = (DEPTH + 16383) / 16384;

  logic [15:0] addr16;
  logic [1:0]  bank_q;
  logic [63:0] words;

  assign addr16 = 16'(addr_i);
  always_ff @(posedge clk_i) bank_q <= addr16[15:14];

  genvar k;
  generate
    for (k = 0; k < 4; k = k + 1) begin : g_bank
      if (k < BANKS) begin : g_used
        SB_SPRAM256KA u_spram (
            .CLOCK(clk_i),
            .ADDRESS(addr16[13:0]),
            .DATAIN(wdata_i),
            .MASKWREN(4'b1111),
            .WREN(write_i && addr16[15:14] == k),
            .CHIPSELECT(1'b1),
            .STANDBY(1'b0),
            .SLEEP(1'b0),
            .POWEROFF(1'b1),
            .DATAOUT(words[16*k +: 16])
        );
      end else begin : g_none
        assign words[16*k +: 16] = 16'd0;
      end
    end
  endgenerate

  assign rdata_o = words[16*bank_q +: 16];
endmodule
