// Digilent Arty A7-100T (Xilinx XC7A100T-1CSG324): an annealer behind the USB serial port.
module top (
    input  logic       clk_pin_i,  // 100 MHz
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
