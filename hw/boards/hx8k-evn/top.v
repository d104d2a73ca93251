// iCE40-HX8K-B-EVN (iCE40HX8K-CT256): an annealer behind the USB serial port, clocked by the board's 12 MHz as it is.
// No PLL, so that the bitstream, unpacked again, can be simulated whole. LED 0: bytes on the line; LED 1: annealing; LED 2: done.
`include "configuration.vh"

module top (
    input  logic clk_pin_i,  // 12 MHz
    input  logic uart_rx_i,
    output logic uart_tx_o,
    output logic led_0_o,
    output logic led_1_o,
    output logic led_2_o
);
  logic rst_n;

  power_on_reset u_reset (
      .clk_i(clk_pin_i),
      .good_i(1'b1),
      .rst_no(rst_n)
  );

  // Observation outputs of the annealer stay open.
  /* verilator lint_off PINMISSING */
  annealer_link #(`LINK_PARAMETERS) u_annealer (
      .clk_i(clk_pin_i),
      .rst_ni(rst_n),
      .uart_rx_i(uart_rx_i),
      .uart_tx_o(uart_tx_o),
      .link_o(led_0_o),
      .busy_o(led_1_o),
      .done_o(led_2_o)
  );
  /* verilator lint_on PINMISSING */
endmodule
