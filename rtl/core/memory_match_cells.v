// The spins of a memory_match core: state, the force that each is under, and the word whose ones are counted.
//
// A spin's sum takes the forces of the patterns that differ from it. With S for that sum and T for that of all forces the
// spin wants to turn where S > T - S; so at the end T/2, rounded down, and 1 are subtracted: then the sign says it, and a
// tie leaves the spin as it is. Only the last value must fit: what wraps before comes back. The force is 0 whenever the
// word under count is not to be summed.
module memory_match_cells #(
    parameter SPINS = 256,
    parameter SUM_BITS = 13
) (
    input  logic                clk_i,
    input  logic                rst_ni,
    input  logic [SPINS-1:0]    pattern_i,   // a pattern, 1 is +1
    output logic [SPINS-1:0]    differs_o,   // the state from it, one clock later
    // one clock after that, or at once:
    input  logic                all_i,       // all spins, ...
    input  logic                turns_i,     // ... those that want to turn, or else those that differ,
    output logic [SPINS-1:0]    ones_o,      // are counted, and their sums take the force, one clock later
    input  logic [SUM_BITS-1:0] force_i,     // beside ones_o
    input  logic                clear_i,     // beside the force: become 0 instead
    input  logic                apply_i,     // those that want to turn do
    // the state turns round by words of 32
    input  logic                rotate_i,
    input  logic                replace_i,
    input  logic [31:0]         word_i,
    output logic [31:0]         word_o
);
  logic [SPINS-1:0] spin_q, turn, ones_q, differs_q, rotated;

  assign rotated = {replace_i ? word_i : spin_q[31:0], spin_q[SPINS-1:32]};
  always_ff @(posedge clk_i) begin
    differs_q <= spin_q ^ pattern_i;
    ones_q    <= {SPINS{all_i}} | (turns_i ? turn : differs_q);
    if (!rst_ni) spin_q <= '0;
    else if (apply_i || rotate_i) spin_q <= rotate_i ? rotated : spin_q ^ turn;
  end

  // One enable for each sum, and no selector.
  genvar i;
  generate
    for (i = 0; i < SPINS; i = i + 1) begin : g_sum
      logic [SUM_BITS-1:0] sum_q;
      always_ff @(posedge clk_i) begin
        if (ones_q[i]) begin
          if (clear_i) sum_q <= '0;
          else sum_q <= sum_q + force_i;
        end
      end
      assign turn[i] = !sum_q[SUM_BITS-1];
    end
  endgenerate

  assign differs_o = differs_q;
  assign ones_o    = ones_q;
  assign word_o    = spin_q[31:0];
endmodule
