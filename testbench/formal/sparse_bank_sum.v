// Proved by induction: a field that an entry passes in pbit_sparse_bank grows by exactly 2 w s, in numbers that are wide enough
// here, and is in memory when it may be read again, or the bank says that it left its range; where |h| + sum |J| <
// 2^(FIELD_BITS-1) it therefore never does (docs/ladder.md). A word that is reloaded is there as given.
module sparse_bank_sum #(
    parameter WEIGHT_BITS = 3,
    parameter FIELD_BITS = 5
) (
    input logic                          clk_i,
    input logic                          entry_i,
    input logic                          address_i,
    input logic signed [WEIGHT_BITS-1:0] entry_weight_i,
    input logic                          minus_i,
    input logic                          reloading_i,
    input logic                          reload_i,
    input logic signed [FIELD_BITS-1:0]  initial_i
);
  localparam WIDE = FIELD_BITS + 3;
  localparam signed [WIDE-1:0] LIMIT = 1 << (FIELD_BITS - 1);

  logic                         rst_n = 1'b0, overflow;
  logic signed [FIELD_BITS-1:0] field;
  pbit_sparse_bank #(
      .WORDS(2),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS)
  ) u_bank (
      .clk_i(clk_i),
      .rst_ni(rst_n),
      .entry_i(entry_i),
      .address_i(address_i),
      .entry_weight_i(entry_weight_i),
      .minus_i(minus_i),
      .reloading_i(reloading_i),
      .reload_i(reload_i),
      .initial_i(initial_i),
      .field_o(field),
      .overflow_o(overflow)
  );

  // Numbered by the bank's stages.
  logic                          entry_0_q = 1'b0, entry_1_q = 1'b0, some_1, some_2_q = 1'b0, some_3_q = 1'b0, some_4_q = 1'b0;
  logic                          write_2_q = 1'b0, write_3_q = 1'b0, write_4_q = 1'b0, read_q = 1'b0;
  logic                          address_0_q, address_1_q, address_2_q, address_3_q, address_4_q;
  logic signed [WEIGHT_BITS-1:0] weight_0_q, weight_1_q;
  logic signed [WIDE-1:0]        grown, value_2_q, value_3_q, value_4_q, read_value_q;
  always @* begin
    some_1 = entry_1_q && weight_1_q != 0;
    grown = reloading_i ? initial_i : !some_1 ? field : minus_i ? field - 2 * weight_1_q : field + 2 * weight_1_q;
    if (some_1) assume (!reloading_i && !reload_i);
    if (reload_i) assume (reloading_i);
  end
  always_ff @(posedge clk_i) begin
    rst_n <= 1'b1;
    {entry_1_q, entry_0_q} <= {entry_0_q, rst_n && entry_i};
    {weight_1_q, weight_0_q} <= {weight_0_q, entry_weight_i};
    {address_4_q, address_3_q, address_2_q, address_1_q, address_0_q} <=
        {address_3_q, address_2_q, address_1_q, address_0_q, address_i};
    {some_4_q, some_3_q, some_2_q} <= {some_3_q, some_2_q, rst_n && some_1};
    {write_4_q, write_3_q, write_2_q} <= {write_3_q, write_2_q, rst_n && (some_1 || reload_i)};
    value_2_q <= grown;
    value_3_q <= value_2_q;
    value_4_q <= value_3_q;
    if (rst_n) assert (overflow == (some_4_q && (value_4_q >= LIMIT || value_4_q < -LIMIT)));
    // Four clocks after it was read.
    read_q       <= write_4_q && address_0_q == address_4_q && !(write_3_q && address_3_q == address_0_q);
    read_value_q <= value_4_q;
    if (read_q) assert (field == read_value_q[FIELD_BITS-1:0]);
    cover (some_4_q && value_4_q == LIMIT - 1);
    cover (overflow && value_4_q < 0);
    cover (read_q);
  end
endmodule
