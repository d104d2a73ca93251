// Sum of many signed numbers, one level of adders per clock: sum_o is that of the numbers of LEVELS clocks before.
module sum_tree #(
    parameter LEVELS = 4,       // 2^LEVELS numbers; fill up with zeros, whose adders vanish
    parameter WIDTH = 6,
    parameter COUNT = 1 << LEVELS
) (
    input  logic                    clk_i,
    input  logic [COUNT*WIDTH-1:0]  numbers_i,
    output logic [WIDTH+LEVELS-1:0] sum_o
);
  genvar l, k;
  generate
    for (l = 0; l < LEVELS; l = l + 1) begin : g_level
      localparam BITS = WIDTH + l;
      localparam PAIRS = COUNT >> (l + 1);
      logic [2*PAIRS*BITS-1:0]   numbers;
      logic [PAIRS*(BITS+1)-1:0] sums_q;
      if (l == 0) begin : g_first
        assign numbers = numbers_i;
      end else begin : g_next
        assign numbers = g_level[l-1].sums_q;
      end
      for (k = 0; k < PAIRS; k = k + 1) begin : g_pair
        logic [BITS-1:0] a, b;
        assign a = numbers[2*k*BITS +: BITS];
        assign b = numbers[(2*k+1)*BITS +: BITS];
        always_ff @(posedge clk_i) sums_q[k*(BITS+1) +: BITS+1] <= {a[BITS-1], a} + {b[BITS-1], b};
      end
    end
  endgenerate

  assign sum_o = g_level[LEVELS-1].sums_q;
endmodule
