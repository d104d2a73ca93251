// Register file of a sparse p-bit core: identity, settings, results, and the door to its memories.
// The map is docs/cores/pbit_sparse.md. One access at a time: it is taken, decoded a clock later and answered after
// that; an access to memory waits for the port.
module pbit_sparse_registers #(
    parameter SPINS = 4096,
    parameter ENTRIES = 49152,
    parameter WEIGHT_BITS = 4,
    parameter FIELD_BITS = 10,
    parameter CLOCK_HZ = 48000000,
    parameter INDEX_BITS = $clog2(SPINS),
    parameter ENERGY_BITS = FIELD_BITS + INDEX_BITS + 1
) (
    input  logic                   clk_i,
    input  logic                   rst_ni,
    input  logic                   bus_valid_i,
    input  logic                   bus_write_i,
    input  logic [7:0]             bus_addr_i,
    input  logic [31:0]            bus_wdata_i,
    output logic                   bus_ready_o,
    output logic [31:0]            bus_rdata_o,
    // settings
    output logic                   start_o,
    output logic                   abort_o,
    output logic                   forget_o,      // the number of spins is being written
    output logic [INDEX_BITS:0]    spin_count_o,
    output logic [INDEX_BITS-1:0]  last_o,        // number of spins - 1
    output logic [23:0]            sweeps_o,
    output logic [63:1]            seed_o,
    output logic [31:0]            temperature_o,
    output logic [31:0]            temperature_step_o,
    output logic [ENERGY_BITS-1:0] initial_energy_o,
    output logic                   reload_o,
    output logic                   randomise_o,
    // results
    input  logic                   busy_i,
    input  logic                   done_i,
    input  logic                   overflow_i,
    input  logic [ENERGY_BITS-1:0] energy_i,
    input  logic [ENERGY_BITS-1:0] best_energy_i,
    input  logic [47:0]            cycles_i,
    input  logic [31:0]            flips_i,
    input  logic [23:0]            sweep_i,
    // memory port
    output logic                   port_go_o,
    output logic                   port_write_o,
    output logic [3:0]             port_memory_o,
    output logic [15:0]            port_word_o,
    output logic [31:0]            port_wdata_o,
    input  logic                   port_done_i,
    input  logic [31:0]            port_rdata_i
);
  localparam [31:0] ID = 32'h49534E47, VERSION = 32'h00010000, CORE = 32'd1;
  localparam NOISE_BITS = 11;
  localparam [31:0] WIDTHS = (NOISE_BITS << 16) | (FIELD_BITS << 8) | WEIGHT_BITS;

  logic        taken_q, waiting_q, ready_q, write_q;
  logic [7:0]  addr_q;
  logic [31:0] wdata_q, rdata_q, rdata_d;

  logic [31:0]            scratch_q, temperature_q, temperature_step_q, mem_addr_q;
  logic [63:0]            seed_q;
  logic [INDEX_BITS:0]    spin_count_q;
  logic [INDEX_BITS-1:0]  last_q;
  logic [23:0]            sweeps_q;
  logic [ENERGY_BITS-1:0] initial_energy_q;
  logic [1:0]             mode_q;
  logic                   refused_q, start_q, abort_q, port_go_q, count_fits_q;

  always_comb begin
    case (addr_q)
      8'h00:   rdata_d = ID;
      8'h01:   rdata_d = VERSION;
      8'h02:   rdata_d = CORE;
      8'h03:   rdata_d = SPINS;
      8'h04:   rdata_d = ENTRIES;
      8'h05:   rdata_d = WIDTHS;
      8'h06:   rdata_d = CLOCK_HZ;
      8'h07:   rdata_d = scratch_q;
      8'h09:   rdata_d = {28'd0, refused_q, overflow_i, done_i, busy_i};
      8'h10:   rdata_d = 32'(spin_count_q);
      8'h11:   rdata_d = 32'(sweeps_q);
      8'h12:   rdata_d = seed_q[31:0];
      8'h13:   rdata_d = seed_q[63:32];
      8'h14:   rdata_d = temperature_q;
      8'h15:   rdata_d = temperature_step_q;
      8'h16:   rdata_d = {{32 - ENERGY_BITS{initial_energy_q[ENERGY_BITS-1]}}, initial_energy_q};
      8'h17:   rdata_d = {30'd0, mode_q};
      8'h20:   rdata_d = {{32 - ENERGY_BITS{energy_i[ENERGY_BITS-1]}}, energy_i};
      8'h21:   rdata_d = {{32 - ENERGY_BITS{best_energy_i[ENERGY_BITS-1]}}, best_energy_i};
      8'h22:   rdata_d = cycles_i[31:0];
      8'h23:   rdata_d = {16'd0, cycles_i[47:32]};
      8'h24:   rdata_d = flips_i;
      8'h25:   rdata_d = 32'(sweep_i);
      8'h30:   rdata_d = mem_addr_q;
      default: rdata_d = 32'd0;
    endcase
  end

  // The access in hand, one clock after it was taken.
  logic is_memory, is_setting, is_start, access_memory, setting_write, start;
  assign is_memory     = addr_q == 8'h31;
  assign is_setting    = addr_q[7:3] == 5'b00010;
  assign is_start      = addr_q == 8'h08 && write_q && wdata_q[0];
  assign access_memory = taken_q && is_memory && !busy_i;
  assign setting_write = taken_q && write_q && is_setting && !busy_i;
  assign start         = taken_q && is_start && !busy_i && !start_q && spin_count_q != '0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {taken_q, waiting_q, ready_q, start_q, abort_q, port_go_q, refused_q} <= '0;
      rdata_q <= '0;
    end else begin
      taken_q   <= bus_valid_i && !taken_q && !waiting_q && !ready_q;
      waiting_q <= access_memory || (waiting_q && !port_done_i);
      ready_q   <= (taken_q && !access_memory) || (waiting_q && port_done_i);
      port_go_q <= access_memory;
      start_q   <= start;
      abort_q   <= taken_q && addr_q == 8'h08 && write_q && wdata_q[1];
      if (taken_q) rdata_q <= rdata_d;
      else if (port_done_i) rdata_q <= port_rdata_i;
      if (start) refused_q <= 1'b0;
      else if (taken_q && ((is_start && !start) || (is_memory && busy_i) || (is_setting && write_q && busy_i)))
        refused_q <= 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!taken_q && !waiting_q) begin
      write_q <= bus_write_i;
      addr_q  <= bus_addr_i;
      wdata_q <= bus_wdata_i;
      count_fits_q <= bus_wdata_i <= SPINS;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      scratch_q          <= '0;
      spin_count_q       <= '0;
      sweeps_q           <= '0;
      seed_q             <= '0;
      temperature_q      <= '0;
      temperature_step_q <= '0;
      initial_energy_q   <= '0;
      mode_q             <= 2'b11;
      mem_addr_q         <= '0;
    end else begin
      if (taken_q && write_q && addr_q == 8'h07) scratch_q <= wdata_q;
      if (taken_q && write_q && addr_q == 8'h30) mem_addr_q <= wdata_q;
      else if (waiting_q && port_done_i) mem_addr_q[15:0] <= mem_addr_q[15:0] + 16'd1;
      if (setting_write) begin
        case (addr_q[2:0])
          3'd0: spin_count_q <= count_fits_q ? wdata_q[INDEX_BITS:0] : '0;
          3'd1: sweeps_q <= wdata_q[23:0];
          3'd2: seed_q[31:0] <= wdata_q;
          3'd3: seed_q[63:32] <= wdata_q;
          3'd4: temperature_q <= wdata_q;
          3'd5: temperature_step_q <= wdata_q;
          3'd6: initial_energy_q <= wdata_q[ENERGY_BITS-1:0];
          default: mode_q <= wdata_q[1:0];
        endcase
      end
    end
  end
  always_ff @(posedge clk_i) last_q <= INDEX_BITS'(spin_count_q - 1'b1);

  assign bus_ready_o        = ready_q;
  assign bus_rdata_o        = rdata_q;
  assign start_o            = start_q;
  assign abort_o            = abort_q;
  assign forget_o           = setting_write && addr_q[2:0] == 3'd0;
  assign spin_count_o       = spin_count_q;
  assign last_o             = last_q;
  assign sweeps_o           = sweeps_q;
  assign seed_o             = seed_q[63:1];
  assign temperature_o      = temperature_q;
  assign temperature_step_o = temperature_step_q;
  assign initial_energy_o   = initial_energy_q;
  assign reload_o           = mode_q[0];
  assign randomise_o        = mode_q[1];
  assign port_go_o          = port_go_q;
  assign port_write_o       = write_q;
  assign port_memory_o      = mem_addr_q[31:28];
  assign port_word_o        = mem_addr_q[15:0];
  assign port_wdata_o       = wdata_q;
endmodule
