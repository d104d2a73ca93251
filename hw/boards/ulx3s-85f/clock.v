// Clock of the ULX3S: the 25 MHz input through an EHXPLLL (Lattice TN1263), f = 25 MHz * CLKFB_DIV / CLKI_DIV, fed back from
// CLKOP, with its oscillator at f * CLKOP_DIV. The dividers come from configuration.vh;
// without them the clock is the input as it is.
// A simulation of the netlist replaces this module by one without the PLL, which has no model.
`include "configuration.vh"

module clock (
    input  logic clk_pin_i,
    output logic clk_o,
    output logic locked_o
);
`ifdef PLL_CLKFB_DIV
  // Outputs that are not used stay open.
  /* verilator lint_off PINMISSING */
  (* FREQUENCY_PIN_CLKI = "25" *) (* ICP_CURRENT = "12" *) (* LPF_RESISTOR = "8" *) (* MFG_ENABLE_FILTEROPAMP = "1" *)
  (* MFG_GMCREF_SEL = "2" *)
  EHXPLLL #(
      .PLLRST_ENA("DISABLED"),
      .INTFB_WAKE("DISABLED"),
      .STDBY_ENABLE("DISABLED"),
      .DPHASE_SOURCE("DISABLED"),
      .OUTDIVIDER_MUXA("DIVA"),
      .CLKOP_ENABLE("ENABLED"),
      .FEEDBK_PATH("CLKOP"),
      .CLKI_DIV(`PLL_CLKI_DIV),
      .CLKFB_DIV(`PLL_CLKFB_DIV),
      .CLKOP_DIV(`PLL_CLKOP_DIV),
      .CLKOP_CPHASE(`PLL_CLKOP_DIV - 1),
      .CLKOP_FPHASE(0)
  ) u_pll (
      .CLKI(clk_pin_i),
      .CLKFB(clk_o),
      .CLKOP(clk_o),
      .LOCK(locked_o),
      .RST(1'b0),
      .STDBY(1'b0),
      .PHASESEL0(1'b0),
      .PHASESEL1(1'b0),
      .PHASEDIR(1'b0),
      .PHASESTEP(1'b0),
      .PHASELOADREG(1'b0),
      .PLLWAKESYNC(1'b0),
      .ENCLKOP(1'b0)
  );
  /* verilator lint_on PINMISSING */
`else
  assign clk_o    = clk_pin_i;
  assign locked_o = 1'b1;
`endif
endmodule
