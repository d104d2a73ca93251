// Host access to the memories of a memory_match core, one 32-bit word at a time, while the core does not run.
// The state turns once round, word by word, whatever is asked for: then each of its words is at the end of the ring once. What is seen of a
// pattern is where the state differs from it; the state's own word takes the state out again.
module memory_match_port #(
    parameter SPINS = 256,
    parameter PATTERNS = 448,
    parameter ROW_BITS = 9,
    parameter FIRST_ROW = 64,
    parameter WORDS = SPINS / 32,
    parameter WORD_BITS = $clog2(WORDS)
) (
    input  logic                     clk_i,
    input  logic                     rst_ni,
    input  logic                     go_i,          // one clock
    input  logic                     write_i,       // the rest holds until done_o
    input  logic [3:0]               memory_i,
    input  logic [15:0]              word_i,
    output logic                     done_o,        // one clock; rdata_o is right from here until the next go_i
    output logic [31:0]              rdata_o,
    // the state
    output logic                     rotate_o,
    output logic                     replace_o,
    input  logic [31:0]              state_word_i,
    // the patterns
    output logic [ROW_BITS-1:0]      row_o,
    output logic [WORDS-1:0]         pattern_write_o,
    input  logic [SPINS-1:0]         differs_i,    // the state from the pattern in the row
    // the table and the outcome
    output logic                     table_write_o,
    input  logic [31:0]              entry_i,
    input  logic [31:0]              outcome_i
);
  localparam [3:0] SPIN = 4'd0, BEST = 4'd1, CUE = 4'd2, PATTERN = 4'd3, TABLE = 4'd4, OUTCOME = 4'd5;
  localparam STEP_BITS = $clog2(WORDS + 8);
  localparam [STEP_BITS-1:0] LAST = {STEP_BITS{1'b1}};  // yosys 0.23 makes 1 of an unsized '1 here

  // What is asked for: known two clocks after go_i.
  logic is_state_q, is_cue_q, is_pattern_q, is_table_q, is_outcome_q;
  always_ff @(posedge clk_i) begin
    is_state_q   <= (memory_i == SPIN || memory_i == BEST || memory_i == CUE) && word_i < 16'(WORDS);
    is_cue_q     <= memory_i == CUE && word_i < 16'(WORDS);
    is_pattern_q <= memory_i == PATTERN && {1'b0, word_i} < 17'(PATTERNS * WORDS);
    is_table_q   <= memory_i == TABLE && word_i < 16'(SPINS);
    is_outcome_q <= memory_i == OUTCOME && word_i == '0;
    row_o        <= ROW_BITS'(word_i >> WORD_BITS) + ROW_BITS'(FIRST_ROW);
  end

  logic       running_q, done_q, last_q;  // last: in the last step
  logic [STEP_BITS-1:0] step_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {running_q, done_q, last_q} <= '0;
      step_q <= '0;
    end else begin
      last_q    <= running_q && step_q == LAST - 1'b1;
      done_q    <= last_q;
      running_q <= go_i || (running_q && !last_q);
      if (running_q) step_q <= step_q + 1'b1;
    end
  end

  // The turn is in the steps 3 to 2 + WORDS; word k is at the end of the ring in step 3 + k.
  logic                 rotate_q, here_q;
  logic [STEP_BITS-1:0] turn;
  assign turn = step_q - STEP_BITS'(2);
  always_ff @(posedge clk_i) begin
    rotate_q <= rst_ni && running_q && step_q >= STEP_BITS'(2) && turn < STEP_BITS'(WORDS);
    here_q   <= turn == STEP_BITS'(word_i[WORD_BITS-1:0]) && (is_state_q || is_pattern_q);
  end

  // A word of differences, chosen in two clocks.
  logic [31:0] words[0:WORDS-1];
  logic [31:0] word_q, rdata_q;
  genvar w;
  generate
    for (w = 0; w < WORDS; w = w + 1) begin : g_word
      assign words[w] = differs_i[32*w +: 32];
    end
  endgenerate
  always_ff @(posedge clk_i) begin
    word_q <= is_pattern_q ? words[word_i[WORD_BITS-1:0]] : is_table_q ? entry_i : outcome_i & {32{is_outcome_q}};
    if (rotate_q && here_q) rdata_q <= state_word_i;
    else if (last_q && !is_state_q) rdata_q <= word_q ^ (rdata_q & {32{is_pattern_q}});
  end

  logic [WORDS-1:0] pattern_write_q;
  logic             table_write_q;
  integer           b;
  always_ff @(posedge clk_i) begin
    for (b = 0; b < WORDS; b = b + 1)
      pattern_write_q[b] <= rst_ni && running_q && write_i && step_q == STEP_BITS'(6) && is_pattern_q &&
                            word_i[WORD_BITS-1:0] == WORD_BITS'(b);
    table_write_q <= rst_ni && running_q && write_i && step_q == STEP_BITS'(6) && is_table_q;
  end

  assign done_o          = done_q;
  assign rdata_o         = rdata_q;
  assign rotate_o        = rotate_q;
  assign replace_o       = here_q && is_cue_q && write_i;
  assign pattern_write_o = pattern_write_q;
  assign table_write_o   = table_write_q;
endmodule
