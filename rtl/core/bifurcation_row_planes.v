// The bits of the positions that rows are multiplied with: one bit of each, a plane. The plane in use stands still while its
// rows go by; the next one is shifted in meanwhile, spin by spin, from the top. A problem of n spins fills the n upper
// places: spin j stands at SPINS - n + j. The best plane of signs is kept beside them.
module bifurcation_row_planes #(
    parameter SPINS = 64
) (
    input  logic             clk_i,
    input  logic             shift_i,      // the next plane takes a bit
    input  logic             bit_i,
    input  logic             use_i,        // the next plane becomes the one in use
    input  logic             ones_i,       // with use_i: all ones instead
    input  logic             keep_i,       // the one in use becomes the best
    input  logic             show_i,       // the next plane is loaded: with the best ...
    input  logic             show_best_i,  // ... or the one in use
    output logic [SPINS-1:0] plane_o,
    output logic             bit_o         // lowest place of the next plane
);
  logic [SPINS-1:0] next_q, plane_q, best_q;
  always_ff @(posedge clk_i) begin
    if (show_i) next_q <= show_best_i ? best_q : plane_q;
    else if (shift_i) next_q <= {bit_i, next_q[SPINS-1:1]};
    if (use_i) plane_q <= next_q | {SPINS{ones_i}};
    if (keep_i) best_q <= plane_q;
  end
  assign plane_o = plane_q;
  assign bit_o   = next_q[0];
endmodule
