// Sipeed Tang Mega 138K (Gowin GW5AST-LV138PG484AC1/I0) with its Neo dock: an annealer behind the dock's USB serial port, at the
// 50 MHz of the board's oscillator. The lamp shows bytes on the line.
module top (
    input  logic clk_pin_i,  // 50 MHz
    input  logic uart_rx_i,
    output logic uart_tx_o,
    output logic led_o
);
  logic [2:0] led;
  assign led_o = led[0];

  board u_board (
      .clk_pin_i(clk_pin_i),
      .uart_rx_i(uart_rx_i),
      .uart_tx_o(uart_tx_o),
      .led_o(led)
  );

  logic unused_led;
  assign unused_led = &{1'b0, led[2:1]};
endmodule
