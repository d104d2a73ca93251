// Event-driven Gibbs (p-bit) annealer for sparse graphs: two spins visited per clock, a flip streams its neighbours,
// three per clock.
// Interface, registers, memories, widths and latencies: docs/cores/pbit_sparse.md. Integer twin: models/digital/.
// Reset: synchronous; it clears control, settings and flags. Data registers are written before they are used, and no
// memory word is read before it was written (host memories: by the host).
module pbit_sparse #(
    parameter SPINS       = 4096,      // capacity, a multiple of 4, at most 2^(17 - WEIGHT_BITS)
    parameter ENTRIES     = 49152,     // capacity in directed neighbour entries, padding included; a multiple of 3
    parameter WEIGHT_BITS = 4,         // signed
    parameter FIELD_BITS  = 10,        // signed; |h| + sum |J| per spin must be at most 2^(FIELD_BITS-1) - 1
    parameter MEMORY      = 0,         // 0 inferred block RAM, 1 iCE40 UP5K SPRAM (SPINS <= 4096, ENTRIES <= 49152), 2 Gowin: rows
                                       // as wide as they need, a flip costs a clock more
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
  logic scan_end, row_last, flip, flip_spin, field_overflow, overflow;
  logic [1:0]                   visit, snapshot;  // by lane: even spins, odd spins
  logic [INDEX_BITS-1:0]        flip_index, last_even, last_odd;
  logic [FIELD_BITS-1:0]        flip_field;
  logic signed [2*FIELD_BITS-1:0] offset;
  logic [ENERGY_BITS-1:0]       energy, best_energy;
  logic [47:0]                  cycles;
  logic [31:0]                  flips;
  // Memory port
  logic                  port_go, port_write, port_done, host_write_pointer;
  logic [3:0]            port_memory;
  logic [15:0]           port_word, host_addr, host_wdata, host_list, host_pointer;
  logic [31:0]           port_wdata, port_rdata;
  logic [1:0]            host_table, host_slot;
  logic [2:0]            host_write_slot;
  logic [FIELD_BITS+1:0] host_state;

  anneal_registers #(
      .CORE(1),
      .SPINS(SPINS),
      .ENTRIES(ENTRIES),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
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

  pbit_sparse_port #(
      .SPINS(SPINS),
      .ENTRIES(ENTRIES),
      .FIELD_BITS(FIELD_BITS)
  ) u_port (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .go_i(port_go),
      .write_i(port_write),
      .memory_i(port_memory),
      .word_i(port_word),
      .wdata_i(port_wdata),
      .spin_count_i(spin_count),
      .loaded_i(loaded),
      .done_o(port_done),
      .rdata_o(port_rdata),
      .host_addr_o(host_addr),
      .host_table_o(host_table),
      .host_slot_o(host_slot),
      .host_write_slot_o(host_write_slot),
      .host_write_pointer_o(host_write_pointer),
      .host_wdata_o(host_wdata),
      .host_list_i(host_list),
      .host_pointer_i(host_pointer),
      .host_state_i(host_state)
  );

  pbit_sparse_control #(
      .TAIL(MEMORY == 2 ? 2 : 1)
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
      .snapshot_busy_i(|snapshot),
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
      .LANES(2)
  ) u_noise (
      .clk_i(clk_i),
      .load_i(start),
      .seed_i(seed),
      .temperature_i(temperature),
      .random_i(random),
      .metropolis_i(1'b0),
      .spin_i(1'b0),
      .offset_o(offset)
  );

  pbit_sparse_pipeline #(
      .SPINS(SPINS),
      .ENTRIES(ENTRIES),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
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
      .visit_o(visit),
      .flip_o(flip),
      .flip_index_o(flip_index),
      .flip_spin_o(flip_spin),
      .flip_field_o(flip_field),
      .overflow_o(field_overflow),
      .host_addr_i(host_addr),
      .host_table_i(host_table),
      .host_slot_i(host_slot),
      .host_write_slot_i(host_write_slot),
      .host_write_pointer_i(host_write_pointer),
      .host_wdata_i(host_wdata),
      .host_list_o(host_list),
      .host_pointer_o(host_pointer),
      .host_state_o(host_state)
  );

  // Spins of each lane, less one: that of the odd spins is -1 when there is one spin. The energy is set a clock after the start.
  logic energy_load;
  always_ff @(posedge clk_i) begin
    energy_load <= start && (mode[0] || !loaded);
    last_even <= last >> 1;
    last_odd  <= {1'b0, last[INDEX_BITS-1:1]} - {{INDEX_BITS - 1{1'b0}}, !last[0]};
  end

  anneal_tally #(
      .INDEX_BITS(INDEX_BITS),
      .FIELD_BITS(FIELD_BITS),
      .LANES(2)
  ) u_tally (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .start_i(start),
      .busy_i(busy),
      .energy_load_i(energy_load),
      .energy_load_value_i(initial_energy),
      .annealing_i(annealing),
      .best_set_i(best_set),
      .visit_i(visit),
      .flip_i(flip),
      .flip_spin_i(flip_spin),
      .flip_field_i(flip_field),
      .overflow_i(field_overflow),
      .last_i({last_odd, last_even}),
      .snapshot_o(snapshot),
      .energy_o(energy),
      .best_energy_o(best_energy),
      .cycles_o(cycles),
      .flips_o(flips),
      .overflow_o(overflow)
  );

  logic unused_bits;
  assign unused_bits = &{1'b0, mode[2], no_extra};

  assign busy_o       = busy;
  assign flip_o       = flip;
  assign flip_index_o = 16'(flip_index);
  assign flip_spin_o  = flip_spin;
  assign energy_o     = {{32 - ENERGY_BITS{energy[ENERGY_BITS-1]}}, energy};
endmodule
