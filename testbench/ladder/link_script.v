// The serial link between a script of bytes at its pins and a register bus that is slow by turns: what comes back over the
// line and what happens on the bus is shown, for whoever knows what it must be. The script is a file named by +script=FILE of
// lines "op n", n in hexadecimal:
//   S send a byte       B send a byte whose stop bit is low    W rest n clocks    Q rest until nothing came back for n clocks
//   K n tenths of a clock, less ten, by which bits are longer than the link's       P pull the line low for n clocks
//   D the slave takes n clocks more for an access              Z reset for n clocks            E end
`timescale 1ns / 1ps
module link_script;
  localparam CLOCKS_PER_BIT = 4;

  reg clk = 0, rst_n = 0, rx = 1, ready = 0;
  reg [31:0] rdata = 32'bx;
  wire tx, activity, valid, write;
  wire [7:0] addr;
  wire [31:0] wdata;
  always #5 clk = !clk;

  uart_link #(
      .CLOCK_HZ   (4000000),
      .BAUD       (1000000),
      .SILENCE_US (100),
      .QUEUE_BYTES(64),
      .MAX_WRITE  (12)
  ) dut (
      .clk_i      (clk),
      .rst_ni     (rst_n),
      .uart_rx_i  (rx),
      .uart_tx_o  (tx),
      .activity_o (activity),
      .bus_valid_o(valid),
      .bus_write_o(write),
      .bus_addr_o (addr),
      .bus_wdata_o(wdata),
      .bus_ready_i(ready),
      .bus_rdata_i(rdata)
  );

  // The slave: 256 words, an answer after some clocks, and no data but with it. What the master asks may not move meanwhile.
  reg [31:0] words[0:255];
  reg [40:0] asked;
  integer age = 0, slow = 0, turn = 0, k;
  initial for (k = 0; k < 256; k = k + 1) words[k] = k * 32'h01010101 ^ 32'h5aa5c33c;
  wire [40:0] asks = {write, addr, write === 1'b1 ? wdata : 32'd0};
  always @(posedge clk) begin
    #1;
    if (rst_n && valid !== 1'b0 && valid !== 1'b1) $display("the bus is undefined");
    if (ready || !rst_n) begin
      ready = 0;
      rdata = 32'bx;
      age = 0;
    end else if (valid === 1'b1) begin
      if (age == 0) asked = asks;
      else if (asked !== asks) $display("the bus moves");
      age = age + 1;
      if (age > turn + slow) begin
        ready = 1;
        turn = (turn + 1) % 4;
        if (write) words[addr] = wdata;
        else rdata = words[addr];
        if (write) $display("w %h %h", addr, wdata);
        else $display("r %h", addr);
      end
    end else if (age != 0) begin
      $display("the bus gives up");
      age = 0;
    end
  end

  // Receiver: every bit must hold still for all of its clocks.
  reg [9:0] got;
  integer at = -1, quiet = 0, active = 0;
  always @(negedge clk) begin
    quiet = at < 0 && tx === 1'b1 && activity === 1'b0 ? quiet + 1 : 0;
    if (activity === 1'b1) active = active + 1;
    if (!rst_n) at = -1;
    else if (at >= 0 || tx !== 1'b1) begin
      at = at + 1;
      if (at % CLOCKS_PER_BIT == 0) got = {tx, got[9:1]};
      else if (tx !== got[9]) $display("ragged");
      if (at == 10 * CLOCKS_PER_BIT - 1) begin
        if (got[9] !== 1'b1 || got[0] !== 1'b0) $display("broken");
        $display("b %h", got[8:1]);
        at = -1;
      end
    end
  end

  integer phase = 0, skew = 0;
  task hold(input level);
    begin
      rx = level;
      phase = phase + 10 * CLOCKS_PER_BIT + skew;
      while (phase >= 10) begin
        @(posedge clk);
        #1 phase = phase - 10;
      end
    end
  endtask
  integer b;
  task send(input [7:0] data, input stop);
    begin
      hold(0);
      for (b = 0; b < 8; b = b + 1) hold(data[b]);
      hold(stop);
      if (!stop) hold(1);
    end
  endtask

  // A sound link is through after 235,000 clocks.
  initial begin
    #3500000 $display("too long");
    $finish;
  end

  reg [8*256-1:0] name;
  reg [7:0] op;
  integer script, n, found;
  initial begin
    if (!$value$plusargs("script=%s", name)) $finish;
    script = $fopen(name, "r");
    found = $fscanf(script, " %c %h", op, n);
    while (found == 2 && op != "E") begin
      case (op)
        "S": send(n, 1);
        "B": send(n, 0);
        "K": skew = n - 10;
        "D": slow = n;
        "W": repeat (n) @(posedge clk) #1;
        "Q": begin
          quiet = 0;
          b = 0;
          while (quiet < n && b < 100000) begin
            @(posedge clk);
            #1 b = b + 1;
          end
          $display("quiet");
        end
        "P": begin
          rx = 0;
          repeat (n) @(posedge clk) #1;
          rx = 1;
        end
        "Z": begin
          $display("reset");
          rst_n = 0;
          repeat (n) @(posedge clk) #1;
          rst_n = 1;
        end
        default: $display("what is %c?", op);
      endcase
      found = $fscanf(script, " %c %h", op, n);
    end
    $display("active for %0d clocks", active);
    $finish;
  end
endmodule
