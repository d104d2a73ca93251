// The slots of a chromatic annealer, their words, and the spins.
// Each slot has its spins in a ring of registers: the spin of the colour that is decided comes first, behind it stand those
// of the next colours, and a turn, one with each visit, brings the next. In a lattice a neighbour is then at the same place
// whatever the colour, so that wires do where selectors were.
// Words stand in RAM, one for each slot and colour: in block RAM over the whole width, with a register behind it, or, for
// block RAM that is as deep as here is wide, in one per slot. They make a chain through which the host's port turns the
// words of a colour: a shift moves each word to the next slot, and that of the last slot goes through the port to the first.
module pbit_colour_slots #(
    parameter SLOTS = 16,
    parameter COLOURS = 2,
    parameter DEGREE = 4,
    parameter WEIGHT_BITS = 4,
    parameter FIELD_BITS = 6,
    parameter SLOT_TABLES = 1,
    parameter ENTRY_BITS = FIELD_BITS - 1,
    parameter COLOUR_BITS = $clog2(COLOURS),
    parameter WORD_BITS = 1 + FIELD_BITS + DEGREE * WEIGHT_BITS
) (
    input  logic                        clk_i,
    // words
    input  logic [COLOUR_BITS-1:0]      word_addr_i,   // of the next clock's colour, or with SLOT_TABLES of that after it
    input  logic                        word_shift_i,
    input  logic [WORD_BITS-1:0]        word_first_i,
    output logic [WORD_BITS-1:0]        word_last_o,
    // the visit
    input  logic [COLOUR_BITS-1:0]      colour_i,
    input  logic                        turn_i,        // the next colour's spins come
    input  logic                        load_i,        // spins are taken from their words
    input  logic                        random_i,
    input  logic                        active_i,      // spins are decided; they stay, where neither is so
    input  logic [12*SLOTS-1:0]         noise_i,
    input  logic                        table_write_i,
    input  logic [ENTRY_BITS-1:0]       table_entry_i,
    input  logic [11:0]                 table_against_i,
    output logic [SLOTS-1:0]            own_o,         // the first spin of each slot
    output logic [SLOTS-1:0]            flip_o,        // a clock later, like the next two
    output logic [SLOTS-1:0]            old_o,
    output logic [SLOTS*FIELD_BITS-1:0] field_o
);
  logic [SLOTS*COLOURS-1:0]      spin_q;  // place: turns behind the first * SLOTS + slot
  logic [SLOTS-1:0]              next, present;
  logic [SLOTS*DEGREE-1:0]       near;
  logic [SLOTS*WORD_BITS-1:0]    word, slot_word;

  pbit_colour_graph u_graph (
      .colour_i(colour_i),
      .spins_i(spin_q),
      .near_o(near),
      .present_o(present)
  );

  // Shared table, where slots have none of their own.
  logic [12*(1<<ENTRY_BITS)-1:0] shared;
  generate
    if (SLOT_TABLES == 1) begin : g_no_shared
      assign shared = '0;
    end else begin : g_shared
      genvar a, b;
      for (a = 0; a < 1 << ENTRY_BITS; a = a + 1) begin : g_entry
        logic [11:0] against_q;
        always_ff @(posedge clk_i)
          if (table_write_i && table_entry_i == ENTRY_BITS'(a)) against_q <= table_against_i;
        for (b = 0; b < 12; b = b + 1) begin : g_bit
          assign shared[(1<<ENTRY_BITS)*b+a] = against_q[b];
        end
      end
    end
  endgenerate

  assign own_o = spin_q[SLOTS-1:0];
  always_ff @(posedge clk_i) if (turn_i) spin_q <= {next, spin_q[SLOTS*COLOURS-1:SLOTS]};

  generate
    if (SLOT_TABLES == 1) begin : g_wide
      ram_two_port #(
          .DEPTH(1 << COLOUR_BITS),
          .WIDTH(WORD_BITS * SLOTS),
          .STYLE("block")
      ) u_words (
          .clk_i(clk_i),
          .write_i(word_shift_i),
          .waddr_i(word_addr_i),
          .wdata_i({word[WORD_BITS*(SLOTS-1)-1:0], word_first_i}),
          .raddr_i(word_addr_i),
          .rdata_o(word)
      );
      logic [SLOTS*WORD_BITS-1:0] word_q;
      always_ff @(posedge clk_i) word_q <= word;
      assign slot_word = word_q;
    end else begin : g_at_once
      assign slot_word = word;
    end
  endgenerate

  genvar i;
  generate
    for (i = 0; i < SLOTS; i = i + 1) begin : g_slot
      if (SLOT_TABLES != 1) begin : g_narrow
        logic [WORD_BITS-1:0] word_before;
        if (i == 0) begin : g_first
          assign word_before = word_first_i;
        end else begin : g_next
          assign word_before = word[WORD_BITS*(i-1) +: WORD_BITS];
        end
        ram_two_port #(
            .DEPTH(1 << COLOUR_BITS),
            .WIDTH(WORD_BITS)
        ) u_words (
            .clk_i(clk_i),
            .write_i(word_shift_i),
            .waddr_i(word_addr_i),
            .wdata_i(word_before),
            .raddr_i(word_addr_i),
            .rdata_o(word[WORD_BITS*i +: WORD_BITS])
        );
      end
      pbit_colour_slot #(
          .DEGREE(DEGREE),
          .WEIGHT_BITS(WEIGHT_BITS),
          .FIELD_BITS(FIELD_BITS),
          .SLOT_TABLES(SLOT_TABLES)
      ) u_slot (
          .clk_i(clk_i),
          .word_i(slot_word[WORD_BITS*i +: WORD_BITS]),
          .near_i(near[DEGREE*i +: DEGREE]),
          .own_i(own_o[i]),
          .present_i(present[i]),
          .noise_i(noise_i[12*i +: 12]),
          .load_i(load_i),
          .random_i(random_i),
          .active_i(active_i),
          .table_write_i(table_write_i),
          .table_entry_i(table_entry_i),
          .table_against_i(table_against_i),
          .table_i(shared),
          .spin_o(next[i]),
          .flip_o(flip_o[i]),
          .old_o(old_o[i]),
          .field_o(field_o[FIELD_BITS*i +: FIELD_BITS])
      );
    end
  endgenerate

  assign word_last_o = word[WORD_BITS*(SLOTS-1) +: WORD_BITS];
endmodule
