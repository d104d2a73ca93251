// Host access to the memories of a chromatic annealer, one 32-bit word at a time, while the core does not run.
// A word of memory 3 is part of the word of one slot and colour: the words of that colour are turned once through all
// slots, and the one in question is read or changed as it passes the last.
module pbit_colour_port #(
    parameter SLOTS = 16,
    parameter COLOURS = 2,
    parameter WORD_BITS = 23,
    parameter COLOUR_BITS = $clog2(COLOURS)
) (
    input  logic                   clk_i,
    input  logic                   rst_ni,
    input  logic                   go_i,          // one clock
    input  logic                   write_i,       // the rest holds until done_o
    input  logic [3:0]             memory_i,
    input  logic [15:0]            word_i,
    input  logic [31:0]            wdata_i,
    input  logic                   loaded_i,      // there is a state
    output logic                   done_o,        // one clock; rdata_o is right from here until the next go_i
    output logic [31:0]            rdata_o,
    // the slots
    output logic [COLOUR_BITS-1:0] colour_o,
    output logic                   shift_o,       // words go on by one slot
    output logic [WORD_BITS-1:0]   first_o,       // to the first slot
    input  logic [WORD_BITS-1:0]   last_i,        // of the last slot
    output logic                   seek_o,        // spins turn until that colour's are first
    input  logic                   found_i,       // in the next clock they are
    input  logic [SLOTS-1:0]       own_i,         // first spins
    input  logic [SLOTS-1:0]       best_i
);
  localparam [3:0] SPIN = 4'd0, BEST = 4'd1, WORD = 4'd3;
  localparam PARTS = (WORD_BITS + 31) / 32;
  localparam PART_BITS = $clog2(PARTS);
  localparam SLOT_BITS = $clog2(SLOTS);
  localparam ROWS = 1 << $clog2((SLOTS + 31) / 32);  // words of 32 spins of a colour
  localparam ROW_BITS = $clog2(ROWS);

  // What is asked for: known two clocks after go_i.
  logic                 is_word_q, is_spins_q, is_best_q, in_range_q;
  logic [15:0]          colour_q;
  logic [SLOT_BITS-1:0] slot_q;
  logic [15:0]          part_q, row_q;
  always_ff @(posedge clk_i) begin
    is_word_q  <= memory_i == WORD;
    is_spins_q <= (memory_i == SPIN || memory_i == BEST) && loaded_i;
    is_best_q  <= memory_i == BEST;
    part_q     <= word_i & 16'((1 << PART_BITS) - 1);
    row_q      <= word_i & 16'(ROWS - 1);
    slot_q     <= SLOT_BITS'(word_i >> PART_BITS);
    colour_q   <= memory_i == WORD ? word_i >> (PART_BITS + SLOT_BITS) : word_i >> ROW_BITS;
    in_range_q <= colour_q < 16'(COLOURS) && (!is_word_q || (part_q < 16'(PARTS) && {1'b0, slot_q} < (SLOT_BITS + 1)'(SLOTS)));
  end

  // Step by step: eight clocks, and in step 4 two for each slot where words are turned, or one for each turn of the spins.
  logic                 running_q, turning_q, shift_q, done_q;
  logic [2:0]           step_q;
  logic [SLOT_BITS-1:0] at_q;  // whose word is in the last slot
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {running_q, turning_q, shift_q, done_q} <= '0;
      step_q <= '0;
    end else begin
      done_q <= running_q && step_q == 3'd7;
      if (go_i) running_q <= 1'b1;
      else if (step_q == 3'd7) running_q <= 1'b0;
      if (running_q && !turning_q && (!seek_o || found_i)) step_q <= step_q + 3'd1;
      if (running_q && step_q == 3'd3 && is_word_q && in_range_q) turning_q <= 1'b1;
      else if (shift_q && at_q == '0) turning_q <= 1'b0;
      shift_q <= turning_q && !shift_q;
    end
    if (!turning_q) at_q <= SLOT_BITS'(SLOTS - 1);
    else if (shift_q) at_q <= at_q - 1'b1;
  end

  assign seek_o = running_q && step_q == 3'd4 && is_spins_q && in_range_q;

  // A word passes.
  logic [32*PARTS-1:0] passing, changed;
  logic                here;
  integer              p;
  assign passing = (32 * PARTS)'(last_i);
  assign here    = at_q == slot_q;
  always_comb begin
    changed = passing;
    for (p = 0; p < PARTS; p = p + 1) if (write_i && here && part_q == 16'(p)) changed[32*p +: 32] = wdata_i;
  end

  // Spins, 32 at a time.
  logic [32*ROWS-1:0] spins;
  logic [31:0]        row_word_q, part, rdata_q;
  assign spins = is_best_q ? (32 * ROWS)'(best_i) : (32 * ROWS)'(own_i);
  assign part  = passing[32*part_q[PART_BITS:0] +: 32];
  always_ff @(posedge clk_i) begin
    row_word_q <= spins[32*row_q[ROW_BITS:0] +: 32];
    if (go_i) rdata_q <= '0;
    else if (shift_q && here) rdata_q <= part;
    else if (running_q && step_q == 3'd6 && is_spins_q && in_range_q) rdata_q <= row_word_q;
  end

  logic unused_bits;
  assign unused_bits = &{1'b0, changed, part_q, row_q};

  assign done_o   = done_q;
  assign rdata_o  = rdata_q;
  assign colour_o = colour_q[COLOUR_BITS-1:0];
  assign shift_o  = shift_q;
  assign first_o  = changed[WORD_BITS-1:0];
endmodule
