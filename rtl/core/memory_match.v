// Associative memory: which stored pattern does a cue mean? Hopfield networks and dense associative memories (Krotov and
// Hopfield 2016) with any function of the overlap, looked up in a table; every spin follows its force at once.
// Interface, registers, memories, widths and latencies: docs/cores/memory_match.md. Integer twin: models/digital/.
// Reset: synchronous; it clears control, settings and flags. Data registers are written before they are used, and no memory
// word is read before it was written: patterns and table by the host.
module memory_match #(
    parameter SPINS       = 256,       // a power of two, 128 to 1024 (64 where not folded)
    parameter PATTERNS    = 448,       // capacity; folded: 7/4 of a power of two
    parameter FOLDED      = 1,         // 1: patterns lie in seven banks of 4/7 of their number, which fills block RAM
    parameter GROUPS      = 2,         // 1, 2 or 4: sums are there for SPINS / GROUPS of the spins, and a step is GROUPS passes
    parameter WEIGHT_BITS = 12,        // of a force F', signed; F has the other bits of a word of the table
    parameter FIELD_BITS  = 13,        // of a spin's sum: the magnitudes of all forces add up to less than 2^FIELD_BITS
    parameter CLOCK_HZ    = 48000000   // reported, not used
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
    output logic        flip_o,        // 0: many spins turn in one clock
    output logic [15:0] flip_index_o,
    output logic        flip_spin_o,
    output logic [31:0] energy_o       // of the state, when a pass has ended
);
  localparam INDEX_BITS = $clog2(SPINS);
  localparam PATTERN_BITS = $clog2(PATTERNS);
  localparam COUNT = INDEX_BITS / 2;  // clocks of the counting tree, two levels each
  localparam WORDS = SPINS / 32;
  localparam ROW_BITS = FOLDED == 1 ? $clog2(PATTERNS * 4 / 7) + 1 : PATTERN_BITS;
  localparam FIRST_ROW = FOLDED == 1 ? PATTERNS / 7 : 0;
  localparam GROUP_BITS = GROUPS == 1 ? 1 : $clog2(GROUPS);
  localparam ENERGY_BITS = 31;

  // Settings
  logic                start, abort, forget;
  logic [2:0]          mode;
  logic [127:0]        extra;
  logic [INDEX_BITS:0] spin_count;
  logic [INDEX_BITS-1:0] last;
  logic [23:0]         sweeps, sweep;
  logic [63:1]         seed;
  logic [31:0]         temperature, temperature_step;
  logic [ENERGY_BITS-1:0] initial_energy, energy;
  // Run
  logic                busy, done, converged, overflow, pass_overflow, begins, half, all, turns, apply, clear;
  logic [COUNT+3:0]    valid;
  logic [GROUP_BITS-1:0] group;
  logic [GROUPS-1:0]   keep;
  logic [ROW_BITS-1:0] row;
  logic [SPINS-1:0]    pattern, differs, ones;
  logic [FIELD_BITS-1:0] force_value;
  logic [INDEX_BITS:0] distance, nearest_distance;
  logic [PATTERN_BITS-1:0] nearest;
  logic [47:0]         cycles;
  logic [31:0]         flips;
  // Memory port
  logic                port_go, port_write, port_done, rotate, replace, table_write;
  logic [3:0]          port_memory;
  logic [15:0]         port_word;
  logic [31:0]         port_wdata, port_rdata, state_word, entry, outcome;
  logic [ROW_BITS-1:0] port_row;
  logic [WORDS-1:0]    pattern_write;

  anneal_registers #(
      .CORE(6),
      .SPINS(SPINS),
      .ENTRIES(PATTERNS),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .NOISE_BITS(0),
      .SCHEDULE(0),
      .EXTRA(1),
      .CLOCK_HZ(CLOCK_HZ),
      .ENERGY_BITS(ENERGY_BITS)
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
      .temperature_o(temperature),
      .temperature_step_o(temperature_step),
      .initial_energy_o(initial_energy),
      .mode_o(mode),
      .extra_o(extra),
      .busy_i(busy),
      .done_i(done),
      .overflow_i(overflow),
      .energy_i(energy),
      .best_energy_i(energy),
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

  memory_match_port #(
      .SPINS(SPINS),
      .PATTERNS(PATTERNS),
      .ROW_BITS(ROW_BITS),
      .FIRST_ROW(FIRST_ROW)
  ) u_port (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .go_i(port_go),
      .write_i(port_write),
      .memory_i(port_memory),
      .word_i(port_word),
      .done_o(port_done),
      .rdata_o(port_rdata),
      .rotate_o(rotate),
      .replace_o(replace),
      .state_word_i(state_word),
      .row_o(port_row),
      .pattern_write_o(pattern_write),
      .differs_i(differs),
      .table_write_o(table_write),
      .entry_i(entry),
      .outcome_i(outcome)
  );
  assign outcome = {converged, 15'(nearest_distance), 16'(nearest)};

  memory_match_control #(
      .SPINS(SPINS),
      .GROUPS(GROUPS),
      .ROW_BITS(ROW_BITS),
      .FIRST_ROW(FIRST_ROW),
      .COUNT(COUNT)
  ) u_control (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .start_i(start),
      .abort_i(abort),
      .sweeps_i(sweeps),
      .patterns_i(extra[ROW_BITS-1:0]),
      .distance_i(distance),
      .overflow_i(pass_overflow),
      .host_row_i(port_row),
      .row_o(row),
      .valid_o(valid),
      .group_o(group),
      .all_o(all),
      .turns_o(turns),
      .half_o(half),
      .clear_o(clear),
      .keep_o(keep),
      .apply_o(apply),
      .begin_o(begins),
      .busy_o(busy),
      .done_o(done),
      .converged_o(converged),
      .overflow_o(overflow),
      .cycles_o(cycles),
      .flips_o(flips),
      .sweep_o(sweep)
  );

  memory_match_store #(
      .SPINS(SPINS),
      .PATTERNS(PATTERNS),
      .FOLDED(FOLDED)
  ) u_store (
      .clk_i(clk_i),
      .row_i(row),
      .write_i(pattern_write),
      .wdata_i(port_wdata),
      .pattern_o(pattern)
  );

  memory_match_cells #(
      .SPINS(SPINS),
      .GROUPS(GROUPS),
      .WAIT(COUNT + 4),
      .SUM_BITS(FIELD_BITS)
  ) u_cells (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .pattern_i(pattern),
      .differs_o(differs),
      .turns_i(turns),
      .ones_o(ones),
      .group_i(group),
      .all_i(all),
      .force_i(force_value),
      .clear_i(clear),
      .keep_i(keep),
      .apply_i(apply),
      .rotate_i(rotate),
      .replace_i(replace),
      .word_i(port_wdata),
      .word_o(state_word)
  );

  memory_match_score #(
      .SPINS(SPINS),
      .PATTERNS(PATTERNS),
      .FORCE_BITS(WEIGHT_BITS),
      .SUM_BITS(FIELD_BITS),
      .ENERGY_BITS(ENERGY_BITS),
      .COUNT(COUNT)
  ) u_score (
      .clk_i(clk_i),
      .begin_i(begins),
      .ones_i(ones),
      .valid_i(valid),
      .half_i(half),
      .spin_count_i(spin_count),
      .distance_o(distance),
      .force_o(force_value),
      .nearest_distance_o(nearest_distance),
      .nearest_o(nearest),
      .energy_o(energy),
      .overflow_o(pass_overflow),
      .table_host_i(!busy),
      .table_addr_i(port_word[INDEX_BITS-1:0]),
      .table_write_i(table_write),
      .table_wdata_i(port_wdata),
      .table_rdata_o(entry)
  );

  logic unused_bits;
  assign unused_bits = &{1'b0, forget, mode, extra, last, seed, temperature, temperature_step, initial_energy};

  assign busy_o       = busy;
  assign flip_o       = 1'b0;
  assign flip_index_o = '0;
  assign flip_spin_o  = 1'b0;
  assign energy_o     = {energy[ENERGY_BITS-1], energy};
endmodule
