// ULX3S (ECP5 LFE5U-85F-6BG381C): an annealer behind the FTDI's USB serial port.
module top (
    input  logic       clk_pin_i,  // 25 MHz
    input  logic       uart_rx_i,
    output logic       uart_tx_o,
    output logic [2:0] led_o,
    output logic       wifi_boot_no
);
  board u_board (
      .clk_pin_i(clk_pin_i),
      .uart_rx_i(uart_rx_i),
      .uart_tx_o(uart_tx_o),
      .led_o(led_o)
  );

  assign wifi_boot_no = 1'b1;  // low would hold the ESP32, and with it the board, in its boot loader
endmodule
