// The PLLs of boards' netlists for simulation: the input straight through, locked from the start. The real ones have no
// model.
module SB_PLL40_PAD #(
    parameter FEEDBACK_PATH = "SIMPLE",
    parameter DIVR = 0,
    parameter DIVF = 0,
    parameter DIVQ = 0,
    parameter FILTER_RANGE = 0
) (
    input  PACKAGEPIN,
    output PLLOUTGLOBAL,
    output LOCK,
    input  RESETB,
    input  BYPASS
);
  assign PLLOUTGLOBAL = PACKAGEPIN;
  assign LOCK = RESETB && !BYPASS;
endmodule

module SB_PLL40_CORE #(
    parameter FEEDBACK_PATH = "SIMPLE",
    parameter DIVR = 0,
    parameter DIVF = 0,
    parameter DIVQ = 0,
    parameter FILTER_RANGE = 0
) (
    input  REFERENCECLK,
    output PLLOUTGLOBAL,
    output LOCK,
    input  RESETB,
    input  BYPASS
);
  assign PLLOUTGLOBAL = REFERENCECLK;
  assign LOCK = RESETB && !BYPASS;
endmodule
