// Proved by induction: the energy of memory_match_score is minus the sum of the values F that the pass has looked up, in
// numbers that are wide enough here, whatever the table holds, with as many bits more than F has as a number up to PATTERNS
// takes; and overflow_o says exactly that the sizes of the forces so far, but for the one that has just come, add up to
// 2^SUM_BITS or more. No pattern comes while a pass begins, and no more than PATTERNS in one.
module score_sum #(
    parameter FORCE_BITS = 29,
    parameter PATTERNS = 5,
    parameter SUM_BITS = 30
) (
    input logic        clk_i,
    input logic        begin_i,
    input logic [15:0] ones_i,
    input logic [5:0]  valid_i,
    input logic        half_i,
    input logic [4:0]  spin_count_i,
    input logic        table_host_i,
    input logic [3:0]  table_addr_i,
    input logic        table_write_i,
    input logic [31:0] table_wdata_i
);
  localparam VALUE_BITS = 32 - FORCE_BITS;
  localparam ENERGY_BITS = VALUE_BITS + 3;
  localparam WIDE = 40;

  logic signed [ENERGY_BITS-1:0] energy;
  logic                          overflow;
  logic [31:0]                   entry;
  memory_match_score #(
      .SPINS(16),
      .PATTERNS(PATTERNS),
      .FORCE_BITS(FORCE_BITS),
      .SUM_BITS(SUM_BITS),
      .ENERGY_BITS(ENERGY_BITS)
  ) u_score (
      .clk_i(clk_i),
      .begin_i(begin_i),
      .ones_i(ones_i),
      .valid_i(valid_i),
      .half_i(half_i),
      .spin_count_i(spin_count_i),
      .distance_o(),
      .force_o(),
      .nearest_distance_o(),
      .nearest_o(),
      .energy_o(energy),
      .overflow_o(overflow),
      .table_host_i(table_host_i),
      .table_addr_i(table_addr_i),
      .table_write_i(table_write_i),
      .table_wdata_i(table_wdata_i),
      .table_rdata_o(entry)
  );

  // A register of the module, which flatten connects to this: the induction has to know it.
  (* hierconn *) wire [FORCE_BITS+2:0] \u_score.sizes_q ;

  // An entry counts in the clock after it was read, if the last bit of valid_i says that it is of a pattern.
  logic signed [VALUE_BITS-1:0] value_q;
  logic signed [FORCE_BITS-1:0] force_q;
  logic signed [WIDE-1:0]       energy_q, force, size_1_q, sizes_q;
  logic [2:0]                   patterns_q;
  logic                         begun_q = 1'b0, aged_q = 1'b0, counted_q = 1'b0;
  always @* begin
    force = force_q;
    if (valid_i[5]) assume (!begin_i && (!begun_q || patterns_q < PATTERNS));
  end
  always_ff @(posedge clk_i) begin
    value_q   <= entry[31:FORCE_BITS];
    force_q   <= entry[FORCE_BITS-1:0];
    aged_q    <= 1'b1;
    begun_q   <= (begun_q || begin_i) && aged_q;
    size_1_q  <= force < 0 ? -force : force;
    counted_q <= valid_i[5];
    if (begin_i) begin
      energy_q   <= 0;
      sizes_q    <= 0;
      patterns_q <= 0;
    end else begin
      if (valid_i[5]) energy_q <= energy_q - value_q;
      if (counted_q) sizes_q <= sizes_q + size_1_q;
      if (valid_i[5]) patterns_q <= patterns_q + 1;
    end
    if (begun_q) assert (energy == energy_q && \u_score.sizes_q == sizes_q && overflow == (sizes_q >= (1 << SUM_BITS)));
    // What the induction needs: the first so many patterns have added no more than they can.
    if (begun_q) begin
      assert (patterns_q <= PATTERNS && counted_q <= patterns_q);
      assert (sizes_q >= 0 && sizes_q <= ($signed({1'b0, patterns_q - counted_q}) <<< (FORCE_BITS - 1)));
      assert (energy_q <= $signed({1'b0, patterns_q}) <<< (VALUE_BITS - 1) && energy_q >= -($signed({1'b0, patterns_q}) <<< (VALUE_BITS - 1)));
    end
    cover (begun_q && energy == PATTERNS << (VALUE_BITS - 1));
    cover (begun_q && energy == -PATTERNS * ((1 << (VALUE_BITS - 1)) - 1));
    cover (begun_q && overflow && patterns_q == 4);
  end
endmodule
