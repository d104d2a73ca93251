// Chromatic parallel Gibbs annealer: all spins of a colour are decided in one clock, for the graph given at synthesis.
// graph.vh (its sizes and fingerprint) and pbit_colour_graph.v (its wires) are written for a graph by `isinglass hw build
// --graph`; weights and fields are loaded. Interface, registers, memories, widths and latencies: docs/cores/pbit_colour.md.
// Integer twin: models/digital/. Reset: synchronous; it clears control, settings and flags. Data registers are written
// before they are used, and no memory word counts before it was written (host memories: by the host).
`include "graph.vh"

module pbit_colour #(
    parameter SPINS        = `COLOUR_GRAPH_SPINS,   // these four are the graph's: do not change
    parameter SLOTS        = `COLOUR_GRAPH_SLOTS,   // the largest number of spins of a colour, 2 or more
    parameter COLOURS      = `COLOUR_GRAPH_COLOURS, // 2 to 64: a run's preparation turns the spins once
    parameter DEGREE       = `COLOUR_GRAPH_DEGREE,  // the largest number of neighbours, 1 or more
    parameter WEIGHT_BITS  = 4,         // signed
    parameter FIELD_BITS   = 6,         // signed, WEIGHT_BITS + 1 to 8; |h| + sum |J| per spin at most 2^(FIELD_BITS-1) - 1
    parameter SLOT_TABLES  = 1,         // 1: a table per slot in look-up table RAM, the rest in wide block RAM;
                                        // 0: one in registers, and the words of each slot in a RAM of their own
    parameter LOGIC_TABLES = 0,         // 1: the heat bath's law in logic, where block RAM is short
    parameter CLOCK_HZ     = 48000000   // reported, not used
) (
    input  logic        clk_i,
    input  logic        rst_ni,        // synchronous, active low
    // register bus; the master holds its outputs until ready
    input  logic        bus_valid_i,
    input  logic        bus_write_i,
    input  logic [7:0]  bus_addr_i,    // 32-bit word address
    input  logic [31:0] bus_wdata_i,
    output logic        bus_ready_o,   // one clock per access
    output logic [31:0] bus_rdata_o,   // valid with ready
    // observation only: leave open on a board
    output logic        busy_o,
    output logic        flip_o,        // 0: many spins flip in a clock
    output logic [15:0] flip_index_o,  // 0
    output logic        flip_spin_o,   // 0
    output logic [31:0] energy_o       // running energy, signed
);
  localparam INDEX_BITS = $clog2(SPINS);
  localparam COLOUR_BITS = $clog2(COLOURS);
  localparam LEVELS = $clog2(SLOTS);
  localparam ENTRY_BITS = FIELD_BITS - 1;
  localparam ENERGY_BITS = FIELD_BITS + (INDEX_BITS > LEVELS ? INDEX_BITS : LEVELS + 1) + 1;
  localparam WORD_BITS = 1 + FIELD_BITS + DEGREE * WEIGHT_BITS;
  localparam PERIOD = ENTRY_BITS > 5 ? 1 << ENTRY_BITS : 32;  // of pbit_colour_table
  localparam GENERATORS = (SLOTS + 3) / 4;
  localparam VERDICT = LEVELS + 6;  // clocks from a visit's order to the verdict on its energy

  // Settings
  logic                   start, abort, forget;
  logic [2:0]             mode;
  logic [127:0]           no_extra;
  logic [INDEX_BITS:0]    spin_count;
  logic [INDEX_BITS-1:0]  last;
  logic [23:0]            sweeps, sweep;
  logic [63:1]            seed;
  logic [31:0]            temperature_start, temperature_step;
  logic [15:0]            temperature;
  logic [ENERGY_BITS-1:0] initial_energy;
  // Run
  logic busy, done, loaded, preparing, valid, loading, random, annealing, hold_end, snapshot, overflow;
  logic [COLOUR_BITS-1:0]       colour, colour_next;
  logic [ENERGY_BITS-1:0]       energy, best_energy;
  logic [47:0]                  cycles;
  logic [31:0]                  flips, no_flips;
  logic [12*SLOTS-1:0]          noise;
  logic [SLOTS-1:0]             own, flip, old, best;
  logic [SLOTS*FIELD_BITS-1:0]  field;
  logic [FIELD_BITS+LEVELS-1:0] total;
  logic                         table_write;
  logic [ENTRY_BITS-1:0]        table_entry;
  logic [11:0]                  table_against;
  // Memory port
  logic                   port_go, port_write, port_done, shift, seek, found;
  logic [3:0]             port_memory;
  logic [15:0]            port_word;
  logic [31:0]            port_wdata, port_rdata;
  logic [COLOUR_BITS-1:0] port_colour;
  logic [WORD_BITS-1:0]   word_first, word_last;

  anneal_registers #(
      .CORE(7),
      .SPINS(SPINS),
      .ENTRIES(SPINS * DEGREE),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .NOISE_BITS(12),
      .GRAPH(`COLOUR_GRAPH_FINGERPRINT),
      .ENERGY_BITS(ENERGY_BITS),
      .CLOCK_HZ(CLOCK_HZ)
  ) u_registers (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .bus_valid_i(bus_valid_i),
      .bus_write_i(bus_write_i),
      .bus_addr_i(bus_addr_i),
      .bus_wdata_i(bus_wdata_i),
      .bus_ready_o(bus_ready_o),
      .bus_rdata_o(bus_rdata_o),
      .start_o(start),
      .abort_o(abort),
      .forget_o(forget),
      .spin_count_o(spin_count),
      .last_o(last),
      .sweeps_o(sweeps),
      .seed_o(seed),
      .temperature_o(temperature_start),
      .temperature_step_o(temperature_step),
      .initial_energy_o(initial_energy),
      .mode_o(mode),
      .extra_o(no_extra),
      .busy_i(busy),
      .done_i(done),
      .overflow_i(overflow),
      .energy_i(energy),
      .best_energy_i(best_energy),
      .cycles_i(cycles),
      .flips_i(flips),
      .sweep_i(sweep),
      .port_go_o(port_go),
      .port_write_o(port_write),
      .port_memory_o(port_memory),
      .port_word_o(port_word),
      .port_wdata_o(port_wdata),
      .port_done_i(port_done),
      .port_rdata_i(port_rdata)
  );

  pbit_colour_port #(
      .SLOTS(SLOTS),
      .COLOURS(COLOURS),
      .WORD_BITS(WORD_BITS)
  ) u_port (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .go_i(port_go),
      .write_i(port_write),
      .memory_i(port_memory),
      .word_i(port_word),
      .wdata_i(port_wdata),
      .loaded_i(loaded),
      .done_o(port_done),
      .rdata_o(port_rdata),
      .colour_o(port_colour),
      .shift_o(shift),
      .first_o(word_first),
      .last_i(word_last),
      .seek_o(seek),
      .found_i(found),
      .own_i(own),
      .best_i(best)
  );

  pbit_colour_control #(
      .COLOURS(COLOURS),
      .PREPARE(GENERATORS + 2 * PERIOD + 16),
      .DRAIN(LEVELS + 8)
  ) u_control (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .start_i(start),
      .abort_i(abort),
      .forget_i(forget),
      .sweeps_i(sweeps),
      .temperature_i(temperature_start),
      .temperature_step_i(temperature_step),
      .reload_i(mode[0]),
      .randomise_i(mode[1]),
      .preparing_o(preparing),
      .valid_o(valid),
      .colour_o(colour),
      .colour_next_o(colour_next),
      .loading_o(loading),
      .random_o(random),
      .annealing_o(annealing),
      .hold_end_o(hold_end),
      .temperature_o(temperature),
      .busy_o(busy),
      .done_o(done),
      .loaded_o(loaded),
      .sweep_o(sweep)
  );

  // A visit in clocks after its order: 1 decision, 2 flips, LEVELS + 4 their sum, VERDICT the verdict on the energy and
  // the copy of the spins as they were before the visit into the best state.
  logic [VERDICT:1]       valid_q, annealing_q, hold_end_q;
  logic                   load_1_q, random_1_q, active_1_q;
  logic [COLOUR_BITS-1:0] word_addr, colour_1_q;
  assign word_addr = !busy ? port_colour : SLOT_TABLES == 1 ? colour_next : colour;
  always_ff @(posedge clk_i) begin
    valid_q     <= {valid_q[VERDICT-1:1], valid} & {VERDICT{rst_ni}};
    annealing_q <= {annealing_q[VERDICT-1:1], annealing};
    hold_end_q  <= {hold_end_q[VERDICT-1:1], hold_end} & {VERDICT{rst_ni}};
    load_1_q    <= valid && loading;
    random_1_q  <= random;
    active_1_q  <= valid && (random || annealing);
    colour_1_q  <= colour;
  end

  // Which colour's spins are first in the next clock. A visit leaves the next colour's there, and a turn of visits those of
  // colour 0; the port asks for any other, and what it leaves is turned back while a run is prepared.
  logic [COLOUR_BITS-1:0] first_q;
  logic                   turn, turn_1_q;
  assign found = first_q == port_colour;
  assign turn  = valid || (preparing && first_q != '0) || (seek && !found);
  always_ff @(posedge clk_i) begin
    turn_1_q <= turn && rst_ni;
    if (!rst_ni) first_q <= '0;
    else if (turn) first_q <= (first_q == COLOUR_BITS'(COLOURS - 1)) ? '0 : first_q + 1'b1;
  end

  pbit_colour_noise #(
      .SLOTS(SLOTS)
  ) u_noise (
      .clk_i(clk_i),
      .start_i(start),
      .seed_i(seed),
      .preparing_i(preparing),
      .noise_o(noise)
  );

  pbit_colour_table #(
      .FIELD_BITS(FIELD_BITS),
      .LOGIC_TABLES(LOGIC_TABLES)
  ) u_table (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .start_i(start),
      .temperature_i(temperature),
      .write_o(table_write),
      .entry_o(table_entry),
      .against_o(table_against)
  );

  pbit_colour_slots #(
      .SLOTS(SLOTS),
      .COLOURS(COLOURS),
      .DEGREE(DEGREE),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .SLOT_TABLES(SLOT_TABLES)
  ) u_slots (
      .clk_i(clk_i),
      .word_addr_i(word_addr),
      .word_shift_i(shift),
      .word_first_i(word_first),
      .word_last_o(word_last),
      .colour_i(colour_1_q),
      .turn_i(turn_1_q),
      .load_i(load_1_q),
      .random_i(random_1_q),
      .active_i(active_1_q),
      .noise_i(noise),
      .table_write_i(table_write),
      .table_entry_i(table_entry),
      .table_against_i(table_against),
      .own_o(own),
      .flip_o(flip),
      .old_o(old),
      .field_o(field)
  );

  pbit_colour_books #(
      .SLOTS(SLOTS),
      .COLOURS(COLOURS),
      .FIELD_BITS(FIELD_BITS),
      .LEVELS(LEVELS),
      .STYLE(SLOT_TABLES == 1 ? "block" : "auto")
  ) u_books (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .clear_i(start),
      .flip_i(flip),
      .old_i(old),
      .field_i(field),
      .total_o(total),
      .flips_o(flips),
      .visit_i(valid_q[VERDICT]),
      .snapshot_i(snapshot),
      .best_colour_i(port_colour),
      .best_o(best)
  );

  // A visit counts as a flip of one spin, whose field is half of what the visit does to the energy.
  anneal_tally #(
      .INDEX_BITS(COLOUR_BITS),
      .FIELD_BITS(FIELD_BITS + LEVELS),
      .STREAM(1),
      .ENERGY_BITS(ENERGY_BITS)
  ) u_tally (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .start_i(start),
      .busy_i(busy),
      .energy_load_i(start && (mode[0] || !loaded)),
      .energy_load_value_i(initial_energy),
      .annealing_i(annealing_q[VERDICT]),
      .best_set_i(hold_end_q[VERDICT]),
      .visit_i(valid_q[VERDICT]),
      .flip_i(valid_q[VERDICT-2]),
      .flip_spin_i(1'b0),
      .flip_field_i(total),
      .overflow_i(1'b0),
      .last_i(COLOUR_BITS'(COLOURS - 1)),
      .snapshot_o(snapshot),
      .energy_o(energy),
      .best_energy_o(best_energy),
      .cycles_o(cycles),
      .flips_o(no_flips),
      .overflow_o(overflow)
  );

  logic unused_bits;
  assign unused_bits = &{1'b0, last, no_extra, spin_count, mode[2], no_flips};

  assign busy_o       = busy;
  assign flip_o       = 1'b0;
  assign flip_index_o = '0;
  assign flip_spin_o  = 1'b0;
  assign energy_o     = {{32 - ENERGY_BITS{energy[ENERGY_BITS-1]}}, energy};
endmodule
