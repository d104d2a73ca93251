// Host access to the memories of a ring p-bit core, one 32-bit word at a time, while the core does not run.
// Spins, best spins and states are gathered while the ring makes one turn: spin k is at position 0 in clock k of it.
module pbit_ring_port #(
    parameter SPINS = 128,
    parameter WEIGHT_BITS = 4,
    parameter FIELD_BITS = 12,
    parameter COLUMN_BITS = 16,
    parameter STATE_BITS = FIELD_BITS,  // what memory 6 shows of a spin beside its sign, at most 30
    parameter INDEX_BITS = $clog2(SPINS),
    parameter BLOCKS = SPINS * WEIGHT_BITS / COLUMN_BITS
) (
    input  logic                          clk_i,
    input  logic                          rst_ni,
    input  logic                          go_i,          // one clock
    input  logic                          write_i,       // the rest holds until done_o
    input  logic [3:0]                    memory_i,
    input  logic [15:0]                   word_i,
    input  logic [31:0]                   wdata_i,
    input  logic [INDEX_BITS:0]           spin_count_i,
    input  logic                          loaded_i,      // the ring holds a state
    output logic                          done_o,        // one clock; rdata_o is right from here until the next go_i
    output logic [31:0]                   rdata_o,
    // the ring and its memories
    output logic                          turn_next_o,   // the ring moves in the next clock
    input  logic                          spin_i,        // at position 0
    input  logic [STATE_BITS-1:0]         field_i,
    output logic [INDEX_BITS:0]           addr_o,        // for reading and writing; the upper half are initial words or best spins
    output logic [BLOCKS-1:0]             write_o,
    output logic [31:0]                   wdata_o,
    input  logic [BLOCKS*COLUMN_BITS-1:0] row_i,         // two clocks after addr_o and a register, or one later still
    input  logic                          best_i         // one clock after addr_o
);
  localparam [3:0] SPIN = 4'd0, BEST = 4'd1, INITIAL = 4'd2, ROW = 4'd3, STATE = 4'd6;
  localparam WORDS = SPINS * WEIGHT_BITS / 32;  // of a row, which begins at a multiple of 2^WORD_BITS
  localparam WORD_BITS = $clog2(WORDS);
  localparam PER_WORD = 32 / COLUMN_BITS;       // blocks

  // What is asked for: known two clocks after go_i.
  logic is_turn_q, is_best_q, is_state_q, is_row_q, is_initial_q, in_range_q;
  always_ff @(posedge clk_i) begin
    is_turn_q    <= memory_i == SPIN || memory_i == BEST || memory_i == STATE;
    is_best_q    <= memory_i == BEST;
    is_state_q   <= memory_i == STATE;
    is_row_q     <= memory_i == ROW;
    is_initial_q <= memory_i == INITIAL;
    in_range_q   <= memory_i == ROW ? {1'b0, word_i} < 17'(SPINS << WORD_BITS) && {1'b0, word_i[WORD_BITS-1:0]} < (WORD_BITS + 1)'(WORDS) :
                    memory_i == INITIAL || memory_i == STATE ? word_i < 16'(SPINS) : word_i < 16'(SPINS / 32);
  end

  // Step by step: a word of memory takes 8 clocks, a turn SPINS more.
  logic                  running_q, turning_q, turning_d, done_q;
  logic [2:0]            step_q;
  logic [INDEX_BITS-1:0] index_q;
  assign turning_d = rst_ni && ((running_q && step_q == 3'd1 && is_turn_q && !write_i) ||
                                (turning_q && index_q != INDEX_BITS'(SPINS - 1)));
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {running_q, turning_q, done_q} <= '0;
      step_q  <= '0;
      index_q <= '0;
    end else begin
      done_q <= running_q && step_q == 3'd7;
      if (go_i) running_q <= 1'b1;
      else if (step_q == 3'd7) running_q <= 1'b0;
      if (running_q && !turning_q) step_q <= step_q + 3'd1;
      // The turn stands between the steps 2 and 3.
      turning_q <= turning_d;
      if (turning_q) index_q <= index_q == INDEX_BITS'(SPINS - 1) ? '0 : index_q + 1'b1;
    end
  end

  // The spin at position 0 in the clock of its index; the best spin is read from memory a clock later.
  logic                  turning_1_q, spin_1_q, present_1_q, here_1_q, here_d, bit_read;
  logic [STATE_BITS-1:0] field_1_q;
  assign here_d = is_state_q ? word_i[INDEX_BITS-1:0] == index_q :
                  word_i[INDEX_BITS-6:0] == index_q[INDEX_BITS-1:5];
  assign bit_read = present_1_q && (is_best_q ? best_i : spin_1_q);
  always_ff @(posedge clk_i) begin
    turning_1_q <= turning_q;
    here_1_q    <= here_d && in_range_q;
    present_1_q <= loaded_i && {1'b0, index_q} < spin_count_i;
    spin_1_q    <= spin_i;
    field_1_q   <= field_i;
  end

  // A row's word: it is there when step 5 begins, and in a register when step 6 does.
  logic [31:0] word, word_q, rdata_q, state, initial_word;
  word_select #(
      .WORDS(1 << WORD_BITS)
  ) u_word (
      .clk_i(clk_i),
      .words_i((32 << WORD_BITS)'(row_i)),
      .index_i(word_i[WORD_BITS-1:0]),
      .word_o(word)
  );
  assign state        = {spin_1_q, {31 - STATE_BITS{field_1_q[STATE_BITS-1]}}, field_1_q};
  assign initial_word = {row_i[FIELD_BITS], {31 - FIELD_BITS{row_i[FIELD_BITS-1]}}, row_i[FIELD_BITS-1:0]};
  always_ff @(posedge clk_i) begin
    word_q <= is_initial_q ? initial_word : word;
    if (go_i) rdata_q <= '0;
    else if (turning_1_q && here_1_q)
      rdata_q <= is_state_q ? state & {32{present_1_q}} : {bit_read, rdata_q[31:1]};
    else if (running_q && step_q == 3'd6 && in_range_q && (is_row_q || is_initial_q)) rdata_q <= word_q;
  end

  // Writing at step 5, when the address has long been there.
  logic [BLOCKS-1:0] write_q;
  integer            b;
  always_ff @(posedge clk_i) begin
    for (b = 0; b < BLOCKS; b = b + 1)
      write_q[b] <= rst_ni && running_q && write_i && step_q == 3'd5 && in_range_q &&
          (is_initial_q ? b == 0 : is_row_q && word_i[WORD_BITS-1:0] == WORD_BITS'(b / PER_WORD));
  end

  assign done_o  = done_q;
  assign rdata_o = rdata_q;
  assign turn_next_o = turning_d;
  assign addr_o  = is_initial_q ? {1'b1, word_i[INDEX_BITS-1:0]} : is_best_q ? {1'b1, index_q} :
                   {1'b0, word_i[WORD_BITS +: INDEX_BITS]};
  assign write_o = write_q;
  assign wdata_o = is_initial_q ? {{31 - FIELD_BITS{1'b0}}, wdata_i[31], wdata_i[FIELD_BITS-1:0]} : wdata_i;
endmodule
