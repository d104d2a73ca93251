// One of many words of 32 bits that stand still: of more than 16 the choice takes two clocks, with a register between, because
// a selector behind so many memories would be the longest way of a core.
module word_select #(
    parameter WORDS = 16,  // a power of two
    parameter INDEX_BITS = $clog2(WORDS)
) (
    input  logic                  clk_i,
    input  logic [32*WORDS-1:0]   words_i,
    input  logic [INDEX_BITS-1:0] index_i,
    output logic [31:0]           word_o    // more than 16 words: a clock after words_i and index_i
);
  localparam LATER_BITS = INDEX_BITS > 4 ? INDEX_BITS / 2 : 0;  // of the index, chosen behind the register
  localparam GROUPS = 1 << LATER_BITS;
  localparam SIZE = WORDS / GROUPS;

  genvar g, w;
  generate
    if (GROUPS == 1) begin : g_at_once
      logic [31:0] words[0:WORDS-1];
      for (w = 0; w < WORDS; w = w + 1) begin : g_word
        assign words[w] = words_i[32*w +: 32];
      end
      assign word_o = words[index_i];
      logic unused_clock;
      assign unused_clock = clk_i;
    end else begin : g_later
      logic [31:0] group_q[0:GROUPS-1];
      for (g = 0; g < GROUPS; g = g + 1) begin : g_group
        logic [31:0] words[0:SIZE-1];
        for (w = 0; w < SIZE; w = w + 1) begin : g_word
          assign words[w] = words_i[32*(SIZE*g+w) +: 32];
        end
        always_ff @(posedge clk_i) group_q[g] <= words[index_i[INDEX_BITS-LATER_BITS-1:0]];
      end
      assign word_o = group_q[index_i[INDEX_BITS-1 -: LATER_BITS]];
    end
  endgenerate
endmodule
