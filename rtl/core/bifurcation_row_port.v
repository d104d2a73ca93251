// Host access to the memories of a row-parallel bifurcation core, one 32-bit word at a time, while the core does not run.
// Spins and best spins are gathered while the planes' shift register is emptied: spin k leaves in clock k after the places
// that the problem does not fill.
module bifurcation_row_port #(
    parameter SPINS = 64,
    parameter WEIGHT_BITS = 4,
    parameter FIELD_BITS = 11,
    parameter POSITION_BITS = 13,
    parameter COLUMN_BITS = 16,
    parameter INDEX_BITS = $clog2(SPINS),
    parameter BLOCKS = SPINS * WEIGHT_BITS / COLUMN_BITS
) (
    input  logic                          clk_i,
    input  logic                          rst_ni,
    input  logic                          go_i,          // one clock
    input  logic                          write_i,       // the rest holds until done_o
    input  logic [3:0]                    memory_i,
    input  logic [15:0]                   word_i,
    input  logic [INDEX_BITS:0]           spin_count_i,
    input  logic                          loaded_i,      // positions hold a state
    output logic                          done_o,        // one clock; rdata_o is right from here until the next go_i
    output logic [31:0]                   rdata_o,
    // planes and memories
    output logic                          show_o,
    output logic                          show_best_o,
    output logic                          shift_o,
    input  logic                          bit_i,
    output logic [INDEX_BITS-1:0]         addr_o,        // for reading and writing
    output logic [BLOCKS-1:0]             row_write_o,
    output logic                          initial_write_o,
    input  logic [BLOCKS*COLUMN_BITS-1:0] row_i,
    input  logic [FIELD_BITS:0]           initial_i,
    input  logic [POSITION_BITS-1:0]      x_i,
    input  logic [POSITION_BITS:0]        v_i
);
  localparam [3:0] SPIN = 4'd0, BEST = 4'd1, INITIAL = 4'd2, ROW = 4'd3, STATE = 4'd6;
  localparam WORDS = SPINS * WEIGHT_BITS / 32;  // of a row
  localparam WORD_BITS = $clog2(WORDS);
  localparam PER_WORD = 32 / COLUMN_BITS;       // blocks

  // What is asked for: known two clocks after go_i.
  logic is_turn_q, is_best_q, is_row_q, is_initial_q, is_state_q, in_range_q, present_q;
  always_ff @(posedge clk_i) begin
    is_turn_q    <= memory_i == SPIN || memory_i == BEST;
    is_best_q    <= memory_i == BEST;
    is_row_q     <= memory_i == ROW;
    is_initial_q <= memory_i == INITIAL;
    is_state_q   <= memory_i == STATE;
    in_range_q   <= memory_i == ROW ? {1'b0, word_i} < 17'(SPINS * WORDS) :
                    memory_i == INITIAL || memory_i == STATE ? word_i < 16'(SPINS) : word_i < 16'(SPINS / 32);
    present_q    <= loaded_i && {1'b0, word_i[INDEX_BITS-1:0]} < spin_count_i;
  end

  // Step by step: a word of memory takes 8 clocks; emptying the register, between the steps 2 and 3, as many as there are
  // spins and places that the problem does not fill.
  logic                running_q, turning_q, done_q, turn_end_q;
  logic [2:0]          step_q;
  logic [INDEX_BITS:0] index_q;  // negative for places that are not filled
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {running_q, turning_q, done_q} <= '0;
      step_q <= '0;
    end else begin
      done_q <= running_q && step_q == 3'd7;
      if (go_i) running_q <= 1'b1;
      else if (step_q == 3'd7) running_q <= 1'b0;
      if (running_q && !turning_q) step_q <= step_q + 3'd1;
      if (running_q && step_q == 3'd1 && is_turn_q && !write_i) turning_q <= 1'b1;
      else if (turn_end_q) turning_q <= 1'b0;
    end
    index_q    <= turning_q ? index_q + 1'b1 : spin_count_i - (INDEX_BITS + 1)'(SPINS);
    turn_end_q <= turning_q && index_q == (INDEX_BITS + 1)'(SPINS - 2);
  end

  logic here, bit_read;
  assign here     = turning_q && !index_q[INDEX_BITS] && word_i[INDEX_BITS-6:0] == index_q[INDEX_BITS-1:5] && in_range_q;
  assign bit_read = bit_i && loaded_i && index_q < spin_count_i;

  // A row's word: it is there when step 5 begins, and in a register when step 6 does.
  logic [31:0] word, word_q, rdata_q, state, initial_word;
  word_select #(
      .WORDS(WORDS)
  ) u_word (
      .clk_i(clk_i),
      .words_i(row_i),
      .index_i(word_i[WORD_BITS-1:0]),
      .word_o(word)
  );
  assign state        = {{16 - POSITION_BITS{x_i[POSITION_BITS-1]}}, x_i, {15 - POSITION_BITS{v_i[POSITION_BITS]}}, v_i};
  assign initial_word = {initial_i[FIELD_BITS], {31 - FIELD_BITS{initial_i[FIELD_BITS-1]}}, initial_i[FIELD_BITS-1:0]};
  always_ff @(posedge clk_i) begin
    word_q <= is_initial_q ? initial_word : is_state_q ? state & {32{present_q}} : word;
    if (go_i) rdata_q <= '0;
    else if (here) rdata_q <= {bit_read, rdata_q[31:1]};
    else if (running_q && step_q == 3'd6 && in_range_q && (is_row_q || is_initial_q || is_state_q)) rdata_q <= word_q;
  end

  // Writing at step 5, when the address has long been there.
  logic [BLOCKS-1:0] row_write_q;
  logic              initial_write_q, write_now;
  integer            b;
  assign write_now = rst_ni && running_q && write_i && step_q == 3'd5 && in_range_q;
  always_ff @(posedge clk_i) begin
    initial_write_q <= write_now && is_initial_q;
    for (b = 0; b < BLOCKS; b = b + 1)
      row_write_q[b] <= write_now && is_row_q && word_i[WORD_BITS-1:0] == WORD_BITS'(b / PER_WORD);
  end

  assign done_o          = done_q;
  assign rdata_o         = rdata_q;
  assign show_o          = running_q && step_q == 3'd1 && is_turn_q;
  assign show_best_o     = is_best_q;
  assign shift_o         = turning_q;
  assign addr_o          = is_row_q ? word_i[WORD_BITS +: INDEX_BITS] : word_i[INDEX_BITS-1:0];
  assign row_write_o     = row_write_q;
  assign initial_write_o = initial_write_q;

endmodule
