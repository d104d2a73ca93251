// The PLL of a board's netlist for simulation: its input straight through, locked from the start. The real one has no model.
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
