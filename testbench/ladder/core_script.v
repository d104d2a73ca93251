// Plays a script of register accesses against the core that configuration.vh names, and compares what it reads: the same
// bench for any core and any Verilog simulator. The script is a $readmemh file of 48-bit words {op[47:40], address[39:32], data[31:0]} named by
// +script=FILE: op 0 write, 1 read and compare, 2 wait until the core is not busy, but not
// more clocks than the data says (0: for ever), 3 end, 4 read and show, 20 (hexadecimal) + k read and compare the lowest k bits.
// +hasty: the first difference ends it.
`timescale 1ns / 1ps
`include "configuration.vh"
module core_script;
  parameter WORDS = 1 << 20;

  reg         hasty;
  reg         clk = 0, rst_n = 0, valid = 0, write = 0;
  reg  [7:0]  addr = 0;
  reg  [31:0] wdata = 32'h5a5a5a5a, mask;  // under reset, too
  wire        ready, busy;
  wire [31:0] rdata;
  reg  [47:0] script[0:WORDS-1];
  reg  [47:0] word;
  reg  [8*256-1:0] file;
  integer at, errors, running, patience;

  `ANNEALER #(
      `ANNEALER_PARAMETERS
  ) dut (
      .clk_i(clk),
      .rst_ni(rst_n),
      .bus_valid_i(valid),
      .bus_write_i(write),
      .bus_addr_i(addr),
      .bus_wdata_i(wdata),
      .bus_ready_o(ready),
      .bus_rdata_o(rdata),
      .busy_o(busy),
      .flip_o(),
      .flip_index_o(),
      .flip_spin_o(),
      .energy_o()
  );

  always #5 clk = !clk;

  task access;
    begin
      addr  = word[39:32];
      wdata = word[31:0];
      write = word[47:40] == 0;
      mask  = word[45] ? ~(32'hffffffff << word[44:40]) : 32'hffffffff;
      valid = 1;
      patience = 10000;
      @(posedge clk);
      #1;
      while (ready !== 1'b1 && patience > 0) begin
        patience = patience - 1;
        @(posedge clk);
        #1;
      end
      if (patience == 0) begin
        errors = errors + 1;
        running = 0;
        $display("script word %0d: register %h does not answer", at, addr);
      end else if (word[47:40] == 4) $display("register %h is %h", addr, rdata);
      else if (!write && ((rdata ^ word[31:0]) & mask) !== 32'd0) begin
        errors = errors + 1;
        if (errors < 10) $display("script word %0d: register %h is %h, expected %h", at, addr, rdata, word[31:0]);
      end
      @(posedge clk);
      #1 valid = 0;
    end
  endtask

  initial begin
    errors  = 0;
    running = 1;
    if (!$value$plusargs("script=%s", file)) begin
      $display("no +script=FILE");
      $finish;
    end
    hasty = $test$plusargs("hasty");
    $readmemh(file, script);
    repeat (4) @(posedge clk);
    #1 rst_n = 1;
    @(posedge clk);
    #1;
    at = 0;
    while (running) begin
      word = script[at];
      casez (word[47:40])
        8'd0, 8'd1, 8'd4, 8'b001?????: access;
        8'd2: begin
          @(posedge clk);
          #1;
          patience = word[31:0];
          while (busy !== 1'b0 && running != 0) begin
            patience = patience - 1;
            if (patience == 0) begin
              errors = errors + 1;
              running = 0;
              $display("script word %0d: the run does not end", at);
            end
            @(posedge clk);
            #1;
          end
          repeat (8) @(posedge clk);
          #1;
        end
        8'd3: running = 0;
        default: begin
          errors  = errors + 1;
          running = 0;
          $display("script word %0d: no such op", at);
        end
      endcase
      at = at + 1;
      if (hasty && errors != 0) running = 0;
    end
    if (errors == 0) $display("PASS after %0d script words", at);
    else $display("FAIL: %0d differences", errors);
    $finish;
  end
endmodule
