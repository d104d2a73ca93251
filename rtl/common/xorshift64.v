// Free-running noise: Marsaglia's 64-bit xorshift, with the shifts 13, 7, 17 unless told (J. Stat. Software 8(14), 2003).
// One step per clock; the state itself is the output. Bit 0 of the seed counts as 1, so that it is never zero.
module xorshift64 #(
    parameter LEFT_FIRST = 13,
    parameter RIGHT = 7,
    parameter LEFT_LAST = 17
) (
    input  logic        clk_i,
    input  logic        load_i,   // take the seed instead of stepping
    input  logic [63:1] seed_i,   // bit 0 is 1
    output logic [63:0] state_o
);
  logic [63:0] state_q;
  logic [63:0] a, b, c;

  assign a = state_q ^ (state_q << LEFT_FIRST);
  assign b = a ^ (a >> RIGHT);
  assign c = b ^ (b << LEFT_LAST);

  always_ff @(posedge clk_i) state_q <= load_i ? {seed_i, 1'b1} : c;

  assign state_o = state_q;
endmodule
