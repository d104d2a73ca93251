// Digilent Genesys 2 (Xilinx Kintex-7 XC7K325T-2FFG900): an annealer behind the USB serial port. The clock comes in two phases.
module top (
    input  logic       clk_pin_i,  // 200 MHz ...
    input  logic       clk_pin_ni, // ... and its complement
    input  logic       uart_rx_i,
    output logic       uart_tx_o,
    output logic [2:0] led_o
);
  logic clk_200;
  IBUFDS u_buffer (
      .I(clk_pin_i),
      .IB(clk_pin_ni),
      .O(clk_200)
  );

  board u_board (
      .clk_pin_i(clk_200),
      .uart_rx_i(uart_rx_i),
      .uart_tx_o(uart_tx_o),
      .led_o(led_o)
  );
endmodule
