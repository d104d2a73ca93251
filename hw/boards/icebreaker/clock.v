// Clock of the iCEBreaker: the 12 MHz input through the PLL, f = 12 MHz * (DIVF + 1) / ((DIVR + 1) * 2^DIVQ), or as it is
// where configuration.vh, which `isinglass hw build` writes for the configuration's clock_mhz, has no dividers.
// A simulation of the netlist replaces this module by one without the PLL, which has no model.
`include "configuration.vh"

module clock (
    input  logic clk_pin_i,
    output logic clk_o,
    output logic locked_o
);
`ifdef PLL_DIVR
  SB_PLL40_PAD #(
      .FEEDBACK_PATH("SIMPLE"),
      .DIVR(`PLL_DIVR),
      .DIVF(`PLL_DIVF),
      .DIVQ(`PLL_DIVQ),
      .FILTER_RANGE(`PLL_FILTER_RANGE)
  ) u_pll (
      .PACKAGEPIN(clk_pin_i),
      .PLLOUTGLOBAL(clk_o),
      .LOCK(locked_o),
      .RESETB(1'b1),
      .BYPASS(1'b0)
  );
`else
  assign clk_o    = clk_pin_i;
  assign locked_o = 1'b1;
`endif
endmodule
