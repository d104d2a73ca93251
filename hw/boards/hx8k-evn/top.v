// iCE40-HX8K-B-EVN (iCE40HX8K-CT256): an annealer behind the USB serial port. LED 0: bytes on the line; LED 1: annealing; LED 2: done.
`include "configuration.vh"

module top (
    input  logic clk_pin_i,  // 12 MHz
    input  logic uart_rx_i,
    output logic uart_tx_o,
    output logic led_0_o,
    output logic led_1_o,
    output logic led_2_o
);
  logic clk, locked, rst_n;

  clock u_clock (
      .clk_pin_i(clk_pin_i),
      .clk_o(clk),
      .locked_o(locked)
  );

  power_on_reset u_reset (
      .clk_i(clk),
      .good_i(locked),
      .rst_no(rst_n)
  );

  // Observation outputs of the annealer stay open.
  /* verilator lint_off PINMISSING */
  annealer_link #(`LINK_PARAMETERS) u_annealer (
      .clk_i(clk),
      .rst_ni(rst_n),
      .uart_rx_i(uart_rx_i),
      .uart_tx_o(uart_tx_o),
      .link_o(led_0_o),
      .busy_o(led_1_o),
      .done_o(led_2_o)
  );
  /* verilator lint_on PINMISSING */
endmodule
