// Simulated bifurcation in fixed point, all to all, one row of couplings per clock: ballistic (MODE bit 2) or discrete.
// Goto et al., Science Advances 7, eabe7953 (2021). Equations, registers, memories, widths, rounding and latencies:
// docs/cores/bifurcation_row.md. Integer twin: models/digital/. Reset: synchronous; it clears control, settings and flags.
// Data registers are written before they are used. Memory words are written before they are used (host memories: by the
// host); problems of fewer than four spins read up to three rows more, and drop them.
module bifurcation_row #(
    parameter SPINS         = 64,       // a power of two, 64 or more
    parameter WEIGHT_BITS   = 4,        // signed; 32 divides SPINS * WEIGHT_BITS
    parameter FIELD_BITS    = 11,       // signed; |h| + sum |J| per spin must be at most 2^(FIELD_BITS-1) - 1
    parameter POSITION_BITS = 13,       // of a position, 8 to 15; a momentum has one more
    parameter PRODUCT_BITS  = 4,        // of a position that ballistic products take, 2 to 12: passes over the rows per step
    parameter COLUMN_BITS   = 16,       // width of a memory block, 16 or 32
    parameter DSP           = 0,        // 1 two hardware multipliers, 0 adder pipelines of the same latency
    parameter CLOCK_HZ      = 48000000  // reported, not used
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
    output logic        flip_o,        // one clock for each position whose sign changes ...
    output logic [15:0] flip_index_o,  // ... of this spin
    output logic        flip_spin_o,   // ... to this value (1 is s = +1)
    output logic [31:0] energy_o       // of the signs before the last pass over them that has ended, signed
);
  localparam INDEX_BITS  = $clog2(SPINS);
  localparam ENERGY_BITS = FIELD_BITS + INDEX_BITS + 1;
  localparam FORCE_BITS  = FIELD_BITS + PRODUCT_BITS;
  localparam SUM_BITS    = WEIGHT_BITS + INDEX_BITS;
  localparam BLOCKS      = SPINS * WEIGHT_BITS / COLUMN_BITS;
  localparam ROW_BITS    = SPINS * WEIGHT_BITS;
  // Clocks of a row after its order: its couplings are addressed in clock 2, its sum is there in clock SUM, its pull in
  // SUM + 7, its particle is moved in MOVED.
  localparam SUM   = 3 + (INDEX_BITS + 2) / 2;
  localparam MOVED = SUM + 9;

  // Settings
  logic                   start, abort, forget;
  logic [2:0]             mode;
  logic [127:0]           extra;
  logic [INDEX_BITS:0]    spin_count;
  logic [INDEX_BITS-1:0]  last_spin;
  logic [23:0]            sweeps, sweep;
  logic [63:1]            seed;
  logic [31:0]            temperature, temperature_step;
  logic [ENERGY_BITS-1:0] initial_energy;
  logic                   ballistic;
  assign ballistic = mode[2];
  // Run
  logic busy, done, loaded, reload, finish, better, turned;
  logic [15:0]            detuning;
  logic [63:0]            noise;
  logic [ENERGY_BITS-1:0] energy, best_energy;
  logic [47:0]            cycles;
  logic [31:0]            flips;
  // Memory port
  logic                  port_go, port_write, port_done, port_show, port_show_best, port_shift, initial_write;
  logic [3:0]            port_memory;
  logic [15:0]           port_word;
  logic [31:0]           port_wdata, port_rdata;
  logic [INDEX_BITS-1:0] port_addr;
  logic [BLOCKS-1:0]     row_write;
  logic [ROW_BITS-1:0]   row;

  anneal_registers #(
      .CORE(4),
      .SPINS(SPINS),
      .ENTRIES(0),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .NOISE_BITS(256 * PRODUCT_BITS + POSITION_BITS),
      .MODE_BITS(3),
      .EXTRA(1),
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
      .last_o(last_spin),
      .sweeps_o(sweeps),
      .seed_o(seed),
      .temperature_o(temperature),
      .temperature_step_o(temperature_step),
      .initial_energy_o(initial_energy),
      .mode_o(mode),
      .extra_o(extra),
      .busy_i(busy),
      .done_i(done),
      .overflow_i(1'b0),
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

  // Rows on their way: element s of each of these is the row that was ordered s clocks ago.
  logic [MOVED:0]                valid, first, last, fill, move, evaluate, fresh;
  logic [MOVED:1]                valid_q, first_q, last_q, fill_q, move_q, evaluate_q, fresh_q;
  logic [INDEX_BITS*(MOVED+1)-1:0] index;
  logic [INDEX_BITS*MOVED-1:0]   index_q;
  logic [3:0]                    plane, plane_1_q;
  logic [INDEX_BITS-1:0]         index_0;
  logic                          valid_0, first_0, last_0, fill_0, move_0, evaluate_0, fresh_0;
  assign valid    = {valid_q, valid_0};
  assign first    = {first_q, first_0};
  assign last     = {last_q, last_0};
  assign fill     = {fill_q, fill_0};
  assign move     = {move_q, move_0};
  assign evaluate = {evaluate_q, evaluate_0};
  assign fresh    = {fresh_q, fresh_0};
  assign index    = {index_q, index_0};
  always_ff @(posedge clk_i) begin
    valid_q    <= valid[MOVED-1:0] & {MOVED{rst_ni}};
    first_q    <= first[MOVED-1:0];
    last_q     <= last[MOVED-1:0];
    fill_q     <= fill[MOVED-1:0];
    move_q     <= move[MOVED-1:0];
    evaluate_q <= evaluate[MOVED-1:0];
    fresh_q    <= fresh[MOVED-1:0];
    index_q    <= index[INDEX_BITS*MOVED-1:0];
    plane_1_q  <= plane;
  end
  logic [INDEX_BITS-1:0] index_2, index_total, index_sum, index_share, index_moved;
  assign index_2     = index[INDEX_BITS*2 +: INDEX_BITS];
  assign index_total = index[INDEX_BITS*(SUM-1) +: INDEX_BITS];
  assign index_sum   = index[INDEX_BITS*SUM +: INDEX_BITS];
  assign index_share = index[INDEX_BITS*(SUM+1) +: INDEX_BITS];
  assign index_moved = index[INDEX_BITS*MOVED +: INDEX_BITS];

  bifurcation_row_control #(
      .SPINS(SPINS),
      .PRODUCT_BITS(PRODUCT_BITS),
      .GAP(MOVED - 1)
  ) u_control (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .start_i(start),
      .abort_i(abort),
      .forget_i(forget),
      .last_i(last_spin),
      .sweeps_i(sweeps),
      .temperature_i(temperature),
      .temperature_step_i(temperature_step),
      .reload_i(mode[0]),
      .ballistic_i(ballistic),
      .valid_o(valid_0),
      .index_o(index_0),
      .first_o(first_0),
      .last_o(last_0),
      .fill_o(fill_0),
      .move_o(move_0),
      .evaluate_o(evaluate_0),
      .fresh_o(fresh_0),
      .plane_o(plane),
      .reload_o(reload),
      .decide_i(valid[MOVED-1] && first[MOVED-1] && (fill[MOVED-1] || move[MOVED-1])),
      .finish_o(finish),
      .detuning_o(detuning),
      .busy_o(busy),
      .done_o(done),
      .loaded_o(loaded),
      .sweep_o(sweep)
  );

  // Particles: read early for a bit of the next plane, or late to be moved.
  logic [POSITION_BITS-1:0] x, x_moved;
  logic [POSITION_BITS:0]   v, v_moved;
  logic                     moved, late;
  logic [INDEX_BITS-1:0]    particle;
  assign late     = valid[SUM] && (fill[SUM] || evaluate[SUM]);
  assign particle = !busy ? port_addr : late ? index_sum : index_0;
  assign moved    = valid[MOVED] && (fill[MOVED] || move[MOVED]);
  ram_two_port #(
      .DEPTH(SPINS),
      .WIDTH(2 * POSITION_BITS + 1)
  ) u_particles (
      .clk_i(clk_i),
      .write_i(moved),
      .waddr_i(index_moved),
      .wdata_i({v_moved, x_moved}),
      .raddr_i(particle),
      .rdata_o({v, x})
  );

  // The next plane: signs are 1 where the position is positive; lower bits stand for themselves.
  logic             early_q, early_bit_q, next_bit, plane_bit;
  logic [SPINS-1:0] plane_bits;
  logic [15:0]      bits_of_x;
  assign bits_of_x = {{16 - POSITION_BITS{1'b0}}, x};
  always_ff @(posedge clk_i) begin
    early_q     <= rst_ni && valid[1] && plane_1_q != 4'd0;
    early_bit_q <= bits_of_x[4'(POSITION_BITS) - plane_1_q] ^ (plane_1_q == 4'd1);
  end
  assign next_bit = ballistic && !finish ? x_moved[POSITION_BITS-PRODUCT_BITS] : !x_moved[POSITION_BITS-1];
  bifurcation_row_planes #(
      .SPINS(SPINS)
  ) u_planes (
      .clk_i(clk_i),
      .shift_i(moved || early_q || port_shift),
      .bit_i(early_q ? early_bit_q : next_bit),
      .use_i(valid[2] && first[2]),
      .ones_i(fill[2]),
      .keep_i(better),
      .show_i(port_show),
      .show_best_i(port_show_best),
      .plane_o(plane_bits),
      .bit_o(plane_bit)
  );

  bifurcation_row_memory #(
      .SPINS(SPINS),
      .WEIGHT_BITS(WEIGHT_BITS),
      .COLUMN_BITS(COLUMN_BITS)
  ) u_memory (
      .clk_i(clk_i),
      .raddr_i(busy ? index_2 : port_addr),
      .row_o(row),
      .write_i(row_write),
      .waddr_i(port_addr),
      .wdata_i(port_wdata)
  );

  logic [SUM_BITS-1:0] sum;
  bifurcation_row_sum #(
      .SPINS(SPINS),
      .WEIGHT_BITS(WEIGHT_BITS)
  ) u_sum (
      .clk_i(clk_i),
      .row_i(row),
      .plane_i(plane_bits),
      .sum_o(sum)
  );

  // What belongs to a row: initial spin and field from the host, the sum of all its couplings from the pass that fills, and
  // what the lower planes of this step have summed.
  logic [FIELD_BITS:0]     initial_word, share;
  logic [FIELD_BITS-1:0]   total, total_new;
  logic [FORCE_BITS-2:0]   partial, partial_new;
  logic                    initial_spin_q;
  always_ff @(posedge clk_i) initial_spin_q <= initial_word[FIELD_BITS];
  ram_two_port #(
      .DEPTH(SPINS),
      .WIDTH(FIELD_BITS + 1)
  ) u_initial (
      .clk_i(clk_i),
      .write_i(initial_write),
      .waddr_i(port_addr),
      .wdata_i({port_wdata[31], port_wdata[FIELD_BITS-1:0]}),
      .raddr_i(busy ? index_total : port_addr),
      .rdata_o(initial_word)
  );
  ram_two_port #(
      .DEPTH(SPINS),
      .WIDTH(FIELD_BITS)
  ) u_total (
      .clk_i(clk_i),
      .write_i(valid[SUM] && fill[SUM]),
      .waddr_i(index_sum),
      .wdata_i(total_new),
      .raddr_i(index_total),
      .rdata_o(total)
  );
  ram_two_port #(
      .DEPTH(SPINS),
      .WIDTH(FORCE_BITS - 1)
  ) u_partial (
      .clk_i(clk_i),
      .write_i(valid[SUM+1]),
      .waddr_i(index_share),
      .wdata_i(partial_new),
      .raddr_i(index_total),
      .rdata_o(partial)
  );

  logic [POSITION_BITS+1:0] pull;
  logic                     pull_minus;
  bifurcation_row_force #(
      .SUM_BITS(SUM_BITS),
      .FIELD_BITS(FIELD_BITS),
      .POSITION_BITS(POSITION_BITS),
      .PRODUCT_BITS(PRODUCT_BITS),
      .COUPLING_FRACTION(WEIGHT_BITS + 12),
      .DSP(DSP)
  ) u_force (
      .clk_i(clk_i),
      .ballistic_i(ballistic),
      .coupling_i(extra[15:0]),
      .fresh_i(fresh[SUM]),
      .sum_i(sum),
      .total_i(total),
      .field_i(initial_word[FIELD_BITS-1:0]),
      .partial_i(partial),
      .total_o(total_new),
      .partial_o(partial_new),
      .share_o(share),
      .pull_o(pull),
      .pull_minus_o(pull_minus)
  );

  xorshift64 u_noise (
      .clk_i(clk_i),
      .load_i(start),
      .seed_i(seed),
      .state_o(noise)
  );
  bifurcation_row_move #(
      .POSITION_BITS(POSITION_BITS),
      .DSP(DSP)
  ) u_move (
      .clk_i(clk_i),
      .detuning_i(detuning),
      .fill_i(fill[SUM+1]),
      .random_i(fill[SUM+1] && mode[1]),
      .reload_i(fill[SUM+1] && reload),
      .initial_spin_i(initial_spin_q),
      .noise_i(noise),
      .x_i(x),
      .v_i(v),
      .pull_i(pull),
      .pull_minus_i(pull_minus),
      .x_o(x_moved),
      .v_o(v_moved),
      .turned_o(turned)
  );

  bifurcation_row_energy #(
      .FIELD_BITS(FIELD_BITS),
      .ENERGY_BITS(ENERGY_BITS)
  ) u_energy (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .start_i(start),
      .load_i(mode[0] || mode[1] || !loaded),
      .load_value_i(initial_energy & {ENERGY_BITS{!mode[1]}}),
      .valid_i(valid[SUM+1] && evaluate[SUM+1]),
      .first_i(first[SUM+1]),
      .last_i(last[SUM+1]),
      .spin_i(!x[POSITION_BITS-1]),
      .share_i(share),
      .better_o(better),
      .energy_o(energy),
      .best_energy_o(best_energy)
  );
  counter_split #(
      .PIECES(6)
  ) u_cycles (
      .clk_i(clk_i),
      .clear_i(!rst_ni || start),
      .count_i(busy),
      .value_o(cycles)
  );
  counter_split #(
      .PIECES(4)
  ) u_flips (
      .clk_i(clk_i),
      .clear_i(!rst_ni || start),
      .count_i(moved && turned),
      .value_o(flips)
  );

  bifurcation_row_port #(
      .SPINS(SPINS),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .POSITION_BITS(POSITION_BITS),
      .COLUMN_BITS(COLUMN_BITS)
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
      .show_o(port_show),
      .show_best_o(port_show_best),
      .shift_o(port_shift),
      .bit_i(plane_bit),
      .addr_o(port_addr),
      .row_write_o(row_write),
      .initial_write_o(initial_write),
      .row_i(row),
      .initial_i(initial_word),
      .x_i(x),
      .v_i(v)
  );

  logic unused_bits;
  assign unused_bits = &{1'b0, extra[127:16], port_wdata, first[MOVED], last[MOVED:SUM+2],
                         evaluate[MOVED:SUM+2], fresh[MOVED:SUM+1]};

  assign busy_o       = busy;
  assign flip_o       = moved && turned;
  assign flip_index_o = 16'(index_moved);
  assign flip_spin_o  = !x_moved[POSITION_BITS-1];
  assign energy_o     = {{32 - ENERGY_BITS{energy[ENERGY_BITS-1]}}, energy};
endmodule
