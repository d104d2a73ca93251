// Digital phase oscillators, all to all: square waves of N phases, their weighted sums one toggling oscillator per clock,
// and one pipeline that moves a phase per clock, with injection locking at the second harmonic and noise.
// Interface, registers, memories, widths and latencies: docs/cores/oscillator_hybrid.md. Integer twin: models/digital/.
// Reset: synchronous; it clears control, settings and flags. Data registers are written before they are used, and no memory
// word is used before it was written (host memories: by the host).
module oscillator_hybrid #(
    parameter SPINS       = 64,        // a multiple of 32, 64 or more
    parameter WEIGHT_BITS = 4,         // signed
    parameter FIELD_BITS  = 11,        // signed, 9 to 16; |h| + sum |J| per spin must be at most 2^(FIELD_BITS-1) - 1
    parameter COLUMN_BITS = 16,        // width of a memory block, 16 or 32; at least FIELD_BITS + 1
    parameter PHASE_BITS  = 10,        // of a phase register, 8 to 16; with FIELD_BITS at most 29
    parameter DSP         = 0,         // 1 hardware multipliers, 0 adder pipelines of the same latency
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
    output logic        flip_o,        // one clock per toggle of a square wave ...
    output logic [15:0] flip_index_o,  // ... of this oscillator
    output logic        flip_spin_o,   // ... to this value (1 is s = +1)
    output logic [31:0] energy_o       // running energy, signed; follows a flip by two clocks
);
  localparam INDEX_BITS = $clog2(SPINS);
  localparam ENERGY_BITS = FIELD_BITS + INDEX_BITS + 1;
  localparam BLOCKS = SPINS * WEIGHT_BITS / COLUMN_BITS;
  localparam ROW_BITS = SPINS * WEIGHT_BITS;
  localparam STATE_BITS = 30;

  // Settings
  logic                   start, abort, forget;
  logic [2:0]             mode;
  logic [INDEX_BITS:0]    spin_count;
  logic [INDEX_BITS-1:0]  last;
  logic [23:0]            sweeps, sweep;
  logic [63:1]            seed;
  logic [31:0]            amplitude, amplitude_step;
  logic [15:0]            amplitude_early;
  logic [127:0]           extra;
  logic [ENERGY_BITS-1:0] initial_energy;
  // Run
  logic busy, done, loaded, valid, loading, random, annealing, best_set, snapshot, overflow;
  logic toggle, toggle_level, level, level_7;
  logic [FIELD_BITS-1:0]  toggle_sum, sum;
  logic [PHASE_BITS-1:0]  phase;
  logic [ENERGY_BITS-1:0] energy, best_energy;
  logic [47:0]            cycles;
  logic [31:0]            flips;
  // Memory port
  logic                  port_go, port_write, port_done, port_turn, port_turn_next;
  logic [3:0]            port_memory;
  logic [15:0]           port_word;
  logic [31:0]           port_wdata, port_rdata, block_wdata;
  logic [INDEX_BITS:0]   port_addr;
  logic [BLOCKS-1:0]     block_write;
  logic [ROW_BITS-1:0]   row;
  logic                  row_best;

  anneal_registers #(
      .CORE(5),
      .SPINS(SPINS),
      .ENTRIES(0),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .NOISE_BITS(11),
      .EXTRA(4),
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
      .temperature_o(amplitude),
      .temperature_step_o(amplitude_step),
      .initial_energy_o(initial_energy),
      .mode_o(mode),
      .extra_o(extra),
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

  pbit_ring_port #(
      .SPINS(SPINS),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .COLUMN_BITS(COLUMN_BITS),
      .STATE_BITS(STATE_BITS)
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
      .turn_next_o(port_turn_next),
      .spin_i(level),
      .field_i(STATE_BITS'({phase, sum})),
      .addr_o(port_addr),
      .write_o(block_write),
      .wdata_o(block_wdata),
      .row_i(row),
      .best_i(row_best)
  );

  pbit_ring_control #(
      .SPINS(SPINS)
  ) u_control (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .start_i(start),
      .abort_i(abort),
      .forget_i(forget),
      .sweeps_i(sweeps),
      .temperature_i(amplitude),
      .temperature_step_i(amplitude_step),
      .reload_i(mode[0]),
      .randomise_i(mode[1]),
      .valid_o(valid),
      .loading_o(loading),
      .random_o(random),
      .annealing_o(annealing),
      .hold_end_o(best_set),
      .temperature_o(amplitude_early),
      .busy_o(busy),
      .done_o(done),
      .loaded_o(loaded),
      .sweep_o(sweep)
  );

  // A visit in clocks after its order: 1 address of its phase, 5 of its row's first block, 7 its level at position 0, 8 toggle
  // and sum, 10 verdict on the energy and copy of the level as it was before the visit into the best state, 16 new phase.
  logic [15:1] valid_q, loading_q, random_q, annealing_q;
  always_ff @(posedge clk_i) begin
    valid_q     <= {valid_q[14:1], valid} & {15{rst_ni}};
    loading_q   <= {loading_q[14:1], loading};
    random_q    <= {random_q[14:1], random};
    annealing_q <= {annealing_q[14:1], annealing};
  end

  logic [INDEX_BITS-1:0] index_5, index_10, index_6_q, index_7_q, index_8_q;
  logic                  active_q, in_range_q;
  visit_counter #(
      .SPINS(SPINS)
  ) u_index_5 (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .step_i(valid_q[5]),
      .index_o(index_5)
  );
  visit_counter #(
      .SPINS(SPINS)
  ) u_index_10 (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .step_i(valid_q[10]),
      .index_o(index_10)
  );
  // Oscillators beyond the problem's have no couplings, and never toggle.
  always_ff @(posedge clk_i) begin
    index_6_q  <= index_5;
    index_7_q  <= index_6_q;
    index_8_q  <= index_7_q;
    in_range_q <= {1'b0, index_6_q} < spin_count;
    active_q   <= valid_q[6] && (random_q[6] || annealing_q[6]) && {1'b0, index_6_q} < spin_count;
  end

  logic [2:0]             before_q;  // the level before its visit, on the way to the best state
  logic [COLUMN_BITS-1:0] first_7_q, first_8_q;
  always_ff @(posedge clk_i) begin
    before_q  <= {before_q[1:0], level};
    first_7_q <= row[COLUMN_BITS-1:0];
    first_8_q <= first_7_q;
  end

  pbit_ring_rows #(
      .SPINS(SPINS),
      .WEIGHT_BITS(WEIGHT_BITS),
      .COLUMN_BITS(COLUMN_BITS)
  ) u_rows (
      .clk_i(clk_i),
      .first_addr_i(busy ? {loading_q[5], index_5} : port_addr),
      .best_addr_i(busy ? {1'b0, index_7_q} : port_addr),
      .rest_addr_i(busy ? index_7_q : port_addr[INDEX_BITS-1:0]),
      .row_o(row),
      .best_o(row_best),
      .write_i(block_write),
      .write_addr_i(port_addr),
      .wdata_i(block_wdata),
      .best_write_i(valid_q[10] && snapshot),
      .best_index_i(index_10),
      .best_spin_i(before_q[2])
  );

  // The host sees oscillator k's phase in clock k of the ring's turn.
  logic [INDEX_BITS-1:0] show_q;
  always_ff @(posedge clk_i) port_turn <= port_turn_next;
  always_ff @(posedge clk_i) show_q <= port_turn ? show_q + 1'b1 : '0;

  logic load_level;
  assign load_level = first_7_q[FIELD_BITS] || !in_range_q;
  oscillator_hybrid_phase #(
      .SPINS(SPINS),
      .FIELD_BITS(FIELD_BITS),
      .PHASE_BITS(PHASE_BITS),
      .DSP(DSP)
  ) u_phase (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .start_i(start),
      .seed_i(seed),
      .coupling_i(extra[15:0]),
      .locking_i(extra[63:32]),
      .locking_step_i(extra[95:64]),
      .amplitude_i(amplitude),
      .amplitude_step_i(amplitude_step),
      .instant_i(extra[111:96]),
      .valid_i({valid_q, valid}),
      .loading_i({loading_q, loading}),
      .random_i({random_q, random}),
      .annealing_i({annealing_q, annealing}),
      .load_level_7_i(load_level),
      .sum_8_i(toggle_sum),
      .level_7_o(level_7),
      .show_i(!busy),
      .show_index_i(show_q + INDEX_BITS'(port_turn)),
      .phase_2_o(phase)
  );

  oscillator_hybrid_cells #(
      .SPINS(SPINS),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS)
  ) u_cells (
      .clk_i(clk_i),
      .move_i(valid_q[7] || port_turn),
      .active_i(active_q),
      .level_i(level_7),
      .load_i(loading_q[7] && valid_q[7]),
      .load_level_i(load_level),
      .load_sum_i(first_7_q[FIELD_BITS-1:0] & {FIELD_BITS{in_range_q}}),
      .row_i({row[ROW_BITS-WEIGHT_BITS-1:COLUMN_BITS], first_8_q}),
      .level_o(level),
      .first_sum_o(sum),
      .toggle_o(toggle),
      .last_level_o(toggle_level),
      .sum_o(toggle_sum)
  );

  anneal_tally #(
      .INDEX_BITS(INDEX_BITS),
      .FIELD_BITS(FIELD_BITS),
      .STREAM(1)
  ) u_tally (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .start_i(start),
      .busy_i(busy),
      .energy_load_i(start && (mode[0] || !loaded)),
      .energy_load_value_i(initial_energy),
      .annealing_i(annealing_q[10]),
      .best_set_i(best_set),
      .visit_i(valid_q[10]),
      .flip_i(toggle),
      .flip_spin_i(toggle_level),
      .flip_field_i(toggle_sum),
      .overflow_i(1'b0),
      .last_i(INDEX_BITS'(SPINS - 1)),
      .snapshot_o(snapshot),
      .energy_o(energy),
      .best_energy_o(best_energy),
      .cycles_o(cycles),
      .flips_o(flips),
      .overflow_o(overflow)
  );

  logic unused_bits;
  assign unused_bits = &{1'b0, last, mode[2], extra[31:16], extra[127:112], amplitude_early,
                         row[ROW_BITS-1 -: WEIGHT_BITS]};

  assign busy_o       = busy;
  assign flip_o       = toggle;
  assign flip_index_o = 16'(index_8_q);
  assign flip_spin_o  = toggle_level;
  assign energy_o     = {{32 - ENERGY_BITS{energy[ENERGY_BITS-1]}}, energy};
endmodule
