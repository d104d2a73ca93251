// The spins of a memory_match core: state, the force that each is under, and the word whose ones are counted.
//
// There are sums for SPINS / GROUPS of them: sum i serves the spins i, i + SPINS / GROUPS, ... in turn. What the spins of
// a group want is kept until the last group's is known, whose sums tell it themselves. Which of them differ from a pattern
// waits in a shift register until the pattern's force is there.
//
// A spin's sum takes the forces of the patterns that differ from it. With S for that sum and T for that of all forces the
// spin wants to turn where S > T - S; so at the end T/2, rounded down, and 1 are subtracted: then the sign says it, and a
// tie leaves the spin as it is. Only the last value must fit: what wraps before comes back. Whatever
// differs while there is no pattern takes a force of 0.
module memory_match_cells #(
    parameter SPINS = 256,
    parameter GROUPS = 2,                        // a power of two
    parameter WAIT = 8,                          // clocks from ones_o to the force that it brings
    parameter SUM_BITS = 13,
    parameter GROUP_BITS = GROUPS == 1 ? 1 : $clog2(GROUPS)
) (
    input  logic                clk_i,
    input  logic                rst_ni,
    input  logic [SPINS-1:0]    pattern_i,   // a pattern, 1 is +1
    output logic [SPINS-1:0]    differs_o,   // the state from it, one clock later
    // one clock after that, or at once:
    input  logic                turns_i,     // the spins that want to turn, or else those that differ,
    output logic [SPINS-1:0]    ones_o,      // are counted, one clock later,
    input  logic [GROUP_BITS-1:0] group_i,   // and the sums of this group's that differ take the force WAIT clocks after that
    input  logic                all_i,       // all sums take the force, one clock later
    input  logic [SUM_BITS-1:0] force_i,
    input  logic                clear_i,     // beside the force: become 0 instead
    input  logic [GROUPS-1:0]   keep_i,      // what this group wants is kept; of the last one nothing is
    input  logic                apply_i,     // those that want to turn do
    // the state turns round by words of 32
    input  logic                rotate_i,
    input  logic                replace_i,
    input  logic [31:0]         word_i,
    output logic [31:0]         word_o
);
  localparam SUMS = SPINS / GROUPS;

  logic [SPINS-1:0] spin_q, turn, ones_q, differs_q, rotated;

  assign rotated = {replace_i ? word_i : spin_q[31:0], spin_q[SPINS-1:32]};
  always_ff @(posedge clk_i) begin
    differs_q <= spin_q ^ pattern_i;
    ones_q    <= turns_i ? turn : differs_q;
    if (!rst_ni) spin_q <= '0;
    else if (apply_i || rotate_i) spin_q <= rotate_i ? rotated : spin_q ^ turn;
  end

  // One enable for each sum, and no selector but that of the group.
  logic [SUMS-1:0] wants, enable_q;
  genvar i, g;
  generate
    for (i = 0; i < SUMS; i = i + 1) begin : g_sum
      logic [GROUPS-1:0] served;
      for (g = 0; g < GROUPS; g = g + 1) begin : g_served
        assign served[g] = differs_q[g*SUMS+i];
      end
      logic            chosen;
      logic [WAIT-1:0] waiting_q;
      if (GROUPS == 1) begin : g_one
        assign chosen = served[0];
      end else begin : g_some
        assign chosen = served[group_i];
      end
      always_ff @(posedge clk_i) begin
        waiting_q   <= {waiting_q[WAIT-2:0], chosen};
        enable_q[i] <= all_i | waiting_q[WAIT-1];
      end

      logic [SUM_BITS-1:0] sum_q;
      always_ff @(posedge clk_i) begin
        if (enable_q[i]) begin
          if (clear_i) sum_q <= '0;
          else sum_q <= sum_q + force_i;
        end
      end
      assign wants[i] = !sum_q[SUM_BITS-1];
    end
    for (g = 0; g < GROUPS - 1; g = g + 1) begin : g_kept
      logic [SUMS-1:0] kept_q;
      always_ff @(posedge clk_i) if (keep_i[g]) kept_q <= wants;
      assign turn[g*SUMS +: SUMS] = kept_q;
    end
  endgenerate
  assign turn[SPINS-1 -: SUMS] = wants;

  logic unused_bits;
  assign unused_bits = &{1'b0, group_i, keep_i};

  assign differs_o = differs_q;
  assign ones_o    = ones_q;
  assign word_o    = spin_q[31:0];
endmodule
