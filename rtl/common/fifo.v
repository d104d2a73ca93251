// fifo is a first-in first-out queue in one block RAM, with a valid/ready handshake at its output.
//
// push_i, data_i      a word is stored, or lost where the queue is full (overflow_o, one clock)
// data_o, valid_o     the oldest word; stable until taken
// ready_i             takes it, in the clock in which valid_o is high as well
//
// DEPTH is a power of two, 4 or more. For speed the comparisons of the pointers are registered: a word is seen two clocks after
// it was pushed, one word can be taken every second clock, and the last two places may be refused although they are free.
module fifo #(
    parameter WIDTH = 8,
    parameter DEPTH = 512
) (
    input  logic             clk_i,
    input  logic             rst_ni,
    input  logic             push_i,
    input  logic [WIDTH-1:0] data_i,
    output logic             overflow_o,
    output logic [WIDTH-1:0] data_o,
    output logic             valid_o,
    input  logic             ready_i
);
  localparam BITS = $clog2(DEPTH);

  logic [WIDTH-1:0] memory[0:DEPTH-1];
  logic [BITS:0] write_q, read_q;  // one bit more than the address: equal is empty, DEPTH apart is full
  logic full_q;
  logic [BITS:0] fill_q;  // words inside, one clock ago
  // Full is judged on the pointers of two clocks ago; two pushes may not have been seen yet, so two places are kept for them.
  wire store = push_i && !full_q;
  wire take = valid_o && ready_i;

  always_ff @(posedge clk_i) begin
    if (store) memory[write_q[BITS-1:0]] <= data_i;
    data_o <= memory[read_q[BITS-1:0]];
  end

  always_ff @(posedge clk_i) begin
    if (store) write_q <= write_q + 1'b1;
    if (take) read_q <= read_q + 1'b1;
    fill_q <= write_q - read_q;
    full_q <= fill_q[BITS] || fill_q[BITS-1:1] == '1;
    valid_o <= read_q != write_q && !take;
    overflow_o <= push_i && full_q;
    if (!rst_ni) begin
      write_q <= '0;
      read_q <= '0;
      fill_q <= '0;
      full_q <= 1'b0;
      valid_o <= 1'b0;
      overflow_o <= 1'b0;
    end
  end

`ifdef FORMAL
  `include "fifo_properties.vh"
`endif
endmodule
