// Event-driven Gibbs and Metropolis (p-bit) annealer, all to all: one spin visited per clock, a flip adds its row of couplings,
// LANES of them per clock. Interface, registers, memories, widths and latencies: docs/cores/pbit_lane.md. Integer twin:
// models/digital/.
// Reset: synchronous; it clears control, settings and flags. Data registers are written before they are used, and no
// memory word is read before it was written (host memories: by the host).
module pbit_lane #(
    parameter SPINS       = 512,       // capacity, a power of two, 4 LANES or more
    parameter WEIGHT_BITS = 4,         // signed; 1: every coupling is +1 (bit 0) or -1 (bit 1), none is 0
    parameter FIELD_BITS  = 13,        // signed; |h| + sum |J| per spin must be at most 2^(FIELD_BITS-1) - 1
    parameter LANES       = 16,        // a power of two, 4 or more; LANES * WEIGHT_BITS is a multiple of 32
    parameter MEMORY      = 0,         // rows in 0 inferred block RAM, 1 iCE40 UP5K SPRAM
    parameter METROPOLIS  = 1,         // 1: the rule can be chosen (one more noise table)
    parameter DSP         = 1,         // 1 one hardware multiplier, 0 an adder pipeline of the same latency
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
    output logic        flip_o,        // one clock per flip ...
    output logic [15:0] flip_index_o,  // ... of the spin at this address
    output logic        flip_spin_o,   // ... to this value (1 is s = +1)
    output logic [31:0] energy_o       // running energy, signed; follows a flip by two clocks
);
  localparam INDEX_BITS = $clog2(SPINS);
  localparam ENERGY_BITS = FIELD_BITS + INDEX_BITS + 1;
  localparam BLOCK_WORDS = LANES * WEIGHT_BITS / 32;
  localparam WORD_BITS = BLOCK_WORDS > 1 ? $clog2(BLOCK_WORDS) : 1;
  localparam ROW_ADDRESS_BITS = 2 * INDEX_BITS - $clog2(LANES);
  localparam ROW_WORD_BITS = ROW_ADDRESS_BITS + $clog2(BLOCK_WORDS);
  localparam PORT_WORD_BITS = ROW_WORD_BITS > 16 ? ROW_WORD_BITS : 16;

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
  logic busy, done, loaded, scan, row, scan_load, frozen, reloading, random, annealing, best_set;
  logic scan_end, row_last, spin, visit, flip, flip_spin, field_overflow, overflow, snapshot;
  logic [INDEX_BITS-1:0]        flip_index;
  logic [FIELD_BITS-1:0]        flip_field;
  logic signed [FIELD_BITS-1:0] offset;
  logic [ENERGY_BITS-1:0]       energy, best_energy;
  logic [47:0]                  cycles;
  logic [31:0]                  flips;
  // Memory port
  logic                  port_go, port_write, port_done, host_initial, host_write_initial, host_write_row;
  logic [3:0]            port_memory;
  logic [PORT_WORD_BITS-1:0] port_word;
  logic [31:0]           port_wdata, port_rdata, host_row;
  logic [INDEX_BITS-1:0] host_index;
  logic [FIELD_BITS+1:0] host_state;

  anneal_registers #(
      .CORE(3),
      .SPINS(SPINS),
      .ENTRIES(0),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .MODE_BITS(2 + METROPOLIS),
      .WORD_BITS(PORT_WORD_BITS),
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

  pbit_lane_port #(
      .SPINS(SPINS),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .WORD_BITS(PORT_WORD_BITS)
  ) u_port (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .go_i(port_go),
      .write_i(port_write),
      .memory_i(port_memory),
      .word_i(port_word),
      .spin_count_i(spin_count),
      .loaded_i(loaded),
      .done_o(port_done),
      .rdata_o(port_rdata),
      .host_index_o(host_index),
      .host_initial_o(host_initial),
      .host_write_initial_o(host_write_initial),
      .host_write_row_o(host_write_row),
      .host_row_i(host_row),
      .host_state_i(host_state)
  );

  pbit_sparse_control #(
      .BOUNDARY(8)
  ) u_control (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .start_i(start),
      .abort_i(abort),
      .sweeps_i(sweeps),
      .temperature_i(temperature_start),
      .temperature_step_i(temperature_step),
      .reload_i(mode[0]),
      .randomise_i(mode[1]),
      .flip_i(flip),
      .row_last_i(row_last),
      .scan_end_i(scan_end),
      .scan_o(scan),
      .row_o(row),
      .scan_load_o(scan_load),
      .frozen_o(frozen),
      .reloading_o(reloading),
      .random_o(random),
      .snapshot_busy_i(snapshot),
      .annealing_o(annealing),
      .best_set_o(best_set),
      .busy_o(busy),
      .done_o(done),
      .forget_i(forget),
      .loaded_o(loaded),
      .temperature_o(temperature),
      .sweep_o(sweep)
  );

  pbit_noise #(
      .FIELD_BITS(FIELD_BITS),
      .DSP(DSP),
      .METROPOLIS(METROPOLIS)
  ) u_noise (
      .clk_i(clk_i),
      .load_i(start),
      .seed_i(seed),
      .temperature_i(temperature),
      .random_i(random),
      .metropolis_i(mode[2]),
      .spin_i(spin),
      .offset_o(offset)
  );

  pbit_lane_pipeline #(
      .SPINS(SPINS),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .LANES(LANES),
      .MEMORY(MEMORY)
  ) u_pipeline (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .busy_i(busy),
      .scan_i(scan),
      .row_i(row),
      .scan_load_i(scan_load),
      .frozen_i(frozen),
      .reloading_i(reloading),
      .snapshot_i(snapshot),
      .last_i(last),
      .offset_i(offset),
      .scan_end_o(scan_end),
      .row_last_o(row_last),
      .spin_o(spin),
      .visit_o(visit),
      .flip_o(flip),
      .flip_index_o(flip_index),
      .flip_spin_o(flip_spin),
      .flip_field_o(flip_field),
      .overflow_o(field_overflow),
      .host_index_i(host_index),
      .host_initial_i(host_initial),
      .host_write_initial_i(host_write_initial),
      .host_row_i(ROW_ADDRESS_BITS'(BLOCK_WORDS > 1 ? port_word >> WORD_BITS : port_word)),
      .host_row_word_i(WORD_BITS'(port_word)),
      .host_write_row_i(host_write_row),
      .host_wdata_i(port_wdata),
      .host_rdata_o(host_row),
      .host_state_o(host_state)
  );

  anneal_tally #(
      .INDEX_BITS(INDEX_BITS),
      .FIELD_BITS(FIELD_BITS)
  ) u_tally (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .start_i(start),
      .busy_i(busy),
      .energy_load_i(start && (mode[0] || !loaded)),
      .energy_load_value_i(initial_energy),
      .annealing_i(annealing),
      .best_set_i(best_set),
      .visit_i(visit),
      .flip_i(flip),
      .flip_spin_i(flip_spin),
      .flip_field_i(flip_field),
      .overflow_i(field_overflow),
      .last_i(last),
      .snapshot_o(snapshot),
      .energy_o(energy),
      .best_energy_o(best_energy),
      .cycles_o(cycles),
      .flips_o(flips),
      .overflow_o(overflow)
  );

  logic unused_extra;
  assign unused_extra = &{1'b0, no_extra};

  assign busy_o       = busy;
  assign flip_o       = flip;
  assign flip_index_o = 16'(flip_index);
  assign flip_spin_o  = flip_spin;
  assign energy_o     = {{32 - ENERGY_BITS{energy[ENERGY_BITS-1]}}, energy};
endmodule
