// Clock of the DE10-Nano: the 50 MHz input through a PLL of the Cyclone V, whose dividers Quartus finds. The rate comes from
// configuration.vh; without it the clock is the input as it is.
`include "configuration.vh"

module clock (
    input  logic clk_pin_i,
    output logic clk_o,
    output logic locked_o
);
`ifdef PLL_OUTPUT
  // Ports that are not used stay open.
  /* verilator lint_off PINMISSING */
  altera_pll #(
      .fractional_vco_multiplier("false"),
      .reference_clock_frequency("50.0 MHz"),
      .operation_mode("direct"),
      .number_of_clocks(1),
      .output_clock_frequency0(`PLL_OUTPUT),
      .phase_shift0("0 ps"),
      .duty_cycle0(50),
      .pll_type("General"),
      .pll_subtype("General")
  ) u_pll (
      .refclk(clk_pin_i),
      .rst(1'b0),
      .outclk(clk_o),
      .locked(locked_o),
      .fbclk(1'b0)
  );
  /* verilator lint_on PINMISSING */
`else
  assign clk_o    = clk_pin_i;
  assign locked_o = 1'b1;
`endif
endmodule
