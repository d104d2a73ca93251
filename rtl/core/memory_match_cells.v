// The spins of a memory_match core: state, the sum of the forces on each spin, and the word whose ones are counted.
//
// A spin's sum takes the force of every pattern in which the spin is +1; with S for that sum and T for that of all forces
// the wanted sum over patterns with their signs is 2 S - T. So at the end half of T is subtracted, rounded away from S's
// side, and where T is even one more from spins that are -1: then the sign says what the spin becomes, and a tie leaves it
// as it is. Only the last value must fit: what wraps before comes back.
module memory_match_cells #(
    parameter SPINS = 256,
    parameter SUM_BITS = 14
) (
    input  logic                clk_i,
    input  logic [SPINS-1:0]    pattern_i,   // a pattern, 1 is +1
    input  logic [SUM_BITS-1:0] force_i,
    // what happens to a spin's sum two clocks on: 0 nothing, 1 takes the force where the pattern is +1, 2 takes it anyway,
    // 3 takes it where the spin is -1
    input  logic [1:0]          take_i,
    input  logic                clear_i,     // beside the force: takes 0 instead
    input  logic                apply_i,     // the spins follow their sums
    input  logic                turns_i,     // count what that would change, not what differs from the pattern
    output logic [SPINS-1:0]    ones_o,      // one clock later
    // the state turns by words of 32
    input  logic                rotate_i,
    input  logic                replace_i,
    input  logic [31:0]         word_i,
    output logic [31:0]         word_o
);
  logic [SPINS-1:0] spin_q, wanted, take_q, ones_q, turned;

  assign turned = {replace_i ? word_i : spin_q[31:0], spin_q[SPINS-1:32]};

  genvar i;
  generate
    for (i = 0; i < SPINS; i = i + 1) begin : g_spin
      logic [SUM_BITS-1:0] sum_q;
      always_ff @(posedge clk_i) begin
        if (take_q[i]) begin
          if (clear_i) sum_q <= '0;
          else sum_q <= sum_q + force_i;
        end
      end
      assign wanted[i] = !sum_q[SUM_BITS-1];
      always_ff @(posedge clk_i) begin
        take_q[i] <= take_i[1] ? !(take_i[0] && spin_q[i]) : take_i[0] && pattern_i[i];
        ones_q[i] <= spin_q[i] ^ (turns_i ? wanted[i] : pattern_i[i]);
        if (apply_i || rotate_i) spin_q[i] <= rotate_i ? turned[i] : wanted[i];
      end
    end
  endgenerate

  assign ones_o = ones_q;
  assign word_o = spin_q[31:0];
endmodule
