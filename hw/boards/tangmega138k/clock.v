// Clock of the Tang Mega 138K: the 50 MHz input as it is. The PLL of this family (PLLA) is not set up here.
module clock (
    input  logic clk_pin_i,
    output logic clk_o,
    output logic locked_o
);
  assign clk_o    = clk_pin_i;
  assign locked_o = 1'b1;
endmodule
