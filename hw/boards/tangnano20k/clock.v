// Clock of the Tang Nano 20K: the 27 MHz input through an rPLL (Gowin UG286E), f = 27 MHz * (FBDIV_SEL + 1) / (IDIV_SEL + 1),
// with its oscillator at f * ODIV_SEL. The dividers come from configuration.vh;
// without them the clock is the input as it is.
// A simulation of the netlist replaces this module by one without the PLL.
`include "configuration.vh"

module clock (
    input  logic clk_pin_i,
    output logic clk_o,
    output logic locked_o
);
`ifdef PLL_FBDIV_SEL
  // Outputs that are not used stay open.
  /* verilator lint_off PINMISSING */
  rPLL #(
      .DEVICE("GW2AR-18C"),
      .FCLKIN("27"),
      .IDIV_SEL(`PLL_IDIV_SEL),
      .FBDIV_SEL(`PLL_FBDIV_SEL),
      .ODIV_SEL(`PLL_ODIV_SEL)
  ) u_pll (
      .CLKIN(clk_pin_i),
      .CLKFB(1'b0),
      .RESET(1'b0),
      .RESET_P(1'b0),
      .FBDSEL(6'd0),
      .IDSEL(6'd0),
      .ODSEL(6'd0),
      .PSDA(4'd0),
      .DUTYDA(4'd0),
      .FDLY(4'd0),
      .CLKOUT(clk_o),
      .LOCK(locked_o)
  );
  /* verilator lint_on PINMISSING */
`else
  assign clk_o    = clk_pin_i;
  assign locked_o = 1'b1;
`endif
endmodule
