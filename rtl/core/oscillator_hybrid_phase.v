// The phases of an oscillator core and the one pipeline that moves them, an oscillator per clock.
//
//   psi = phase + theta                          where its wave stands at the instant theta that this turn shows
//   level = square wave, + where cos psi > 0
//   phase -= K * sum * sin psi                   what the others' levels do to it; over the instants: sin(phase_i - phase_j)
//   phase -= K_s * sin(2 phase)                  injection locking at the second harmonic
//   phase += amplitude * noise
//
// in units of 2^-16 turn, modulo a turn. PHASE_BITS of the result are kept, rounded by chance. theta goes up and down
// between -1/4 and +1/4 turn by `instant_i` a turn of the ring; the other half of the period would show the same levels
// inverted, and pull the same way.
//
// Numbers in names are clocks after a visit's order: 1 address, 2 phase, 7 level, 8 sum, 16 written.
module oscillator_hybrid_phase #(
    parameter SPINS = 64,
    parameter FIELD_BITS = 11,
    parameter PHASE_BITS = 10,  // 8 to 16
    parameter DSP = 0,
    parameter INDEX_BITS = $clog2(SPINS)
) (
    input  logic                  clk_i,
    input  logic                  rst_ni,
    input  logic                  start_i,
    // settings, constant while busy
    input  logic [63:1]           seed_i,
    input  logic [15:0]           coupling_i,     // K, 13 integer and 3 fraction bits
    input  logic [31:0]           locking_i,      // K_s of the first turn, 16 integer and 16 fraction bits
    input  logic [31:0]           locking_step_i, // added after every turn; stops at the top
    input  logic [31:0]           amplitude_i,    // of the noise in the first turn, 8 integer and 24 fraction bits
    input  logic [31:0]           amplitude_step_i,
    input  logic [15:0]           instant_i,      // 2^16 is once up and down
    // visits: bit k is true in clock k
    input  logic [15:0]           valid_i,
    input  logic [15:0]           loading_i,
    input  logic [15:0]           random_i,
    input  logic [15:0]           annealing_i,
    input  logic                  load_level_7_i,
    input  logic [FIELD_BITS-1:0] sum_8_i,
    output logic                  level_7_o,
    // for the host, while no visit is under way
    input  logic                  show_i,
    input  logic [INDEX_BITS-1:0] show_index_i,
    output logic [PHASE_BITS-1:0] phase_2_o
);
  localparam PAD = 16 - PHASE_BITS;
  localparam FAST_BITS = (FIELD_BITS + 3) / 4 * 4;
  localparam PULL_BITS = FAST_BITS <= 12 ? 20 : 16;  // K sin psi; its product with a sum has at most 32 bits
  localparam FORCE_DROP = PULL_BITS - 13;
  localparam FORCE_BITS = PULL_BITS + FAST_BITS - FORCE_DROP;

  // Which oscillator, and the last one of a turn.
  logic [INDEX_BITS-1:0] index_1, index_16;
  logic [6:2]            last_q;
  visit_counter #(
      .SPINS(SPINS)
  ) u_index_1 (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .step_i(valid_i[1]),
      .index_o(index_1)
  );
  visit_counter #(
      .SPINS(SPINS)
  ) u_index_16 (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .step_i(valid_16_q),
      .index_o(index_16)
  );
  always_ff @(posedge clk_i) last_q <= {last_q[5:2], valid_i[1] && index_1 == INDEX_BITS'(SPINS - 1)};

  logic [PHASE_BITS-1:0] wdata_16_q, ram_2;
  logic                  valid_16_q, write_16_q;
  ram_two_port #(
      .DEPTH(1 << INDEX_BITS),
      .WIDTH(PHASE_BITS)
  ) u_phases (
      .clk_i(clk_i),
      .write_i(write_16_q),
      .waddr_i(index_16),
      .wdata_i(wdata_16_q),
      .raddr_i(show_i ? show_index_i : index_1),
      .rdata_o(ram_2)
  );

  // The instant: a count of which the upper bit says up or down, theta = 0 before the anneal.
  logic [15:0] instant_q;
  logic [14:0] fold;
  logic [15:0] theta;
  assign fold  = instant_q[14:0] ^ {15{instant_q[15]}};
  assign theta = {{2{!fold[14]}}, fold[13:0]};
  always_ff @(posedge clk_i)
    if (last_q[3]) instant_q <= annealing_i[3] ? instant_q + instant_i : 16'h4000;

  // Amplitude and locking of this turn: the one falls to 0, the other, kept inverted, rises to its top.
  logic [15:0] amplitude, locking_not;
  temperature_ramp u_amplitude (
      .clk_i(clk_i),
      .load_i(start_i),
      .cool_i(last_q[6] && annealing_i[6]),
      .temperature_i(amplitude_i),
      .step_i(amplitude_step_i),
      .temperature_o(amplitude)
  );
  temperature_ramp u_locking (
      .clk_i(clk_i),
      .load_i(start_i),
      .cool_i(last_q[6] && annealing_i[6]),
      .temperature_i(~locking_i),
      .step_i(locking_step_i),
      .temperature_o(locking_not)
  );

  // From clock 2, the generator's state of that clock.
  logic [63:0] state;
  logic        noise_negative_10;
  logic [15:0] noise_10;
  oscillator_hybrid_noise #(
      .DSP(DSP)
  ) u_noise (
      .clk_i(clk_i),
      .load_i(start_i),
      .seed_i(seed_i),
      .amplitude_i(amplitude),
      .state_o(state),
      .negative_o(noise_negative_10),
      .magnitude_o(noise_10)
  );

  // Phase, wave and both sines.
  logic [8*PHASE_BITS-1:0] phase_q;  // of clock 3 in the lowest bits, of clock 10 in the highest
  logic [15:0]           phase_3, phase_4, phase_10, psi_3;
  logic [7:0]            psi_4_q;
  logic [7:5]            level_q;
  logic [9:5]            wave_negative_q;
  logic [5:0]            wave_5_q, twice_5_q;
  logic [7:0]            wave_6, twice_6;
  assign phase_3  = 16'(phase_q[0 +: PHASE_BITS]) << PAD;
  assign phase_4  = 16'(phase_q[PHASE_BITS +: PHASE_BITS]) << PAD;
  assign phase_10 = 16'(phase_q[7*PHASE_BITS +: PHASE_BITS]) << PAD;
  assign psi_3    = phase_3 + theta;
  always_ff @(posedge clk_i) begin
    phase_q         <= {phase_q[7*PHASE_BITS-1:0], random_i[2] ? state[63 -: PHASE_BITS] : ram_2};
    psi_4_q         <= psi_3[15:8];
    level_q         <= {level_q[6:5], psi_4_q[7] == psi_4_q[6]};
    wave_negative_q <= {wave_negative_q[8:5], psi_4_q[7]};
    wave_5_q        <= psi_4_q[5:0] ^ {6{psi_4_q[6]}};
    twice_5_q       <= phase_4[12:7] ^ {6{phase_4[13]}};
  end
  sine_table u_wave (
      .clk_i(clk_i),
      .index_i(wave_5_q),
      .sine_o(wave_6)
  );
  sine_table u_twice (
      .clk_i(clk_i),
      .index_i(twice_5_q),
      .sine_o(twice_6)
  );

  // K sin psi, then times the sum; K_s sin(2 phase) beside it.
  logic [PULL_BITS-1:0]  pull_10;
  logic [15:0]           locking_10;
  logic [FIELD_BITS-1:0] sum_9_q, magnitude_10_q;
  logic [13:10]          force_negative_q;
  logic [FORCE_BITS-1:0] force_14;
  multiply_pipe #(
      .SLOW_BITS(16),
      .FAST_BITS(8),
      .DROP(24 - PULL_BITS),
      .DSP(DSP)
  ) u_pull (
      .clk_i(clk_i),
      .slow_i(coupling_i),
      .fast_i(wave_6),
      .product_o(pull_10)
  );
  multiply_pipe #(
      .SLOW_BITS(16),
      .FAST_BITS(8),
      .DROP(8),
      .DSP(DSP)
  ) u_locking_product (
      .clk_i(clk_i),
      .slow_i(~locking_not),
      .fast_i(twice_6),
      .product_o(locking_10)
  );
  multiply_pipe #(
      .SLOW_BITS(PULL_BITS),
      .FAST_BITS(FAST_BITS),
      .DROP(FORCE_DROP),
      .DSP(DSP)
  ) u_force (
      .clk_i(clk_i),
      .slow_i(pull_10),
      .fast_i(FAST_BITS'(magnitude_10_q)),
      .product_o(force_14)
  );
  always_ff @(posedge clk_i) begin
    sum_9_q          <= sum_8_i;
    magnitude_10_q   <= (sum_9_q ^ {FIELD_BITS{sum_9_q[FIELD_BITS-1]}}) + FIELD_BITS'(sum_9_q[FIELD_BITS-1]);
    force_negative_q <= {force_negative_q[12:10], sum_9_q[FIELD_BITS-1] == wave_negative_q[9]};
  end

  // The sum, a term per clock; outside the anneal nothing is added.
  logic [15:0] locking_term, noise_term, force_term, dither, sum_11_q, sum_12_q, sum_13_q, sum_14_q, sum_15_q, noise_11_q;
  logic        locking_negative, noise_negative_11_q, force_negative_14_q;
  logic [15:8] load_level_q;
  assign locking_negative = !phase_10[14];
  assign locking_term     = (locking_10 ^ {16{locking_negative}}) & {16{annealing_i[10]}};
  assign noise_term       = (noise_11_q ^ {16{noise_negative_11_q}}) & {16{annealing_i[11]}};
  assign dither           = ({state[55:48], state[39:32]} >> PHASE_BITS) & {16{annealing_i[12]}};
  assign force_term       = (force_14[15:0] ^ {16{force_negative_14_q}}) & {16{annealing_i[14]}};
  always_ff @(posedge clk_i) begin
    noise_11_q          <= noise_10;
    noise_negative_11_q <= noise_negative_10;
    force_negative_14_q <= force_negative_q[13];
    sum_11_q            <= phase_10 + locking_term + 16'(locking_negative && annealing_i[10]);
    sum_12_q            <= sum_11_q + noise_term + 16'(noise_negative_11_q && annealing_i[11]);
    sum_13_q            <= sum_12_q + dither;
    sum_14_q            <= sum_13_q;
    sum_15_q            <= sum_14_q + force_term + 16'(force_negative_14_q && annealing_i[14]);
    load_level_q        <= {load_level_q[14:8], load_level_7_i};
    wdata_16_q          <= loading_i[15] ? PHASE_BITS'(!load_level_q[15]) << (PHASE_BITS - 1) : sum_15_q[15 -: PHASE_BITS];
    write_16_q          <= valid_i[15] && (loading_i[15] || random_i[15] || annealing_i[15]);
    if (!rst_ni) valid_16_q <= 1'b0;
    else valid_16_q <= valid_i[15];
  end

  logic unused_bits;
  assign unused_bits = &{1'b0, state, psi_3[7:0], force_14[FORCE_BITS-1:16], sum_15_q, phase_4, phase_10,
                         valid_i, loading_i, random_i, annealing_i};

  assign level_7_o = level_q[7];
  assign phase_2_o = ram_2;
endmodule
