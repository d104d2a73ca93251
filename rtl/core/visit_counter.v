// Which spin is visited at one stage of a pipeline: 0, 1, ..., SPINS - 1, 0, ... Runs are whole turns, so that it comes back
// to 0 at their end.
module visit_counter #(
    parameter SPINS = 64,
    parameter INDEX_BITS = $clog2(SPINS)
) (
    input  logic                  clk_i,
    input  logic                  rst_ni,
    input  logic                  step_i,   // a visit is at this stage
    output logic [INDEX_BITS-1:0] index_o
);
  logic [INDEX_BITS-1:0] index_q;
  always_ff @(posedge clk_i)
    if (!rst_ni) index_q <= '0;
    else if (step_i) index_q <= index_q == INDEX_BITS'(SPINS - 1) ? '0 : index_q + 1'b1;
  assign index_o = index_q;
endmodule
