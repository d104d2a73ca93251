// Terasic DE10-Nano (Cyclone V 5CSEBA6U23I7): an annealer behind a 3.3 V serial adapter on the Arduino header, whose pins 0 and 1
// are the line (the board's own USB serial port belongs to its processor).
module top (
    input  logic       clk_pin_i,  // 50 MHz
    input  logic       uart_rx_i,
    output logic       uart_tx_o,
    output logic [2:0] led_o
);
  board u_board (
      .clk_pin_i(clk_pin_i),
      .uart_rx_i(uart_rx_i),
      .uart_tx_o(uart_tx_o),
      .led_o(led_o)
  );
endmodule
