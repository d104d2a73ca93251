// Energy of the signs of all positions, summed while the rows of a pass go by: 2 E = -sum s_i (2 h_i + R_i), R_i the row's
// sum of signs. The lowest energy since the start is kept, and better_o says when the signs behind it are to be.
module bifurcation_row_energy #(
    parameter FIELD_BITS = 11,
    parameter ENERGY_BITS = 18
) (
    input  logic                   clk_i,
    input  logic                   rst_ni,
    input  logic                   start_i,        // a run begins: there is no lowest energy yet
    input  logic                   load_i,         // with start_i: the energy until the first pass has ended
    input  logic [ENERGY_BITS-1:0] load_value_i,
    input  logic                   valid_i,        // a row ...
    input  logic                   first_i,        // ... the first
    input  logic                   last_i,         // ... the last
    input  logic                   spin_i,
    input  logic [FIELD_BITS:0]    share_i,        // R + 2 h
    output logic                   better_o,       // one clock, 3 clocks after last_i
    output logic [ENERGY_BITS-1:0] energy_o,
    output logic [ENERGY_BITS-1:0] best_energy_o
);
  logic signed [ENERGY_BITS-1:0] sum_q, base, term, energy_q, best_q;
  logic                          last_q, judge_q, void_q, better_q;
  assign base = first_i ? '0 : sum_q;
  assign term = $signed({{ENERGY_BITS - FIELD_BITS - 1{share_i[FIELD_BITS] ^ spin_i}}, share_i ^ {FIELD_BITS + 1{spin_i}}});
  always_ff @(posedge clk_i) begin
    if (valid_i) sum_q <= base + term + ENERGY_BITS'(spin_i);
    if (start_i && load_i) energy_q <= $signed(load_value_i);
    else if (last_q) energy_q <= sum_q >>> 1;
    if (better_q) best_q <= energy_q;
    if (!rst_ni) begin
      {last_q, judge_q, void_q, better_q} <= '0;
    end else begin
      last_q   <= valid_i && last_i;
      judge_q  <= last_q;
      better_q <= judge_q && (void_q || energy_q < best_q);
      void_q   <= start_i || (void_q && !better_q);
    end
  end

  assign better_o      = better_q;
  assign energy_o      = energy_q;
  assign best_energy_o = best_q;
endmodule
