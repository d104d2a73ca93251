// Register file of an annealing core: identity, settings, results, and the door to its memories.
// The map is docs/cores/registers.md. One access at a time: it is taken, decoded a clock later, carried
// out and answered after that; an access to memory waits for the port.
module anneal_registers #(
    parameter CORE = 1,            // number of the core
    parameter SPINS = 4096,
    parameter ENTRIES = 49152,
    parameter WEIGHT_BITS = 4,
    parameter FIELD_BITS = 10,
    parameter NOISE_BITS = 11,
    parameter MODE_BITS = 2,       // settings of MODE that the core knows
    parameter SCHEDULE = 1,        // 0: the core draws and anneals nothing: SEED, TEMPERATURE(_STEP), INITIAL_ENERGY read 0
    parameter EXTRA = 0,           // settings of the core's own, 0 to 4
    parameter WORD_BITS = 16,      // of a word's number in a memory
    parameter [31:0] GRAPH = 0,    // fingerprint of the graph that a core is made for
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
    output logic [2:0]             mode_o,        // reload, randomise and, where MODE_BITS is 3, the core's third
    output logic [127:0]           extra_o,       // SETTING_0 in the low word; those beyond EXTRA are 0
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
    output logic [WORD_BITS-1:0]   port_word_o,
    output logic [31:0]            port_wdata_o,
    input  logic                   port_done_i,
    input  logic [31:0]            port_rdata_i
);
  localparam [31:0] ID = 32'h49534E47, VERSION = 32'h00010000;
  localparam [31:0] KEPT = {32{SCHEDULE == 1}};
  localparam [31:0] WIDTHS = (NOISE_BITS << 16) | (FIELD_BITS << 8) | WEIGHT_BITS;

  // taken: address and data are held; selected, decoded: what to do is known; ready: answered.
  logic        taken_q, selected_q, decoded_q, waiting_q, ready_q, write_q;
  logic [2:0]  addr_q, addr_not_q;  // two, for their many loads; inverted, or tools would join them
  logic [3:0]  word_q;              // one hot, the lowest two bits
  logic [5:0]  page_q;              // one hot, the upper five bits of the address: 0 to 4, 6
  logic [31:0] wdata_q;

  logic [31:0]            scratch_q, temperature_q, temperature_step_q, mem_addr_q;
  logic [63:0]            seed_q;
  logic [INDEX_BITS:0]    spin_count_q;
  logic [INDEX_BITS-1:0]  last_q;
  logic [23:0]            sweeps_q;
  logic [ENERGY_BITS-1:0] initial_energy_q;
  logic [1:0]             mode_off_q;  // lower bits of MODE inverted, so that reset can write zeros
  logic                   metropolis_q;
  logic                   refused_q, start_q, abort_q, port_go_q, high_zero_q, count_fits_q, some_spins_q;

  // Reading: one word of each half group of four, then of each group, then the group; a clock each.
  logic [31:0] identity_low_q, identity_high_q, setting_low_q, setting_high_q, result_low_q, result_high_q;
  logic [31:0] identity_q, setting_q, result_q, rdata_q;
  always_ff @(posedge clk_i) begin
    identity_low_q  <= (ID & {32{word_q[0]}}) | (VERSION & {32{word_q[1]}}) | (CORE & {32{word_q[2]}}) | (SPINS & {32{word_q[3]}});
    identity_high_q <= (ENTRIES & {32{word_q[0]}}) | (WIDTHS & {32{word_q[1]}}) | (CLOCK_HZ & {32{word_q[2]}}) |
                       (scratch_q & {32{word_q[3]}});
    result_low_q    <= ({{32 - ENERGY_BITS{energy_i[ENERGY_BITS-1]}}, energy_i} & {32{word_q[0]}}) |
                       ({{32 - ENERGY_BITS{best_energy_i[ENERGY_BITS-1]}}, best_energy_i} & {32{word_q[1]}}) |
                       (cycles_i[31:0] & {32{word_q[2]}}) | ({16'd0, cycles_i[47:32]} & {32{word_q[3]}});
    result_high_q   <= (flips_i & {32{word_q[0]}}) | (32'(sweep_i) & {32{word_q[1]}});
    case (~addr_not_q[1:0])
      2'd0: begin
        setting_low_q  <= 32'(spin_count_q);
        setting_high_q <= temperature_q;
      end
      2'd1: begin
        setting_low_q  <= 32'(sweeps_q);
        setting_high_q <= temperature_step_q;
      end
      2'd2: begin
        setting_low_q  <= seed_q[31:0];
        setting_high_q <= {{32 - ENERGY_BITS{initial_energy_q[ENERGY_BITS-1]}}, initial_energy_q};
      end
      default: begin
        setting_low_q  <= seed_q[63:32];
        setting_high_q <= {29'd0, metropolis_q, ~mode_off_q};
      end
    endcase
    identity_q <= !addr_not_q[2] ? identity_high_q : identity_low_q;
    setting_q  <= !addr_not_q[2] ? setting_high_q : setting_low_q;
    result_q   <= !addr_not_q[2] ? result_high_q : result_low_q;
  end

  // The core's own settings: a register each, and a clock of their own in the answer.
  logic [3:0]  extra_write_q;
  logic [31:0] extra_q;
  generate
    genvar g;
    for (g = 0; g < 4; g = g + 1) begin : g_extra
      if (g < EXTRA) begin : g_kept
        logic [31:0] own_q;
        always_ff @(posedge clk_i) if (extra_write_q[g]) own_q <= wdata_q;
        assign extra_o[32*g+:32] = own_q;
      end else begin : g_none
        assign extra_o[32*g+:32] = '0;
      end
    end
    if (EXTRA > 0) begin : g_extra_read
      always_ff @(posedge clk_i) extra_q <= extra_o[{~addr_not_q[1:0], 5'd0}+:32] & {32{addr_not_q[2]}};
    end else begin : g_no_extra_read
      assign extra_q = '0;
    end
  endgenerate

  // What the access in hand is, known one clock after it was taken.
  logic       is_memory_q, is_pointer_q, is_status_q, is_start_q, is_abort_q, is_setting_q, is_scratch_q, is_extra_q, is_graph_q;
  logic [3:0] group_q;  // one hot: the core's own setting, result, setting, identity
  logic [7:0] select_q;
  always_ff @(posedge clk_i) begin
    group_q      <= {EXTRA > 0 && page_q[3], page_q[4], page_q[2], page_q[0]};
    is_status_q  <= page_q[1] && addr_q == 3'd1;
    is_memory_q  <= page_q[5] && addr_q == 3'd1;
    is_pointer_q <= page_q[5] && addr_q == 3'd0;
    is_graph_q   <= page_q[1] && addr_q == 3'd2;
    is_scratch_q <= write_q && page_q[0] && addr_q == 3'd7;
    is_start_q   <= write_q && page_q[1] && addr_q == 3'd0 && wdata_q[0];
    is_abort_q   <= write_q && page_q[1] && addr_q == 3'd0 && wdata_q[1];
    is_setting_q <= write_q && page_q[2];
    is_extra_q   <= EXTRA > 0 && write_q && page_q[3];
    select_q     <= 8'd1 << addr_q;
  end

  logic idle_q, ready, access_memory, start, refuse;
  assign ready         = (decoded_q && !access_memory) || (waiting_q && port_done_i);
  assign access_memory = decoded_q && is_memory_q && !busy_i;
  assign start         = decoded_q && is_start_q && !busy_i && !start_q && some_spins_q;
  assign refuse        = decoded_q && (is_start_q ? !start : busy_i && (is_memory_q || is_setting_q || is_extra_q));

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {taken_q, selected_q, decoded_q, waiting_q, ready_q, start_q, abort_q, port_go_q, refused_q} <= '0;
      idle_q <= 1'b1;
    end else begin
      taken_q   <= bus_valid_i && idle_q && !ready_q;
      selected_q <= taken_q;
      decoded_q <= selected_q;
      waiting_q <= access_memory || (waiting_q && !port_done_i);
      ready_q   <= ready;
      idle_q    <= ready || (idle_q && !(bus_valid_i && !ready_q));
      port_go_q <= access_memory;
      start_q   <= start;
      abort_q   <= decoded_q && is_abort_q;
      refused_q <= !start && (refused_q || refuse);
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) rdata_q <= '0;
    else if (decoded_q)
      rdata_q <= ({32{group_q[0]}} & identity_q) | ({32{group_q[1]}} & setting_q) | ({32{group_q[2]}} & result_q) |
                 ({32{group_q[3]}} & extra_q) |
                 ({32{is_graph_q}} & GRAPH) |
                 ({32{is_pointer_q}} & mem_addr_q) |
                 ({32{is_status_q}} & {28'd0, refused_q, overflow_i, done_i, busy_i});
    else if (port_done_i) rdata_q <= port_rdata_i;
  end

  // Writing. Reset writes zeros through the same door, so that settings need no reset of their own; it must be held for
  // four clocks.
  logic [7:0] setting_write_q;
  logic       scratch_write_q, pointer_write_q, pointer_step_q, reset_q;
  logic [WORD_BITS-1:0] next_word_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) wdata_q <= '0;
    else if (idle_q) wdata_q <= bus_wdata_i;
    if (idle_q) begin
      write_q    <= bus_write_i;
      addr_q     <= bus_addr_i[2:0];
      addr_not_q <= ~bus_addr_i[2:0];
      word_q     <= 4'd1 << bus_addr_i[1:0];
      page_q     <= {bus_addr_i[7:3] == 5'd6, bus_addr_i[7:3] == 5'd4, bus_addr_i[7:3] == 5'd3, bus_addr_i[7:3] == 5'd2,
                     bus_addr_i[7:3] == 5'd1, bus_addr_i[7:3] == 5'd0};
    end
    high_zero_q     <= wdata_q[31:INDEX_BITS+1] == '0;
    count_fits_q    <= high_zero_q && wdata_q[INDEX_BITS:0] <= (INDEX_BITS + 1)'(SPINS);
    setting_write_q <= select_q & {8{decoded_q && is_setting_q && !busy_i}} | {8{!rst_ni}};
    extra_write_q   <= select_q[3:0] & {4{decoded_q && is_extra_q && !busy_i}} | {4{!rst_ni}};
    scratch_write_q <= decoded_q && is_scratch_q || !rst_ni;
    pointer_write_q <= decoded_q && is_pointer_q && write_q || !rst_ni;
    pointer_step_q  <= waiting_q && port_done_i;
    reset_q         <= !rst_ni;
  end

  always_ff @(posedge clk_i) begin
    if (scratch_write_q) scratch_q <= wdata_q;
    if (pointer_write_q) mem_addr_q <= wdata_q;
    else if (pointer_step_q) mem_addr_q[WORD_BITS-1:0] <= next_word_q;
    next_word_q <= mem_addr_q[WORD_BITS-1:0] + 1'b1;  // there is time for it between two accesses
    if (setting_write_q[0]) spin_count_q <= count_fits_q ? wdata_q[INDEX_BITS:0] : '0;
    if (setting_write_q[1]) sweeps_q <= wdata_q[23:0];
    if (setting_write_q[2]) seed_q[31:0] <= wdata_q & KEPT;
    if (setting_write_q[3]) seed_q[63:32] <= wdata_q & KEPT;
    if (setting_write_q[4]) temperature_q <= wdata_q & KEPT;
    if (setting_write_q[5]) temperature_step_q <= wdata_q & KEPT;
    if (setting_write_q[6]) initial_energy_q <= wdata_q[ENERGY_BITS-1:0] & KEPT[ENERGY_BITS-1:0];
    if (setting_write_q[7]) mode_off_q <= ~wdata_q[1:0] & {2{!reset_q}};
    if (setting_write_q[7]) metropolis_q <= MODE_BITS == 3 && wdata_q[2];
    last_q <= INDEX_BITS'(spin_count_q - 1'b1);
    some_spins_q <= spin_count_q != '0;
  end

  logic unused_bits;
  assign unused_bits = &{1'b0, extra_write_q};

  assign bus_ready_o        = ready_q;
  assign bus_rdata_o        = rdata_q;
  assign start_o            = start_q;
  assign abort_o            = abort_q;
  assign forget_o           = setting_write_q[0];
  assign spin_count_o       = spin_count_q;
  assign last_o             = last_q;
  assign sweeps_o           = sweeps_q;
  assign seed_o             = seed_q[63:1];
  assign temperature_o      = temperature_q;
  assign temperature_step_o = temperature_step_q;
  assign initial_energy_o   = initial_energy_q;
  assign mode_o             = {metropolis_q, ~mode_off_q};
  assign port_go_o          = port_go_q;
  assign port_write_o       = write_q;
  assign port_memory_o      = mem_addr_q[31:28];
  assign port_word_o        = mem_addr_q[WORD_BITS-1:0];
  assign port_wdata_o       = wdata_q;

`ifdef FORMAL
  // Proved by induction, for any master that holds its access until ready and any port that answers only when asked: one
  // answer of one clock for each access, within 5 clocks of a register; the port is asked once at a time and never while the
  // core runs; a start only of an idle core with spins; settings rest while the core is busy; a refusal is told.
  logic f_past_valid = 1'b0, f_was_reset = 1'b0, f_open = 1'b0, f_port_open = 1'b0;
  logic [2:0] f_age, f_reset = '0;
  logic f_start_fits, f_rest;
  always_ff @(posedge clk_i) begin
    f_past_valid <= 1'b1;
    f_was_reset  <= f_was_reset || f_reset >= 3'd4;
    f_reset      <= rst_ni ? '0 : f_reset + (f_reset != '1);
    f_open       <= rst_ni && (f_open ? !bus_ready_o : bus_valid_i && !bus_ready_o);
    f_age        <= f_open ? f_age + (f_age != '1) : '0;
    f_port_open  <= rst_ni && (port_go_o || f_port_open) && !port_done_i;
    f_start_fits <= !busy_i && spin_count_q != '0;
    f_rest       <= rst_ni && busy_i;
  end
  always @* begin
    if (!f_was_reset) assume (!rst_ni);
    if (f_reset != '0 && f_reset < 3'd4) assume (!rst_ni);
    if (f_open) assume (bus_valid_i);
    if (!f_port_open) assume (!port_done_i);
  end
  always_ff @(posedge clk_i)
    if (f_past_valid && $past(rst_ni && bus_valid_i && !bus_ready_o))
      assume (bus_write_i == $past(bus_write_i) && bus_addr_i == $past(bus_addr_i) && (!bus_write_i || bus_wdata_i == $past(bus_wdata_i)));

  wire [2:0] f_stages = taken_q + selected_q + decoded_q + waiting_q + ready_q;
  always_ff @(posedge clk_i)
    if (f_was_reset) begin
      if (f_reset >= 3'd4)
        assert (spin_count_q == '0 && sweeps_q == '0 && seed_q == '0 && temperature_q == '0 && temperature_step_q == '0 &&
                initial_energy_q == '0 && mode_o == 3'b011 && scratch_q == '0 && mem_addr_q == '0 && extra_o == '0);
      if (f_reset == '0) begin
        if (bus_ready_o) assert (f_open);
        if (bus_ready_o && !is_memory_q) assert (f_age <= 3'd4);
        if ($past(bus_ready_o)) assert (!bus_ready_o);
        if (port_go_o) assert (!f_port_open);
        if (start_o) assert (f_start_fits && !port_go_o);
        if (f_rest && $past(f_rest))
          assert ($stable(spin_count_o) && $stable(sweeps_o) && $stable(seed_o) && $stable(temperature_o) &&
                  $stable(temperature_step_o) && $stable(initial_energy_o) && $stable(mode_o) && $stable(extra_o));
        if ($past(decoded_q && (is_memory_q || is_setting_q || is_extra_q) && busy_i)) assert (refused_q);
        // What the induction needs: an access is in one stage at a time.
        assert (f_stages <= 3'd1 && f_open == (f_stages == 3'd1));
        assert (idle_q == (!taken_q && !selected_q && !decoded_q && !waiting_q));
        assert (waiting_q == (f_port_open || port_go_q) && !(f_port_open && port_go_q));
        if (taken_q) assert (f_age == 3'd0);
        if (selected_q) assert (f_age == 3'd1);
        if (decoded_q) assert (f_age == 3'd2);
        if (waiting_q) assert (is_memory_q);
        if (ready_q && !is_memory_q) assert (f_age == 3'd3);
      end
      cover (start_o);
      cover (bus_ready_o && $past(port_done_i));
      cover (bus_ready_o && refused_q);
    end
`endif
endmodule
