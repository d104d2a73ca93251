// iCEBreaker (iCE40UP5K-SG48): an annealer behind the USB serial port. Red LED: bytes on the line; green LED: annealing, or done.
// The core, its parameters and the clock come from configuration.vh.
`include "configuration.vh"

module top (
    input  logic clk_pin_i,    // 12 MHz
    input  logic uart_rx_i,
    output logic uart_tx_o,
    output logic led_red_no,
    output logic led_green_no
);
  logic clk, locked, rst_n, link_active, busy, done;

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
      .link_o(link_active),
      .busy_o(busy),
      .done_o(done)
  );
  /* verilator lint_on PINMISSING */

  assign led_red_no   = !link_active;
  assign led_green_no = !(busy || done);
endmodule
