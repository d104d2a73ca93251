// Proved by induction: a state word of pbit_lane_cell that is read, changed by a coupling and written back has grown by exactly
// 2 (weight + carry), in numbers that are wide enough here, or the cell says that it left its range; where |h| + sum |J| <
// 2^(FIELD_BITS-1) it therefore never does (docs/ladder.md).
module lane_cell_sum #(
    parameter WEIGHT_BITS = 3,
    parameter FIELD_BITS = 5
) (
    input logic                   clk_i,
    input logic                   raddr_i,
    input logic [WEIGHT_BITS-1:0] weight_i,
    input logic                   carry_i,
    input logic                   toggle_i,
    input logic                   write_i,
    input logic                   waddr_i,
    input logic                   host_i,
    input logic [FIELD_BITS:0]    host_word_i
);
  localparam WIDE = FIELD_BITS + 3;
  localparam signed [WIDE-1:0] LIMIT = 1 << (FIELD_BITS - 1);

  logic [FIELD_BITS:0] word;
  logic                over;
  pbit_lane_cell #(
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .ADDRESS_BITS(1)
  ) u_cell (
      .clk_i(clk_i),
      .raddr_i(raddr_i),
      .word_o(word),
      .weight_i(weight_i),
      .carry_i(carry_i),
      .toggle_i(toggle_i),
      .write_i(write_i),
      .waddr_i(waddr_i),
      .host_i(host_i),
      .host_word_i(host_word_i),
      .over_o(over)
  );

  logic signed [FIELD_BITS-1:0]  field;
  logic signed [WEIGHT_BITS-1:0] weight;
  logic signed [WIDE-1:0]        grown, grown_q;
  logic                          spin_q, valid_q = 1'b0, valid_1_q = 1'b0, waddr_q, written_q = 1'b0, read_q = 1'b0;
  logic [FIELD_BITS:0]           written_word_q, read_word_q;
  always @* begin
    field = word[FIELD_BITS-1:0];
    weight = weight_i;
    grown = field + 2 * weight + (carry_i ? 2 : 0);
  end
  always_ff @(posedge clk_i) begin
    {valid_1_q, valid_q} <= {valid_q, 1'b1};
    grown_q <= grown;
    spin_q  <= word[FIELD_BITS] ^ toggle_i;
    if (valid_1_q) assert (over == (grown_q >= LIMIT || grown_q < -LIMIT));
    // What is written, read in the clock after.
    waddr_q        <= waddr_i;
    written_q      <= valid_1_q && write_i && (host_i || !over);
    written_word_q <= host_i ? host_word_i : {spin_q, grown_q[FIELD_BITS-1:0]};
    read_q         <= written_q && raddr_i == waddr_q && !(write_i && waddr_i == raddr_i);
    read_word_q    <= written_word_q;
    if (read_q) assert (word == read_word_q);
    cover (valid_1_q && grown_q == LIMIT - 1);
    cover (valid_1_q && over && grown_q == -LIMIT - 1);
  end
endmodule
