// Counts the ones of a word, a new word each clock: groups of four bits in look-up tables, then a binary tree of adders
// with a register behind every second level, and behind the last. The sum is there $clog2(WIDTH) / 2 clocks after the word.
// Nothing is reset: what is in the pipeline has meaning only to who knows when its word went in.
module popcount_tree #(
    parameter WIDTH = 256,                 // a power of two, 8 or more
    parameter SUM_BITS = $clog2(WIDTH) + 1
) (
    input  logic                clk_i,
    input  logic [WIDTH-1:0]    word_i,
    output logic [SUM_BITS-1:0] sum_o
);
  localparam LEVELS = $clog2(WIDTH) - 1;

  genvar level, k;
  generate
    for (level = 0; level < LEVELS; level = level + 1) begin : g_level
      localparam BITS = level + 3;
      localparam NODES = WIDTH >> (level + 2);
      logic [NODES*BITS-1:0] sum, kept;
      for (k = 0; k < NODES; k = k + 1) begin : g_node
        if (level == 0) begin : g_leaf
          assign sum[BITS*k +: BITS] = {2'd0, word_i[4*k]} + {2'd0, word_i[4*k+1]} + {2'd0, word_i[4*k+2]} + {2'd0, word_i[4*k+3]};
        end else begin : g_add
          assign sum[BITS*k +: BITS] = {1'b0, g_level[level-1].kept[(BITS-1)*(2*k) +: BITS-1]} +
                                       {1'b0, g_level[level-1].kept[(BITS-1)*(2*k+1) +: BITS-1]};
        end
      end
      if (level % 2 == 1 || level == LEVELS - 1) begin : g_register
        logic [NODES*BITS-1:0] sum_q;
        always_ff @(posedge clk_i) sum_q <= sum;
        assign kept = sum_q;
      end else begin : g_wire
        assign kept = sum;
      end
    end
  endgenerate

  assign sum_o = g_level[LEVELS-1].kept;
endmodule
