// Clock of boards with a Xilinx 7 series part: the board's clock through an MMCM (UG472),
// f = input * CLKFBOUT_MULT / (DIVCLK_DIVIDE * CLKOUT0_DIVIDE). The dividers come from configuration.vh;
// without them the clock is the input as it is.
`include "configuration.vh"

module clock (
    input  logic clk_pin_i,
    output logic clk_o,
    output logic locked_o
);
`ifdef PLL_CLKFBOUT_MULT
  logic feedback, clk;

  // Outputs that are not used stay open.
  /* verilator lint_off PINMISSING */
  MMCME2_BASE #(
      .CLKIN1_PERIOD(`PLL_INPUT_PERIOD),
      .CLKFBOUT_MULT_F(`PLL_CLKFBOUT_MULT),
      .DIVCLK_DIVIDE(`PLL_DIVCLK_DIVIDE),
      .CLKOUT0_DIVIDE_F(`PLL_CLKOUT0_DIVIDE)
  ) u_mmcm (
      .CLKIN1(clk_pin_i),
      .CLKFBIN(feedback),
      .CLKFBOUT(feedback),
      .CLKOUT0(clk),
      .LOCKED(locked_o),
      .PWRDWN(1'b0),
      .RST(1'b0)
  );
  /* verilator lint_on PINMISSING */

  BUFG u_buffer (
      .I(clk),
      .O(clk_o)
  );
`else
  assign clk_o    = clk_pin_i;
  assign locked_o = 1'b1;
`endif
endmodule
