// Plays a script on the serial pins of a board's unpacked bitstream, under Icarus Verilog.
// +script=FILE: lines "S hh" send a byte, "R n" wait for n bytes, "W n" wait n clocks, "E 0" end; numbers in hexadecimal.
// +received=FILE: what came back, one byte per line. CLOCKS_PER_BIT is the board's.
`timescale 1ns / 1ps

module play_bitstream #(
    parameter CLOCKS_PER_BIT = 12
);
  reg clk = 1'b0;
  reg rx = 1'b1;
  wire tx;
  always #5 clk = !clk;

  top board (
      .clk_pin_i(clk),
      .uart_rx_i(rx),
      .uart_tx_o(tx)
  );

  reg [8*256-1:0] script_name, received_name;
  integer script, received, matched, patience, k;
  integer expected = 0;
  integer bytes = 0;
  reg [7:0] command;
  reg [31:0] value;

  // Receiver: from the middle of the start bit on, one sample per bit.
  reg [7:0] in_byte;
  integer   in_bit;
  initial
    forever begin
      @(negedge tx);
      repeat (CLOCKS_PER_BIT / 2) @(negedge clk);
      for (in_bit = 0; in_bit < 8; in_bit = in_bit + 1) begin
        repeat (CLOCKS_PER_BIT) @(negedge clk);
        in_byte = {tx, in_byte[7:1]};
      end
      repeat (CLOCKS_PER_BIT) @(negedge clk);
      $fwrite(received, "%02x\n", in_byte);
      bytes = bytes + 1;
    end

  task send(input [7:0] data);
    integer bit_number;
    begin
      rx = 1'b0;
      repeat (CLOCKS_PER_BIT) @(negedge clk);
      for (bit_number = 0; bit_number < 8; bit_number = bit_number + 1) begin
        rx = data[bit_number];
        repeat (CLOCKS_PER_BIT) @(negedge clk);
      end
      rx = 1'b1;
      repeat (CLOCKS_PER_BIT) @(negedge clk);
    end
  endtask

  initial begin
    if (!$value$plusargs("script=%s", script_name) || !$value$plusargs("received=%s", received_name)) $finish;
    script = $fopen(script_name, "r");
    received = $fopen(received_name, "w");
    repeat (600) @(negedge clk);  // the reset after configuration
    matched = $fscanf(script, " %c %h", command, value);
    while (matched == 2 && command != "E") begin
      if (command == "S") send(value[7:0]);
      if (command == "W") repeat (value) @(negedge clk);
      if (command == "R") begin
        expected = expected + value;
        // 20 bytes of silence and 20,000 clocks to think: then the answer is not coming.
        patience = (value + 20) * 10 * CLOCKS_PER_BIT + 20000;
        while (bytes < expected && patience > 0) begin
          @(negedge clk);
          patience = patience - 1;
        end
        if (bytes < expected) begin
          $fclose(received);
          $finish;
        end
      end
      matched = $fscanf(script, " %c %h", command, value);
    end
    $fclose(received);
    $finish;
  end
endmodule
