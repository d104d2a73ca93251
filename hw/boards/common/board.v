// What the boards with a PLL, a serial line and three lamps share: the board's `clock`, the reset, and an annealer behind the
// serial line. The core, its parameters and the clock come from configuration.vh.
// led_o: 0 bytes on the line, 1 annealing, 2 done.
`include "configuration.vh"

module board (
    input  logic       clk_pin_i,
    input  logic       uart_rx_i,
    output logic       uart_tx_o,
    output logic [2:0] led_o
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
      .link_o(led_o[0]),
      .busy_o(led_o[1]),
      .done_o(led_o[2])
  );
  /* verilator lint_on PINMISSING */
endmodule
