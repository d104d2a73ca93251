// Exact sequential annealer for dense graphs: every spin sees every other, one spin visited per clock.
// Gibbs (heat bath) or, where METROPOLIS is 1 and MODE asks for it, Metropolis' rule; at temperature 0 an asynchronous
// Hopfield network. Interface, registers, memories, widths and latencies: docs/cores/pbit_ring.md. Integer twin:
// models/digital/. Reset: synchronous; it clears control, settings and flags. Data registers are written before they are
// used, and no memory word is read before it was written (host memories: by the host).
module pbit_ring #(
    parameter SPINS       = 128,       // a power of two, 64 or more
    parameter WEIGHT_BITS = 4,         // signed; 32 divides SPINS * WEIGHT_BITS
    parameter FIELD_BITS  = 12,        // signed; |h| + sum |J| per spin must be at most 2^(FIELD_BITS-1) - 1
    parameter COLUMN_BITS = 16,        // width of a memory block, 16 or 32; at least FIELD_BITS + 1
    parameter METROPOLIS  = 1,         // 1: the rule can be chosen
    parameter DSP         = 0,         // 1 one hardware multiplier, 0 an adder pipeline of the same latency
    parameter LOGIC_TABLES = 0,        // 1: noise tables in logic, where block RAM is short
    parameter ROW_REGISTER = 0,        // 1: couplings have a register behind their memories; no result or clock changes
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
    output logic [15:0] flip_index_o,  // ... of this spin
    output logic        flip_spin_o,   // ... to this value (1 is s = +1)
    output logic [31:0] energy_o       // running energy, signed; follows a flip by two clocks
);
  localparam INDEX_BITS = $clog2(SPINS);
  localparam ENERGY_BITS = FIELD_BITS + INDEX_BITS + 1;
  localparam BLOCKS = SPINS * WEIGHT_BITS / COLUMN_BITS;
  localparam ROW_BITS = SPINS * WEIGHT_BITS;

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
  logic busy, done, loaded, valid, loading, random, annealing, best_set, snapshot, overflow;
  logic flip, flip_spin, spin, threshold_spin;
  logic [FIELD_BITS-1:0]        flip_field, field;
  logic signed [FIELD_BITS-1:0] offset;
  logic [ENERGY_BITS-1:0]       energy, best_energy;
  logic [47:0]                  cycles;
  logic [31:0]                  flips;
  // Memory port
  logic                  port_go, port_write, port_done, port_turn_next;
  logic [3:0]            port_memory;
  logic [15:0]           port_word;
  logic [31:0]           port_wdata, port_rdata, block_wdata;
  logic [INDEX_BITS:0]   port_addr;
  logic [BLOCKS-1:0]     block_write;
  logic [ROW_BITS-1:0]   row;
  logic                  row_best;

  anneal_registers #(
      .CORE(2),
      .SPINS(SPINS),
      .ENTRIES(0),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .MODE_BITS(METROPOLIS == 1 ? 3 : 2),
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

  pbit_ring_port #(
      .SPINS(SPINS),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .COLUMN_BITS(COLUMN_BITS)
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
      .spin_i(spin),
      .field_i(field),
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
      .temperature_i(temperature_start),
      .temperature_step_i(temperature_step),
      .reload_i(mode[0]),
      .randomise_i(mode[1]),
      .valid_o(valid),
      .loading_o(loading),
      .random_o(random),
      .annealing_o(annealing),
      .hold_end_o(best_set),
      .temperature_o(temperature),
      .busy_o(busy),
      .done_o(done),
      .loaded_o(loaded),
      .sweep_o(sweep)
  );

  // A visit in clocks after its order: 4 the rule of its threshold, 5 address of its row's first block, 7 decision, 8 flip
  // and sums, 10 verdict on the energy and copy of the spin as it was before the visit into the best state.
  logic [10:1] valid_q;
  logic [7:1]  loading_q;
  logic [6:1]  random_q;
  logic [10:1] annealing_q;
  always_ff @(posedge clk_i) begin
    valid_q     <= {valid_q[9:1], valid} & {10{rst_ni}};
    loading_q   <= {loading_q[6:1], loading};
    random_q    <= {random_q[5:1], random};
    annealing_q <= {annealing_q[9:1], annealing};
  end

  // Turns are whole: every index comes back to 0 at the end of a run.
  logic [INDEX_BITS-1:0] index_5_q, index_6_q, index_7_q, index_8_q, index_10_q;
  logic                  active_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      index_5_q  <= '0;
      index_10_q <= '0;
    end else begin
      if (valid_q[5]) index_5_q <= index_5_q + 1'b1;
      if (valid_q[10]) index_10_q <= index_10_q + 1'b1;
    end
    index_6_q <= index_5_q;
    index_7_q <= index_6_q;
    index_8_q <= index_7_q;
    active_q  <= valid_q[6] && (random_q[6] || annealing_q[6]) && {1'b0, index_6_q} < spin_count;
  end

  // What goes to the whole ring or to all memories comes from a register of its own.
  logic                  move_q;
  logic [INDEX_BITS-1:0] rest_addr_q;
  always_ff @(posedge clk_i) begin
    move_q      <= (valid_q[6] && rst_ni) || port_turn_next;
    rest_addr_q <= !busy ? port_addr[INDEX_BITS-1:0] : ROW_REGISTER == 1 ? index_5_q : index_6_q;
  end

  logic [2:0]             before_q;  // the spin before its visit, on the way to the best state
  logic [COLUMN_BITS-1:0] first_7_q, first_8_q;
  always_ff @(posedge clk_i) begin
    before_q  <= {before_q[1:0], spin};
    first_7_q <= row[COLUMN_BITS-1:0];
    first_8_q <= first_7_q;
  end

  pbit_ring_rows #(
      .SPINS(SPINS),
      .WEIGHT_BITS(WEIGHT_BITS),
      .COLUMN_BITS(COLUMN_BITS),
      .REGISTERED(ROW_REGISTER)
  ) u_rows (
      .clk_i(clk_i),
      .first_addr_i(busy ? {loading_q[5], index_5_q} : port_addr),
      .best_addr_i(busy ? {1'b0, ROW_REGISTER == 1 ? index_6_q : index_7_q} : port_addr),
      .rest_addr_i(rest_addr_q),
      .row_o(row),
      .best_o(row_best),
      .write_i(block_write),
      .write_addr_i(port_addr),
      .wdata_i(block_wdata),
      .best_write_i(valid_q[10] && snapshot),
      .best_index_i(index_10_q),
      .best_spin_i(before_q[2])
  );

  pbit_noise #(
      .FIELD_BITS(FIELD_BITS),
      .DSP(DSP),
      .METROPOLIS(METROPOLIS),
      .LOGIC_TABLES(LOGIC_TABLES)
  ) u_noise (
      .clk_i(clk_i),
      .load_i(start),
      .seed_i(seed),
      .temperature_i(temperature),
      .random_i(random_q[4]),
      .metropolis_i(mode[2]),
      .spin_i(threshold_spin),
      .offset_o(offset)
  );

  // Spins beyond the problem's have no field, and never flip.
  logic in_range_q;
  always_ff @(posedge clk_i) in_range_q <= {1'b0, index_6_q} < spin_count;
  pbit_ring_cells #(
      .SPINS(SPINS),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .LATE_NEAR(ROW_REGISTER)  // the couplings' first block has no register
  ) u_cells (
      .clk_i(clk_i),
      .move_i(move_q),
      .active_i(active_q),
      .load_i(loading_q[7] && valid_q[7]),
      .load_spin_i(first_7_q[FIELD_BITS] || !in_range_q),
      .load_field_i(first_7_q[FIELD_BITS-1:0] & {FIELD_BITS{in_range_q}}),
      .near_i(row[WEIGHT_BITS-1:0]),
      .offset_i(offset),
      .row_i({row[ROW_BITS-WEIGHT_BITS-1:COLUMN_BITS], first_8_q}),
      .spin_o(spin),
      .field_o(field),
      .next_spin_o(threshold_spin),
      .flip_o(flip),
      .flip_spin_o(flip_spin),
      .flip_field_o(flip_field)
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
      .flip_i(flip),
      .flip_spin_i(flip_spin),
      .flip_field_i(flip_field),
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
  assign unused_bits = &{1'b0, last, no_extra, row[ROW_BITS-1 -: WEIGHT_BITS]};

  assign busy_o       = busy;
  assign flip_o       = flip;
  assign flip_index_o = 16'(index_8_q);
  assign flip_spin_o  = flip_spin;
  assign energy_o     = {{32 - ENERGY_BITS{energy[ENERGY_BITS-1]}}, energy};
endmodule
