// The slots of a chromatic annealer, their words, and the spins.
// Words stand in a RAM per slot, one for each colour. The RAMs make a chain through which the host's port turns the words
// of a colour: a shift moves each word to the next slot, and that of the last slot goes through the port to the first.
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
    input  logic [COLOUR_BITS-1:0]      word_addr_i,   // of the next clock's colour
    input  logic                        word_shift_i,
    input  logic [WORD_BITS-1:0]        word_first_i,
    output logic [WORD_BITS-1:0]        word_last_o,
    // the visit
    input  logic [COLOUR_BITS-1:0]      colour_i,
    input  logic [COLOURS-1:0]          write_i,       // the spins of that colour are set
    input  logic                        load_i,
    input  logic                        random_i,
    input  logic                        active_i,
    input  logic [12*SLOTS-1:0]         noise_i,
    input  logic                        table_write_i,
    input  logic [ENTRY_BITS-1:0]       table_entry_i,
    input  logic [11:0]                 table_against_i,
    output logic [SLOTS-1:0]            own_o,         // spins of colour_i
    output logic [SLOTS-1:0]            flip_o,        // a clock later, like the next two
    output logic [SLOTS-1:0]            old_o,
    output logic [SLOTS*FIELD_BITS-1:0] field_o
);
  logic [SLOTS*COLOURS-1:0]      spin_q;  // position colour * SLOTS + slot
  logic [SLOTS-1:0]              next, present;
  logic [SLOTS*DEGREE-1:0]       near;
  logic [SLOTS*WORD_BITS-1:0]    word;

  pbit_colour_graph u_graph (
      .colour_i(colour_i),
      .spins_i(spin_q),
      .near_o(near),
      .own_o(own_o),
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

  genvar c, i;
  generate
    for (c = 0; c < COLOURS; c = c + 1) begin : g_colour
      always_ff @(posedge clk_i) if (write_i[c]) spin_q[SLOTS*c +: SLOTS] <= next;
    end
    for (i = 0; i < SLOTS; i = i + 1) begin : g_slot
      logic [WORD_BITS-1:0] word_before;
      if (i == 0) begin : g_first
        assign word_before = word_first_i;
      end else begin : g_next
        assign word_before = word[WORD_BITS*(i-1) +: WORD_BITS];
      end
      ram_two_port #(
          .DEPTH(1 << COLOUR_BITS),
          .WIDTH(WORD_BITS),
          .STYLE(SLOT_TABLES == 1 ? "distributed" : "auto")
      ) u_words (
          .clk_i(clk_i),
          .write_i(word_shift_i),
          .waddr_i(word_addr_i),
          .wdata_i(word_before),
          .raddr_i(word_addr_i),
          .rdata_o(word[WORD_BITS*i +: WORD_BITS])
      );
      pbit_colour_slot #(
          .DEGREE(DEGREE),
          .WEIGHT_BITS(WEIGHT_BITS),
          .FIELD_BITS(FIELD_BITS),
          .SLOT_TABLES(SLOT_TABLES)
      ) u_slot (
          .clk_i(clk_i),
          .word_i(word[WORD_BITS*i +: WORD_BITS]),
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
