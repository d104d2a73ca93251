// One lane of the states: the spins {block, lane} of every block, present and initial, and the adder that a flip's
// coupling passes. Read in stage 0, added in stage 1, written in stage 2.
// The memory's lower half holds present words {spin, field}, its upper half the initial ones.
module pbit_lane_cell #(
    parameter WEIGHT_BITS = 4,
    parameter FIELD_BITS = 13,
    parameter ADDRESS_BITS = 6
) (
    input  logic                    clk_i,
    input  logic [ADDRESS_BITS-1:0] raddr_i,
    output logic [FIELD_BITS:0]     word_o,       // one clock after raddr_i
    input  logic [WEIGHT_BITS-1:0]  weight_i,     // with word_o; inverted where carry_i is 1 ...
    input  logic                    carry_i,      // ... so that the field grows by 2 (weight + carry)
    input  logic                    toggle_i,     // with word_o: the spin turns
    input  logic                    write_i,      // a clock later
    input  logic [ADDRESS_BITS-1:0] waddr_i,
    input  logic                    host_i,       // write the host's word instead
    input  logic [FIELD_BITS:0]     host_word_i,
    output logic                    over_o        // with write_i: the field leaves its range
);
  logic [FIELD_BITS:0] word_q;

  ram_two_port #(
      .DEPTH(1 << ADDRESS_BITS),
      .WIDTH(FIELD_BITS + 1)
  ) u_words (
      .clk_i(clk_i),
      .write_i(write_i),
      .waddr_i(waddr_i),
      .wdata_i(host_i ? host_word_i : word_q),
      .raddr_i(raddr_i),
      .rdata_o(word_o)
  );

  // Twice the weight: a field's lowest bit never changes. The lowest bit of the sum makes the carry.
  logic signed [FIELD_BITS:0] sum;
  logic                       top_q;
  assign sum = $signed({word_o[FIELD_BITS-1], word_o[FIELD_BITS-1:1], 1'b1}) +
               $signed({{FIELD_BITS - WEIGHT_BITS{weight_i[WEIGHT_BITS-1]}}, weight_i, carry_i});
  always_ff @(posedge clk_i) begin
    word_q <= {word_o[FIELD_BITS] ^ toggle_i, sum[FIELD_BITS-1:1], word_o[0]};
    top_q  <= sum[FIELD_BITS];
  end
  assign over_o = top_q != word_q[FIELD_BITS-1];

  logic unused_carry;
  assign unused_carry = sum[0];
endmodule
