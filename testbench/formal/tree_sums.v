// Proved by induction: the trees of adders give the sums of what went in, in numbers that are wide enough here, whatever went in:
// no level is too narrow.
module tree_sums #(
    parameter LEVELS = 3,
    parameter WIDTH = 3
) (
    input logic                         clk_i,
    input logic [(1<<LEVELS)*WIDTH-1:0] numbers_i,
    input logic [(1<<LEVELS)-1:0]       plane_i
);
  localparam COUNT = 1 << LEVELS;
  localparam SUM = WIDTH + LEVELS;
  localparam ROW_STAGES = (LEVELS + 2) / 2;
  localparam ONES_STAGES = LEVELS / 2;

  logic signed [SUM-1:0] row_sum, sum;
  logic [LEVELS:0]       ones;
  logic                  one;
  bifurcation_row_sum #(
      .SPINS(COUNT),
      .WEIGHT_BITS(WIDTH)
  ) u_row (
      .clk_i(clk_i),
      .row_i(numbers_i),
      .plane_i(plane_i),
      .sum_o(row_sum)
  );
  sum_tree #(
      .LEVELS(LEVELS),
      .WIDTH(WIDTH)
  ) u_sum (
      .clk_i(clk_i),
      .numbers_i(numbers_i),
      .ones_i(plane_i),
      .sum_o(sum),
      .one_o(one)
  );
  popcount_tree #(
      .WIDTH(COUNT)
  ) u_ones (
      .clk_i(clk_i),
      .word_i(plane_i),
      .sum_o(ones)
  );

  // Wide sums, as of k + 1 clocks before.
  localparam WIDE = SUM + 4;
  logic signed [WIDE-1:0]      row_true[0:LEVELS], true[0:LEVELS], row_now, now;
  logic [WIDE-1:0]             ones_true[0:LEVELS], ones_now;
  logic signed [WIDTH-1:0]     number;
  logic [LEVELS:0]             valid = '0;
  integer k;
  always @* begin
    row_now = 0;
    now = 0;
    ones_now = 0;
    for (k = 0; k < COUNT; k = k + 1) begin
      number = numbers_i[WIDTH*k+:WIDTH];
      now = now + number;
      if (plane_i[k]) now = now + 1;
      if (plane_i[k]) row_now = row_now + number;
      if (plane_i[k]) ones_now = ones_now + 1;
    end
  end
  always_ff @(posedge clk_i) begin
    valid <= {valid[LEVELS-1:0], 1'b1};
    row_true[0] <= row_now;
    true[0] <= now;
    ones_true[0] <= ones_now;
    for (k = 0; k < LEVELS; k = k + 1) begin
      row_true[k+1] <= row_true[k];
      true[k+1] <= true[k];
      ones_true[k+1] <= ones_true[k];
    end
    if (valid[ROW_STAGES-1]) assert (row_sum == row_true[ROW_STAGES-1]);
    if (valid[LEVELS-1]) assert (sum + $signed({1'b0, one}) == true[LEVELS-1]);
    if (valid[ONES_STAGES-1]) assert (ones == ones_true[ONES_STAGES-1]);
    cover (valid[LEVELS-1] && row_sum == -COUNT * (1 << (WIDTH - 1)));
    cover (valid[LEVELS-1] && sum == COUNT * ((1 << (WIDTH - 1)) - 1) + COUNT - 1);
    cover (valid[LEVELS-1] && ones == COUNT);
  end
endmodule
