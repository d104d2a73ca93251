// Reset after configuration and after the clock has settled: low for 256 clocks from the moment good_i is seen high, and again
// whenever it drops. Flip-flops begin at 0 after configuration, and block RAM of an iCE40 may not be read in the first microseconds.
module power_on_reset (
    input  logic clk_i,
    input  logic good_i,  // asynchronous: the PLL has locked
    output logic rst_no
);
  logic [1:0] good_q = '0;
  logic [8:0] count_q = '0;

  always_ff @(posedge clk_i) begin
    good_q <= {good_q[0], good_i};
    if (!good_q[1]) count_q <= '0;
    else if (!count_q[8]) count_q <= count_q + 1'b1;
  end

  assign rst_no = count_q[8];
endmodule
