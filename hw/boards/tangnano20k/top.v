// Sipeed Tang Nano 20K (Gowin GW2AR-LV18QN88C8/I7): an annealer behind the BL616's USB serial port. Lamps are lit by 0.
module top (
    input  logic       clk_pin_i,  // 27 MHz
    input  logic       uart_rx_i,
    output logic       uart_tx_o,
    output logic [2:0] led_no
);
  logic [2:0] led;
  assign led_no = ~led;

  board u_board (
      .clk_pin_i(clk_pin_i),
      .uart_rx_i(uart_rx_i),
      .uart_tx_o(uart_tx_o),
      .led_o(led)
  );
endmodule
