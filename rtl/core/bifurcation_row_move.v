// One step of one particle, one particle per clock: v += pull - detuning x, x += v, and perfectly inelastic walls.
//
// A position is a signed number X of POSITION_BITS and stands for x = (X + 1/2) / 2^(POSITION_BITS-1), so that the walls are
// the ends of its range and no position is 0; x -> -x is X -> ~X. A momentum V is a distance per step in the same unit,
// one bit wider. The detuning's part is floor(delta |X|), with |X| = X or ~X: all rounding is towards 0.
module bifurcation_row_move #(
    parameter POSITION_BITS = 13,
    parameter DSP = 0
) (
    input  logic                     clk_i,
    input  logic [15:0]              detuning_i,    // delta, 2 integer and 14 fraction bits; clock 2
    // clock 0
    input  logic                     fill_i,        // nothing moves
    input  logic                     random_i,      // takes what is given instead: random ...
    input  logic                     reload_i,      // ... or the side of initial_spin_i, at rest
    input  logic                     initial_spin_i,
    input  logic [63:0]              noise_i,
    input  logic [POSITION_BITS-1:0] x_i,
    input  logic [POSITION_BITS:0]   v_i,
    // clock 6
    input  logic [POSITION_BITS+1:0] pull_i,        // magnitude
    input  logic                     pull_minus_i,
    // clock 8
    output logic [POSITION_BITS-1:0] x_o,
    output logic [POSITION_BITS:0]   v_o,
    output logic                     turned_o       // the sign is another than before; of a random start: than the initial spin's
);
  localparam START_BITS = POSITION_BITS - 3;  // random starts lie within an eighth of the walls' distance
  localparam FAST_BITS = (POSITION_BITS - 1 + 3) / 4 * 4;
  localparam PUSH_BITS = POSITION_BITS + 1;
  localparam SUM_BITS = POSITION_BITS + 4;

  // Clocks 1 to 7
  logic [7*POSITION_BITS-1:0]     x_q;
  logic [6*(POSITION_BITS+1)-1:0] v_q;
  logic [7:1]                     fill_q, started_q;
  logic [POSITION_BITS-1:0]       start_x;
  logic [POSITION_BITS:0]         start_v;
  assign start_x = random_i ? {{3{noise_i[63]}}, noise_i[63 -: START_BITS]} :
                   {initial_spin_i ? 4'b0001 : 4'b1110, {POSITION_BITS - 4{!initial_spin_i}}};
  assign start_v = {{4{noise_i[31]}}, noise_i[31 -: START_BITS]} & {POSITION_BITS + 1{random_i}};
  always_ff @(posedge clk_i) begin
    x_q    <= {x_q[6*POSITION_BITS-1:0], random_i || reload_i ? start_x : x_i};
    v_q    <= {v_q[5*(POSITION_BITS+1)-1:0], random_i || reload_i ? start_v : v_i};
    fill_q <= {fill_q[6:1], fill_i};
    started_q <= {started_q[6:1], random_i && noise_i[63] == initial_spin_i};
  end

  // Clock 2: magnitude of the position; clock 6: product.
  logic [POSITION_BITS-1:0]    x_1, x_6, x_7;
  logic [POSITION_BITS:0]      v_6;
  logic [POSITION_BITS-2:0]    magnitude;
  logic [FAST_BITS-1:0]        magnitude_q;
  logic [16+FAST_BITS-14-1:0]  product;
  assign x_1 = x_q[0 +: POSITION_BITS];
  assign x_6 = x_q[5*POSITION_BITS +: POSITION_BITS];
  assign x_7 = x_q[6*POSITION_BITS +: POSITION_BITS];
  assign v_6 = v_q[5*(POSITION_BITS+1) +: POSITION_BITS+1];
  assign magnitude = x_1[POSITION_BITS-2:0] ^ {POSITION_BITS - 1{x_1[POSITION_BITS-1]}};
  always_ff @(posedge clk_i) magnitude_q <= FAST_BITS'(magnitude);
  multiply_pipe #(
      .SLOW_BITS(16),
      .FAST_BITS(FAST_BITS),
      .DROP(14),
      .DSP(DSP)
  ) u_multiply (
      .clk_i(clk_i),
      .slow_i(detuning_i),
      .fast_i(magnitude_q),
      .product_o(product)
  );

  // Clock 7: momentum. Both terms as ones' complement and carry where they are subtracted.
  logic [SUM_BITS-1:0] pull, push, moved, sum_7_q, position;
  logic                back;
  assign back  = !x_6[POSITION_BITS-1];
  assign pull  = SUM_BITS'(pull_i) ^ {SUM_BITS{pull_minus_i}};
  assign push  = SUM_BITS'(product[PUSH_BITS-1:0]) ^ {SUM_BITS{back}};
  assign moved = {{SUM_BITS - POSITION_BITS - 1{v_6[POSITION_BITS]}}, v_6} + pull + SUM_BITS'(pull_minus_i);
  always_ff @(posedge clk_i)
    sum_7_q <= fill_q[6] ? {{SUM_BITS - POSITION_BITS - 1{v_6[POSITION_BITS]}}, v_6} : moved + push + SUM_BITS'(back);

  // Clock 8: position. Beyond the range is beyond the wall.
  logic                     wall;
  logic [POSITION_BITS-1:0] x_8_q;
  logic [POSITION_BITS:0]   v_8_q;
  logic                     turned_q;
  assign position = {{SUM_BITS - POSITION_BITS{x_7[POSITION_BITS-1]}}, x_7} + sum_7_q;
  assign wall     = !fill_q[7] && position[SUM_BITS-1:POSITION_BITS-1] != {SUM_BITS - POSITION_BITS + 1{position[SUM_BITS-1]}};
  always_ff @(posedge clk_i) begin
    x_8_q <= fill_q[7] ? x_7 : wall ? {position[SUM_BITS-1], {POSITION_BITS - 1{!position[SUM_BITS-1]}}} : position[POSITION_BITS-1:0];
    v_8_q <= sum_7_q[POSITION_BITS:0] & {POSITION_BITS + 1{!wall}};
    turned_q <= fill_q[7] ? started_q[7] : x_7[POSITION_BITS-1] != position[SUM_BITS-1];
  end

  assign x_o      = x_8_q;
  assign v_o      = v_8_q;
  assign turned_o = turned_q;

  logic unused_bits;
  assign unused_bits = &{1'b0, noise_i[63-START_BITS:32], noise_i[31-START_BITS:0], product};
endmodule
