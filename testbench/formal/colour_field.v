// Proved: a slot of pbit_colour forms bias + sum of w s, as the host has loaded bias - sum of w and the slot adds 2 w for each
// neighbour that is +1, for any weights and bias whose sizes add up to no more than 2^(FIELD_BITS-1) - 1, in numbers that are
// wide enough here; the sum of the weights may wrap on the way.
module colour_field #(
    parameter DEGREE = 3,
    parameter WEIGHT_BITS = 3,
    parameter FIELD_BITS = 5
) (
    input logic                                     clk_i,
    input logic signed [FIELD_BITS-1:0]             bias_i,
    input logic [DEGREE*WEIGHT_BITS-1:0]            weights_i,
    input logic [DEGREE-1:0]                        near_i,
    input logic                                     initial_i
);
  localparam WIDE = FIELD_BITS + 4;
  localparam signed [WIDE-1:0] LIMIT = (1 << (FIELD_BITS - 1)) - 1;

  logic signed [WIDE-1:0]        reach, loaded, held;
  logic signed [WEIGHT_BITS-1:0] weight;
  logic signed [FIELD_BITS-1:0]  field;
  integer k;
  always @* begin
    reach = bias_i < 0 ? -bias_i : bias_i;
    loaded = bias_i;
    held = bias_i;
    for (k = 0; k < DEGREE; k = k + 1) begin
      weight = weights_i[WEIGHT_BITS*k+:WEIGHT_BITS];
      reach = weight < 0 ? reach - weight : reach + weight;
      loaded = loaded - weight;
      held = near_i[k] ? held + weight : held - weight;
    end
    assume (reach <= LIMIT);
  end
  pbit_colour_slot #(
      .DEGREE(DEGREE),
      .WEIGHT_BITS(WEIGHT_BITS),
      .FIELD_BITS(FIELD_BITS),
      .SLOT_TABLES(0)
  ) u_slot (
      .clk_i(clk_i),
      .word_i({weights_i, loaded[FIELD_BITS-1:0], initial_i}),
      .near_i(near_i),
      .own_i(1'b0),
      .present_i(1'b1),
      .noise_i(12'd0),
      .load_i(1'b0),
      .random_i(1'b0),
      .active_i(1'b0),
      .table_write_i(1'b0),
      .table_entry_i('0),
      .table_against_i('0),
      .table_i('0),
      .spin_o(),
      .flip_o(),
      .old_o(),
      .field_o(field)
  );

  logic signed [WIDE-1:0] held_q;
  logic                   valid_q = 1'b0;
  always_ff @(posedge clk_i) begin
    valid_q <= 1'b1;
    held_q  <= held;
    if (valid_q) assert (field == held_q);
    cover (valid_q && field == LIMIT);
    cover (valid_q && field == -LIMIT);
  end
endmodule
