// Sum of many signed numbers and as many ones, one level of adders per clock: sum_o + one_o is that of LEVELS clocks before.
// The ones are carries into the adders, which so count them for nothing: half of those that are left at each level.
module sum_tree #(
    parameter LEVELS = 4,       // 2^LEVELS numbers; fill up with zeros, whose adders vanish
    parameter WIDTH = 6,
    parameter COUNT = 1 << LEVELS
) (
    input  logic                    clk_i,
    input  logic [COUNT*WIDTH-1:0]  numbers_i,
    input  logic [COUNT-1:0]        ones_i,
    output logic [WIDTH+LEVELS-1:0] sum_o,
    output logic                    one_o      // the last of ones_i
);
  genvar l, k;
  generate
    for (l = 0; l < LEVELS; l = l + 1) begin : g_level
      localparam BITS = WIDTH + l;
      localparam PAIRS = COUNT >> (l + 1);
      logic [2*PAIRS*BITS-1:0]   numbers;
      logic [2*PAIRS-1:0]        ones;
      logic [PAIRS*(BITS+1)-1:0] sums_q;
      logic [PAIRS-1:0]          ones_q;
      if (l == 0) begin : g_first
        assign numbers = numbers_i;
        assign ones    = ones_i;
      end else begin : g_next
        assign numbers = g_level[l-1].sums_q;
        assign ones    = g_level[l-1].ones_q;
      end
      for (k = 0; k < PAIRS; k = k + 1) begin : g_pair
        logic [BITS-1:0] a, b;
        logic            unused_bit;
        assign a = numbers[2*k*BITS +: BITS];
        assign b = numbers[(2*k+1)*BITS +: BITS];
        always_ff @(posedge clk_i) begin
          {sums_q[k*(BITS+1) +: BITS+1], unused_bit} <= {a[BITS-1], a, 1'b1} + {b[BITS-1], b, ones[2*k]};
          ones_q[k] <= ones[2*k+1];
        end
      end
    end
  endgenerate

  assign sum_o = g_level[LEVELS-1].sums_q;
  assign one_o = g_level[LEVELS-1].ones_q[0];
endmodule
